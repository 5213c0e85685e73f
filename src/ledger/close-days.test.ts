import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { freshDatabase } from '../../test/support/database.ts'
import { type TestPlatform, testPlatform } from '../../test/support/platform.ts'
import { audit, auditRecent, lastAudit, openFindings, recordAudit } from '../platform/audit.ts'
import { connectOnce } from '../platform/db.ts'
import { isRefusal } from '../platform/errors.ts'
import type { Platform } from '../platform/platform.ts'
import { closeDays } from './close-days.ts'
import { type Account, book, declareAccounts, HOUSE, type Journal, keepAccountKinds, room } from './index.ts'
import { listDays } from './read-days.ts'
import { sealJournals } from './seal-journals.ts'

const kinds = declareAccounts({
  test_cash: { code: 9001, type: 'asset', guarded: false },
  test_pool: { code: 9002, type: 'liability', guarded: true, ownerPrefix: 'per' },
})
const cash: Account = { kind: kinds.test_cash, owner: HOUSE }
const pool: Account = { kind: kinds.test_pool, owner: 7n }
const dataDir = mkdtempSync(path.join(tmpdir(), 'leaven-days-'))
const heads = path.join(dataDir, 'ledger-days.txt')

let stage: TestPlatform
let platform: Platform
let owner: Awaited<ReturnType<typeof connectOnce>>
let made = 0

beforeAll(async () => {
  const url = await freshDatabase()
  stage = await testPlatform(url, { config: { dataDir }, start: '2026-11-23T04:00:00.000Z' })
  platform = stage.platform
  owner = await connectOnce(url)
  await keepAccountKinds(platform.db)
})
afterAll(async () => {
  await owner.end()
  await stage.close()
  rmSync(dataDir, { recursive: true })
})

const journal = (amountFen: number): Journal => ({
  ...{ kind: 'test', key: `test:${++made}`, cellId: made % 3, reference: 1n, actor: 'test' },
  transfers: [{ debit: cash, credit: pool, amountFen }],
})
const bookNow = (...journals: Journal[]) => platform.db.inTransaction(platform, (tx) => book(platform, tx, journals))
const found = async () =>
  (await audit(platform, [room])).checks.filter((check) => check.found > 0).map((check) => check.name)
/** The sealer waits for every open transaction of the server, those of other tests too. */
const sealed = async () => {
  const waiting =
    'select 1 from ledger.journal j where not exists (select from ledger.seal s where s.journal_id = j.id)'
  while ((await owner.query(waiting)).length > 0)
    if ((await sealJournals(platform)) === 0) await new Promise((resolve) => setTimeout(resolve, 20))
}

describe.sequential('a business day', () => {
  test('stays open while it lasts, and a quarter of an hour longer', async () => {
    await bookNow(journal(100), journal(250), journal(3))
    await sealed()
    stage.clock.set('2026-11-23T16:14:59.000Z')
    await closeDays(platform)
    expect((await listDays(platform, {})).items).toMatchObject([{ day: '2026-11-23', closedAt: null, head: null }])
  })

  test('is closed with its sums when all of it is sealed, and its head stands outside the database', async () => {
    stage.clock.set('2026-11-23T16:15:01.000Z')
    await bookNow(journal(40))
    await closeDays(platform)
    const { items } = await listDays(platform, {})
    expect(items).toMatchObject([
      { day: '2026-11-24', closedAt: null },
      { day: '2026-11-23', journals: 3, moved: { amount: 353 }, closedAt: '2026-11-23T16:15:01.000Z' },
    ])
    expect(readFileSync(heads, 'utf8')).toBe(`2026-11-23 ${items[1]?.head}\n`)
    await closeDays(platform)
    expect(readFileSync(heads, 'utf8').split('\n')).toHaveLength(2)
    expect(await found()).toEqual([])
  })

  test('with something unsealed waits, and so do the days after it', async () => {
    stage.clock.set('2026-11-25T16:30:00.000Z')
    await bookNow(journal(1))
    stage.clock.set('2026-11-26T16:30:00.000Z')
    await closeDays(platform)
    expect((await listDays(platform, {})).items.map((day) => day.closedAt === null)).toEqual([true, true, false])
    await sealed()
    await closeDays(platform)
    expect((await listDays(platform, {})).items.every((day) => day.closedAt !== null)).toBe(true)
    expect(readFileSync(heads, 'utf8').trim().split('\n')).toHaveLength(3)
  })

  test('that is closed takes nothing more, from nobody', async () => {
    await owner.query(
      `insert into ledger.day (business_day, opened_at, closed_at, journals, moved_fen, head) values ('2026-11-27', $1, $1, 0, 0, decode(repeat('00', 32), 'hex'))`,
      [platform.clock.now()],
    )
    await expect(bookNow(journal(5))).rejects.toSatisfy((error) => isRefusal(error, 'day_closed'))
    await owner.query(`delete from ledger.day where business_day = '2026-11-27'`)
  })

  test('pages by date, and a cursor that is no date is refused', async () => {
    const first = await listDays(platform, { limit: 2 })
    expect(first.nextCursor).toBe('2026-11-24')
    expect((await listDays(platform, { limit: 2, cursor: '2026-11-24' })).items.map((day) => day.day)).toEqual([
      '2026-11-23',
    ])
    for (const cursor of ['2026-02-30', '2026-13-01', 'yesterday', '2026-11-24; drop'])
      await expect(listDays(platform, { cursor })).rejects.toSatisfy((error) => isRefusal(error, 'invalid_request'))
  })
})

