import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { freshDatabase } from '../../test/support/database.ts'
import { type TestPlatform, testPlatform } from '../../test/support/platform.ts'
import { closeDays } from '../ledger/close-days.ts'
import { book, keepAccountKinds, room as ledger } from '../ledger/index.ts'
import { sealJournals } from '../ledger/seal-journals.ts'
import { costOfGoods, payableTo } from '../orders/index.ts'
import type { StaffActor } from '../platform/actor.ts'
import { audit } from '../platform/audit.ts'
import { connectOnce } from '../platform/db.ts'
import { formatId } from '../platform/ids.ts'
import type { Platform } from '../platform/platform.ts'
import { checks } from './checks.ts'
import { closePeriod, settlePeriod, workOnPeriods } from './close-periods.ts'
import { approveSupplierPayment, paySupplier, rejectSupplierPayment } from './pay-suppliers.ts'
import { periodChecks } from './period-checks.ts'
import { recordDeduction } from './settle-suppliers.ts'
import * as sql from './sql-periods.ts'
import { supplierSettlementsOfPeriod } from './sql-suppliers.ts'

const DAY_MS = 24 * 3_600_000
const staff = (staffId: bigint) => ({ kind: 'staff', staffId, roles: ['finance'] }) as unknown as StaffActor
const ANNE = staff(11n)
const BEN = staff(12n)

const dataDir = mkdtempSync(path.join(tmpdir(), 'leaven-periods-'))
let stage: TestPlatform
let platform: Platform
let owner: Awaited<ReturnType<typeof connectOnce>>
let xiang: bigint
let wei: bigint

beforeAll(async () => {
  const url = await freshDatabase()
  stage = await testPlatform(url, { connections: 20, config: { dataDir } })
  platform = stage.platform
  owner = await connectOnce(url)
  await keepAccountKinds(platform.db)
  ;[xiang, wei] = (await Promise.all(['向满仓合作社', '魏记'].map(addSupplier))) as [bigint, bigint]
})
afterAll(async () => {
  await owner.end()
  await stage.close()
  rmSync(dataDir, { recursive: true, force: true })
})

async function addSupplier(name: string): Promise<bigint> {
  const id = platform.ids.next<'sup'>(0)
  await owner.query(`insert into catalog.supplier (id, name, kind, created_at) values ($1, $2, 'grower', now())`, [
    id,
    name,
  ])
  return id
}

/** A line that arrived: what `receive` of orders leaves behind for its supplier. */
async function deliver(supplierId: bigint, quantity: number, unitFen: number): Promise<void> {
  const orderId = platform.ids.next<'ord'>(3)
  await platform.db.inTransaction(platform, async (tx) => {
    await book(platform, tx, [
      {
        ...{
          kind: 'goods_received',
          key: `rec:${formatId('ord', orderId)}/1`,
          cellId: 3,
          reference: orderId,
          actor: 'test',
        },
        transfers: [{ debit: costOfGoods, credit: payableTo(supplierId), amountFen: quantity * unitFen }],
      },
    ])
    await tx.query(
      'test',
      `insert into orders.supply values ($1, 1, 5, 3, $2, 6, $3, $4, $5, ($6::timestamptz at time zone 'Asia/Shanghai')::date)`,
      [orderId, supplierId, quantity, unitFen, quantity * unitFen, tx.at],
    )
  })
}
const run = <T>(work: (tx: Parameters<Parameters<typeof platform.db.inTransaction>[1]>[0]) => Promise<T>) =>
  platform.db.inTransaction(platform, work)
const periods = () => sql.periodsBefore(platform.db, 9223372036854775807n, 20)
const settlements = async (periodId: bigint) =>
  Object.fromEntries(
    (await supplierSettlementsOfPeriod(platform.db, periodId)).map((row) => [String(row.supplier_id), row]),
  )
