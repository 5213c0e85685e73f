import type { Tx } from '../platform/db.ts'
import type { Platform } from '../platform/platform.ts'
import { type AllowancePlan, planAllowances, takeBack } from './allowance.ts'
import type { HomeRow } from './pooled-shelves.ts'
import type { RowChange } from './reservation.ts'
import * as sql from './sql.ts'

/** The cells where a SKU is sold now. */
export interface Selling {
  readonly skuId: bigint
  readonly cellIds: readonly number[]
}

/**
 * Hands allowances of hot items to the cells that sell them, fills up those that run dry, and takes everything back from
 * items that are sold nowhere any more or have too little left. Every item in a transaction of its own, so that orders
 * wait for one item's rows at a time. @returns of how many items something moved
 */
export async function shareStock(platform: Platform, selling: readonly Selling[]): Promise<number> {
  const cellsOf = new Map(selling.map(({ skuId, cellIds }) => [skuId, cellIds]))
  const items = await sql.itemsToShare(platform.db, [...cellsOf.keys()])
  let moved = 0
  for (const item of items) {
    const cellIds = cellsOf.get(item.skuId) ?? []
    const cells = new Map(item.cells.map((cell, at) => [cell, item.units[at] as number]))
    // A look without a lock: most items need nothing, and what needs something is judged again under lock.
    if (isAsItShould(item.spreadOver, planAllowances({ ...item, cells }, cellIds))) continue
    await platform.db.inTransaction(platform, (tx) => shareItem(tx, item.itemId, cellIds))
    moved++
  }
  return moved
}

/** Calls everything that cells hold of an item back to its home row, which is locked and answered with all that is free. */
export async function callHome(tx: Tx, itemId: bigint): Promise<HomeRow | undefined> {
  const [home] = await sql.lockHomes(tx, [], [itemId])
  if (!home || home.spreadOver === 0) return home
  const cells = await heldBy(tx, itemId)
  const free = home.available + [...cells.values()].reduce((sum, units) => sum + units, 0)
  keep(tx, home, { spreadOver: home.spreadOver, shifts: takeBack(cells) })
  return { ...home, available: free }
}

async function shareItem(tx: Tx, itemId: bigint, cellIds: readonly number[]): Promise<void> {
  const [home] = await sql.lockHomes(tx, [], [itemId])
  if (!home) return
  const cells = home.spreadOver === 0 ? new Map<number, number>() : await heldBy(tx, itemId)
  keep(tx, home, planAllowances({ pool: home.available, homeCell: home.stockCellId, cells }, cellIds))
}

const heldBy = async (tx: Tx, itemId: bigint): Promise<Map<number, number>> =>
  new Map((await sql.lockAllowances(tx, [itemId], [], [])).map((row) => [row.stockCellId, row.available]))

function keep(tx: Tx, home: HomeRow, { spreadOver, shifts }: AllowancePlan): void {
  if (spreadOver > 0 && home.spreadOver === 0) sql.insertAllowances(tx, home)
  if (spreadOver !== home.spreadOver) sql.setSpread(tx, home, spreadOver)
  const { stockItemId } = home
  const changes: RowChange[] = [...shifts].map(([stockCellId, quantity]) => ({ stockItemId, stockCellId, quantity }))
  const handed = changes.reduce((sum, change) => sum + change.quantity, 0)
  if (handed !== 0) changes.push({ stockItemId, stockCellId: home.stockCellId, quantity: -handed })
  if (changes.length > 0) sql.shiftAvailable(tx, changes)
}

const isAsItShould = (spreadOver: number, plan: AllowancePlan): boolean =>
  plan.spreadOver === spreadOver && plan.shifts.size === 0
