import type { Queryable, Tx } from '../platform/db.ts'
import { cellOf } from '../platform/ids.ts'

export interface CountKey {
  readonly saleId: bigint
  readonly skuId: bigint
  readonly personId: bigint
  /** null: in a flash sale, over all its communities. */
  readonly communityId: bigint | null
}

export interface CountRow {
  readonly sale_id: bigint
  readonly sku_id: bigint
  readonly person_id: bigint
  readonly community_id: bigint | null
  readonly quantity: number
}

const KEY_COLUMNS = ['sale_id', 'sku_id', 'person_id', 'community_id', 'cell_id'].join(', ')
const keyArrays = (keys: readonly CountKey[]) => [
  keys.map((key) => key.saleId),
  keys.map((key) => key.skuId),
  keys.map((key) => key.personId),
  keys.map((key) => key.communityId),
  keys.map((key) => cellOf(key.communityId ?? 0n)),
]

/** The counts as they stand, locked in the order given; a count that did not exist is made, so that it can be locked. */
export const lockCounts = (tx: Tx, counts: readonly (CountKey & { readonly allowed: number })[]) =>
  tx.query<CountRow>(
    'sales.lockCounts',
    `insert into sales.person_count as c (${KEY_COLUMNS}, quantity, allowed)
     select ${KEY_COLUMNS}, 0, allowed
     from unnest($1::bigint[], $2::bigint[], $3::bigint[], $4::bigint[], $5::smallint[], $6::int[]) as t (${KEY_COLUMNS}, allowed)
     on conflict (${KEY_COLUMNS}) do update set allowed = excluded.allowed
     returning c.sale_id, c.sku_id, c.person_id, c.community_id, c.quantity`,
    [...keyArrays(counts), counts.map((count) => count.allowed)],
  )

export const lockKnownCounts = (tx: Tx, keys: readonly CountKey[]) =>
  tx.query<CountRow>(
    'sales.lockKnownCounts',
    `select c.sale_id, c.sku_id, c.person_id, c.community_id, c.quantity from sales.person_count c
     join unnest($1::bigint[], $2::bigint[], $3::bigint[], $4::bigint[], $5::smallint[]) as t (${KEY_COLUMNS})
       using (${KEY_COLUMNS}) order by c.sale_id, c.sku_id, c.person_id, c.community_id for update of c`,
    keyArrays(keys),
  )

type Added = readonly (CountKey & { readonly quantity: number })[]

/** Adds to the counts; `within_person_limit` stands behind it. */
export const sendToCounts = (tx: Tx, counts: Added): void =>
  tx.send(
    'sales.addToCounts',
    `update sales.person_count c set quantity = c.quantity + t.quantity
     from unnest($1::bigint[], $2::bigint[], $3::bigint[], $4::bigint[], $5::smallint[], $6::int[]) as t (${KEY_COLUMNS}, quantity)
     where c.sale_id = t.sale_id and c.sku_id = t.sku_id and c.person_id = t.person_id and c.community_id = t.community_id
       and c.cell_id = t.cell_id`,
    [...keyArrays(counts), counts.map((count) => count.quantity)],
  )

const FLASH_KEY = 'sale_id, sku_id, person_id'
const FLASH_ROW = 'c.sale_id, c.sku_id, c.person_id, null::bigint as community_id, c.quantity'
const flashArrays = (keys: readonly CountKey[]) => [
  keys.map((key) => key.saleId),
  keys.map((key) => key.skuId),
  keys.map((key) => key.personId),
]

/** The same as `lockCounts` for flash sales, whose limits hold over all communities. */
export const lockFlashCounts = (tx: Tx, counts: readonly (CountKey & { readonly allowed: number })[]) =>
  tx.query<CountRow>(
    'sales.lockFlashCounts',
    `insert into sales.flash_person as c (${FLASH_KEY}, quantity, allowed)
     select ${FLASH_KEY}, 0, allowed from unnest($1::bigint[], $2::bigint[], $3::bigint[], $4::int[]) as t (${FLASH_KEY}, allowed)
     on conflict (${FLASH_KEY}) do update set allowed = excluded.allowed returning ${FLASH_ROW}`,
    [...flashArrays(counts), counts.map((count) => count.allowed)],
  )

export const lockKnownFlashCounts = (tx: Tx, keys: readonly CountKey[]) =>
  tx.query<CountRow>(
    'sales.lockKnownFlashCounts',
    `select ${FLASH_ROW} from sales.flash_person c
     join unnest($1::bigint[], $2::bigint[], $3::bigint[]) as t (${FLASH_KEY}) using (${FLASH_KEY})
     order by c.sale_id, c.sku_id, c.person_id for update of c`,
    flashArrays(keys),
  )

/** Adds to the counts; `within_flash_limit` stands behind it. */
export const sendToFlashCounts = (tx: Tx, counts: Added): void =>
  tx.send(
    'sales.addToFlashCounts',
    `update sales.flash_person c set quantity = c.quantity + t.quantity
     from unnest($1::bigint[], $2::bigint[], $3::bigint[], $4::int[]) as t (${FLASH_KEY}, quantity)
     where c.sale_id = t.sale_id and c.sku_id = t.sku_id and c.person_id = t.person_id`,
    [...flashArrays(counts), counts.map((count) => count.quantity)],
  )

/** Of these sales, which are flash sales. */
export const flashSalesAmong = (q: Queryable, saleIds: readonly bigint[]) =>
  q.query<{ id: bigint }>(
    'sales.flashSalesAmong',
    `select id from sales.sale where id = any($1::bigint[]) and kind = 'flash'`,
    [saleIds],
  )

export interface PayerClaim {
  readonly saleId: bigint
  readonly payer: Buffer
  readonly personId: bigint
  readonly orderId: bigint
}

/** The first claim of a payer account stands; given in key order, so that two lists never wait in a circle. */
export const claimPayers = (tx: Tx, claims: readonly PayerClaim[]) =>
  tx.query(
    'sales.claimPayers',
    `insert into sales.flash_payer (sale_id, payer, person_id, order_id, claimed_at)
     select sale_id, decode(payer, 'hex'), person_id, order_id, $5
     from unnest($1::bigint[], $2::text[], $3::bigint[], $4::bigint[]) as t (sale_id, payer, person_id, order_id)
     on conflict (sale_id, payer) do nothing`,
    [...payerArrays(claims), claims.map((claim) => claim.personId), claims.map((claim) => claim.orderId), tx.at],
  )

export const payersOf = (tx: Tx, claims: readonly PayerClaim[]) =>
  tx.query<{ sale_id: bigint; payer: string; person_id: bigint }>(
    'sales.payersOf',
    `select p.sale_id, encode(p.payer, 'hex') as payer, p.person_id from sales.flash_payer p
     join (select sale_id, decode(payer, 'hex') as payer from unnest($1::bigint[], $2::text[]) as t (sale_id, payer)) t
       using (sale_id, payer)`,
    payerArrays(claims),
  )

const payerArrays = (claims: readonly PayerClaim[]) => [
  claims.map((claim) => claim.saleId),
  claims.map((claim) => claim.payer.toString('hex')),
]
