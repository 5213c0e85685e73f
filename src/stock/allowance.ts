/** An item with fewer than so many units for each cell is sold from its home cell: handing them out would scatter the last. */
export const UNITS_PER_CELL = 64
/** A single cell has nobody to share with. */
const FEWEST_CELLS = 2

/** An item's free units as read under lock: in the pool, and by cell what of its allowance is left. */
export interface Held {
  readonly pool: number
  /** The pool's own cell, which sells from the pool itself. */
  readonly homeCell: number
  readonly cells: ReadonlyMap<number, number>
}

export interface AllowancePlan {
  /** 0: everything lies at home. */
  readonly spreadOver: number
  /** What each cell gets (above zero) or gives back (below); the pool moves by the opposite of their sum. */
  readonly shifts: ReadonlyMap<number, number>
}

/**
 * Shares an item's free units among the cells that sell it. Half stays in the pool for cells to ask for; the other half
 * is shared evenly: a cell under half of its share is filled up, one above twice its share gives the excess back, and
 * one that no longer sells gives back all. With fewer than 64 a cell everything goes home.
 */
export function planAllowances({ pool, homeCell, cells }: Held, selling: readonly number[]): AllowancePlan {
  const total = sum(cells.values()) + pool
  const spreads = selling.length >= FEWEST_CELLS && total >= UNITS_PER_CELL * selling.length
  if (!spreads) return { spreadOver: 0, shifts: takeBack(cells) }
  const share = shareOf(total, selling.length)
  const sells = new Set(selling.filter((cell) => cell !== homeCell))
  const shifts = new Map<number, number>()
  for (const [cell, units] of cells) {
    if (!sells.has(cell) && units > 0) shifts.set(cell, -units)
    else if (units > 2 * share) shifts.set(cell, share - units)
  }
  let left = pool - sum(shifts.values())
  const dry = [...sells].filter((cell) => (cells.get(cell) ?? 0) < share / 2)
  for (const cell of dry.sort((a, b) => (cells.get(a) ?? 0) - (cells.get(b) ?? 0) || a - b)) {
    const units = Math.min(left, share - (cells.get(cell) ?? 0))
    if (units > 0) shifts.set(cell, units)
    left -= units
  }
  return { spreadOver: selling.length, shifts }
}

/** Everything that cells hold, back to the pool. */
export const takeBack = (cells: ReadonlyMap<number, number>): Map<number, number> =>
  new Map([...cells].filter(([, units]) => units > 0).map(([cell, units]) => [cell, -units]))

/** What one cell is handed of so many free units: with its neighbours' shares, half of them. */
export const shareOf = (total: number, spreadOver: number): number =>
  spreadOver === 0 ? 0 : Math.floor(total / (2 * spreadOver))

const sum = (numbers: Iterable<number>): number => [...numbers].reduce((total, one) => total + one, 0)
