import type { Queryable, Tx } from '../platform/db.ts'
import type { LotRow, PackedLot } from './packing.ts'
import type { CellRow, Place, RowChange } from './reservation.ts'

export interface WarehouseRow {
  readonly id: bigint
  readonly name: string
  readonly created_at: Date
}

export interface ItemRow {
  readonly id: bigint
  readonly sku_id: bigint
  readonly warehouse_id: bigint
}

export interface LotBalanceRow {
  readonly lot_id: bigint
  readonly item_id: bigint
  readonly warehouse_id: bigint
  readonly warehouse_name: string
  readonly received: number
  readonly packed: number
  readonly written_off: number
}

export interface StockListRow extends ItemRow {
  readonly warehouse_name: string
  readonly available: number
  readonly reserved: number
  readonly handed_over: number
  readonly received: number
  readonly written_off: number
}

export interface Movement {
  readonly id: bigint
  readonly stockItemId: bigint
  readonly stockCellId: number
  readonly lotId: bigint
  readonly kind: 'received' | 'returned' | 'written_off'
  readonly quantity: number
  readonly reason: string
  readonly movedBy: string
}

/** bigint sums come as numeric; counts of goods are far below 2^53, so they are cast back. */
const SUM = (column: string) => `coalesce(sum(${column}), 0)::bigint`

export const leftOfSkus = (q: Queryable, skuIds: readonly bigint[]) =>
  q.query<{ sku_id: bigint; available: number }>(
    'stock.leftOfSkus',
    `select i.sku_id, ${SUM('c.available')} as available from stock.item i join stock.cell c on c.item_id = i.id
     where i.sku_id = any($1::bigint[]) group by i.sku_id`,
    [skuIds],
  )

/** Locks before anything is decided, in item order: two batches that want the same goods wait, and never in a circle. */
export const lockCellsOfSkus = (tx: Tx, skuIds: readonly bigint[]) =>
  tx.query<CellRow>(
    'stock.lockCellsOfSkus',
    `select i.sku_id as "skuId", c.item_id as "stockItemId", c.cell_id as "stockCellId", c.available
     from stock.item i join stock.cell c on c.item_id = i.id
     where i.sku_id = any($1::bigint[]) order by c.item_id, c.cell_id for update of c`,
    [skuIds],
  )

/** The same order as `lockCellsOfSkus`. */
export const lockCells = (tx: Tx, places: readonly Place[]) =>
  tx.query<Omit<CellRow, 'skuId'>>(
    'stock.lockCells',
    `select c.item_id as "stockItemId", c.cell_id as "stockCellId", c.available from stock.cell c
     join unnest($1::bigint[], $2::smallint[]) as t (item_id, cell_id) on c.item_id = t.item_id and c.cell_id = t.cell_id
     order by c.item_id, c.cell_id for update of c`,
    [places.map((place) => place.stockItemId), places.map((place) => place.stockCellId)],
  )

/** available → reserved, of rows that are locked. Not asked whether there is enough: the CHECK refuses less. */
export const moveToReserved = (tx: Tx, changes: readonly RowChange[]): void =>
  tx.send(
    'stock.moveToReserved',
    `update stock.cell c set available = c.available - t.quantity, reserved = c.reserved + t.quantity
     from unnest($1::bigint[], $2::smallint[], $3::bigint[]) as t (item_id, cell_id, quantity)
     where c.item_id = t.item_id and c.cell_id = t.cell_id`,
    changeArrays(changes),
  )

/** reserved → available. */
export const moveToAvailable = (tx: Tx, changes: readonly RowChange[]) =>
  tx.query<{ item_id: bigint }>(
    'stock.moveToAvailable',
    `update stock.cell c set available = c.available + t.quantity, reserved = c.reserved - t.quantity
     from unnest($1::bigint[], $2::smallint[], $3::bigint[]) as t (item_id, cell_id, quantity)
     where c.item_id = t.item_id and c.cell_id = t.cell_id and c.reserved >= t.quantity returning c.item_id`,
    changeArrays(changes),
  )