/** Closes the days that are over. Other tests' open transactions on the same server may hold the sealer back a while. */
const daysClose = async () => {
  const open = `select count(*) as n from ledger.day where closed_at is null and business_day < ($1::timestamptz at time zone 'Asia/Shanghai')::date`
  for (let n = 1; n > 0; ) {
    await sealJournals(platform)
    await closeDays(platform)
    n = (await owner.query<{ n: number }>(open, [platform.clock.now()]))[0]?.n ?? 0
    if (n > 0) await new Promise((resolve) => setTimeout(resolve, 20))
  }
}
const red = async () =>
  (await audit(platform, [{ name: 'settlements', checks: [...checks, ...periodChecks] }, ledger])).checks.filter(
    (check) => check.found > 0 && !check.name.includes('sealed'),
  )

describe.sequential('a period', () => {
  test('is opened from the first day of the books on, and cannot be closed while it lasts', async () => {
    await deliver(xiang, 10, 3_950)
    await deliver(wei, 3, 1_000)
    await run((tx) =>
      recordDeduction(platform, tx, ANNE, xiang, { kind: 'claim', amountFen: 1_950, reason: '坏果两箱' }),
    )
    await run((tx) => recordDeduction(platform, tx, ANNE, wei, { kind: 'fee', amountFen: 3_700, reason: '入仓费' }))
    await workOnPeriods(platform)
    const [november] = await periods()
    expect(november).toMatchObject({ first_day: '2026-11-01', last_day: '2026-11-30', state: 'open' })
    await expect(run((tx) => closePeriod(platform, tx, ANNE, november?.id as bigint))).rejects.toMatchObject({
      refusal: { code: 'period_not_over' },
    })
  })

  test('closed by two at once it settles everybody once; one bad row stops nobody else', async () => {
    stage.clock.advance(10 * DAY_MS)
    await deliver(xiang, 1, 4_000)
    await workOnPeriods(platform)
    const [december, november] = (await periods()) as [sql.PeriodRow, sql.PeriodRow]
    expect(december).toMatchObject({ first_day: '2026-12-01', state: 'open' })
    await expect(run((tx) => closePeriod(platform, tx, ANNE, december.id))).rejects.toThrow()
    await run((tx) => closePeriod(platform, tx, ANNE, november.id))
    // Days that are not closed are waited for.
    expect(await settlePeriod(platform, november)).toBe(false)
    expect(await settlements(november.id)).toEqual({})
    await daysClose()
    await owner.query(
      `insert into ledger.journal (id, cell_id, kind, key, reference, business_day, booked_at, actor, transfers)
       select 1, 0, 'planted', $1, 1, '2026-12-03', booked_at, 'test', 1 from ledger.journal limit 1`,
      [`sset:${formatId('spr', november.id)}/${formatId('sup', xiang)}`],
    )
    expect(await settlePeriod(platform, november)).toBe(false)
    expect(Object.keys(await settlements(november.id))).toEqual([String(wei)])
    expect(stage.logged.filter((line) => line.includes('could not be settled'))).toHaveLength(1)
    await owner.query('delete from ledger.journal where id = 1')
    const runs = await Promise.all(Array.from({ length: 20 }, () => settlePeriod(platform, november)))
    expect(runs).toContain(true)
    const [, closed] = await periods()
    expect(closed).toMatchObject({ state: 'closed', journals: 4, moved_fen: 39_500 + 3_000 + 1_950 + 3_700 })
    // 10 × 39.50 − 19.50; 3 × 10.00 against a fee of 37.00: nothing is due and 7.00 waits.
    expect(await settlements(november.id)).toMatchObject({
      [String(xiang)]: { lines: 1, quantity: 10, cost_fen: 39_500, set_off_fen: 1_950, left_fen: 0, due_fen: 37_550 },
      [String(wei)]: { lines: 1, quantity: 3, cost_fen: 3_000, set_off_fen: 3_000, left_fen: 700, due_fen: 0 },
    })
    const [due] = await owner.query<{ fen: number }>(
      'select balance_fen as fen from ledger.balance where kind = 2302 and owner = $1',
      [xiang],
    )
    expect(due?.fen).toBe(37_550)
    expect(await red()).toEqual([])
  })

  test('that is closed cannot be closed again, and the next one takes what was left over', async () => {
    const [december, november] = (await periods()) as [sql.PeriodRow, sql.PeriodRow]
    await expect(run((tx) => closePeriod(platform, tx, ANNE, november.id))).rejects.toMatchObject({
      refusal: { code: 'period_not_open' },
    })
    await deliver(wei, 2, 1_000)
    stage.clock.advance(40 * DAY_MS)
    await workOnPeriods(platform)
    const [january] = (await periods()) as [sql.PeriodRow]
    expect(january.first_day).toBe('2027-01-01')
    stage.clock.advance(31 * DAY_MS)
    await expect(run((tx) => closePeriod(platform, tx, ANNE, january.id))).rejects.toMatchObject({
      refusal: { code: 'period_before_open' },
    })
    await run((tx) => closePeriod(platform, tx, ANNE, december.id))
    await daysClose()
    await settlePeriod(platform, december)
    await daysClose()
    expect(await settlePeriod(platform, december)).toBe(true)
    expect(await settlements(december.id)).toMatchObject({
      [String(xiang)]: { cost_fen: 4_000, due_fen: 4_000 },
      [String(wei)]: { carried_fen: 700, deducted_fen: 0, cost_fen: 2_000, set_off_fen: 700, due_fen: 1_300 },
    })
    expect(await red()).toEqual([])
  })
})

