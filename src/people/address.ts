import { Refusal } from '../platform/errors.ts'
import { formatId, type Id } from '../platform/ids.ts'
import { type Address, type AddressInput, refusals } from './contract.ts'
import { openFor, sealFor } from './person-key.ts'
import type { AddressRecord } from './sql.ts'

/** The pure rules of an address, and how one is closed and opened. */

export const MOST_ADDRESSES = 20
const PARCEL_CONTEXT = 'parcel'

/** What is written on a label. */
export interface Label {
  readonly recipient: string
  readonly phone: string
  readonly region: string
  readonly street: string
}

/** Trims every field. Refuses `address_incomplete` when nothing is left of one. */
export function readLabel(input: AddressInput): Label {
  const trimmed = (text: string) => text.trim().replace(/\s+/gu, ' ')
  const label = {
    recipient: trimmed(input.recipient),
    phone: trimmed(input.phone),
    region: trimmed(input.region),
    street: trimmed(input.street),
  }
  if (Object.values(label).includes('')) throw new Refusal(refusals.address_incomplete)
  return label
}

const contextOf = (addressId: Id<'adr'>): string => `address:${addressId}`

export const sealLabel = (dataKey: Buffer, personId: Id<'per'>, addressId: Id<'adr'>, label: Label): Buffer =>
  sealFor(dataKey, personId, JSON.stringify(label), contextOf(addressId))

export const openLabel = (dataKey: Buffer, personId: Id<'per'>, row: AddressRecord): Label =>
  JSON.parse(openFor(dataKey, personId, row.sealed, contextOf(row.id))) as Label

export const sealForParcel = (dataKey: Buffer, personId: Id<'per'>, label: Label): Buffer =>
  sealFor(dataKey, personId, JSON.stringify(label), PARCEL_CONTEXT)

export const openFromParcel = (dataKey: Buffer, personId: Id<'per'>, sealed: Buffer): Label =>
  JSON.parse(openFor(dataKey, personId, sealed, PARCEL_CONTEXT)) as Label

export const presentAddress = (row: AddressRecord, label: Label): Address => ({
  id: formatId('adr', row.id),
  ...label,
  isDefault: row.isDefault,
})
