import { linesOfPeriod } from '../commissions/index.ts'
import { nicknamesOf } from '../people/index.ts'
import { dateIn } from '../platform/clock.ts'
import { Refusal } from '../platform/errors.ts'
import { formatId, parseId } from '../platform/ids.ts'
import { namesOf } from '../platform/names.ts'
import { NEWEST, pageOf } from '../platform/paging.ts'
import type { Platform } from '../platform/platform.ts'
import { platformRefusals } from '../platform/wire.ts'
import { spanOf } from './close-periods.ts'
import type { CuratorSettlement, SettlementPeriod, SettlementPeriodDetail } from './contract-periods.ts'
import { suppliersOfPeriod } from './read-suppliers.ts'
import * as sql from './sql-periods.ts'

interface ListQuery {
  readonly cursor?: string
  readonly limit?: number
}

export const moneyIn = (platform: Platform) => (amount: number) => ({ amount, currency: platform.config.currency })

export async function listPeriods(platform: Platform, query: ListQuery) {
  const limit = query.limit ?? 20
  const before = query.cursor ? parseId('spr', query.cursor) : NEWEST
  const rows = await sql.periodsBefore(platform.db, before, limit + 1)
  return pageOf(await present(platform, rows), limit, (last) => last.id)
}

/** One period with everybody's settlement; of an open one, what suppliers have come to so far. */
export async function readPeriod(platform: Platform, id: bigint): Promise<SettlementPeriodDetail> {
  const row = await foundPeriod(platform, id)
  const [period] = await present(platform, [row])
  const curators = await sql.curatorSettlementsOfPeriod(platform.db, id)
  return {
    period: period as SettlementPeriod,
    curators: await presentCurators(platform, curators, new Map([[id, row]])),
    suppliers: await suppliersOfPeriod(platform, row),
  }
}

export async function foundPeriod(platform: Platform, id: bigint): Promise<sql.PeriodRow> {
  const [row] = await sql.periodsById(platform.db, [id])
  if (!row) throw new Refusal(platformRefusals.not_found)
  return row
}

async function present(platform: Platform, rows: readonly sql.PeriodRow[]): Promise<SettlementPeriod[]> {
  const money = moneyIn(platform)
  const today = dateIn(platform.config.timeZone, platform.clock.now())
  const staff = await namesOf(
    platform.db,
    rows.flatMap((row) => (row.closing_by === null ? [] : [formatId('stf', row.closing_by)])),
  )
  return Promise.all(
    rows.map(async (row) => ({
      id: formatId('spr', row.id),
      kind: row.kind,
      firstDay: row.first_day,
      lastDay: row.last_day,
      state: row.state,
      canClose:
        row.state === 'open' && row.last_day < today && (await sql.openBefore(platform.db, row.first_day))[0]?.n === 0,
      closingBy: row.closing_by === null ? null : (staff.get(formatId('stf', row.closing_by)) ?? null),
      closedAt: row.closed_at?.toISOString() ?? null,
      journals: row.journals,
      moved: row.moved_fen === null ? null : money(row.moved_fen),
    })),
  )
}

/** A curator's own settlements, newest first. */
export async function listCuratorSettlements(platform: Platform, curator: bigint, query: ListQuery) {
  const limit = query.limit ?? 20
  const before = query.cursor ? parseId('spr', query.cursor) : NEWEST
  const rows = await sql.settlementsOfCurator(platform.db, curator, before, limit + 1)
  const periods = await periodsOf(platform, rows)
  return pageOf(await presentCurators(platform, rows, periods), limit, (last) => last.periodId)
}

/** One period of one curator, with the journals behind it. One that she has no settlement in is as absent. */
export async function readCuratorSettlement(platform: Platform, curator: bigint, periodId: bigint) {
  const rows = await sql.curatorSettlementsOfPeriod(platform.db, periodId)
  const row = rows.find((one) => one.curator_person_id === curator)
  if (!row) throw new Refusal(platformRefusals.not_found)
  const period = await foundPeriod(platform, periodId)
  const [shown] = await presentCurators(platform, [row], new Map([[periodId, period]]))
  const lines = await linesOfPeriod(platform.db, curator, spanOf(period))
  return {
    ...(shown as CuratorSettlement),
    lines: lines.map((line) => ({
      id: formatId('jrn', line.journalId),
      kind: line.kind,
      orderId: /ord_[0-9a-z]{13}/.exec(line.key)?.[0] ?? null,
      at: line.bookedAt.toISOString(),
      change: moneyIn(platform)(line.fen),
    })),
  }
}

const periodsOf = async (platform: Platform, rows: readonly { period_id: bigint }[]) =>
  new Map(
    (
      await sql.periodsById(
        platform.db,
        rows.map((row) => row.period_id),
      )
    ).map((period) => [period.id, period]),
  )

async function presentCurators(
  platform: Platform,
  rows: readonly sql.CuratorSettlementRow[],
  periods: ReadonlyMap<bigint, sql.PeriodRow>,
): Promise<CuratorSettlement[]> {
  const money = moneyIn(platform)
  const names = await nicknamesOf(
    platform.db,
    rows.map((row) => row.curator_person_id),
  )
  return rows.map((row) => ({
    periodId: formatId('spr', row.period_id),
    firstDay: periods.get(row.period_id)?.first_day ?? '',
    lastDay: periods.get(row.period_id)?.last_day ?? '',
    curatorId: formatId('per', row.curator_person_id),
    curatorName: names.get(row.curator_person_id) ?? '',
    opening: money(row.opening_fen),
    vested: money(row.vested_fen),
    clawed: money(row.clawed_fen),
    paid: money(row.paid_fen),
    tax: money(row.tax_fen),
    closing: money(row.closing_fen),
  }))
}