/** reserved → handed over. */
export const moveToHandedOver = (tx: Tx, changes: readonly RowChange[]) =>
  tx.query<{ item_id: bigint }>(
    'stock.moveToHandedOver',
    `update stock.cell c set reserved = c.reserved - t.quantity, handed_over = c.handed_over + t.quantity
     from unnest($1::bigint[], $2::smallint[], $3::bigint[]) as t (item_id, cell_id, quantity)
     where c.item_id = t.item_id and c.cell_id = t.cell_id and c.reserved >= t.quantity returning c.item_id`,
    changeArrays(changes),
  )

const changeArrays = (changes: readonly RowChange[]): unknown[] => [
  changes.map((change) => change.stockItemId),
  changes.map((change) => change.stockCellId),
  changes.map((change) => change.quantity),
]

/** Always after the cells of the items, in one order. */
export const lockLotsOfItems = (tx: Tx, itemIds: readonly bigint[]) =>
  tx.query<LotRow>(
    'stock.lockLotsOfItems',
    `select lot_id as "lotId", item_id as "stockItemId", pack_before as "packBefore", received - packed - written_off as left
     from stock.lot_balance where item_id = any($1::bigint[]) and received > packed + written_off
     order by item_id, lot_id for update`,
    [itemIds],
  )

export const addPacked = (tx: Tx, lots: readonly PackedLot[]) =>
  tx.query(
    'stock.addPacked',
    `update stock.lot_balance b set packed = b.packed + t.quantity
     from (select lot_id, item_id, sum(quantity) as quantity
           from unnest($1::bigint[], $2::bigint[], $3::bigint[]) as u (lot_id, item_id, quantity) group by lot_id, item_id) t
     where b.lot_id = t.lot_id and b.item_id = t.item_id`,
    [lots.map((lot) => lot.lotId), lots.map((lot) => lot.stockItemId), lots.map((lot) => lot.quantity)],
  )

export const insertWarehouse = (tx: Tx, id: bigint, name: string) =>
  tx.query('stock.insertWarehouse', 'insert into stock.warehouse (id, name, created_at) values ($1, $2, $3)', [
    id,
    name,
    tx.at,
  ])

export const findWarehouse = (q: Queryable, id: bigint) =>
  q.query<WarehouseRow>('stock.findWarehouse', 'select id, name, created_at from stock.warehouse where id = $1', [id])

export const warehousesBefore = (q: Queryable, before: bigint, limit: number) =>
  q.query<WarehouseRow>(
    'stock.warehousesBefore',
    'select id, name, created_at from stock.warehouse where id < $1 order by id desc limit $2',
    [before, limit],
  )

export const itemsOfSkus = (q: Queryable, skuIds: readonly bigint[]) =>
  q.query<ItemRow>(
    'stock.itemsOfSkus',
    'select id, sku_id, warehouse_id from stock.item where sku_id = any($1::bigint[]) order by id',
    [skuIds],
  )

/** Two first receipts at once: one inserts, both go on with the same item. */
export const ensureItem = (tx: Tx, id: bigint, skuId: bigint, warehouseId: bigint) =>
  tx.query(
    'stock.ensureItem',
    `insert into stock.item (id, sku_id, warehouse_id, created_at) values ($1, $2, $3, $4)
     on conflict (sku_id, warehouse_id) do nothing`,
    [id, skuId, warehouseId, tx.at],
  )

export const findItem = (q: Queryable, skuId: bigint, warehouseId: bigint) =>
  q.query<ItemRow>(
    'stock.findItem',
    'select id, sku_id, warehouse_id from stock.item where sku_id = $1 and warehouse_id = $2',
    [skuId, warehouseId],
  )

