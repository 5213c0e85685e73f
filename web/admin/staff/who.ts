import { t } from '../kit.ts'
import { shortId } from '../parts/says.tsx'
import { useRead } from '../read.ts'
import { useMay } from '../session/session.ts'
import type { StaffRow } from '../shapes.ts'

const FRESH_MS = 300_000

/**
 * Says who did something where the API gives no name beside it: `system:payments` in words, `staff:stf_…` by name for
 * those who may see the colleagues, by id for the others.
 */
export function useWho(): (actor: string) => string {
  const maySee = useMay('keep_staff')
  const { data } = useRead<{ items: readonly StaffRow[] }>(maySee ? '/v1/admin/staff' : null, {}, FRESH_MS)
  const names = new Map((data?.items ?? []).map(({ id, name }) => [id, name]))
  return (actor) => {
    const [kind, id] = actor.split(':')
    if (id === undefined) return actor
    if (kind === 'system') return t('the_system')
    return names.get(id) ?? t(`actor_${kind}`, { id: shortId(id) })
  }
}
