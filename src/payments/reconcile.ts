import { book, type Journal } from '../ledger/index.ts'
import type { Tx } from '../platform/db.ts'
import { Outage, Refusal } from '../platform/errors.ts'
import type { Platform } from '../platform/platform.ts'
import { bank, providerFee, pspClearing } from './accounts.ts'
import { billRefusals } from './contract-bills.ts'
import { clearDifferences, findDifferences } from './differences.ts'
import { matchLines } from './matching.ts'
import { ownMovements } from './own-movements.ts'
import { providerOf } from './provider.ts'
import { ProviderRefused, ProviderUnknown } from './providers/port.ts'
import { BillNotReady, type ProviderBill } from './providers/port-bills.ts'
import * as sql from './sql-bills.ts'
import { lockOpenDifferences } from './sql-differences.ts'

const DAY_MS = 24 * 3_600_000
const HOUR_MS = 3_600_000
/** Lines that look for a counterpart in one transaction: a bill of a day and what earlier ones left. */
const MOST_OPEN_LINES = 500_000
const DAYS_A_RUN = 31
const ACTOR = 'system:payments'

/**
 * The daily work: fetches the bills that are due, one day after the other, and matches them; what earlier days left open
 * is looked at again each time. A bill that is not made yet, or cannot be fetched, is tried again at the next run.
 */
export async function reconcile(platform: Platform): Promise<number> {
  for (let i = 0; i < DAYS_A_RUN; i++) {
    const day = await dueDay(platform)
    if (day === null) break
    try {
      await takeBill(platform, await providerOf(platform).bill(day))
    } catch (error) {
      if (error instanceof BillNotReady) return 0
      if (!(error instanceof ProviderUnknown) && !(error instanceof ProviderRefused)) throw error
      platform.log.warn({ room: 'payments', code: error.name }, 'the bill of a day could not be fetched yet')
      return 0
    }
  }
  await matchAgain(platform)
  return 0
}

/** The button: the next day's bill now, or a done day's open lines once more. Refuses `bill_not_ready`, `bill_out_of_turn`. */
export async function reconcileDay(platform: Platform, day: string): Promise<void> {
  const provider = providerOf(platform)
  const [next] = await sql.nextBillDay(platform.db, provider.name, provider.billTimes.zone)
  if (next?.day !== undefined && next.day !== null && day < next.day) return matchAgain(platform)
  if (next?.day !== day) throw new Refusal(billRefusals.bill_out_of_turn)
  try {
    await takeBill(platform, await provider.bill(day))
  } catch (error) {
    if (error instanceof BillNotReady || (error instanceof ProviderRefused && !error.retryable))
      throw new Refusal(billRefusals.bill_not_ready)
    if (error instanceof ProviderUnknown || error instanceof ProviderRefused)
      throw new Outage('payment provider', 30, { cause: error })
    throw error
  }
}

/** Looks once more for the counterpart of what earlier bills left open. */
export async function matchAgain(platform: Platform): Promise<void> {
  const { name, billTimes } = providerOf(platform)
  await platform.db.inTransaction(platform, async (tx) => {
    const lastDay = await sql.lockPosition(tx, name)
    if (lastDay !== null) await match(platform, tx, name, lastDay, endOf(lastDay, billTimes.zone))
  })
}

/** When the bill of a day can be had. */
export const readyAt = (day: string, times: { zone: string; readyHour: number }): Date =>
  new Date(endOf(day, times.zone).getTime() + times.readyHour * HOUR_MS)

async function dueDay(platform: Platform): Promise<string | null> {
  const { name, billTimes } = providerOf(platform)
  const [next] = await sql.nextBillDay(platform.db, name, billTimes.zone)
  const day = next?.day ?? null
  return day !== null && readyAt(day, billTimes) <= platform.clock.now() ? day : null
}