describe.sequential('what was changed below a closed day is found', () => {
  test('a journal that is gone, by its sums; a head that was rewritten, by the file', async () => {
    await owner.query('update ledger.day set moved_fen = moved_fen + 1 where journals = 3')
    expect(await found()).toEqual(['ledger: a closed day holds what it held when it was closed'])
    await owner.query('update ledger.day set moved_fen = moved_fen - 1 where journals = 3')
    const text = readFileSync(heads, 'utf8')
    writeFileSync(heads, text.replace(/^(2026-11-23 )../, '$1zz'))
    expect(await found()).toEqual(["ledger: closed days' heads are those of the seals, here and in the file outside"])
    writeFileSync(heads, `${text}2026-11-29 ${'0'.repeat(64)}\n`)
    expect(await found()).toEqual(["ledger: closed days' heads are those of the seals, here and in the file outside"])
    writeFileSync(heads, text)
    expect(await found()).toEqual([])
  })
})

describe.sequential('the recent audit', () => {
  test('looks at what was booked since the last green one, finds a changed balance, and holds until a full one is green', async () => {
    stage.clock.set('2026-12-01T02:00:00.000Z')
    await bookNow(journal(77))
    await sealed()
    const fine = await auditRecent(platform, [room])
    expect(fine.checks.filter((check) => check.found > 0)).toEqual([])
    expect(fine.checks.find((check) => check.name === 'ledger: every journal has its transfers')?.looked).toBe(1)
    expect(fine.checks.find((check) => check.name === 'ledger: the chain of seals is unbroken')?.looked).toBe(1)
    expect(await openFindings(platform.db)).toEqual([])

    await owner.query('update ledger.balance set balance_fen = balance_fen + 1')
    expect((await auditRecent(platform, [room])).ok).toBe(false)
    expect(await openFindings(platform.db)).toEqual(['ledger: stored balances equal the sum of their transfers'])
    await owner.query('update ledger.balance set balance_fen = balance_fen - 1')
    stage.clock.advance(60 * 60_000)
    expect((await auditRecent(platform, [room])).ok).toBe(true)
    expect(await openFindings(platform.db), 'nobody has looked at all of it since').not.toEqual([])
    const full = await audit(platform, [room])
    await recordAudit(platform, full, 'full')
    expect(full.ok).toBe(true)
    expect(await openFindings(platform.db)).toEqual([])
  })

  test('a check that had nothing to look at is said, and is no finding', async () => {
    const idle = { name: 'nothing to look at', looked: 'select 0 as n', found: 'select 1 where false' }
    const asked = await audit(platform, [{ name: 'idle', checks: [idle] }], true)
    expect(asked.ok).toBe(false)
    await recordAudit(platform, asked, 'full')
    expect(await lastAudit(platform.db)).toMatchObject({ ok: true })
  })

  test('finds a journal that was changed after it was sealed', async () => {
    await bookNow(journal(5))
    await sealed()
    await owner.query(`update ledger.journal set actor = 'forger' where id = (select max(id) from ledger.journal)`)
    const { checks } = await auditRecent(platform, [room])
    expect(checks.filter((check) => check.found > 0).map((check) => check.name)).toEqual([
      'ledger: the chain of seals is unbroken',
    ])
  })
})
