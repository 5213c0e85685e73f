import { linkTokenOf } from '../attribution/index.ts'
import { productNames, type SkuName } from '../catalog/index.ts'
import { communitiesByIds, type PickupPoint, pickupPointsByIds } from '../communities/index.ts'
import { curatorsByIds } from '../curators/index.ts'
import { findIntents, type Intent } from '../payments/index.ts'
import { type MaskedAddress, maskedAddresses } from '../people/index.ts'
import type { PersonActor } from '../platform/actor.ts'
import { Refusal } from '../platform/errors.ts'
import type { Locale } from '../platform/http.ts'
import { formatId, parseId } from '../platform/ids.ts'
import type { Platform } from '../platform/platform.ts'
import { platformRefusals } from '../platform/wire.ts'
import { readSales, type Sale } from '../sales/index.ts'
import type { OrderShape, OrderState } from './contract.ts'
import { isUnpaid } from './order.ts'
import { pickupCodeOf } from './pickup-code.ts'
import * as sql from './sql.ts'
import * as sqlParcels from './sql-parcels.ts'

/** The buyer's own order; anyone else's is as absent. */
export async function ownOrder(platform: Platform, actor: PersonActor, orderId: bigint): Promise<sql.OrderRow> {
  const [order] = await sql.findOrders(platform.db, [orderId])
  if (!order || order.buyer_person_id !== actor.personId) throw new Refusal(platformRefusals.not_found)
  return order
}

const LAST = 9223372036854775807n

export interface OwnOrdersQuery {
  readonly cursor?: string
  readonly limit?: number
  readonly state?: OrderState
}

/** A buyer's own orders, newest first. */
export async function listOwnOrders(platform: Platform, actor: PersonActor, query: OwnOrdersQuery, locale: Locale) {
  const limit = query.limit ?? 20
  const before = query.cursor ? parseId('ord', query.cursor) : LAST
  const rows = await sql.ordersOfBuyer(platform.db, actor.personId, query.state ?? null, before, limit)
  const last = rows.at(-1)
  const nextCursor = rows.length === limit && last ? formatId('ord', last.id) : null
  return { items: await showOrders(platform, rows, locale), nextCursor }
}

/** Orders as their buyers see them, in the given order; everything is read for the whole list at once. */
export async function showOrders(
  platform: Platform,
  orders: readonly sql.OrderRow[],
  locale: Locale,
): Promise<OrderShape[]> {
  if (orders.length === 0) return []
  const { db } = platform
  const ids = orders.map((order) => order.id)
  const lines = await sql.linesOf(db, ids)
  const [parcels, names, sales, communities, points, intents, addresses] = await Promise.all([
    sqlParcels.parcelsOf(db, ids),
    productNames(platform, db, [...new Set(lines.map((line) => line.sku_id))], locale),
    readSales(db, distinct(orders.map((order) => order.sale_id)), platform.clock.now()),
    communitiesByIds(db, distinct(orders.map((order) => order.community_id))),
    pickupPointsByIds(db, distinct(orders.map((order) => order.pickup_point_id))),
    findIntents(
      db,
      orders.map((order) => order.intent_id),
    ),
    maskedAddresses(platform, db, distinct(orders.map((order) => order.address_id))),
  ])
  const curators = await curatorsByIds(db, [...new Set([...sales.values()].map((sale) => sale.curatorPersonId))])
  return orders.map((order): OrderShape => {
    const sale = order.sale_id === null ? undefined : sales.get(order.sale_id)
    return presentOrder(platform, order, {
      lines: lines.filter((line) => line.order_id === order.id),
      names,
      parcels: parcels.filter((parcel) => parcel.order_id === order.id),
      sale,
      token: order.link_id === null ? null : linkTokenOf(platform.keys, order.link_id),
      communityName: order.community_id === null ? undefined : communities.get(order.community_id)?.name,
      curatorName: sale && curators.get(sale.curatorPersonId)?.displayName,
      pickupPoint: order.pickup_point_id === null ? undefined : points.get(order.pickup_point_id),
      address: (order.address_id === null ? undefined : addresses.get(order.address_id)) ?? null,
      intentState: intents.find((intent) => intent.id === order.intent_id)?.state ?? 'created',
    })
  })
}

