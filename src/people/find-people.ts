import type { StaffActor } from '../platform/actor.ts'
import type { Queryable } from '../platform/db.ts'
import { isRefusal, Refusal } from '../platform/errors.ts'
import { formatId, type Id, parseId } from '../platform/ids.ts'
import type { Keys } from '../platform/keys.ts'
import type { Platform } from '../platform/platform.ts'
import { platformRefusals } from '../platform/wire.ts'
import { recordActivity } from './activity.ts'
import type { PersonRow } from './contract.ts'
import { fingerprintOf, readPhone } from './phone.ts'
import { maskedPhoneOf, phoneOf } from './read-people.ts'
import { type PeopleSearch, type PersonRecord, personsByIds, personsFound } from './sql.ts'

export interface PeoplePage {
  /** A whole phone number, an id, or the start of a nickname. */
  readonly search?: string | undefined
  readonly cursor?: string | undefined
  readonly limit: number
}

/** People for staff, newest first, phones masked. */
export async function findPeople(platform: Platform, wanted: PeoplePage) {
  const before = wanted.cursor ? parseId('per', wanted.cursor) : null
  const search = { ...readSearch(platform.keys, wanted.search?.trim() ?? ''), before, limit: wanted.limit + 1 }
  const rows = await personsFound(platform.db, search)
  const shown = rows.slice(0, wanted.limit)
  const last = shown.at(-1)
  return {
    items: shown.map((row) => presentRow(platform.keys, row)),
    nextCursor: rows.length > shown.length && last ? formatId('per', last.id) : null,
  }
}

export async function findPerson(platform: Platform, personId: Id<'per'>): Promise<PersonRow> {
  return presentRow(platform.keys, await mustFind(platform.db, personId))
}

/** Shows a whole phone number, to a human who says why; the look is recorded before the number is handed out. */
export async function showPhone(
  platform: Platform,
  actor: StaffActor,
  personId: Id<'per'>,
  reason: string,
): Promise<string> {
  return platform.db.inTransaction(platform, async (tx) => {
    const phone = phoneOf(platform.keys, await mustFind(tx, personId))
    if (!phone) throw new Refusal(platformRefusals.not_found)
    await recordActivity(tx, { actor, action: 'person.phone_shown', subject: formatId('per', personId), reason })
    return phone
  })
}

type Criteria = Omit<PeopleSearch, 'before' | 'limit'>

function readSearch(keys: Keys, search: string): Criteria {
  const nothing: Criteria = { fingerprint: null, id: null, nicknameStart: null }
  if (search === '') return nothing
  const phone = readPhone(search)
  if (phone) return { ...nothing, fingerprint: fingerprintOf(keys, phone) }
  const id = readId(search)
  if (id !== undefined) return { ...nothing, id }
  return { ...nothing, nicknameStart: `${search.replace(/[\\%_]/g, '\\$&')}%` }
}

function readId(search: string): bigint | undefined {
  try {
    return parseId('per', search)
  } catch (error) {
    if (isRefusal(error)) return undefined
    throw error
  }
}

async function mustFind(q: Queryable, personId: Id<'per'>): Promise<PersonRecord> {
  const [person] = await personsByIds(q, [personId])
  if (!person) throw new Refusal(platformRefusals.not_found)
  return person
}

const presentRow = (keys: Keys, person: PersonRecord): PersonRow => ({
  id: formatId('per', person.id),
  nickname: person.nickname,
  phoneMasked: maskedPhoneOf(keys, person),
  createdAt: person.createdAt.toISOString(),
  erasedAt: person.erasedAt?.toISOString() ?? null,
})
