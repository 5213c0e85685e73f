import type { Queryable } from '../platform/db.ts'
import type { Id } from '../platform/ids.ts'
import { parseId } from '../platform/ids.ts'
import type { Platform } from '../platform/platform.ts'
import { openLabel } from './address.ts'
import { findPeople } from './find-people.ts'
import { unwrapKey } from './person-key.ts'
import { maskLabelPhone } from './phone.ts'
import { maskedPhoneOf } from './read-people.ts'
import { addressesByIds, addressesInUse, personsByIds } from './sql.ts'

/** Which of these pairs of person and address are hers and on her list now, as `person/address`. */
export async function addressesExist(
  q: Queryable,
  pairs: readonly { readonly personId: bigint; readonly addressId: bigint }[],
): Promise<Set<string>> {
  if (pairs.length === 0) return new Set()
  const rows = await addressesInUse(q, pairs)
  return new Set(rows.map((row) => `${row.person_id}/${row.id}`))
}

export interface MaskedAddress {
  readonly recipient: string
  readonly phoneMasked: string
  readonly region: string
  readonly street: string
}

/** Addresses as their owners' orders show them; those of erased people are absent. */
export async function maskedAddresses(
  platform: Platform,
  q: Queryable,
  ids: readonly bigint[],
): Promise<Map<bigint, MaskedAddress>> {
  if (ids.length === 0) return new Map()
  const rows = await addressesByIds(q, ids)
  const owners = new Map(
    (await personsByIds(q, [...new Set(rows.map((row) => row.personId))])).map((one) => [one.id, one]),
  )
  const shown = new Map<bigint, MaskedAddress>()
  for (const row of rows) {
    const owner = owners.get(row.personId)
    if (!owner?.wrappedKey) continue
    const label = openLabel(unwrapKey(platform.keys, owner.id, owner.wrappedKey), owner.id, row)
    const phoneMasked = maskLabelPhone(label.phone)
    shown.set(row.id, { recipient: label.recipient, phoneMasked, region: label.region, street: label.street })
  }
  return shown
}

/** People by id as staff see them, phones masked. */
export async function peopleByIds(platform: Platform, q: Queryable, ids: readonly bigint[]) {
  const rows = await personsByIds(q, ids as readonly Id<'per'>[])
  return new Map(
    rows.map((row) => [row.id as bigint, { nickname: row.nickname, phoneMasked: maskedPhoneOf(platform.keys, row) }]),
  )
}

const MOST_FOUND = 100

/** Ids of people whom a staff search finds (a whole phone number, an id, or the start of a nickname). */
export async function findPeopleLike(platform: Platform, search: string): Promise<bigint[]> {
  const { items } = await findPeople(platform, { search, limit: MOST_FOUND })
  return items.map((person) => parseId('per', person.id))
}