/** What an order is shown with, wherever it was read. */
export interface OrderParts {
  readonly lines: readonly sql.ShownLineRow[]
  readonly names: ReadonlyMap<bigint, SkuName>
  readonly parcels: readonly sqlParcels.ParcelRow[]
  readonly sale: Pick<Sale, 'id' | 'title'> | undefined
  /** The token of the link through which it was placed. */
  readonly token: string | null
  readonly communityName: string | undefined
  readonly curatorName: string | undefined
  readonly pickupPoint: PickupPoint | undefined
  readonly address: MaskedAddress | null
  readonly intentState: Intent['state']
}

/** One order as its buyer sees it. */
export function presentOrder(platform: Platform, order: sql.OrderRow, parts: OrderParts): OrderShape {
  const { sale, pickupPoint: point, communityName, curatorName } = parts
  const code = order.delivery === 'pickup' && order.state === 'paid' ? pickupCodeOf(platform.keys, order.id) : null
  const money = (amount: number) => ({ amount, currency: platform.config.currency })
  // One literal: spreading one object into another of thirty fields makes 8 kB of garbage an order.
  return {
    id: formatId('ord', order.id),
    state: order.state,
    delivery: order.delivery,
    goods: money(order.goods_fen),
    freight: money(order.freight_fen),
    total: money(order.total_fen),
    refunded: money(order.refunded_fen),
    note: order.note,
    placedAt: order.placed_at.toISOString(),
    expiresAt: order.expires_at.toISOString(),
    paidAt: order.paid_at?.toISOString() ?? null,
    shippedAt: order.shipped_at?.toISOString() ?? null,
    receivedAt: order.received_at?.toISOString() ?? null,
    endedAt: order.ended_at?.toISOString() ?? null,
    endReason: order.end_reason,
    version: order.version,
    address: parts.address,
    pickupPoint: point
      ? { id: formatId('pkp', point.id), name: point.name, place: point.place, hours: point.hours }
      : null,
    pickupCode: code,
    pickupUrl: code && `${platform.config.publicUrl}/curator/pickup/${code}`,
    lines: parts.lines.map((line) => showLine(platform, line, parts.names.get(line.sku_id))),
    parcels: parts.parcels.map(showParcel),
    sale: sale
      ? {
          id: formatId('sal', sale.id),
          title: sale.title,
          token: parts.token,
        }
      : null,
    community:
      order.community_id === null || communityName === undefined
        ? null
        : { id: formatId('com', order.community_id), name: communityName },
    curator: curatorName === undefined ? null : { displayName: curatorName },
    payment: { id: formatId('pay', order.intent_id), state: parts.intentState },
    canCancel: isUnpaid(order.state) || order.state === 'paid',
    canConfirm: order.state === 'shipped',
    canPassOn: sale !== undefined && ['paid', 'shipped', 'received'].includes(order.state),
  }
}

export async function showOrder(platform: Platform, order: sql.OrderRow, locale: Locale): Promise<OrderShape> {
  return (await showOrders(platform, [order], locale))[0] as OrderShape
}

export function showLine(platform: Platform, line: sql.ShownLineRow, name: SkuName | undefined) {
  const money = (amount: number) => ({ amount, currency: platform.config.currency })
  return {
    lineNo: line.line_no,
    skuId: formatId('sku', line.sku_id),
    productId: formatId('prd', line.product_id),
    name: name?.name ?? '',
    unit: name?.unit ?? '',
    picture: name?.picture ?? null,
    quantity: line.quantity,
    unitPrice: money(line.unit_fen),
    goods: money(line.goods_fen),
    refunded: money(line.refunded_fen),
  }
}

export const showParcel = (parcel: sqlParcels.ParcelRow) => ({
  id: formatId('prc', parcel.id),
  kind: parcel.kind,
  carrier: parcel.carrier,
  trackingNo: parcel.tracking_no,
  packedAt: parcel.packed_at.toISOString(),
})

export const distinct = (ids: readonly (bigint | null)[]): bigint[] => [
  ...new Set(ids.filter((id): id is bigint => id !== null)),
]
