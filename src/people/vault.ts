import type { Queryable } from '../platform/db.ts'
import type { Id } from '../platform/ids.ts'
import type { Platform } from '../platform/platform.ts'
import { openFor, presentKey, sealFor, unwrapKey } from './person-key.ts'
import { personsByIds } from './sql.ts'

/**
 * Seals text with a person's own key. `context` names the place where it will be kept; it opens in that place only.
 * Refuses `not_found` when the person is unknown or erased.
 */
export async function sealForPerson(
  platform: Platform,
  q: Queryable,
  personId: Id<'per'>,
  plain: string,
  context: string,
): Promise<Buffer> {
  const [person] = await personsByIds(q, [personId])
  return sealFor(presentKey(platform.keys, personId, person?.wrappedKey), personId, plain, context)
}

/** Opens what `sealForPerson` closed in the same context; null when the person has been erased: nobody can open it any more. */
export async function openForPerson(
  platform: Platform,
  q: Queryable,
  personId: Id<'per'>,
  sealed: Buffer,
  context: string,
): Promise<string | null> {
  const [person] = await personsByIds(q, [personId])
  if (!person?.wrappedKey) return null
  return openFor(unwrapKey(platform.keys, personId, person.wrappedKey), personId, sealed, context)
}
