import type { PersonActor } from '../platform/actor.ts'
import type { Queryable, Tx } from '../platform/db.ts'
import { Refusal } from '../platform/errors.ts'
import { cellByHash, type Id } from '../platform/ids.ts'
import type { Platform } from '../platform/platform.ts'
import { platformRefusals } from '../platform/wire.ts'
import {
  type Label,
  MOST_ADDRESSES,
  openFromParcel,
  openLabel,
  presentAddress,
  readLabel,
  sealForParcel,
  sealLabel,
} from './address.ts'
import { type Address, type AddressInput, refusals } from './contract.ts'
import { presentKey, unwrapKey } from './person-key.ts'
import {
  addressById,
  addressesOf,
  clearDefault,
  insertAddress,
  lockedPerson,
  makeNewestDefault,
  personsByIds,
  removeAddress as removeRow,
} from './sql.ts'

/** The addresses that a person keeps, the default one first. */
export async function listAddresses(platform: Platform, actor: PersonActor): Promise<Address[]> {
  const dataKey = await keyOf(platform, platform.db, actor.personId)
  const rows = await addressesOf(platform.db, actor.personId)
  return rows.map((row) => presentAddress(row, openLabel(dataKey, actor.personId, row)))
}

/** Adds an address; the first one is the default. Refuses `address_incomplete`, `too_many_addresses`. */
export async function addAddress(
  platform: Platform,
  actor: PersonActor,
  tx: Tx,
  input: AddressInput,
): Promise<Id<'adr'>> {
  const label = readLabel(input)
  const dataKey = await lockedKey(platform, tx, actor.personId)
  const count = (await addressesOf(tx, actor.personId)).length
  if (count >= MOST_ADDRESSES) throw new Refusal(refusals.too_many_addresses)
  return insert(platform, tx, actor.personId, dataKey, label, input.isDefault === true || count === 0)
}

/**
 * Puts a new row in the place of an address: orders that name the old one keep it as it was.
 * Refuses `not_found` for an address that is not the actor's or was removed, `address_incomplete`.
 */
export async function changeAddress(
  platform: Platform,
  actor: PersonActor,
  tx: Tx,
  addressId: Id<'adr'>,
  input: AddressInput,
): Promise<Id<'adr'>> {
  const label = readLabel(input)
  const dataKey = await lockedKey(platform, tx, actor.personId)
  const [old] = await removeRow(tx, actor.personId, addressId, tx.at)
  if (!old) throw new Refusal(platformRefusals.not_found)
  return insert(platform, tx, actor.personId, dataKey, label, input.isDefault ?? old.isDefault)
}

/** Takes an address off the list; the newest that is left becomes the default. Refuses `not_found`. */
export async function removeAddress(platform: Platform, actor: PersonActor, addressId: Id<'adr'>): Promise<void> {
  await platform.db.inTransaction(platform, async (tx) => {
    await lockedKey(platform, tx, actor.personId)
    const [old] = await removeRow(tx, actor.personId, addressId, tx.at)
    if (!old) throw new Refusal(platformRefusals.not_found)
    if (old.isDefault) await makeNewestDefault(tx, actor.personId)
  })
}

/**
 * One address of a person, also after it was taken off the list: an order that names it still goes there.
 * Refuses `not_found` when it is not this person's, or the person has been erased.
 */
export async function addressOf(
  platform: Platform,
  q: Queryable,
  personId: Id<'per'>,
  addressId: Id<'adr'>,
): Promise<Address & { readonly isRemoved: boolean }> {
  const { row, label } = await openAddress(platform, q, personId, addressId)
  return { ...presentAddress(row, label), isRemoved: row.removedAt !== null }
}

/** A copy of an address for a parcel, sealed with the person's key. Refuses `not_found` as `addressOf` does. */
export async function sealedAddressFor(
  platform: Platform,
  tx: Tx,
  personId: Id<'per'>,
  addressId: Id<'adr'>,
): Promise<Buffer> {
  const { dataKey, label } = await openAddress(platform, tx, personId, addressId)
  return sealForParcel(dataKey, personId, label)
}

/** Opens what `sealedAddressFor` made; null when the person has been erased. A look by staff is recorded by the caller. */
export async function openParcelAddress(
  platform: Platform,
  q: Queryable,
  personId: Id<'per'>,
  sealed: Buffer,
): Promise<Label | null> {
  const [person] = await personsByIds(q, [personId])
  if (!person?.wrappedKey) return null
  return openFromParcel(unwrapKey(platform.keys, personId, person.wrappedKey), personId, sealed)
}

async function openAddress(platform: Platform, q: Queryable, personId: Id<'per'>, addressId: Id<'adr'>) {
  const [row] = await addressById(q, personId, addressId)
  if (!row) throw new Refusal(platformRefusals.not_found)
  const dataKey = await keyOf(platform, q, personId)
  return { row, dataKey, label: openLabel(dataKey, personId, row) }
}

async function insert(
  platform: Platform,
  tx: Tx,
  personId: Id<'per'>,
  dataKey: Buffer,
  label: Label,
  isDefault: boolean,
): Promise<Id<'adr'>> {
  const id = platform.ids.next<'adr'>(cellByHash(personId))
  if (isDefault) await clearDefault(tx, personId)
  await insertAddress(tx, { id, personId, sealed: sealLabel(dataKey, personId, id, label), isDefault }, tx.at)
  return id
}

async function keyOf(platform: Platform, q: Queryable, personId: Id<'per'>): Promise<Buffer> {
  const [person] = await personsByIds(q, [personId])
  return presentKey(platform.keys, personId, person?.wrappedKey)
}

async function lockedKey(platform: Platform, tx: Tx, personId: Id<'per'>): Promise<Buffer> {
  const [person] = await lockedPerson(tx, personId)
  return presentKey(platform.keys, personId, person?.wrappedKey)
}
