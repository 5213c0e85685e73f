import type { Queryable } from '../platform/db.ts'
import type { Id } from '../platform/ids.ts'
import { parseId } from '../platform/ids.ts'
import type { Platform } from '../platform/platform.ts'
import { openLabel } from './address.ts'
import { findPeople } from './find-people.ts'
import { unwrapKey } from './person-key.ts'
import { maskLabelPhone } from './phone.ts'
import { maskedPhoneOf } from './read-people.ts'
import { addressesByIds, addressesNotHers, addressesWithKeys, personsByIds } from './sql.ts'

/** About 400 bytes each. */
const MOST_KEPT = 20_000
/** An erased person's address is in no memory after this. */
const KEPT_MS = 10 * 60_000
const opened = new WeakMap<Platform, { readonly sinceMs: number; readonly masked: Map<bigint, MaskedAddress> }>()

export interface AddressesForOrders {
  /** Pairs that are not to be had: another's address, or one that is off the list. As `person/address`. */
  readonly missing: ReadonlySet<string>
  /** What is shown of the others, by address. */
  readonly masked: ReadonlyMap<bigint, MaskedAddress>
}

/**
 * The addresses of a list of orders. Whether each is its buyer's and on her list is asked every time; what is shown of
 * it is opened once, because an address never changes and only its owner orders with it.
 */
export async function addressesForOrders(
  platform: Platform,
  q: Queryable,
  pairs: readonly { readonly personId: bigint; readonly addressId: bigint }[],
): Promise<AddressesForOrders> {
  if (pairs.length === 0) return { missing: new Set(), masked: new Map() }
  const masked = openedOf(platform)
  const unopened = pairs.filter((pair) => !masked.has(pair.addressId))
  const [missing, rows] = await Promise.all([
    addressesNotHers(q, pairs),
    unopened.length > 0 ? addressesWithKeys(q, unopened) : [],
  ])
  for (const row of rows) {
    if (!row.wrappedKey) continue
    const { recipient, phone, region, street } = openLabel(
      unwrapKey(platform.keys, row.personId, row.wrappedKey),
      row.personId,
      row,
    )
    masked.set(row.id, { recipient, phoneMasked: maskLabelPhone(phone), region, street })
  }
  return { missing: new Set(missing.map((row) => `${row.person_id}/${row.id}`)), masked }
}

function openedOf(platform: Platform): Map<bigint, MaskedAddress> {
  const kept = opened.get(platform)
  if (kept && performance.now() - kept.sinceMs < KEPT_MS && kept.masked.size < MOST_KEPT) return kept.masked
  const masked = new Map<bigint, MaskedAddress>()
  opened.set(platform, { sinceMs: performance.now(), masked })
  return masked
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
