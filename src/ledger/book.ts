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
  journals.forEach(assertJournal)
  const withIds = journals.map((journal) => ({ journal, id: platform.ids.next<'jrn'>(journal.cellId) }))
  // In one packet: what was written for a closed day goes with the transaction.
  const [, [day], stored] = await Promise.all([
    sql.openDay(tx, platform.config.timeZone),
    sql.lockDay(tx, platform.config.timeZone),
    sql.insertJournals(tx, platform.config.timeZone, withIds),
  ])
  if (!day || day.closed_at !== null) throw new Refusal(refusals.day_closed)
  const fresh = new Set(stored.map((row) => row.id))
  const booked = withIds.filter(({ id }) => fresh.has(id))
  sql.insertTransfers(tx, booked)
  await changeBalances(
    tx,
    booked.map(({ journal }) => journal),
  )
  return withIds.map(({ id }) => fresh.has(id))
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
