import type { Queryable } from '../platform/db.ts'
import { ORDER, type OrderRow } from './sql.ts'

export const ordersOfSale = (q: Queryable, saleId: bigint) =>
  q.query<OrderRow & { list_no: number }>(
    'orders.ordersOfSale',
    `select * from (select ${ORDER}, row_number() over (order by id)::int as list_no from orders."order"
       where sale_id = $1) as listed order by id desc limit 1000`,
    [saleId],
  )

export const listNoOf = (q: Queryable, saleId: bigint, orderId: bigint) =>
  q.query<{ list_no: number }>(
    'orders.listNoOf',
    `select count(*)::int as list_no from orders."order" where sale_id = $1 and id <= $2`,
    [saleId, orderId],
  )

export const saleTotals = (q: Queryable, saleId: bigint) =>
  q.query<{
    orders: number
    paid_orders: number
    unpaid_orders: number
    units: number
    goods_fen: number
    unpaid_fen: number
  }>(
    'orders.saleTotals',
    `select count(distinct o.id) filter (where o.state not in ('cancelled', 'expired')) as orders,
       count(distinct o.id) filter (where o.state in ('paid', 'shipped', 'received')) as paid_orders,
       count(distinct o.id) filter (where o.state in ('awaiting_buyer', 'waiting_for_door', 'awaiting_payment')) as unpaid_orders,
       coalesce(sum(l.quantity) filter (where o.state in ('paid', 'shipped', 'received')), 0)::bigint as units,
       coalesce(sum(l.goods_fen - l.refunded_fen) filter (where o.state in ('paid', 'shipped', 'received')), 0)::bigint as goods_fen,
       coalesce(sum(l.goods_fen) filter (where o.state in ('awaiting_buyer', 'waiting_for_door', 'awaiting_payment')), 0)::bigint as unpaid_fen
     from orders."order" o join orders.line l on l.order_id = o.id and l.cell_id = o.cell_id where o.sale_id = $1`,
    [saleId],
  )

/** The lines of a sale that will earn, placed or paid, with what is left of them after refunds. */
export const earningLines = (q: Queryable, saleId: bigint) =>
  q.query<{ net_fen: number; rate_bps: number; floor_fen: number; cap_fen: number | null; is_paid: boolean }>(
    'orders.earningLines',
    `select greatest(l.goods_fen - l.refunded_fen, 0)::bigint as net_fen, l.rate_bps, coalesce(l.commission_floor_fen, 0)::bigint as floor_fen,
       l.commission_cap_fen as cap_fen, o.state in ('paid', 'shipped', 'received') as is_paid
     from orders."order" o join orders.line l on l.order_id = o.id and l.cell_id = o.cell_id
     where o.sale_id = $1 and l.rule_id is not null and l.curator_person_id is distinct from o.buyer_person_id
       and o.state in ('awaiting_buyer', 'waiting_for_door', 'awaiting_payment', 'paid', 'shipped', 'received')`,
    [saleId],
  )

export const countsOfSales = (q: Queryable, saleIds: readonly bigint[]) =>
  q.query<{ sale_id: bigint; paid: number; unpaid: number }>(
    'orders.countsOfSales',
    `select sale_id, count(*) filter (where state in ('paid', 'shipped', 'received')) as paid,
       count(*) filter (where state in ('awaiting_buyer', 'awaiting_payment', 'waiting_for_door')) as unpaid
     from orders."order" where sale_id = any($1::bigint[]) group by 1`,
    [saleIds],
  )

/** Paid orders that are picked up, by sale; whether the goods are there yet is the sale's to say. */
export const pickupsWaiting = (q: Queryable, curatorPersonId: bigint) =>
  q.query<{ sale_id: bigint; n: number }>(
    'orders.pickupsWaiting',
    `select o.sale_id, count(distinct o.id) as n from orders."order" o join orders.line l on l.order_id = o.id and l.cell_id = o.cell_id
     where l.curator_person_id = $1 and o.state = 'paid' and o.delivery = 'pickup' group by 1 order by 1 desc limit 200`,
    [curatorPersonId],
  )

export const countsForAdmin = (q: Queryable) =>
  q.query<{ to_ship: number; to_hand_over: number; awaiting_payment: number; shipped: number }>(
    'orders.countsForAdmin',
    `select count(*) filter (where state = 'paid' and delivery = 'parcel') as to_ship,
       count(*) filter (where state = 'paid' and delivery = 'pickup') as to_hand_over,
       count(*) filter (where state in ('awaiting_buyer', 'waiting_for_door', 'awaiting_payment')) as awaiting_payment,
       count(*) filter (where state = 'shipped') as shipped
     from orders."order" where state in ('awaiting_buyer', 'waiting_for_door', 'awaiting_payment', 'paid', 'shipped')`,
  )

export const soldByDay = (q: Queryable, since: Date, timeZone: string) =>
  q.query<{ day: string; orders: number; amount_fen: number }>(
    'orders.soldByDay',
    `select (paid_at at time zone $2)::date as day, count(*) as orders, sum(total_fen - refunded_fen)::bigint as amount_fen
     from orders."order" where paid_at >= $1 group by 1 order by 1`,
    [since, timeZone],
  )
