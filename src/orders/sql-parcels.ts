import type { Queryable, Tx } from '../platform/db.ts'

export const insertParcels = (
  tx: Tx,
  parcels: readonly {
    id: bigint
    cellId: number
    orderId: bigint
    kind: string
    carrier: string
    trackingNo: string
    addressSealed: Buffer | null
    packedBy: string
  }[],
) =>
  tx.query(
    'orders.insertParcels',
    `insert into orders.parcel (id, cell_id, order_id, kind, carrier, tracking_no, address_sealed, packed_by, packed_at)
     select *, $9::timestamptz from unnest($1::bigint[], $2::smallint[], $3::bigint[], $4::text[], $5::text[], $6::text[], $7::bytea[], $8::text[])`,
    [
      parcels.map((p) => p.id),
      parcels.map((p) => p.cellId),
      parcels.map((p) => p.orderId),
      parcels.map((p) => p.kind),
      parcels.map((p) => p.carrier),
      parcels.map((p) => p.trackingNo),
      parcels.map((p) => p.addressSealed),
      parcels.map((p) => p.packedBy),
      tx.at,
    ],
  )

export const insertParcelLines = (
  tx: Tx,
  lines: readonly { parcelId: bigint; lineNo: number; lotId: bigint; cellId: number; quantity: number }[],
) =>
  tx.query(
    'orders.insertParcelLines',
    `insert into orders.parcel_line (parcel_id, line_no, lot_id, cell_id, quantity)
     select * from unnest($1::bigint[], $2::smallint[], $3::bigint[], $4::smallint[], $5::smallint[])`,
    [
      lines.map((l) => l.parcelId),
      lines.map((l) => l.lineNo),
      lines.map((l) => l.lotId),
      lines.map((l) => l.cellId),
      lines.map((l) => l.quantity),
    ],
  )

export interface ParcelRow {
  readonly id: bigint
  readonly order_id: bigint
  readonly kind: 'parcel' | 'handover'
  readonly carrier: string
  readonly tracking_no: string
  readonly packed_by: string
  readonly packed_at: Date
}

export const parcelsOf = (q: Queryable, orderIds: readonly bigint[]) =>
  q.query<ParcelRow>(
    'orders.parcelsOf',
    'select id, order_id, kind, carrier, tracking_no, packed_by, packed_at from orders.parcel where order_id = any($1::bigint[]) order by id',
    [orderIds],
  )

export interface PackedLotRow {
  readonly order_id: bigint
  readonly line_no: number
  readonly lot_id: bigint
  readonly quantity: number
}

export const packedLots = (q: Queryable, orderIds: readonly bigint[]) =>
  q.query<PackedLotRow>(
    'orders.packedLots',
    `select p.order_id, l.line_no, l.lot_id, l.quantity::int from orders.parcel p join orders.parcel_line l on l.parcel_id = p.id and l.cell_id = p.cell_id
     where p.order_id = any($1::bigint[]) order by p.order_id, l.line_no, l.lot_id`,
    [orderIds],
  )
