import type { Queryable, Tx } from '../platform/db.ts'
import type { OrderRow } from './sql.ts'

/** What a payment asks of an order: a third of its columns, because a list of payments reads a hundred orders at once. */
export type OrderToPay = Pick<
  OrderRow,
  'id' | 'cell_id' | 'buyer_person_id' | 'sale_id' | 'community_id' | 'state' | 'total_fen' | 'intent_id'
>

export const lockOrdersToPay = (tx: Tx, ids: readonly bigint[]) =>
  tx.query<OrderToPay>(
    'orders.lockOrdersToPay',
    `select id, cell_id, buyer_person_id, sale_id, community_id, state, total_fen, intent_id from orders."order"
     where id = any($1::bigint[]) order by id for update`,
    [ids],
  )

export interface EarningLine {
  readonly order_id: bigint
  readonly line_no: number
  readonly cell_id: number
  readonly goods_fen: number
  readonly curator_person_id: bigint
  readonly rule_id: bigint
  readonly rule_version: number
  readonly rate_bps: number
  readonly commission_floor_fen: number | null
  readonly commission_cap_fen: number | null
}

/** Lines that were sold under a rule; a constraint says that such a line has a curator. */
export const earningLinesOf = (q: Queryable, orderIds: readonly bigint[]) =>
  q.query<EarningLine>(
    'orders.earningLinesOf',
    `select order_id, line_no, cell_id, goods_fen, curator_person_id, rule_id, rule_version, rate_bps, commission_floor_fen, commission_cap_fen
     from orders.line where order_id = any($1::bigint[]) and rule_id is not null order by order_id, line_no`,
    [orderIds],
  )

export const markPaid = (tx: Tx, rows: readonly { id: bigint; paidAt: Date }[]): void =>
  tx.send(
    'orders.markPaid',
    `update orders."order" o set state = 'paid', paid_at = t.paid_at, version = version + 1
     from unnest($1::bigint[], $2::timestamptz[]) as t (id, paid_at) where o.id = t.id`,
    [rows.map((r) => r.id), rows.map((r) => r.paidAt)],
  )