export const addAvailable = (tx: Tx, { stockItemId, stockCellId, quantity }: RowChange) =>
  tx.query(
    'stock.addAvailable',
    `insert into stock.cell (item_id, cell_id, available, reserved) values ($1, $2, $3, 0)
     on conflict (item_id, cell_id) do update set available = stock.cell.available + excluded.available`,
    [stockItemId, stockCellId, quantity],
  )

/** Answers no row when less than that is available. */
export const takeAvailable = (tx: Tx, { stockItemId, stockCellId, quantity }: RowChange) =>
  tx.query<{ item_id: bigint }>(
    'stock.takeAvailable',
    `update stock.cell set available = available - $3
     where item_id = $1 and cell_id = $2 and available >= $3 returning item_id`,
    [stockItemId, stockCellId, quantity],
  )

export const insertLotBalance = (
  tx: Tx,
  row: { lotId: bigint; stockItemId: bigint; packBefore: Date | null; quantity: number },
) =>
  tx.query(
    'stock.insertLotBalance',
    'insert into stock.lot_balance (lot_id, item_id, pack_before, received) values ($1, $2, $3, $4)',
    [row.lotId, row.stockItemId, row.packBefore, row.quantity],
  )

/** Answers no row when less than that is left of the lot. */
export const addWrittenOff = (tx: Tx, lotId: bigint, itemId: bigint, quantity: number) =>
  tx.query<{ lot_id: bigint }>(
    'stock.addWrittenOff',
    `update stock.lot_balance set written_off = written_off + $3
     where lot_id = $1 and item_id = $2 and packed + written_off + $3 <= received returning lot_id`,
    [lotId, itemId, quantity],
  )

export const insertMovement = (tx: Tx, movement: Movement) =>
  tx.query(
    'stock.insertMovement',
    `insert into stock.movement (id, cell_id, item_id, lot_id, kind, quantity, reason, moved_by, moved_at)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
    [
      movement.id,
      movement.stockCellId,
      movement.stockItemId,
      movement.lotId,
      movement.kind,
      movement.quantity,
      movement.reason,
      movement.movedBy,
      tx.at,
    ],
  )

export const balancesOfLots = (q: Queryable, lotIds: readonly bigint[]) =>
  q.query<LotBalanceRow>(
    'stock.balancesOfLots',
    `select b.lot_id, b.item_id, w.id as warehouse_id, w.name as warehouse_name, b.received, b.packed, b.written_off
     from stock.lot_balance b join stock.item i on i.id = b.item_id join stock.warehouse w on w.id = i.warehouse_id
     where b.lot_id = any($1::bigint[]) order by b.item_id`,
    [lotIds],
  )

/** Lots past their date that still hold something, oldest first. */
export const expiredLots = (q: Queryable, at: Date, limit: number) =>
  q.query<{ lot_id: bigint }>(
    'stock.expiredLots',
    `select b.lot_id from stock.lot_balance b
     join lateral (select ${SUM('available')} as available from stock.cell where item_id = b.item_id) c on c.available > 0
     where b.pack_before <= $1 and b.received > b.packed + b.written_off order by b.pack_before limit $2`,
    [at, limit],
  )

/** @param skuIds null: of every SKU */
export const stockBefore = (q: Queryable, before: bigint, limit: number, skuIds: readonly bigint[] | null) =>
  q.query<StockListRow>(
    'stock.stockBefore',
    `select i.id, i.sku_id, i.warehouse_id, w.name as warehouse_name, c.available, c.reserved, c.handed_over,
            m.received, m.written_off
     from stock.item i join stock.warehouse w on w.id = i.warehouse_id
     join lateral (select ${SUM('available')} as available, ${SUM('reserved')} as reserved, ${SUM('handed_over')} as handed_over
                   from stock.cell where item_id = i.id) c on true
     join lateral (select ${SUM('received')} as received, ${SUM('written_off')} as written_off
                   from stock.lot_balance where item_id = i.id) m on true
     where i.id < $1 and ($3::bigint[] is null or i.sku_id = any($3)) order by i.id desc limit $2`,
    [before, limit, skuIds],
  )
