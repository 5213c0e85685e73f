import type { Queryable } from '../platform/db.ts'
import type { Id } from '../platform/ids.ts'

/** Who paid in a sale before an order of it was placed, the latest first: whose photos its buyer may have seen. */
export const earlierBuyers = (q: Queryable, saleId: bigint, communityId: bigint, before: bigint, limit: number) =>
  q.query<{ person_id: Id<'per'> }>(
    'orders.earlierBuyers',
    `select buyer_person_id as person_id from orders."order"
     where sale_id = $1 and community_id = $2 and id < $3 and state in ('paid', 'shipped', 'received')
     group by buyer_person_id order by max(id) desc limit $4`,
    [saleId, communityId, before, limit],
  )

/** Two thousand a sale is four times what the largest carrier holds. */
export const paidInSales = (q: Queryable, communityId: bigint, saleIds: readonly bigint[]) =>
  q.query<{ id: bigint; sale_id: bigint }>(
    'orders.paidInSales',
    `select o.id, o.sale_id from unnest($2::bigint[]) as wanted (sale_id) cross join lateral (
       select id, sale_id from orders."order" where sale_id = wanted.sale_id and community_id = $1 and paid_at is not null
       order by id limit 2000) as o`,
    [communityId, saleIds],
  )

export const lastOrderIdsOf = (q: Queryable, buyerPersonId: bigint, limit: number) =>
  q.query<{ id: bigint }>(
    'orders.lastOrderIdsOf',
    'select id from orders."order" where buyer_person_id = $1 order by id desc limit $2',
    [buyerPersonId, limit],
  )
