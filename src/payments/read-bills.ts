import { Refusal } from '../platform/errors.ts'
import { formatId, parseId } from '../platform/ids.ts'
import { namesOf } from '../platform/names.ts'
import { NEWEST, pageOf } from '../platform/paging.ts'
import type { Platform } from '../platform/platform.ts'
import { platformRefusals } from '../platform/wire.ts'
import {
  type BillDay,
  type BillLineShape,
  type BillPosition,
  type Difference,
  SETTLE_WITHIN_DAYS,
} from './contract-bills.ts'
import { referenceText } from './own-movements.ts'
import { providerOf } from './provider.ts'
import { readyAt } from './reconcile.ts'
import { type LineRow, nextBillDay } from './sql-bills.ts'
import * as differences from './sql-differences.ts'
import * as sql from './sql-read-bills.ts'

const DAY_MS = 24 * 3_600_000
const PAGE = 20

/** From when on a difference that is still open raises an alarm. */
export const oldBefore = (now: Date): Date => new Date(now.getTime() - SETTLE_WITHIN_DAYS * DAY_MS)

export async function showPosition(platform: Platform): Promise<BillPosition> {
  const { name, billTimes } = providerOf(platform)
  const [next] = await nextBillDay(platform.db, name, billTimes.zone)
  const [last] = await sql.billDays(platform.db, name, null, null, 1)
  const [counts] = await differences.openDifferences(platform.db, oldBefore(platform.clock.now()))
  const [suspense] = await sql.suspenseOpen(platform.db)
  return {
    provider: name,
    lastDay: last?.bill_day ?? null,
    nextDay: next?.day ?? null,
    nextReadyAt: next?.day ? readyAt(next.day, billTimes).toISOString() : null,
    openDifferences: counts?.open ?? 0,
    oldDifferences: counts?.old ?? 0,
    suspense: money(platform, suspense?.fen ?? 0),
  }
}

/** Days whose bills are here, newest first. */
export async function listBillDays(platform: Platform, query: { cursor?: string; limit?: number }) {
  const limit = query.limit ?? PAGE
  const rows = await sql.billDays(platform.db, providerOf(platform).name, query.cursor ?? null, null, limit + 1)
  return pageOf(
    rows.map((row) => presentDay(platform, row)),
    limit,
    (last) => last.day,
  )
}

export async function showBillDay(platform: Platform, day: string): Promise<BillDay> {
  const [row] = await sql.billDays(platform.db, providerOf(platform).name, null, day, 1)
  if (!row) throw new Refusal(platformRefusals.not_found)
  return presentDay(platform, row)
}

interface LinesQuery {
  readonly cursor?: string
  readonly limit?: number
  readonly day?: string
  readonly state?: string
  readonly search?: string
}

/** Lines of a day, or those about an order, a payment, a refund, a payout or a number of the provider's. */
export async function listBillLines(platform: Platform, query: LinesQuery) {
  const limit = query.limit ?? PAGE
  const [day, kind, lineNo] = query.cursor?.split('~') ?? []
  const rows = await sql.billLines(
    platform.db,
    {
      provider: providerOf(platform).name,
      ...{ day: query.day ?? null, state: query.state ?? null, ...(await searched(platform, query.search)) },
      after: day && kind && lineNo ? { day, kind, lineNo: Number(lineNo) } : null,
    },
    limit + 1,
  )
  return pageOf(
    rows.map((row) => presentLine(platform, row)),
    limit,
    (last) => `${last.day}~${last.kind}~${last.lineNo}`,
  )
}

async function searched(platform: Platform, search: string | undefined) {
  const text = search?.trim() ?? ''
  if (text === '') return { number: null, references: null }
  const id = /^(ord|wdr)_/.exec(text)?.[1] as 'ord' | 'wdr' | undefined
  if (id === undefined) return { number: text, references: null }
  const reference = parseId(id, text)
  if (id === 'wdr') return { number: null, references: [reference] }
  return { number: null, references: (await sql.movementsOf(platform.db, reference)).map((row) => row.id) }
}

