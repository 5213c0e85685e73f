import { recordActivity } from '../people/index.ts'
import type { Actor } from '../platform/actor.ts'
import type { Tx } from '../platform/db.ts'
import { formatId, type Id } from '../platform/ids.ts'
import type { Platform } from '../platform/platform.ts'
import type { FreightTemplateInput, SupplierInput } from './contract.ts'
import * as sql from './sql.ts'

/** Takes a grower or supplier into the books. */
export async function createSupplier(
  platform: Platform,
  tx: Tx,
  actor: Actor,
  input: SupplierInput,
): Promise<Id<'sup'>> {
  const id = platform.ids.next<'sup'>(0)
  await sql.insertSupplier(tx, { id, name: input.name, kind: input.kind, place: input.place ?? '' })
  await recordActivity(tx, { actor, action: 'supplier.created', subject: formatId('sup', id) })
  return id
}

/** A fee per order, and from how much of goods on it is not charged. It is never changed: SKUs move to a new one. */
export async function createFreightTemplate(
  platform: Platform,
  tx: Tx,
  actor: Actor,
  input: FreightTemplateInput,
): Promise<Id<'frt'>> {
  const id = platform.ids.next<'frt'>(0)
  await sql.insertFreightTemplate(tx, {
    id,
    name: input.name,
    fee_fen: input.feeFen,
    free_from_fen: input.freeFromFen ?? null,
  })
  await recordActivity(tx, { actor, action: 'freight_template.created', subject: formatId('frt', id) })
  return id
}
