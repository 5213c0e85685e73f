import { int2s, int4s, int8s, texts } from '../platform/binary-array.ts'
import type { Queryable, Tx } from '../platform/db.ts'

import type { OrderState } from './contract.ts'
import type { Draft } from './order.ts'

export interface NewOrder {
  readonly id: bigint
  readonly cellId: number
  /** null: brought by a curator, nobody's yet. */
  readonly buyerPersonId: bigint | null
  readonly saleId: bigint | null
  readonly communityId: bigint | null
  readonly linkId: bigint | null
  readonly state: OrderState
  readonly delivery: 'parcel' | 'pickup'
  readonly addressId: bigint | null
  readonly pickupPointId: bigint | null
  readonly intentId: bigint
  readonly freshConfirmed: boolean
  readonly note: string
  readonly expiresAt: Date
  readonly draft: Draft
  readonly stock: readonly { readonly stockItemId: bigint; readonly stockCellId: number }[]
  readonly curatorPersonId: bigint | null
  readonly viaPersonId: bigint | null
  readonly viaLinkId: bigint | null
}

export const insertOrders = (tx: Tx, orders: readonly NewOrder[]): void =>
  tx.send(
    'orders.insertOrders',
    `insert into orders."order" (id, cell_id, buyer_person_id, sale_id, community_id, link_id, state, delivery, address_id, pickup_point_id, goods_fen,
       freight_fen, total_fen, intent_id, fresh_confirmed, note, expires_at, placed_at)
     select *, $18::timestamptz from unnest($1::bigint[], $2::smallint[], $3::bigint[], $4::bigint[], $5::bigint[], $6::bigint[], $7::text[], $8::text[],
       $9::bigint[], $10::bigint[], $11::bigint[], $12::bigint[], $13::bigint[], $14::bigint[], $15::boolean[], $16::text[], $17::timestamptz[])`,
    [
      orders.map((o) => o.id),
      int2s(orders.map((o) => o.cellId)),
      orders.map((o) => o.buyerPersonId),
      orders.map((o) => o.saleId),
      orders.map((o) => o.communityId),
      orders.map((o) => o.linkId),
      texts(orders.map((o) => o.state)),
      texts(orders.map((o) => o.delivery)),
      orders.map((o) => o.addressId),
      orders.map((o) => o.pickupPointId),
      int8s(orders.map((o) => o.draft.goodsFen)),
      int8s(orders.map((o) => o.draft.freightFen)),
      int8s(orders.map((o) => o.draft.totalFen)),
      orders.map((o) => o.intentId),
      orders.map((o) => o.freshConfirmed),
      texts(orders.map((o) => o.note)),
      orders.map((o) => o.expiresAt),
      tx.at,
    ],
  )

export function insertLines(tx: Tx, orders: readonly NewOrder[]): void {
  const rows = orders.flatMap((order) => order.draft.lines.map((line, index) => ({ order, line, index })))
  tx.send(
    'orders.insertLines',
    `insert into orders.line (order_id, line_no, cell_id, sku_id, product_id, stock_item_id, stock_cell_id, offer_id, quantity, unit_fen, goods_fen,
       freight_fen, curator_person_id, via_person_id, via_link_id, rule_id, rule_version, rate_bps, commission_floor_fen, commission_cap_fen)
     select * from unnest($1::bigint[], $2::smallint[], $3::smallint[], $4::bigint[], $5::bigint[], $6::bigint[], $7::smallint[], $8::bigint[],
       $9::smallint[], $10::bigint[], $11::bigint[], $12::bigint[], $13::bigint[], $14::bigint[], $15::bigint[], $16::bigint[], $17::int[], $18::int[],
       $19::bigint[], $20::bigint[])`,
    [
      rows.map((r) => r.order.id),
      int2s(rows.map((r) => r.index + 1)),
      int2s(rows.map((r) => r.order.cellId)),
      rows.map((r) => r.line.skuId),
      rows.map((r) => r.line.sku.productId),
      rows.map((r) => r.order.stock[r.index]?.stockItemId),
      int2s(rows.map((r) => r.order.stock[r.index]?.stockCellId)),
      rows.map((r) => r.line.sku.offerId),
      int2s(rows.map((r) => r.line.quantity)),
      int8s(rows.map((r) => r.line.unitFen)),
      int8s(rows.map((r) => r.line.goodsFen)),
      int8s(rows.map((r) => r.line.freightFen)),
      rows.map((r) => r.order.curatorPersonId),
      rows.map((r) => r.order.viaPersonId),
      rows.map((r) => r.order.viaLinkId),
      rows.map((r) => r.line.rule?.ruleId ?? null),
      int4s(rows.map((r) => r.line.rule?.ruleVersion ?? null)),
      int4s(rows.map((r) => r.line.rule?.rateBps ?? null)),
      int8s(rows.map((r) => r.line.rule?.floorFen ?? null)),
      int8s(rows.map((r) => r.line.rule?.capFen ?? null)),
    ],
  )
}

export interface OrderRow {
  readonly id: bigint
  readonly cell_id: number
  /** null: brought by a curator, and nobody has taken it. */
  readonly buyer_person_id: bigint | null
  readonly sale_id: bigint | null
  readonly community_id: bigint | null
  readonly link_id: bigint | null
  readonly state: OrderState
  readonly delivery: 'parcel' | 'pickup'
  readonly address_id: bigint | null
  readonly pickup_point_id: bigint | null
  readonly goods_fen: number
  readonly freight_fen: number
  readonly total_fen: number
  readonly refunded_fen: number
  readonly intent_id: bigint
  readonly note: string
  readonly version: number
  readonly placed_at: Date
  readonly expires_at: Date
  readonly paid_at: Date | null
  readonly shipped_at: Date | null
  readonly received_at: Date | null
  readonly ended_at: Date | null
  readonly end_reason: string | null
}

