import type { Queryable } from './db.ts'
import { parseId } from './ids.ts'
import { type Prefix, prefixes } from './wire.ts'

/** Names of things of one kind by id; an id that names nothing is absent. */
type ReadNames = (q: Queryable, ids: readonly bigint[]) => Promise<ReadonlyMap<bigint, string>>

const readers = new Map<Prefix, ReadNames>()

/**
 * A room says how what it owns is called. So rooms that know ids only, like the ledger, can show names without knowing
 * whose they are.
 */
export function declareNames(prefix: Prefix, read: ReadNames): void {
  readers.set(prefix, read)
}

/** Names by ids in their text form, one question for each kind. What nobody names, or what is gone, is absent. */
export async function namesOf(q: Queryable, ids: Iterable<string>): Promise<Map<string, string>> {
  const wanted = [...new Set(ids)]
  const names = new Map<string, string>()
  for (const prefix of prefixes) {
    const read = readers.get(prefix)
    const mine = wanted.filter((id) => id.startsWith(`${prefix}_`))
    if (!read || mine.length === 0) continue
    const found = await read(
      q,
      mine.map((id) => parseId(prefix, id)),
    )
    for (const id of mine) {
      const name = found.get(parseId(prefix, id))
      if (name !== undefined) names.set(id, name)
    }
  }
  return names
}

/** The id in an actor as `showActor` writes it: `staff:stf_…` → `stf_…`; the system has none. */
export const idOfActor = (shown: string): string => shown.slice(shown.indexOf(':') + 1)
