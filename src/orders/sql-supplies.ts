import type { Queryable, Tx } from '../platform/db.ts'

/** What a supplier delivered for a line that arrived, lot by lot, with what it cost. */
export interface SupplyRow {
  readonly order_id: bigint
  readonly line_no: number
  readonly lot_id: bigint
  readonly cell_id: number
  readonly supplier_id: bigint
  readonly sku_id: bigint
  readonly quantity: number
  readonly unit_cost_fen: number
  readonly cost_fen: number
  readonly received_on: string
}

const SUPPLY = 'order_id, line_no, lot_id, cell_id, supplier_id, sku_id, quantity, unit_cost_fen, cost_fen, received_on'

export const insertSupplies = (tx: Tx, rows: readonly Omit<SupplyRow, 'received_on'>[], timeZone: string) =>
  tx.query(
    'orders.insertSupplies',
    `insert into orders.supply (${SUPPLY})
     select *, ($10::timestamptz at time zone $11)::date from unnest($1::bigint[], $2::smallint[], $3::bigint[], $4::smallint[], $5::bigint[], $6::bigint[],
       $7::int[], $8::bigint[], $9::bigint[])`,
    [
      rows.map((row) => row.order_id),
      rows.map((row) => row.line_no),
      rows.map((row) => row.lot_id),
      rows.map((row) => row.cell_id),
      rows.map((row) => row.supplier_id),
      rows.map((row) => row.sku_id),
      rows.map((row) => row.quantity),
      rows.map((row) => row.unit_cost_fen),
      rows.map((row) => row.cost_fen),
      tx.at,
      timeZone,
    ],
  )

export const suppliesOf = (q: Queryable, supplierId: bigint, from: string, through: string) =>
  q.query<SupplyRow>(
    'orders.suppliesOf',
    `select ${SUPPLY} from orders.supply where received_on between $2::date and $3::date and supplier_id = $1
     order by received_on, order_id, line_no, lot_id`,
    [supplierId, from, through],
  )

/** Of every supplier, or of one. */
export const supplySums = (q: Queryable, from: string, through: string, supplierId: bigint | null = null) =>
  q.query<{ supplier_id: bigint; lines: number; quantity: number; cost_fen: number }>(
    'orders.supplySums',
    `select supplier_id, count(*) as lines, sum(quantity)::bigint as quantity, sum(cost_fen)::bigint as cost_fen
     from orders.supply where received_on between $1::date and $2::date and ($3::bigint is null or supplier_id = $3) group by 1 order by 1`,
    [from, through, supplierId],
  )

export const markTaxed = (tx: Tx, lines: readonly { order_id: bigint; line_no: number; bps: number }[]) =>
  tx.query(
    'orders.markTaxed',
    `update orders.line l set output_tax_bps = t.bps from unnest($1::bigint[], $2::smallint[], $3::int[]) as t (order_id, line_no, bps)
     where l.order_id = t.order_id and l.line_no = t.line_no`,
    [lines.map((line) => line.order_id), lines.map((line) => line.line_no), lines.map((line) => line.bps)],
  )
