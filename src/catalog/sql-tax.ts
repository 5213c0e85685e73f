import type { Queryable, Tx } from '../platform/db.ts'

export interface TaxRateRow {
  readonly id: bigint | number
  readonly sku_id: bigint | null
  readonly category: string | null
  readonly rate_bps: number
  readonly from_day: string
  readonly note: string
  readonly set_by: string
  readonly created_at: Date
}

const RATE = 'id, sku_id, category, rate_bps, from_day, note, set_by, created_at'

/** Those of these SKUs and of all categories, oldest first. */
export const taxRatesOf = (q: Queryable, skuIds: readonly bigint[], day: string) =>
  q.query<TaxRateRow>(
    'catalog.taxRatesOf',
    `select ${RATE} from catalog.tax_rate where from_day <= $2::date and (sku_id is null or sku_id = any($1::bigint[])) order by id`,
    [skuIds, day],
  )

export const taxRates = (q: Queryable, limit: number) =>
  q.query<TaxRateRow>(
    'catalog.taxRates',
    `select ${RATE} from catalog.tax_rate order by sku_id nulls first, category nulls first, from_day desc, id desc limit $1`,
    [limit],
  )

export const insertTaxRate = (tx: Tx, of: Omit<TaxRateRow, 'created_at'>) =>
  tx.query('catalog.insertTaxRate', `insert into catalog.tax_rate (${RATE}) values ($1, $2, $3, $4, $5, $6, $7, $8)`, [
    of.id,
    of.sku_id,
    of.category,
    of.rate_bps,
    of.from_day,
    of.note,
    of.set_by,
    tx.at,
  ])

export const categoriesOf = (q: Queryable, skuIds: readonly bigint[]) =>
  q.query<{ id: bigint; category: string }>(
    'catalog.categoriesOf',
    'select k.id, p.category from catalog.sku k join catalog.product p on p.id = k.product_id where k.id = any($1::bigint[])',
    [skuIds],
  )
