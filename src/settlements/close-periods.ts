import { curatorsMoved, periodOf } from '../commissions/index.ts'
import { areDaysClosed, firstBookedDay, sumsOfDays } from '../ledger/index.ts'
import { supplySums } from '../orders/index.ts'
import { recordActivity } from '../people/index.ts'
import type { StaffActor } from '../platform/actor.ts'
import { dateIn } from '../platform/clock.ts'
import type { Tx } from '../platform/db.ts'
import { Outage, Refusal } from '../platform/errors.ts'
import { formatId } from '../platform/ids.ts'
import type { Platform } from '../platform/platform.ts'
import { platformRefusals } from '../platform/wire.ts'
import { periodRefusals } from './contract-periods.ts'
import { dayAfter, periodsThrough, type Span, startOf } from './period.ts'
import { settleSupplier } from './settle-suppliers.ts'
import * as sql from './sql-periods.ts'
import { suppliersThatBear } from './sql-suppliers.ts'

export const spanOf = (row: sql.PeriodRow): Span => ({ from: row.first_day, through: row.last_day })

/** Opens what is missing through today, from the first day of the books on, and goes on with what is being closed. */
export async function workOnPeriods(platform: Platform): Promise<number> {
  await openPeriods(platform)
  for (const period of await sql.closingPeriods(platform.db)) if (!(await settlePeriod(platform, period))) break
  return 0
}

async function openPeriods(platform: Platform): Promise<void> {
  const kind = platform.config.settlementPeriod
  const today = dateIn(platform.config.timeZone, platform.clock.now())
  const [last] = await sql.lastPeriod(platform.db)
  if (last && last.last_day >= today) return
  const next = last ? dayAfter(last.last_day) : startOf(kind, (await firstBookedDay(platform.db)) ?? today)
  const spans = periodsThrough(kind, today, next)
  await platform.db.inTransaction(platform, async (tx) => {
    for (const span of spans) await sql.insertPeriod(tx, platform.ids.next<'spr'>(0), kind, span)
  })
}

/**
 * Somebody closes a period that is over: from now its parties are settled. Refuses `period_not_over`, `period_not_open`
 * and `period_before_open`: one after the other.
 */
export async function closePeriod(platform: Platform, tx: Tx, actor: StaffActor, id: bigint): Promise<bigint> {
  const [period] = await sql.lockPeriod(tx, id)
  if (!period) throw new Refusal(platformRefusals.not_found)
  if (period.state !== 'open') throw new Refusal(periodRefusals.period_not_open)
  if (period.last_day >= dateIn(platform.config.timeZone, tx.at)) throw new Refusal(periodRefusals.period_not_over)
  if ((await sql.openBefore(tx, period.first_day))[0]?.n !== 0) throw new Refusal(periodRefusals.period_before_open)
  await sql.markClosing(tx, id, actor.staffId)
  await recordActivity(tx, { actor, action: 'settlement_period.close', subject: formatId('spr', id) })
  return id
}

/**
 * Settles everybody of a period, each in a transaction of its own, so that one that cannot be settled stops nobody else;
 * the period is closed when all are. Two at once settle everybody once: a settlement is unique by period and party.
 * @returns false while something of it waits
 */
export async function settlePeriod(platform: Platform, period: sql.PeriodRow): Promise<boolean> {
  const span = spanOf(period)
  // Only closed days: nothing can be booked into them any more.
  if (!(await platform.db.inTransaction(platform, (tx) => areDaysClosed(tx, span)))) return false
  const curators = await curatorsMoved(platform.db, span)
  const delivered = await supplySums(platform.db, span.from, span.through)
  const bearing = await suppliersThatBear(platform.db, span.from, span.through)
  const suppliers = [...new Set([...delivered, ...bearing].map((row) => row.supplier_id))]
  let failed = 0
  for (const curator of curators)
    failed += await once(platform, period, formatId('per', curator), (tx) => settleCurator(tx, period, curator))
  for (const supplier of suppliers)
    failed += await once(platform, period, formatId('sup', supplier), (tx) =>
      settleSupplier(platform, tx, { ...period, span }, supplier),
    )
  if (failed > 0) return false
  await platform.db.inTransaction(platform, async (tx) => {
    const [still] = await sql.lockPeriod(tx, period.id)
    if (still?.state === 'closing') await sql.markPeriodClosed(tx, period.id, await sumsOfDays(tx, span))
  })
  return true
}

async function once(
  platform: Platform,
  period: sql.PeriodRow,
  party: string,
  settle: (tx: Tx) => Promise<void>,
): Promise<0 | 1> {
  try {
    await platform.db.inTransaction(platform, async (tx) => {
      if ((await sql.holdPeriod(tx, period.id)).length > 0) await settle(tx)
    })
    return 0
  } catch (error) {
    if (error instanceof Outage) throw error
    const subject = `${formatId('spr', period.id)}/${party}`
    platform.log.error({ room: 'settlements', subject, error }, 'a party of a period could not be settled')
    return 1
  }
}

async function settleCurator(tx: Tx, period: sql.PeriodRow, curator: bigint): Promise<void> {
  const of = await periodOf(tx, curator, spanOf(period))
  await sql.insertCuratorSettlement(tx, {
    ...{ period_id: period.id, curator_person_id: curator, opening_fen: of.openingFen, vested_fen: of.vestedFen },
    ...{ clawed_fen: of.clawedFen, paid_fen: of.paidFen, tax_fen: of.taxFen, closing_fen: of.closingFen },
  })
}
