import { t } from '../kit.ts'
import { shortId } from '../parts/says.tsx'

/** Says who did something: by name, the system in words, whoever has no name any more by the id. */
export function whoWords(actor: string, name: string | null): string {
  if (name !== null) return name
  const [kind, id] = actor.split(':')
  if (id === undefined) return actor
  return kind === 'system' ? t('the_system') : t(`actor_${kind}`, { id: shortId(id) })
}
