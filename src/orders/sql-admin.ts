import type { Queryable } from '../platform/db.ts'
import { ORDER, type OrderRow } from './sql.ts'

/** What a list of orders is narrowed to; null narrows nothing. */
export interface AdminFilter {
  readonly before: bigint
  readonly state: string | null
  readonly delivery: string | null
  readonly saleId: bigint | null
  readonly communityId: bigint | null
  /** The community's sales: the way to its orders, for there is an index on an order's sale. */
  readonly communitySales: readonly bigint[] | null
  readonly orderId: bigint | null
  readonly buyerIds: readonly bigint[] | null
}

export const ordersForAdmin = (q: Queryable, filter: AdminFilter, limit: number) =>
  q.query<OrderRow>(
    'orders.ordersForAdmin',
    `select ${ORDER} from orders."order" where id < $1 and ($2::text is null or state = $2) and ($3::text is null or delivery = $3)
       and ($4::bigint is null or sale_id = $4) and ($5::bigint is null or community_id = $5)
       and ($6::bigint[] is null or sale_id = any($6::bigint[])) and ($7::bigint is null or id = $7)
       and ($8::bigint[] is null or buyer_person_id = any($8::bigint[])) order by id desc limit $9`,
    [
      filter.before,
      filter.state,
      filter.delivery,
      filter.saleId,
      filter.communityId,
      filter.communitySales,
      filter.orderId,
      filter.buyerIds,
      limit,
    ],
  )

export const totalsOfSales = (q: Queryable, saleIds: readonly bigint[]) =>
  q.query<{ sale_id: bigint; orders: number; paid_orders: number; units: number; goods_fen: number }>(
    'orders.totalsOfSales',
    `select o.sale_id, count(distinct o.id) filter (where o.state not in ('cancelled', 'expired')) as orders,
       count(distinct o.id) filter (where o.state in ('paid', 'shipped', 'received')) as paid_orders,
       coalesce(sum(l.quantity) filter (where o.state in ('paid', 'shipped', 'received')), 0)::bigint as units,
       coalesce(sum(greatest(l.goods_fen - l.refunded_fen, 0)) filter (where o.state in ('paid', 'shipped', 'received')), 0)::bigint as goods_fen
     from orders."order" o join orders.line l on l.order_id = o.id and l.cell_id = o.cell_id
     where o.sale_id = any($1::bigint[]) group by o.sale_id`,
    [saleIds],
  )

export const packedLines = (q: Queryable, orderId: bigint) =>
  q.query<{ parcel_id: bigint; line_no: number; lot_id: bigint; quantity: number }>(
    'orders.packedLines',
    `select l.parcel_id, l.line_no, l.lot_id, l.quantity::int from orders.parcel p
     join orders.parcel_line l on l.parcel_id = p.id and l.cell_id = p.cell_id
     where p.order_id = $1 order by l.parcel_id, l.line_no, l.lot_id`,
    [orderId],
  )
