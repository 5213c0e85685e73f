import type { Tx } from '../platform/db.ts'
import { violates } from '../platform/db.ts'
import { Refusal } from '../platform/errors.ts'
import type { Platform } from '../platform/platform.ts'
import { refusals } from './contract.ts'
import { assertJournal, guardedChanges, type Journal } from './journal.ts'
import * as sql from './sql.ts'

/**
 * Books journals: the only way money moves. A key that was booked before is left alone (its place in the answer is
 * false). Guarded balances change in the same transaction, in account order.
 * Refuses `balance_too_low` (a guarded account would fall under its floor; nothing of the transaction stays) and
 * `day_closed`.
 * @returns per journal, whether it was booked now
 */
export async function book(platform: Platform, tx: Tx, journals: readonly Journal[]): Promise<boolean[]> {
  if (journals.length === 0) return []
  const withIds = numbered(platform, journals)
  // In one packet: what was written for a closed day goes with the transaction.
  const [, stored] = await Promise.all([
    holdDay(platform, tx),
    sql.insertJournals(tx, platform.config.timeZone, withIds),
  ])
  const fresh = new Set(stored.map((row) => row.id))
  const booked = withIds.filter(({ id }) => fresh.has(id))
  sql.insertTransfers(tx, booked)
  await changeBalances(
    tx,
    booked.map(({ journal }) => journal),
  )
  return withIds.map(({ id }) => fresh.has(id))
}

declare const held: unique symbol
/** Says that the business day of this transaction is open and stays so until it ends. */
export interface HeldDay {
  readonly [held]: true
}

/** Opens the day when it is new, and keeps it from being closed before this transaction ends. Refuses `day_closed`. */
export async function holdDay(platform: Platform, tx: Tx): Promise<HeldDay> {
  const { timeZone } = platform.config
  const [, [day]] = await Promise.all([sql.openDay(tx, timeZone), sql.lockDay(tx, timeZone)])
  if (!day || day.closed_at !== null) throw new Refusal(refusals.day_closed)
  return {} as HeldDay
}

/**
 * Books journals of events that cannot have been booked before, because the caller holds the row that would tell (a payment
 * that was not paid yet). Sent with the commit: a key that is in the books already fails the whole transaction. Accounts
 * with a stored balance are moved by `book` only.
 */
export function bookNew(platform: Platform, tx: Tx, _day: HeldDay, journals: readonly Journal[]): void {
  if (journals.length === 0) return
  if (guardedChanges(journals).length > 0) throw new Error('a stored balance is not changed in passing')
  const withIds = numbered(platform, journals)
  sql.insertNewJournals(tx, platform.config.timeZone, withIds)
  sql.insertTransfers(tx, withIds)
}

function numbered(platform: Platform, journals: readonly Journal[]) {
  journals.forEach(assertJournal)
  return journals.map((journal) => ({ journal, id: platform.ids.next<'jrn'>(journal.cellId) }))
}

async function changeBalances(tx: Tx, journals: readonly Journal[]): Promise<void> {
  const changes = guardedChanges(journals)
  if (changes.length === 0) return
  try {
    await sql.changeBalances(tx, changes)
  } catch (error) {
    if (violates(error, 'balance_above_floor')) throw new Refusal(refusals.balance_too_low)
    throw error
  }
}
