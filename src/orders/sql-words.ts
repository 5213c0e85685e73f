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
