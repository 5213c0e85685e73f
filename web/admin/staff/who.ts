import { t } from '../kit.ts'
import { shortId } from '../parts/says.tsx'

/** Who did something, where the API gives no name beside it: `system:payments` in words, `staff:stf_…` by its id. */
export function whoSet(actor: string): string {
  const [kind, id] = actor.split(':')
  if (id === undefined) return actor
  return kind === 'system' ? t('the_system') : t(`actor_${kind}`, { id: shortId(id) })
}
