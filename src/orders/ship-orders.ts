import { recordActivity, sealedAddressFor } from '../people/index.ts'
import { type Actor, actorName } from '../platform/actor.ts'
import type { Tx } from '../platform/db.ts'
import { Refusal } from '../platform/errors.ts'
import { formatId, type Id } from '../platform/ids.ts'
import type { Platform } from '../platform/platform.ts'
import { platformRefusals } from '../platform/wire.ts'
import { packStock } from '../stock/index.ts'
import { eventData } from './cancel-orders.ts'
import { type OrderState, refusals } from './contract.ts'
import { hasEnded } from './order.ts'
import { receive } from './receive-orders.ts'
import * as sql from './sql.ts'
import * as sqlParcels from './sql-parcels.ts'

export interface Shipping {
  readonly orderId: bigint
  readonly carrier: string
  readonly trackingNo: string
}

/** Packs and ships one paid order: lots chosen first expired first, the parcel's address sealed. */
export async function shipOrder(platform: Platform, tx: Tx, actor: Actor, shipping: Shipping): Promise<bigint> {
  const order = await lockPaid(tx, shipping.orderId)
  if (order.delivery !== 'parcel' || order.address_id === null) throw new Refusal(refusals.delivery_not_offered)
  const addressSealed = await sealedAddressFor(
    platform,
    tx,
    order.buyer_person_id as Id<'per'>,
    order.address_id as Id<'adr'>,
  )
  await pack(platform, tx, actor, order, {
    kind: 'parcel',
    carrier: shipping.carrier,
    trackingNo: shipping.trackingNo,
    addressSealed,
  })
  await sql.markShipped(tx, [order.id])
  tx.say({
    name: 'order.shipped',
    cellId: order.cell_id,
    subject: order.id,
    actor: actorName(actor),
    data: eventData(order),
  })
  if (actor.kind === 'staff')
    await recordActivity(tx, {
      actor,
      action: 'order.ship',
      subject: formatId('ord', order.id),
      facts: { carrier: shipping.carrier, trackingNo: shipping.trackingNo },
    })
  return order.id
}

/** Hands a paid order over at its pick-up point: it leaves the house and is received in one step. */
export async function handOver(platform: Platform, tx: Tx, actor: Actor, orderId: bigint): Promise<bigint> {
  const order = await lockPaid(tx, orderId)
  if (order.delivery !== 'pickup') throw new Refusal(refusals.delivery_not_offered)
  await pack(platform, tx, actor, order, { kind: 'handover', carrier: '', trackingNo: '', addressSealed: null })
  await receive(platform, tx, actorName(actor), [order])
  return order.id
}

async function lockPaid(tx: Tx, orderId: bigint): Promise<sql.OrderRow> {
  const [order] = await sql.lockOrders(tx, [orderId])
  if (!order) throw new Refusal(platformRefusals.not_found)
  const shippedAlready: readonly OrderState[] = ['shipped', 'received']
  if (shippedAlready.includes(order.state)) throw new Refusal(refusals.already_shipped)
  if (hasEnded(order.state)) throw new Refusal(refusals.order_ended)
  if (order.state !== 'paid') throw new Refusal(refusals.not_paid)
  return order
}

interface Packing {
  readonly kind: 'parcel' | 'handover'
  readonly carrier: string
  readonly trackingNo: string
  readonly addressSealed: Buffer | null
}

async function pack(platform: Platform, tx: Tx, actor: Actor, order: sql.OrderRow, packing: Packing): Promise<void> {
  const lines = await sql.linesOf(tx, [order.id])
  const parcelId = platform.ids.next<'prc'>(order.cell_id)
  const packed = await packStock(
    tx,
    lines.map((line) => ({
      stockItemId: line.stock_item_id,
      stockCellId: line.stock_cell_id,
      quantity: line.quantity,
      orderId: order.id,
      lineNo: line.line_no,
    })),
  )
  await sqlParcels.insertParcels(tx, [
    { id: parcelId, cellId: order.cell_id, orderId: order.id, packedBy: actorName(actor), ...packing },
  ])
  await sqlParcels.insertParcelLines(
    tx,
    packed.map((lot) => ({
      parcelId,
      lineNo: lot.lineNo,
      lotId: lot.lotId,
      cellId: order.cell_id,
      quantity: lot.quantity,
    })),
  )
}
