import type { Queryable } from '../platform/db.ts'
import { Refusal } from '../platform/errors.ts'
import { formatId, type Id } from '../platform/ids.ts'
import type { Keys } from '../platform/keys.ts'
import type { Platform } from '../platform/platform.ts'
import { platformRefusals } from '../platform/wire.ts'
import type { Person } from './contract.ts'
import { openFor, unwrapKey } from './person-key.ts'
import { maskPhone, type PhoneNumber } from './phone.ts'
import { nicknamesByIds, type PersonRecord, personsByIds } from './sql.ts'

export const PHONE_CONTEXT = 'phone'

/** Nicknames by id; an id that names nobody is absent. Erased persons are called 已注销. */
export async function nicknamesOf(q: Queryable, ids: readonly bigint[]): Promise<Map<bigint, string>> {
  if (ids.length === 0) return new Map()
  const rows = await nicknamesByIds(q, [...new Set(ids)])
  return new Map(rows.map((row) => [row.id, row.nickname]))
}

/** True while somebody is called what we made up for her. */
export async function hasMadeUpNickname(q: Queryable, personId: Id<'per'>): Promise<boolean> {
  const [person] = await personsByIds(q, [personId])
  return person?.isNicknameMadeUp ?? false
}

/** True for an erased person and for an id that names nobody. */
export async function isErased(q: Queryable, personId: Id<'per'>): Promise<boolean> {
  const [person] = await personsByIds(q, [personId])
  return !person || person.erasedAt !== null
}

/** A person as they see themselves. Refuses `not_found` for the erased. */
export async function readPerson(platform: Platform, q: Queryable, personId: Id<'per'>): Promise<Person> {
  const [person] = await personsByIds(q, [personId])
  if (!person || person.erasedAt) throw new Refusal(platformRefusals.not_found)
  return {
    id: formatId('per', person.id),
    nickname: person.nickname,
    isNicknameMadeUp: person.isNicknameMadeUp,
    phoneMasked: maskedPhoneOf(platform.keys, person),
    locale: person.locale,
    createdAt: person.createdAt.toISOString(),
  }
}

/** The whole number; null when the person has been erased. Whoever shows it to staff records the look. */
export function phoneOf(keys: Keys, person: PersonRecord): PhoneNumber | null {
  if (!person.wrappedKey || !person.phoneSealed) return null
  const dataKey = unwrapKey(keys, person.id, person.wrappedKey)
  return openFor(dataKey, person.id, person.phoneSealed, PHONE_CONTEXT) as PhoneNumber
}

export function maskedPhoneOf(keys: Keys, person: PersonRecord): string {
  const phone = phoneOf(keys, person)
  return phone ? maskPhone(phone) : ''
}
