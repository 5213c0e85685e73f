/**
 * The ledger: double entry in integer minor units, insert only. It knows no commerce word: rooms declare the kinds of
 * accounts that they post to and book journals of balanced transfers.
 *
 * Words: a *journal* is one business event in the books, a *transfer* moves one amount from a credit account to a debit
 * account, a *seal* chains journals by hash, a *day* that is over is closed with its sums and the hash of its last seals, a *guarded* account has a stored balance with a floor.
 * Invariants: a key is booked once, for ever · no half movement can be written · guarded balances never fall under their
 * floor · nothing is changed or deleted (the application's database role cannot).
 */
import type { Queryable, Tx } from '../platform/db.ts'
import type { Room } from '../platform/room.ts'
import { type Account, type AccountKind, declaredKinds, kindOf } from './account.ts'
import { checks } from './checks.ts'
import { closeDays } from './close-days.ts'
import { refusals } from './contract.ts'
import { routes } from './http.ts'
import { sealJournals } from './seal-journals.ts'
import * as sql from './sql.ts'
import * as sqlStatement from './sql-statement.ts'

export { type Account, declareAccounts, HOUSE } from './account.ts'
export { book, bookNew, holdDay } from './book.ts'
export { type BookFormat, bookFormats, exportBooks } from './export-books.ts'
export type { Journal, Transfer } from './journal.ts'
export { readJournals, type ShownJournal } from './read-journals.ts'
export { areDaysClosed, firstBookedDay, flowsWithin, movesWithin, ownersMoved, type Span, sumsOfDays } from './spans.ts'

/** Stores the declared kinds of accounts; done once at every start. */
export const keepAccountKinds = (q: Queryable) => sql.keepKinds(q, declaredKinds())

/** The stored balance of a guarded account, in fen; 0 for one that never moved. */
export async function balanceOf(q: Queryable, kind: AccountKind, owner: bigint): Promise<number> {
  if (!kindOf(kind.code)?.guarded) throw new Error(`${kind.name} keeps no balance`)
  return (await sql.balances(q, kind.code, owner))[0]?.balance_fen ?? 0
}

const codes = (kinds: readonly AccountKind[]) => kinds.map((kind) => kind.code)

/** What one owner's accounts exchanged with each other kind of account, in fen. */
export const flowsOf = (q: Queryable, kinds: readonly AccountKind[], owner: bigint) =>
  sqlStatement.flowsOf(q, codes(kinds), owner)

/** Journals that touched an owner's accounts, newest first; each account that changed has a row of its own. */
export const movesOf = (q: Queryable, kinds: readonly AccountKind[], owner: bigint, before: bigint, limit: number) =>
  sqlStatement.movesOf(q, codes(kinds), owner, before, limit)

/**
 * The stored balances of guarded accounts, locked until the transaction ends: what is decided on them still holds when
 * it is booked. Keys are `kind name/owner`.
 */
export async function lockBalances(tx: Tx, accounts: readonly Account[]): Promise<Map<string, number>> {
  const unguarded = accounts.find((account) => !account.kind.guarded)
  if (unguarded) throw new Error(`${unguarded.kind.name} keeps no balance`)
  const rows = await sql.lockBalances(
    tx,
    accounts
      .map(({ kind, owner }) => ({ kind: kind.code, owner }))
      .sort((a, b) => a.kind - b.kind || (a.owner < b.owner ? -1 : a.owner > b.owner ? 1 : 0)),
  )
  return new Map(rows.map((row) => [`${kindOf(row.kind)?.name}/${row.owner}`, row.balance_fen]))
}

export const room: Room = {
  name: 'ledger',
  refusals,
  routes,
  checks,
  followedLogs: [{ log: 'ledger.journal', positions: ['ledger.seal_position'] }],
  schedules: [
    { name: 'ledger.seal', everyMs: 2_000, run: sealJournals },
    { name: 'ledger.close_days', everyMs: 10_000, run: closeDays },
  ],
}