/** Stores the bill, books what it alone tells (fees, payouts to our bank) and matches it: one transaction, once a day. */
async function takeBill(platform: Platform, bill: ProviderBill): Promise<void> {
  const { name, billTimes } = providerOf(platform)
  await platform.db.inTransaction(platform, async (tx) => {
    const lastDay = await sql.lockPosition(tx, name)
    if (lastDay !== null && lastDay >= bill.day) return
    for (const file of bill.files) {
      await sql.insertBill(tx, name, bill.day, file)
      if (file.lines.length > 0) await sql.insertLines(tx, name, bill.day, file)
    }
    await sql.movePosition(tx, name, bill.day)
    await book(platform, tx, toldJournals(name, bill))
    await match(platform, tx, name, bill.day, endOf(bill.day, billTimes.zone))
  })
}

/** What needs no counterpart of ours: we learn of it here. */
function toldJournals(provider: string, bill: ProviderBill): Journal[] {
  const lines = bill.files.flatMap((file) => file.lines)
  const fees = lines.reduce((sum, line) => sum + line.feeFen, 0)
  const common = { cellId: 0, reference: 0n, actor: ACTOR }
  return [
    ...(fees === 0
      ? []
      : [
          {
            ...{ ...common, kind: 'psp_fee', key: `pspfee:${provider}:${bill.day}` },
            transfers: [
              fees > 0
                ? { debit: providerFee, credit: pspClearing, amountFen: fees }
                : { debit: pspClearing, credit: providerFee, amountFen: -fees },
            ],
          },
        ]),
    ...lines
      .filter((line) => line.what === 'settled')
      .map((line) => ({
        ...{ ...common, kind: 'psp_settled', key: `pspout:${provider}:${line.providerNo}` },
        transfers: [{ debit: bank, credit: pspClearing, amountFen: line.amountFen }],
      })),
  ]
}

async function match(platform: Platform, tx: Tx, provider: string, day: string, dueBefore: Date): Promise<void> {
  const rows = await sql.openLines(tx, provider, MOST_OPEN_LINES)
  const open = await lockOpenDifferences(tx, provider)
  const own = await ownMovements(tx, provider, rows, dueBefore)
  const keyed = rows.map((row) => ({
    ...{ row, key: keyOf(row), what: row.what, direction: row.direction, amountFen: row.amount_fen },
    ...{ ownNo: row.own_no, providerNo: row.provider_no },
  }))
  const { lines, missingThere } = matchLines(keyed, own)
  const judged = keyed.flatMap(({ row, key }) => {
    const verdict = lines.get(key)
    return verdict ? [{ row, verdict }] : []
  })
  await sql.markLines(
    tx,
    provider,
    judged.map(({ row, verdict }) => {
      const mine = 'own' in verdict ? verdict.own : undefined
      // What differs stands in suspense already, whatever we began to do about it since.
      const mayWait = verdict.verdict === 'waiting' && row.state === 'waiting'
      const state = mine ? 'matched' : mayWait ? 'waiting' : 'differs'
      const of = { event: mine?.event ?? null, reference: mine?.reference ?? null, oursFen: mine?.amountFen ?? null }
      return { line: row, state, ...of } as const
    }),
  )
  await clearDifferences(platform, tx, open, judged, missingThere)
  await findDifferences(platform, tx, { provider, day, open, judged, missingThere })
}

const keyOf = (row: sql.LineRow): string => `${row.bill_day}/${row.kind}/${row.line_no}`

/** The first moment after a day in a zone without summer time, which is where providers keep their days. */
function endOf(day: string, zone: string): Date {
  const noon = new Date(`${day}T12:00:00Z`)
  const there = new Date(
    `${new Intl.DateTimeFormat('sv-SE', { timeZone: zone, dateStyle: 'short', timeStyle: 'medium' }).format(noon).replace(' ', 'T')}Z`,
  )
  const offset = there.getTime() - noon.getTime()
  return new Date(new Date(`${day}T00:00:00Z`).getTime() - offset + DAY_MS)
}
