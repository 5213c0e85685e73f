import { staffNamesOf } from '../people/index.ts'
import type { Queryable } from '../platform/db.ts'
import { Refusal } from '../platform/errors.ts'
import { platformRefusals } from '../platform/wire.ts'

/** The scout's id when there is such a member of staff. Refuses `not_found`. */
export async function assertScout(q: Queryable, scoutId: bigint): Promise<bigint> {
  if (!(await staffNamesOf(q, [scoutId])).has(scoutId))
    throw new Refusal(platformRefusals.not_found, { field: 'scoutId' })
  return scoutId
}

/** Names for what records keep (`staff:123…`); whoever is no member of staff stays as the record has it. */
export async function namesOfActors(q: Queryable, actors: readonly string[]): Promise<(actor: string) => string> {
  const ids = actors.flatMap((actor) => staffIdOf(actor) ?? [])
  const names = await staffNamesOf(q, [...new Set(ids)])
  return (actor) => names.get(staffIdOf(actor) ?? 0n) ?? actor
}

function staffIdOf(actor: string): bigint | undefined {
  const digits = /^staff:(\d+)$/.exec(actor)?.[1]
  return digits === undefined ? undefined : BigInt(digits)
}
