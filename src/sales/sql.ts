import { int4s } from '../platform/binary-array.ts'
import type { Queryable, Tx } from '../platform/db.ts'
import type { Id } from '../platform/ids.ts'
import type { Sale } from './sale.ts'

export interface SaleRow {
  readonly id: Id<'sal'>
  readonly kind: Sale['kind']
  readonly curator_person_id: Id<'per'>
  readonly title: string
  readonly word: string
  readonly opens_at: Date
  readonly cuts_off_at: Date
  readonly arrives_on: string
  readonly delivery: Sale['delivery']
  readonly pickup_point_id: Id<'pkp'> | null
  readonly stopped_at: Date | null
  readonly version: number
  readonly sku_ids: Id<'sku'>[]
  /** 0 stands for no limit. */
  readonly limits: number[]
  readonly community_ids: Id<'com'>[]
}

const SALE = `s.id, s.kind, s.curator_person_id, s.title, s.word, s.opens_at, s.cuts_off_at, s.arrives_on, s.delivery, s.pickup_point_id,
  s.stopped_at, s.version,
  array(select sku_id from sales.sale_sku where sale_id = s.id order by position) as sku_ids,
  array(select coalesce(per_person, 0)::int from sales.sale_sku where sale_id = s.id order by position) as limits,
  array(select community_id from sales.sale_community where sale_id = s.id order by community_id) as community_ids`

export const findSales = (q: Queryable, ids: readonly bigint[]) =>
  q.query<SaleRow>('sales.findSales', `select ${SALE} from sales.sale s where s.id = any($1::bigint[])`, [ids])

export const lockSale = (tx: Tx, id: bigint, curator: bigint) =>
  tx.query<SaleRow>(
    'sales.lockSale',
    `select ${SALE} from sales.sale s where s.id = $1 and s.curator_person_id = $2 for update of s`,
    [id, curator],
  )

/** One curator's sales in one state at a moment, newest first; `ended` has the stopped ones too. */
export const salesOfCurator = (q: Queryable, curator: bigint, state: string, at: Date, before: bigint, limit: number) =>
  q.query<SaleRow>(
    'sales.salesOfCurator',
    `select ${SALE} from sales.sale s where s.curator_person_id = $1 and s.id < $4
       and case $2::text when '' then true when 'planned' then s.stopped_at is null and s.opens_at > $3
         when 'open' then s.stopped_at is null and s.opens_at <= $3 and s.cuts_off_at > $3
         else s.stopped_at is not null or s.cuts_off_at <= $3 end
     order by s.id desc limit $5`,
    [curator, state, at, before, limit],
  )

export interface AdminSaleFilter {
  readonly before: bigint
  readonly at: Date
  readonly state: string
  readonly communityId: bigint | null
  readonly curatorId: bigint | null
  readonly saleId: bigint | null
  readonly title: string
}

/** Everybody's sales, newest first; states are judged at a moment, as `saleState` does. */
export const salesForAdmin = (q: Queryable, filter: AdminSaleFilter, limit: number) =>
  q.query<SaleRow>(
    'sales.salesForAdmin',
    `select ${SALE} from sales.sale s where s.id < $1
       and case $3::text when '' then true when 'stopped' then s.stopped_at is not null
         when 'ended' then s.stopped_at is null and s.cuts_off_at <= $2
         when 'planned' then s.stopped_at is null and s.opens_at > $2
         else s.stopped_at is null and s.opens_at <= $2 and s.cuts_off_at > $2 end
       and ($4::bigint is null or s.id in (select sale_id from sales.sale_community where community_id = $4))
       and ($5::bigint is null or s.curator_person_id = $5) and ($6::bigint is null or s.id = $6)
       and ($7 = '' or position(lower($7) in lower(s.title)) > 0)
     order by s.id desc limit $8`,
    [filter.before, filter.at, filter.state, filter.communityId, filter.curatorId, filter.saleId, filter.title, limit],
  )

export const saleIdsOfCommunity = (q: Queryable, communityId: bigint) =>
  q.query<{ sale_id: bigint }>(
    'sales.saleIdsOfCommunity',
    'select sale_id from sales.sale_community where community_id = $1 order by sale_id desc limit 1000',
    [communityId],
  )

export const openSalesIn = (q: Queryable, communityIds: readonly bigint[], at: Date, limit: number) =>
  q.query<SaleRow>(
    'sales.openSalesIn',
    `select ${SALE} from sales.sale s
     where s.id in (select sale_id from sales.sale_community where community_id = any($1::bigint[]))
       and s.stopped_at is null and s.opens_at <= $2 and s.cuts_off_at > $2
     order by s.cuts_off_at, s.id limit $3`,
    [communityIds, at, limit],
  )

export const openSalesOf = (q: Queryable, curator: bigint, at: Date) =>
  q.query<SaleRow>(
    'sales.openSalesOf',
    `select ${SALE} from sales.sale s where s.curator_person_id = $1 and s.stopped_at is null and s.opens_at <= $2
       and s.cuts_off_at > $2 order by s.cuts_off_at, s.id`,
    [curator, at],
  )

export const countOpen = (q: Queryable, at: Date) =>
  q.query<{ n: number }>(
    'sales.countOpen',
    'select count(*)::int as n from sales.sale where stopped_at is null and opens_at <= $1 and cuts_off_at > $1',
    [at],
  )

