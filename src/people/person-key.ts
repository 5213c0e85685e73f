import { Refusal } from '../platform/errors.ts'
import type { Id } from '../platform/ids.ts'
import { type Keys, newDataKey, seal, unseal } from '../platform/keys.ts'
import { platformRefusals } from '../platform/wire.ts'

/** A person's data key: everything personal is sealed with it, and it is itself wrapped by the installation key. */

const wrapContext = (personId: Id<'per'>): string => `person:${personId}`

export function newWrappedKey(keys: Keys, personId: Id<'per'>): { dataKey: Buffer; wrapped: Buffer } {
  const dataKey = newDataKey()
  return { dataKey, wrapped: seal(keys.derive('person-wrap'), dataKey, wrapContext(personId)) }
}

export function unwrapKey(keys: Keys, personId: Id<'per'>, wrapped: Buffer): Buffer {
  return unseal(keys.derive('person-wrap'), wrapped, wrapContext(personId))
}

/** Binds what is sealed to its person and its place, so that a value cannot be moved to another row. */
export const sealFor = (dataKey: Buffer, personId: Id<'per'>, plain: string, context: string): Buffer =>
  seal(dataKey, plain, `${context}@${personId}`)

export const openFor = (dataKey: Buffer, personId: Id<'per'>, sealed: Buffer, context: string): string =>
  unseal(dataKey, sealed, `${context}@${personId}`).toString('utf8')

/** The key of somebody who must still be here. Refuses `not_found` for the erased and the unknown. */
export function presentKey(keys: Keys, personId: Id<'per'>, wrapped: Buffer | null | undefined): Buffer {
  if (!wrapped) throw new Refusal(platformRefusals.not_found)
  return unwrapKey(keys, personId, wrapped)
}
