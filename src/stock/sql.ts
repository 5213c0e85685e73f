import { int2s, int8s } from '../platform/binary-array.ts'
import type { Queryable, Tx } from '../platform/db.ts'
import type { LotRow, PackedLot } from './packing.ts'
import type { HomeRow } from './pooled-shelves.ts'
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

/**
 * The one order in which rows of stock are locked: what is at home or in pools before allowances, so that who has locked
 * a pool may still ask its cells; each by item. Two lists that want the same goods wait, and never in a circle.
 */
const LOCK_ORDER = `(c.role = 'allowance'), c.item_id, c.cell_id`
const CELL = `c.item_id as "stockItemId", c.cell_id as "stockCellId", c.available,
  case when c.spread_over > 0 then 'pool' else c.role end as role`

/** Locks before anything is decided: the home row of an item, or these cells' allowances while it is spread. */
export const lockCellsOfSkus = (tx: Tx, skuIds: readonly bigint[], cellIds: readonly number[]) =>
  tx.query<CellRow>(
    'stock.lockCellsOfSkus',
    `select i.sku_id as "skuId", ${CELL} from stock.item i join stock.cell c on c.item_id = i.id
     where i.sku_id = any($1::bigint[])
       and case when i.is_spread then c.cell_id = any($2::smallint[]) else c.role = 'home' end
     order by ${LOCK_ORDER} for update of c`,
    [skuIds, cellIds],
  )

/** Who moves units between cells holds the home row first. All items of some SKUs, and some items. */
export const lockHomes = (tx: Tx, skuIds: readonly bigint[], itemIds: readonly bigint[]) =>
  tx.query<HomeRow>(
    'stock.lockHomes',
    `select i.sku_id as "skuId", ${CELL}, c.spread_over as "spreadOver"
     from stock.item i join stock.cell c on c.item_id = i.id
     where (i.sku_id = any($1::bigint[]) or i.id = any($2::bigint[])) and c.role = 'home'
     order by ${LOCK_ORDER} for update of c`,
    [skuIds, itemIds],
  )

/** After the home rows: all allowances of some items, and of others those of some cells. */
export const lockAllowances = (
  tx: Tx,
  wholeItemIds: readonly bigint[],
  itemIds: readonly bigint[],
  cellIds: readonly number[],
) =>
  tx.query<CellRow>(
    'stock.lockAllowances',
    `select i.sku_id as "skuId", ${CELL} from stock.item i join stock.cell c on c.item_id = i.id
     where c.role = 'allowance'
       and (i.id = any($1::bigint[]) or (i.id = any($2::bigint[]) and c.cell_id = any($3::smallint[])))
     order by ${LOCK_ORDER} for update of c`,
    [wholeItemIds, itemIds, cellIds],
  )

/** Rows and the home rows of their items, in the one order. */
export const lockCells = (tx: Tx, places: readonly Place[]) =>
  tx.query<Omit<CellRow, 'skuId'>>(
    'stock.lockCells',
    `select ${CELL} from stock.cell c
     join unnest($1::bigint[], $2::smallint[]) as t (item_id, cell_id)
       on c.item_id = t.item_id and (c.cell_id = t.cell_id or c.role = 'home')
     order by ${LOCK_ORDER} for update of c`,
    [places.map((place) => place.stockItemId), places.map((place) => place.stockCellId)],
  )

/** Free units between the cells of an item, of rows that are locked; a quantity below zero leaves its row. */
export const shiftAvailable = (tx: Tx, shifts: readonly RowChange[]): void =>
  tx.send(
    'stock.shiftAvailable',
    `update stock.cell c set available = c.available + t.quantity
     from unnest($1::bigint[], $2::smallint[], $3::bigint[]) as t (item_id, cell_id, quantity)
     where c.item_id = t.item_id and c.cell_id = t.cell_id`,
    changeArrays(shifts),
  )

/** An item that is spread has a row in every cell, so that no cell takes a missing row for sold out. */
export const insertAllowances = (tx: Tx, home: Place): void =>
  tx.send(
    'stock.insertAllowances',
    `insert into stock.cell (item_id, cell_id, available, reserved, role)
     select $1, cell_id, 0, 0, 'allowance' from generate_series(0, 255) as cell_id
     on conflict (item_id, cell_id) do nothing`,
    [home.stockItemId],
  )

export const setSpread = (tx: Tx, home: Place, spreadOver: number): void => {
  tx.send('stock.setSpread', 'update stock.item set is_spread = $2 where id = $1', [home.stockItemId, spreadOver > 0])
  tx.send('stock.setSpreadOver', 'update stock.cell set spread_over = $3 where item_id = $1 and cell_id = $2', [
    home.stockItemId,
    home.stockCellId,
    spreadOver,
  ])
}

/** What may need handing out: the items of these SKUs, and all that are spread now. */
export const itemsToShare = (q: Queryable, skuIds: readonly bigint[]) =>
  q.query<ItemToShare>(
    'stock.itemsToShare',
    `select i.id as "itemId", i.sku_id as "skuId", max(spread_over) as "spreadOver",
       min(cell_id) filter (where role = 'home') as "homeCell",
       coalesce(sum(available) filter (where role = 'home'), 0)::bigint as pool,
       coalesce(array_agg(cell_id order by cell_id) filter (where role = 'allowance' and available > 0), '{}') as cells,
       coalesce(array_agg(available order by cell_id) filter (where role = 'allowance' and available > 0), '{}') as units
     from stock.item i join stock.cell c on c.item_id = i.id
     where i.sku_id = any($1::bigint[]) or i.is_spread group by i.id order by i.id`,
    [skuIds],
  )

export interface ItemToShare {
  readonly itemId: bigint
  readonly skuId: bigint
  readonly spreadOver: number
  readonly homeCell: number
  readonly pool: number
  readonly cells: readonly number[]
  readonly units: readonly number[]
}

/** available → reserved, of rows that are locked. Not asked whether there is enough: the CHECK refuses less. */
export const moveToReserved = (tx: Tx, changes: readonly RowChange[]): void =>
  tx.send(
    'stock.moveToReserved',
    `update stock.cell c set available = c.available - t.quantity, reserved = c.reserved + t.quantity
     from unnest($1::bigint[], $2::smallint[], $3::bigint[]) as t (item_id, cell_id, quantity)
     where c.item_id = t.item_id and c.cell_id = t.cell_id`,
    changeArrays(changes),
  )

/**
 * reserved → available: of the row that promised them, to the home row of the item, where every cell may ask for them.
 * Answers one row for each change that could be made.
 */
export const moveToAvailable = (tx: Tx, changes: readonly RowChange[]) =>
  tx.query<{ item_id: bigint }>(
    'stock.moveToAvailable',
    `with given as (select * from unnest($1::bigint[], $2::smallint[], $3::bigint[]) as t (item_id, cell_id, quantity)),
       back as (select item_id, cell_id, sum(quantity) as quantity, sum(freed) as freed from (
           select item_id, cell_id, quantity, 0 as freed from given
           union all select h.item_id, h.cell_id, 0, g.quantity from given g
             join stock.cell h on h.item_id = g.item_id and h.role = 'home') t group by 1, 2),
       moved as (update stock.cell c set available = c.available + b.freed, reserved = c.reserved - b.quantity from back b
         where c.item_id = b.item_id and c.cell_id = b.cell_id and c.reserved >= b.quantity returning c.item_id, b.quantity)
     select item_id from moved where quantity > 0`,
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
  int2s(changes.map((change) => change.stockCellId)),
  int8s(changes.map((change) => change.quantity)),
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
