/** The numbers of a stock item in one cell, as read under lock. */
export interface CellRow {
  readonly skuId: bigint
  readonly stockItemId: bigint
  readonly stockCellId: number
  readonly available: number
}

export interface WantedLine {
  readonly skuId: bigint
  readonly quantity: number
}

/** What one order wants: all of its lines or nothing. `orderIndex` is the caller's own number for it. */
export interface Want {
  readonly orderIndex: number
  readonly lines: readonly WantedLine[]
}

export interface Place {
  readonly stockItemId: bigint
  readonly stockCellId: number
}

/** In the order of the lines: where each was reserved. Or the first SKU that there is too little of, and how much. */
export type Verdict =
  | { readonly orderIndex: number; readonly ok: true; readonly lines: readonly Place[] }
  | { readonly orderIndex: number; readonly ok: false; readonly skuId: bigint; readonly left: number }

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
 * are summed first and served from one row: the first, in the rows' order, that holds the sum.
 */
export function decideReservations(rows: readonly CellRow[], wants: readonly Want[]): Decision {
  const shelves = new Shelves(rows)
  return { verdicts: wants.map((want) => shelves.take(want)), taken: shelves.taken() }
}

/** Locked rows, and what orders have taken of them so far. */
export class Shelves {
  readonly #ofSku = new Map<bigint, Shelf[]>()

  constructor(rows: readonly CellRow[]) {
    for (const row of rows) {
      const shelf = { row, left: row.available }
      const ofSku = this.#ofSku.get(row.skuId)
      if (ofSku) ofSku.push(shelf)
      else this.#ofSku.set(row.skuId, [shelf])
    }
  }

  /** All of an order's lines, or nothing of them. */
  take(want: Want): Verdict {
    return decideOne(this.#ofSku, want)
  }

  /** What is to be written: how much was taken of each row. */
  taken(): RowChange[] {
    return [...this.#ofSku.values()].flat().flatMap(({ row, left }) => {
      const quantity = row.available - left
      return quantity > 0 ? [{ stockItemId: row.stockItemId, stockCellId: row.stockCellId, quantity }] : []
    })
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

/** A row and what this batch has left of it so far. */
interface Shelf {
  readonly row: CellRow
  left: number
}

function decideOne(shelves: ReadonlyMap<bigint, readonly Shelf[]>, want: Want): Verdict {
  const sums = new Map<bigint, number>()
  for (const line of want.lines) sums.set(line.skuId, (sums.get(line.skuId) ?? 0) + line.quantity)
  const chosen = new Map<bigint, Shelf>()
  for (const [skuId, quantity] of sums) {
    const ofSku = shelves.get(skuId) ?? []
    const shelf = ofSku.find((one) => one.left >= quantity)
    if (!shelf) return { orderIndex: want.orderIndex, ok: false, skuId, left: mostLeft(ofSku) }
    chosen.set(skuId, shelf)
  }
  for (const [skuId, quantity] of sums) (chosen.get(skuId) as Shelf).left -= quantity
  const lines = want.lines.map(({ skuId }) => {
    const { stockItemId, stockCellId } = (chosen.get(skuId) as Shelf).row
    return { stockItemId, stockCellId }
  })
  return { orderIndex: want.orderIndex, ok: true, lines }
}

/** The most that one order could get: an order's line leaves from one warehouse. */
const mostLeft = (shelves: readonly Shelf[]): number => shelves.reduce((most, { left }) => Math.max(most, left), 0)