export interface LineRow {
  readonly order_id: bigint
  readonly line_no: number
  readonly cell_id: number
  readonly sku_id: bigint
  readonly product_id: bigint
  readonly stock_item_id: bigint
  readonly stock_cell_id: number
  readonly quantity: number
  readonly unit_fen: number
  readonly goods_fen: number
  readonly freight_fen: number
  readonly refunded_fen: number
  /** Set when it is received. */
  readonly output_tax_bps: number | null
  readonly curator_person_id: bigint | null
  readonly via_person_id: bigint | null
  readonly rule_id: bigint | null
  readonly rule_version: number | null
  readonly rate_bps: number | null
  readonly commission_floor_fen: number | null
  readonly commission_cap_fen: number | null
}

/** What is shown of a line. */
export type ShownLineRow = Pick<
  LineRow,
  'order_id' | 'line_no' | 'sku_id' | 'product_id' | 'quantity' | 'unit_fen' | 'goods_fen' | 'refunded_fen'
>

export const ORDER = `id, cell_id, buyer_person_id, sale_id, community_id, link_id, state, delivery, address_id, pickup_point_id, goods_fen, freight_fen, total_fen,
  refunded_fen, intent_id, note, version, placed_at, expires_at, paid_at, shipped_at, received_at, ended_at, end_reason`
const LINE = `order_id, line_no, cell_id, sku_id, product_id, stock_item_id, stock_cell_id, quantity, unit_fen, goods_fen, freight_fen, refunded_fen,
  output_tax_bps, curator_person_id, via_person_id, rule_id, rule_version, rate_bps, commission_floor_fen, commission_cap_fen`

export const findOrders = (q: Queryable, ids: readonly bigint[]) =>
  q.query<OrderRow>(
    'orders.findOrders',
    `select ${ORDER} from orders."order" where id = any($1::bigint[]) order by id desc`,
    [ids],
  )

/** Locked in id order, as everywhere. Intents are locked before orders, never after. */
export const lockOrders = (tx: Tx, ids: readonly bigint[]) =>
  tx.query<OrderRow>(
    'orders.lockOrders',
    `select ${ORDER} from orders."order" where id = any($1::bigint[]) order by id for update`,
    [ids],
  )

export const linesOf = (q: Queryable, orderIds: readonly bigint[]) =>
  q.query<LineRow>(
    'orders.linesOf',
    `select ${LINE} from orders.line where order_id = any($1::bigint[]) order by order_id, line_no`,
    [orderIds],
  )

export const ordersOfBuyer = (q: Queryable, buyer: bigint, state: string | null, before: bigint, limit: number) =>
  q.query<OrderRow>(
    'orders.ordersOfBuyer',
    `select ${ORDER} from orders."order" where buyer_person_id = $1 and id < $3 and ($2::text is null or state = $2) order by id desc limit $4`,
    [buyer, state, before, limit],
  )

export const markEnded = (tx: Tx, ids: readonly bigint[], state: 'cancelled' | 'expired', reason: string) =>
  tx.query(
    'orders.markEnded',
    `update orders."order" set state = $2, ended_at = $3, end_reason = $4, version = version + 1 where id = any($1::bigint[])`,
    [ids, state, tx.at, reason],
  )

export const openDoor = (tx: Tx, ids: readonly bigint[], expiresAt: Date) =>
  tx.query(
    'orders.openDoor',
    `update orders."order" set state = 'awaiting_payment', expires_at = $2, version = version + 1 where id = any($1::bigint[]) and state = 'waiting_for_door'`,
    [ids, expiresAt],
  )

/** Raises what went back, of the lines and of the order; constraints refuse more than was paid. */
export async function addRefunded(
  tx: Tx,
  orderId: bigint,
  parts: readonly { lineNo: number; amountFen: number }[],
): Promise<void> {
  await tx.query(
    'orders.addLinesRefunded',
    `update orders.line l set refunded_fen = l.refunded_fen + t.fen from unnest($2::smallint[], $3::bigint[]) as t (line_no, fen)
     where l.order_id = $1 and l.line_no = t.line_no`,
    [orderId, parts.map((part) => part.lineNo), parts.map((part) => part.amountFen)],
  )
  await tx.query(
    'orders.addRefunded',
    'update orders."order" set refunded_fen = refunded_fen + $2, version = version + 1 where id = $1',
    [orderId, parts.reduce((sum, part) => sum + part.amountFen, 0)],
  )
}

export const markShipped = (tx: Tx, ids: readonly bigint[]) =>
  tx.query(
    'orders.markShipped',
    `update orders."order" set state = 'shipped', shipped_at = $2, version = version + 1 where id = any($1::bigint[])`,
    [ids, tx.at],
  )

export const markReceived = (tx: Tx, ids: readonly bigint[]) =>
  tx.query(
    'orders.markReceived',
    `update orders."order" set state = 'received', received_at = $2, ended_at = $2, shipped_at = coalesce(shipped_at, $2), version = version + 1 where id = any($1::bigint[])`,
    [ids, tx.at],
  )

export const waitingOfMember = (q: Queryable, communityId: bigint, personId: bigint) =>
  q.query<{ id: bigint; intent_id: bigint }>(
    'orders.waitingOfMember',
    `select id, intent_id from orders."order" where buyer_person_id = $2 and community_id = $1 and state = 'waiting_for_door' order by id`,
    [communityId, personId],
  )