/** Of every SKU that is on sale in several cells, which; a community's cell is in its id. */
export const cellsOfOpenSales = (q: Queryable, at: Date) =>
  q.query<{ skuId: bigint; cellIds: number[] }>(
    'sales.cellsOfOpenSales',
    `select k.sku_id as "skuId", array_agg(distinct (m.community_id >> 14 & 255)::smallint) as "cellIds"
     from sales.sale s join sales.sale_sku k on k.sale_id = s.id join sales.sale_community m on m.sale_id = s.id
     where s.stopped_at is null and s.opens_at <= $1 and s.cuts_off_at > $1
     group by k.sku_id having count(distinct m.community_id >> 14 & 255) > 1`,
    [at],
  )

export const countUnended = (q: Queryable, curator: bigint, at: Date) =>
  q.query<{ n: number }>(
    'sales.countUnended',
    `select count(*)::int as n from sales.sale where curator_person_id = $1 and stopped_at is null and cuts_off_at > $2`,
    [curator, at],
  )

export const insertSale = (tx: Tx, sale: Sale) =>
  tx.query(
    'sales.insertSale',
    `insert into sales.sale (id, curator_person_id, title, word, opens_at, cuts_off_at, arrives_on, delivery, pickup_point_id, created_at, kind)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)`,
    [
      sale.id,
      sale.curatorPersonId,
      sale.title,
      sale.word,
      sale.opensAt,
      sale.cutsOffAt,
      sale.arrivesOn,
      sale.delivery,
      sale.pickupPointId,
      tx.at,
      sale.kind,
    ],
  )

export const insertSkus = (tx: Tx, sale: Sale) =>
  tx.query(
    'sales.insertSkus',
    `insert into sales.sale_sku (sale_id, sku_id, position, per_person)
     select $1, sku_id, position, per_person from unnest($2::bigint[], $3::smallint[]) with ordinality as t (sku_id, per_person, position)`,
    [sale.id, sale.skus.map((sku) => sku.skuId), sale.skus.map((sku) => sku.perPerson)],
  )

export const insertCommunities = (tx: Tx, sale: Sale) =>
  tx.query(
    'sales.insertCommunities',
    'insert into sales.sale_community (sale_id, community_id) select $1, unnest($2::bigint[])',
    [sale.id, sale.communityIds],
  )

/** Whoever remembers sales learns from it that one has changed. */
const MARKED = 'with marked as (update sales.mark set stamp = gen_random_uuid())'

/** Another than before: some sale has changed. */
export const currentMark = (q: Queryable) =>
  q.query<{ stamp: string }>('sales.currentMark', 'select stamp from sales.mark')

export const updateSale = (tx: Tx, sale: Sale) =>
  tx.query(
    'sales.updateSale',
    `${MARKED} update sales.sale set title = $2, word = $3, cuts_off_at = $4, arrives_on = $5, version = version + 1 where id = $1`,
    [sale.id, sale.title, sale.word, sale.cutsOffAt, sale.arrivesOn],
  )

export const stopSale = (tx: Tx, id: bigint) =>
  tx.query('sales.stopSale', `${MARKED} update sales.sale set stopped_at = $2, version = version + 1 where id = $1`, [
    id,
    tx.at,
  ])

/**
 * Sales with their goods in any order, as orders need them; moments in milliseconds, which are read eight times as fast. A
 * limit of 0: none.
 */
export const salesToOrderIn = (q: Queryable, ids: readonly bigint[]) =>
  q.query<OrderedSaleRow>(
    'sales.salesToOrderIn',
    `select id, version, kind, title, delivery, pickup_point_id, (extract(epoch from opens_at) * 1000)::bigint as opens_ms,
       (extract(epoch from cuts_off_at) * 1000)::bigint as cuts_off_ms, (extract(epoch from stopped_at) * 1000)::bigint as stopped_ms,
       k.sku_ids, k.limits
     from sales.sale s cross join lateral (select array_agg(sku_id) as sku_ids, array_agg(coalesce(per_person, 0)::int) as limits
       from sales.sale_sku where sale_id = s.id) k
     where id = any($1::bigint[]) and k.sku_ids is not null`,
    [ids],
  )

interface OrderedSaleRow extends Pick<SaleRow, 'id' | 'version' | 'kind' | 'title' | 'delivery' | 'pickup_point_id'> {
  readonly opens_ms: number
  readonly cuts_off_ms: number
  readonly stopped_ms: number | null
  readonly sku_ids: readonly (bigint | number)[]
  readonly limits: readonly number[]
}

/** Those of these sales that are not any more what they were at this version. */
export const changedSales = (q: Queryable, ids: readonly bigint[], versions: readonly number[]) =>
  q.query<{ id: bigint }>(
    'sales.changedSales',
    `select t.id from unnest($1::bigint[], $2::int[]) as t (id, version) left join sales.sale s on s.id = t.id
     where s.version is distinct from t.version`,
    [ids, int4s(versions)],
  )

/** Sales that take orders at a moment or will later, newest first. */
export const salesNotOver = (q: Queryable, at: Date, before: bigint, limit: number) =>
  q.query<{ id: bigint }>(
    'sales.salesNotOver',
    `select id from sales.sale where id < $2 and stopped_at is null and cuts_off_at > $1 order by id desc limit $3`,
    [at, before, limit],
  )
