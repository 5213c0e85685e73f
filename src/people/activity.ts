import { type Actor, actorName } from '../platform/actor.ts'
import type { Queryable, Tx } from '../platform/db.ts'
import { formatId, parseId } from '../platform/ids.ts'
import type { Activity } from './contract.ts'
import { nicknamesByIds } from './sql.ts'
import { type ActivityRecord, activities, activitiesOf, apiKeyNames, insertActivity, staffByIds } from './sql-staff.ts'

export interface Recorded {
  readonly actor: Actor
  /** `thing.done`, e.g. `person.phone_shown`. */
  readonly action: `${string}.${string}`
  /** The id of what it was done to, in its text form. */
  readonly subject: string
  readonly reason?: string | undefined
  /** Ids, codes and counts. Never a name, a phone or an address. */
  readonly facts?: Readonly<Record<string, string | number | boolean | null>>
}

export interface ActivityPage {
  readonly subject?: string | undefined
  readonly cursor?: string | undefined
  readonly limit: number
}

/** Writes down what somebody did or looked at, in the transaction that did it. Nobody can change or delete it afterwards. */
export async function recordActivity(tx: Tx, recorded: Recorded): Promise<void> {
  await insertActivity(tx, {
    actor: actorName(recorded.actor),
    action: recorded.action,
    subject: recorded.subject,
    reason: recorded.reason ?? null,
    facts: recorded.facts ?? {},
    happenedAt: tx.at,
  })
}

/** What was done, newest first, of one subject or of all. */
export async function listActivity(q: Queryable, wanted: ActivityPage) {
  const before = wanted.cursor ? parseId('act', wanted.cursor) : null
  const rows = await activities(q, wanted.subject ?? null, before, wanted.limit + 1)
  const shown = rows.slice(0, wanted.limit)
  const last = shown.at(-1)
  return {
    items: await presentActivities(q, shown),
    nextCursor: rows.length > shown.length && last ? formatId('act', last.id) : null,
  }
}

/** Looks at these subjects, newest first: what a person may know about who looked at what is hers. */
export async function looksAt(
  q: Queryable,
  subjects: readonly string[],
  actions: readonly string[],
  limit: number,
): Promise<Activity[]> {
  return presentActivities(q, await activitiesOf(q, subjects, actions, limit))
}

export async function presentActivities(q: Queryable, rows: readonly ActivityRecord[]): Promise<Activity[]> {
  const names = await namesOf(q, rows)
  return rows.map((row) => ({
    id: formatId('act', row.id),
    actor: textOf(row.actor),
    actorName: names.get(row.actor) ?? row.actor.replace(/^system:/, ''),
    action: row.action,
    subject: row.subject,
    reason: row.reason,
    happenedAt: row.happenedAt.toISOString(),
    facts: row.facts,
  }))
}

const PREFIX_OF = { staff: 'stf', person: 'per', machine: 'key' } as const
type Kind = keyof typeof PREFIX_OF

/** `staff:123` as it is stored, to the text form of the id. */
function textOf(actor: string): string {
  const [kind, id] = actor.split(':') as [string, string | undefined]
  return kind in PREFIX_OF && id ? formatId(PREFIX_OF[kind as Kind], BigInt(id)) : actor
}

async function namesOf(q: Queryable, rows: readonly ActivityRecord[]): Promise<Map<string, string>> {
  const idsOf = (kind: Kind) =>
    [...new Set(rows.map((row) => row.actor))]
      .filter((actor) => actor.startsWith(`${kind}:`))
      .map((actor) => BigInt(actor.slice(kind.length + 1)))
  const staff = await staffByIds(q, idsOf('staff'))
  const people = await nicknamesByIds(q, idsOf('person'))
  const keys = await apiKeyNames(q, idsOf('machine'))
  return new Map([
    ...staff.map((row) => [`staff:${row.id}`, row.name] as const),
    ...people.map((row) => [`person:${row.id}`, row.nickname] as const),
    ...keys.map((row) => [`machine:${row.id}`, row.name] as const),
  ])
}