describe.sequential('a supplier', () => {
  const wish = (amountFen: number) => ({ amountFen, bankReference: 'B-1', reason: '十一月货款' })
  let statement: bigint
  const paid = async () =>
    (
      await owner.query<{ fen: number }>('select paid_fen as fen from settlements.supplier_settlement where id = $1', [
        statement,
      ])
    )[0]?.fen

  test('is paid what is due and no fen more, fifty at once or one by one', async () => {
    const november = (await periods()).at(-1) as sql.PeriodRow
    statement = (await settlements(november.id))[String(xiang)]?.id as bigint
    const tries = await Promise.allSettled(
      Array.from({ length: 50 }, () => run((tx) => paySupplier(platform, tx, ANNE, statement, wish(10_000)))),
    )
    expect(tries.filter((one) => one.status === 'fulfilled')).toHaveLength(3)
    await expect(run((tx) => paySupplier(platform, tx, ANNE, statement, wish(7_551)))).rejects.toMatchObject({
      refusal: { code: 'above_due' },
    })
    await run((tx) => paySupplier(platform, tx, ANNE, statement, wish(7_550)))
    expect(await paid()).toBe(37_550)
    expect(await red()).toEqual([])
  })

  test('needs two different people from 5,000.00 of one statement on, however it is cut', async () => {
    await deliver(xiang, 200, 4_000)
    stage.clock.advance(31 * DAY_MS)
    await workOnPeriods(platform)
    for (const period of (await periods())
      .filter((one) => one.state === 'open' && one.last_day < '2027-03-01')
      .reverse()) {
      await run((tx) => closePeriod(platform, tx, ANNE, period.id))
      await settlePeriod(platform, period)
      await daysClose()
      expect(await settlePeriod(platform, period)).toBe(true)
      const found = (await settlements(period.id))[String(xiang)]
      if (found) statement = found.id
    }
    await run((tx) => paySupplier(platform, tx, ANNE, statement, wish(499_999)))
    expect(await paid()).toBe(499_999)
    const second = await run((tx) => paySupplier(platform, tx, ANNE, statement, wish(1)))
    expect(await paid()).toBe(499_999)
    await expect(run((tx) => approveSupplierPayment(platform, tx, ANNE, second))).rejects.toMatchObject({
      refusal: { code: 'approved_already' },
    })
    await run((tx) => approveSupplierPayment(platform, tx, BEN, second))
    expect(await paid()).toBe(500_000)
    const third = await run((tx) => paySupplier(platform, tx, BEN, statement, wish(300_000)))
    await run((tx) => rejectSupplierPayment(tx, ANNE, third, '还没到账期'))
    await expect(run((tx) => approveSupplierPayment(platform, tx, ANNE, third))).rejects.toMatchObject({
      refusal: { code: 'supplier_payment_ended' },
    })
    expect(await paid()).toBe(500_000)
    expect(await red()).toEqual([])
  })
})
