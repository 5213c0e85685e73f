import type { Queryable, Tx } from '../platform/db.ts'
import { ORDER, type OrderRow } from './sql.ts'

export interface ToExpire {
  readonly id: bigint
  readonly intent_id: bigint
  readonly expires_at: Date
}

/** Unpaid orders whose time ended in a span, after a row. Through summaries of stretches: a span of years reads them all. */
export const ordersToExpire = (
  q: Queryable,
  span: { readonly from: Date; readonly before: Date },
  after: ToExpire | undefined,
  limit: number,
) =>
  q.query<ToExpire>(
    'orders.ordersToExpire',
    `select id, intent_id, expires_at from orders."order"
     where expires_at >= greatest($1::timestamptz, $3) and expires_at < $2 and state in ('awaiting_buyer', 'waiting_for_door', 'awaiting_payment')
       and ($3::timestamptz is null or (expires_at, id) > ($3, $4)) order by expires_at, id limit $5`,
    [span.from, span.before, after?.expires_at ?? null, after?.id ?? 0n, limit],
  )

export interface ToReceive {
  readonly id: bigint
  readonly shipped_at: Date
}

export const ordersToReceive = (q: Queryable, shippedBefore: Date, after: ToReceive | undefined, limit: number) =>
  q.query<ToReceive>(
    'orders.ordersToReceive',
    `select id, shipped_at from orders."order" where shipped_at is not null and received_at is null and state = 'shipped' and shipped_at < $1
       and ($2::timestamptz is null or (shipped_at, id) > ($2, $3)) order by shipped_at, id limit $4`,
    [shippedBefore, after?.shipped_at ?? null, after?.id ?? 0n, limit],
  )

/** For sweeps: in id order, and what somebody else holds at this moment is left to them. */
export const lockFreeOrders = (tx: Tx, ids: readonly bigint[]) =>
  tx.query<OrderRow>(
    'orders.lockFreeOrders',
    `select ${ORDER} from orders."order" where id = any($1::bigint[]) order by id for update skip locked`,
    [ids],
  )