/** Differences, newest first. */
export async function listDifferences(
  platform: Platform,
  query: { cursor?: string; limit?: number; state?: string; day?: string },
) {
  const limit = query.limit ?? PAGE
  const rows = await differences.differencesBefore(
    platform.db,
    {
      before: query.cursor ? parseId('dif', query.cursor) : NEWEST,
      ...{ state: query.state ?? null, day: query.day ?? null, id: null },
    },
    limit + 1,
  )
  return pageOf(await presentDifferences(platform, rows), limit, (last) => last.id)
}

export async function showDifference(platform: Platform, id: bigint): Promise<Difference> {
  const filter = { before: NEWEST, state: null, day: null, id }
  const [shown] = await presentDifferences(platform, await differences.differencesBefore(platform.db, filter, 1))
  if (!shown) throw new Refusal(platformRefusals.not_found)
  return shown
}

async function presentDifferences(platform: Platform, rows: readonly differences.DifferenceRow[]) {
  const staff = (id: bigint | null) => (id === null ? null : formatId('stf', id))
  const names = await namesOf(
    platform.db,
    rows.flatMap((row) => [staff(row.proposed_by) ?? '', staff(row.settled_by) ?? '']),
  )
  const old = oldBefore(platform.clock.now())
  return rows.map((row): Difference => {
    const isOpen = row.state === 'open' || row.state === 'proposed'
    return {
      ...{ id: formatId('dif', row.id), day: row.bill_day, provider: row.provider, kind: row.kind, what: row.what },
      ...{ ownNo: row.own_no, providerNo: row.provider_no, reference: referenceText(row.what, row.reference) },
      ours: row.ours_fen === null ? null : money(platform, row.ours_fen),
      theirs: row.theirs_fen === null ? null : money(platform, row.theirs_fen),
      suspense: money(platform, row.suspense_fen),
      ...{ state: row.state, isOld: isOpen && row.found_at < old, foundAt: row.found_at.toISOString() },
      ...{ how: row.how, reason: row.reason, proposedBy: staff(row.proposed_by), settledBy: staff(row.settled_by) },
      proposedByName: names.get(staff(row.proposed_by) ?? '') ?? null,
      settledByName: names.get(staff(row.settled_by) ?? '') ?? null,
      endedAt: row.ended_at?.toISOString() ?? null,
    }
  })
}

function presentDay(platform: Platform, row: sql.BillDayRow): BillDay {
  return {
    ...{ day: row.bill_day, provider: row.provider, fetchedAt: row.fetched_at.toISOString() },
    ...{ lines: row.lines, matched: row.matched, waiting: row.waiting },
    ...{ paid: money(platform, row.paid_fen), refunded: money(platform, row.refunded_fen) },
    ...{ fees: money(platform, row.fee_fen), paidOut: money(platform, row.paid_out_fen) },
    transferred: money(platform, row.transferred_fen),
    closing: row.closing_fen === null ? null : money(platform, row.closing_fen),
    ...{ differences: row.differences, openDifferences: row.open_differences, files: row.files },
  }
}

const presentLine = (platform: Platform, row: LineRow): BillLineShape => ({
  ...{ day: row.bill_day, kind: row.kind, lineNo: row.line_no, what: row.what, direction: row.direction },
  ...{ amount: money(platform, row.amount_fen), fee: money(platform, row.fee_fen) },
  ...{ ownNo: row.own_no, providerNo: row.provider_no, words: row.words, happenedAt: row.happened_at.toISOString() },
  ...{ state: row.state, reference: referenceText(row.what, row.reference) },
  ours: row.ours_fen === null ? null : money(platform, row.ours_fen),
})

const money = (platform: Platform, amount: number) => ({ amount, currency: platform.config.currency })
