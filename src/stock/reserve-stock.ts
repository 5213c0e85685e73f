import type { Queryable, Tx } from '../platform/db.ts'
import { PooledShelves } from './pooled-shelves.ts'
import { type RowChange, Shelves, sumByRow, type Verdict, type Want } from './reservation.ts'
import * as sql from './sql.ts'

/** What may still be ordered of each SKU, over all warehouses. A SKU that never came in has 0. */
export async function leftOf(q: Queryable, skuIds: readonly bigint[]): Promise<Map<bigint, number>> {
  const left = new Map(skuIds.map((skuId) => [skuId, 0]))
  if (skuIds.length === 0) return left
  for (const row of await sql.leftOfSkus(q, skuIds)) left.set(row.sku_id, row.available)
  return left
}

/** Which goods are wanted in which cells. */
export type Wanted = Pick<Want, 'cellId' | 'lines'>

/**
 * Locks what there is of the goods of these orders, for orders to take from one after another (`take`);
 * `keepReservations` writes it. Call it last in the transaction: from here on others wait for these rows. An order that
 * finds its cell dry goes on in a transaction of its own, with `lockWithPool`.
 */
export async function lockShelves(tx: Tx, wanted: readonly Wanted[]): Promise<Shelves> {
  const skuIds = new Set<bigint>()
  const cellIds = new Set<number>()
  for (const { cellId, lines } of wanted) {
    cellIds.add(cellId)
    for (const line of lines) skuIds.add(line.skuId)
  }
  return new Shelves(skuIds.size === 0 ? [] : await sql.lockCellsOfSkus(tx, [...skuIds], [...cellIds]))
}

/**
 * The same for orders that found their cell dry: the pools of their goods first, and where a pool has too little, what
 * every cell still holds. An order that is short here is short everywhere.
 */
export async function lockWithPool(tx: Tx, wanted: readonly Wanted[]): Promise<Shelves> {
  const sums = new Map<bigint, number>()
  for (const { skuId, quantity } of wanted.flatMap(({ lines }) => lines))
    sums.set(skuId, (sums.get(skuId) ?? 0) + quantity)
  const homes = await sql.lockHomes(tx, [...sums.keys()], [])
  const pools = homes.filter((home) => home.spreadOver > 0)
  const calledIn = new Set(
    pools.filter((pool) => pool.available < (sums.get(pool.skuId) ?? 0)).map((pool) => pool.stockItemId),
  )
  const asking = new Set(wanted.map((want) => want.cellId))
  const others = pools.map((pool) => pool.stockItemId).filter((itemId) => !calledIn.has(itemId))
  // A statement of its own: only now that the pools are held does nobody move units between cells.
  const allowances = pools.length === 0 ? [] : await sql.lockAllowances(tx, [...calledIn], others, [...asking])
  return new PooledShelves({ homes, allowances, calledIn, asking })
}

/** Writes what was taken, and what moved between cells; sent with the commit, because under lock every row has it. */
export function keepReservations(tx: Tx, shelves: Shelves): void {
  if (shelves instanceof PooledShelves) {
    const shifts = shelves.shareOut()
    if (shifts.length > 0) sql.shiftAvailable(tx, shifts)
    for (const home of shelves.endsSharing()) sql.setSpread(tx, home, 0)
  }
  const taken = shelves.taken()
  if (taken.length > 0) sql.moveToReserved(tx, taken)
}

/** Reserves for a list of orders, each all of its lines or nothing, each with its own verdict. */
export async function reserveStock(tx: Tx, wants: readonly Want[]): Promise<Verdict[]> {
  const shelves = await lockShelves(tx, wants)
  const verdicts = wants.map((want) => shelves.take(want))
  keepReservations(tx, shelves)
  return verdicts
}

/**
 * Gives back what orders that expired or were cancelled had reserved: to the home cell, or to the pool, where every cell
 * may ask for it. Lines must be given back once: reserved < 0 is a bug.
 */
export async function releaseStock(tx: Tx, lines: readonly RowChange[]): Promise<void> {
  if (lines.length === 0) return
  const changes = sumByRow(lines)
  const [, moved] = await Promise.all([sql.lockCells(tx, changes), sql.moveToAvailable(tx, changes)])
  assertAllMoved(moved, changes)
}

/** Under lock every row has what was decided or promised; if not, somebody counted wrongly and nothing may be kept. */
export function assertAllMoved(moved: readonly unknown[], changes: readonly RowChange[]): void {
  if (moved.length !== changes.length) throw new Error(`stock moved ${moved.length} rows of ${changes.length}`)
}
