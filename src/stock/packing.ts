import type { RowChange } from './reservation.ts'

const DAY_MS = 24 * 3_600_000

/** What is left of a lot at an item, as read under lock. */
export interface LotRow {
  readonly lotId: bigint
  readonly stockItemId: bigint
  /** From this moment on it is not packed; null: it keeps. */
  readonly packBefore: Date | null
  readonly left: number
}

export interface LineToPack extends RowChange {
  readonly orderId: bigint
  readonly lineNo: number
}

/** A line may be packed from several lots. */
export interface PackedLot {
  readonly orderId: bigint
  readonly lineNo: number
  readonly stockItemId: bigint
  readonly lotId: bigint
  readonly quantity: number
}

export interface PackingPlan {
  readonly packed: readonly PackedLot[]
  /** The first line that the lots within their date do not suffice for. */
  readonly short: LineToPack | undefined
}

/** Chooses lots line by line: what goes off first leaves first, then what came in first. Never past its date. */
export function planPacking(lots: readonly LotRow[], lines: readonly LineToPack[], at: Date): PackingPlan {
  const open = lots
    .filter((lot) => lot.packBefore === null || lot.packBefore > at)
    .sort(firstExpiredFirst)
    .map((lot) => ({ ...lot }))
  const packed: PackedLot[] = []
  for (const line of lines) {
    let missing = line.quantity
    for (const lot of open) {
      if (lot.stockItemId !== line.stockItemId || lot.left === 0 || missing === 0) continue
      const quantity = Math.min(lot.left, missing)
      lot.left -= quantity
      missing -= quantity
      const { orderId, lineNo, stockItemId } = line
      packed.push({ orderId, lineNo, stockItemId, lotId: lot.lotId, quantity })
    }
    if (missing > 0) return { packed, short: line }
  }
  return { packed, short: undefined }
}

/** The first moment after a date in a time zone, daylight saving included. */
export function endOfDate(timeZone: string, date: string): Date {
  const midnight = new Date(`${date}T00:00:00.000Z`).getTime() + DAY_MS
  // The zone's offset at a first guess may differ from the one at midnight itself; the second look settles it.
  const guess = midnight - offsetMs(timeZone, midnight)
  return new Date(midnight - offsetMs(timeZone, guess))
}

/** How far the clocks of a zone are ahead of UTC at an instant. */
function offsetMs(timeZone: string, at: number): number {
  const local = new Date(at).toLocaleString('sv-SE', { timeZone })
  return new Date(`${local.replace(' ', 'T')}Z`).getTime() - Math.floor(at / 1000) * 1000
}

function firstExpiredFirst(a: LotRow, b: LotRow): number {
  const aEnd = a.packBefore?.getTime() ?? Number.POSITIVE_INFINITY
  const bEnd = b.packBefore?.getTime() ?? Number.POSITIVE_INFINITY
  if (aEnd !== bEnd) return aEnd < bEnd ? -1 : 1
  return a.lotId < b.lotId ? -1 : 1
}
