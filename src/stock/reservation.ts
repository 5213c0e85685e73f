/** The numbers of a stock item in one cell, as read under lock. */
export interface CellRow {
  readonly skuId: bigint
  readonly stockItemId: bigint
  readonly stockCellId: number
  readonly available: number
  /** `home` sells to everybody, `pool` hands to cells what they ask for, an `allowance` sells in its own cell only. */
  readonly role: 'home' | 'pool' | 'allowance'
}

export interface WantedLine {
  readonly skuId: bigint
  readonly quantity: number
}

/** What one order wants: all of its lines or nothing. `orderIndex` is the caller's own number for it. */
export interface Want {
  readonly orderIndex: number
  /** The cell where the order lives: allowances of other cells are not for it. */
  readonly cellId: number
  readonly lines: readonly WantedLine[]
}

export interface Place {
  readonly stockItemId: bigint
  readonly stockCellId: number
}

/**
 * In the order of the lines: where each was reserved. Or the first SKU that there is too little of, and how much; `isDry`
 * when only this cell has too little, so that the pool must be asked before anybody calls it sold out.
 */
export type Verdict =
  | { readonly orderIndex: number; readonly ok: true; readonly lines: readonly Place[] }
  | {
      readonly orderIndex: number
      readonly ok: false
      readonly skuId: bigint
      readonly left: number
      readonly isDry: boolean
    }

/** How much is taken from, or given back to, one row. */
export interface RowChange extends Place {
  readonly quantity: number
}

export interface Decision {
  readonly verdicts: readonly Verdict[]
  readonly taken: readonly RowChange[]
}

/**
 * Decides order by order over rows that are locked. Each order gets all of its lines or nothing, and an order that is
 * refused takes nothing from those after it (running sums in SQL would). The lines of one order that want the same SKU
 * are summed first and served from one row: its own cell's, or else the first of the others that holds the sum.
 */
export function decideReservations(rows: readonly CellRow[], wants: readonly Want[]): Decision {
  const shelves = new Shelves(rows)
  return { verdicts: wants.map((want) => shelves.take(want)), taken: shelves.taken() }
}

/** Locked rows, and what orders have taken of them so far. */
export class Shelves {
  readonly #ofSku = new Map<bigint, Shelf[]>()

  /** @param isPoolAsked all that could be asked was: what is short now is sold out. */
  constructor(
    rows: readonly CellRow[],
    private readonly isPoolAsked = false,
  ) {
    for (const row of rows) {
      const shelf = { row, left: row.available, taken: 0 }
      const ofSku = this.#ofSku.get(row.skuId)
      if (ofSku) ofSku.push(shelf)
      else this.#ofSku.set(row.skuId, [shelf])
    }
  }

  /** All of an order's lines, or nothing of them. */
  take(want: Want): Verdict {
    return decideOne(this.#ofSku, want, this.isPoolAsked)
  }

  /** What is to be written: how much was taken of each row. */
  taken(): RowChange[] {
    return this.all().flatMap(({ row, taken }) =>
      taken > 0 ? [{ stockItemId: row.stockItemId, stockCellId: row.stockCellId, quantity: taken }] : [],
    )
  }

  all(): Shelf[] {
    return [...this.#ofSku.values()].flat()
  }
}

/** Sums changes of the same row, so that one statement changes each row once. */
export function sumByRow(lines: readonly RowChange[]): RowChange[] {
  const sums = new Map<string, RowChange>()
  for (const line of lines) {
    const key = rowKey(line)
    const quantity = (sums.get(key)?.quantity ?? 0) + line.quantity
    sums.set(key, { stockItemId: line.stockItemId, stockCellId: line.stockCellId, quantity })
  }
  return [...sums.values()]
}

export const rowKey = (place: Place): string => `${place.stockItemId}/${place.stockCellId}`

/** A row, what this batch has left of it so far, and what its orders took. Units may be shifted between the rows of an item. */
export interface Shelf {
  readonly row: CellRow
  left: number
  taken: number
}

function decideOne(shelves: ReadonlyMap<bigint, readonly Shelf[]>, want: Want, isPoolAsked: boolean): Verdict {
  const sums = new Map<bigint, number>()
  for (const line of want.lines) sums.set(line.skuId, (sums.get(line.skuId) ?? 0) + line.quantity)
  const chosen = new Map<bigint, Shelf>()
  for (const [skuId, quantity] of sums) {
    const ofSku = shelves.get(skuId) ?? []
    const shelf = findShelf(ofSku, want.cellId, quantity)
    if (!shelf) {
      const isDry = !isPoolAsked && ofSku.some(({ row }) => row.role !== 'home')
      return { orderIndex: want.orderIndex, ok: false, skuId, left: mostLeft(ofSku), isDry }
    }
    chosen.set(skuId, shelf)
  }
  for (const [skuId, quantity] of sums) {
    const shelf = chosen.get(skuId) as Shelf
    shelf.left -= quantity
    shelf.taken += quantity
  }
  const lines = want.lines.map(({ skuId }) => {
    const { stockItemId, stockCellId } = (chosen.get(skuId) as Shelf).row
    return { stockItemId, stockCellId }
  })
  return { orderIndex: want.orderIndex, ok: true, lines }
}

/** Her own cell's first: what lies at home or in the pool serves those who have none. */
function findShelf(shelves: readonly Shelf[], cellId: number, quantity: number): Shelf | undefined {
  let other: Shelf | undefined
  for (const shelf of shelves) {
    if (shelf.left < quantity) continue
    if (shelf.row.role === 'allowance') {
      if (shelf.row.stockCellId === cellId) return shelf
    } else other ??= shelf
  }
  return other
}

/** The most that one order could get: an order's line leaves from one warehouse. */
const mostLeft = (shelves: readonly Shelf[]): number => shelves.reduce((most, { left }) => Math.max(most, left), 0)
