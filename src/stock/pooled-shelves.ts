import { shareOf, UNITS_PER_CELL } from './allowance.ts'
import { type CellRow, type Place, type RowChange, type Shelf, Shelves } from './reservation.ts'

/** A home row with how many cells its item is spread over. */
export interface HomeRow extends CellRow {
  readonly spreadOver: number
}

/**
 * Shelves of orders whose cell ran dry: the pools are locked, and of items whose pool has too little every cell's
 * allowance, which is called in. What is short here is sold out.
 */
export class PooledShelves extends Shelves {
  readonly #pools: readonly HomeRow[]
  readonly #calledIn: ReadonlySet<bigint>
  readonly #asking: ReadonlySet<number>

  constructor(locked: {
    readonly homes: readonly HomeRow[]
    readonly allowances: readonly CellRow[]
    readonly calledIn: ReadonlySet<bigint>
    readonly asking: ReadonlySet<number>
  }) {
    const { homes, allowances, calledIn, asking } = locked
    super([...homes, ...allowances], true)
    this.#asking = asking
    this.#pools = homes.filter((home) => home.spreadOver > 0)
    this.#calledIn = calledIn
    for (const { home, allowances } of this.#shared()) {
      if (!calledIn.has(home.row.stockItemId)) continue
      for (const shelf of allowances) move(shelf, home, shelf.left)
    }
  }

  /** Items of which too little is left to be spread: from now on they are sold from home. Asked after the orders took theirs. */
  endsSharing(): Place[] {
    return this.#shared().flatMap(({ home, spreadOver }) =>
      this.#calledIn.has(home.row.stockItemId) && home.left < UNITS_PER_CELL * spreadOver ? [home.row] : [],
    )
  }

  /** Hands the dry cells a share of what the pool has left, so that their next orders need not ask. @returns what moved */
  shareOut(): RowChange[] {
    const ended = new Set(this.endsSharing().map((place) => place.stockItemId))
    for (const { home, allowances, spreadOver } of this.#shared()) {
      if (ended.has(home.row.stockItemId)) continue
      const share = shareOf(home.left, spreadOver)
      for (const shelf of allowances)
        if (this.#asking.has(shelf.row.stockCellId) && shelf.left < share / 2) move(home, shelf, share - shelf.left)
    }
    return this.all().flatMap(({ row, left, taken }) => {
      const quantity = left + taken - row.available
      return quantity === 0 ? [] : [{ stockItemId: row.stockItemId, stockCellId: row.stockCellId, quantity }]
    })
  }

  #shared() {
    const shelves = this.all()
    return this.#pools.map((pool) => {
      const ofItem = shelves.filter(({ row }) => row.stockItemId === pool.stockItemId)
      const home = ofItem.find(({ row }) => row.role !== 'allowance') as Shelf
      return { home, allowances: ofItem.filter((shelf) => shelf !== home), spreadOver: pool.spreadOver }
    })
  }
}

function move(from: Shelf, to: Shelf, most: number): void {
  const units = Math.min(from.left, most)
  from.left -= units
  to.left += units
}
