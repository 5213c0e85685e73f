import type { Journal, Transfer } from '../shapes.ts'

/** What the books say, for people: what a journal refers to, what a curator earned. Pure. */

const ID_IN_TEXT = /(?:ord|pay|rfd|wdr|dif|prd|per|com|acc)_[0-9a-hjkmnp-tv-z]{13}/g

/** The ids in a journal's key: `claw:rfd_…/1` is about a refund. */
export const idsIn = (key: string): string[] => key.match(ID_IN_TEXT) ?? []

export interface TransferRow {
  readonly journal: Journal
  readonly transfer: Transfer
  readonly position: number
}

/** One row per movement, oldest first, as a ledger page shows it. */
export const rowsOf = (journals: readonly Journal[]): TransferRow[] =>
  journals.flatMap((journal) => journal.transfers.map((transfer, position) => ({ journal, transfer, position })))

/** What these journals accrued for curators, less what refunds took back, wherever it was by then, in fen. */
export function commissionFen(journals: readonly Journal[]): number {
  let sum = 0
  for (const { journal, transfer } of rowsOf(journals)) {
    if (journal.kind === 'commission_accrued') sum += transfer.amountFen
    if (journal.kind === 'commission_clawed') sum -= transfer.amountFen
  }
  return sum
}
