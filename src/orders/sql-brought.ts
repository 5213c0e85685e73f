import type { Queryable, Tx } from '../platform/db.ts'
import { cellOf } from '../platform/ids.ts'

export interface BroughtRow {
  readonly order_id: bigint
  readonly curator_person_id: bigint
  readonly community_id: bigint
  readonly sale_id: bigint
  readonly nickname: string
  readonly taken_at: Date | null
}

export type NewBrought = Omit<BroughtRow, 'taken_at'>

const BROUGHT = 'b.order_id, b.curator_person_id, b.community_id, b.sale_id, b.nickname, b.taken_at'

export const insertBrought = (tx: Tx, rows: readonly NewBrought[]): void =>
  tx.send(
    'orders.insertBrought',
    `insert into orders.brought (order_id, cell_id, curator_person_id, community_id, sale_id, nickname, brought_at)
     select *, $7::timestamptz from unnest($1::bigint[], $2::smallint[], $3::bigint[], $4::bigint[], $5::bigint[], $6::text[])`,
    [
      rows.map((r) => r.order_id),
      rows.map((r) => cellOf(r.order_id)),
      rows.map((r) => r.curator_person_id),
      rows.map((r) => r.community_id),
      rows.map((r) => r.sale_id),
      rows.map((r) => r.nickname),
      tx.at,
    ],
  )

export const broughtByIds = (q: Queryable, orderIds: readonly bigint[]) =>
  q.query<BroughtRow>(
    'orders.broughtByIds',
    `select ${BROUGHT} from orders.brought b join unnest($1::bigint[], $2::smallint[]) as t (id, cell_id)
       on b.order_id = t.id and b.cell_id = t.cell_id`,
    [orderIds, orderIds.map(cellOf)],
  )

/** Those of a sale that wait for their person. */
export const openBrought = (q: Queryable, saleId: bigint, at: Date, limit: number) =>
  q.query<BroughtRow>(
    'orders.openBrought',
    `select ${BROUGHT} from orders.brought b join orders."order" o on o.id = b.order_id and o.cell_id = b.cell_id
     where b.sale_id = $1 and o.state = 'awaiting_buyer' and o.expires_at > $2 order by b.order_id desc limit $3`,
    [saleId, at, limit],
  )

export interface CountKey {
  readonly curatorPersonId: bigint
  readonly communityId: bigint
}

/** How many wait, locked in key order; what did not exist is made, so that it can be locked. */
export const lockOpenCounts = (tx: Tx, keys: readonly CountKey[]) =>
  tx.query<{ curator_person_id: bigint; community_id: bigint; open: number }>(
    'orders.lockOpenCounts',
    `insert into orders.brought_count as c (curator_person_id, community_id, cell_id, open)
     select *, 0 from (select * from unnest($1::bigint[], $2::bigint[], $3::smallint[]) as t (curator, community, cell) order by 1, 2) as sorted
     on conflict (curator_person_id, community_id, cell_id) do update set open = c.open
     returning curator_person_id, community_id, open`,
    [keys.map((k) => k.curatorPersonId), keys.map((k) => k.communityId), keys.map((k) => cellOf(k.communityId))],
  )

/** `brought_within_limit` stands behind it. The rows are locked before. */
export const addToOpenCounts = (tx: Tx, changes: readonly (CountKey & { readonly by: number })[]): void =>
  tx.send(
    'orders.addToOpenCounts',
    `update orders.brought_count c set open = c.open + t.by
     from unnest($1::bigint[], $2::bigint[], $3::smallint[], $4::int[]) as t (curator, community, cell, by)
     where c.curator_person_id = t.curator and c.community_id = t.community and c.cell_id = t.cell`,
    [
      changes.map((c) => c.curatorPersonId),
      changes.map((c) => c.communityId),
      changes.map((c) => cellOf(c.communityId)),
      changes.map((c) => c.by),
    ],
  )

/** It is somebody's from now on: hers to pay, or hers to wait for the door. */
export async function giveToBuyer(
  tx: Tx,
  orderId: bigint,
  to: {
    readonly buyerPersonId: bigint
    readonly addressId: bigint | null
    readonly state: 'awaiting_payment' | 'waiting_for_door'
    readonly freshConfirmed: boolean
    readonly expiresAt: Date
  },
): Promise<void> {
  await tx.query(
    'orders.giveToBuyer',
    `update orders."order" set buyer_person_id = $3, address_id = $4, state = $5, fresh_confirmed = $6, expires_at = $7, version = version + 1
     where id = $1 and cell_id = $2 and state = 'awaiting_buyer'`,
    [orderId, cellOf(orderId), to.buyerPersonId, to.addressId, to.state, to.freshConfirmed, to.expiresAt],
  )
  await tx.query('orders.markTaken', 'update orders.brought set taken_at = $3 where order_id = $1 and cell_id = $2', [
    orderId,
    cellOf(orderId),
    tx.at,
  ])
}

/** Who is erased keeps no name on a list. */
export const forgetNicknames = (tx: Tx, personId: bigint) =>
  tx.query(
    'orders.forgetNicknames',
    `update orders.brought b set nickname = '' from orders."order" o
     where o.id = b.order_id and o.cell_id = b.cell_id and o.buyer_person_id = $1 and b.nickname <> ''`,
    [personId],
  )
