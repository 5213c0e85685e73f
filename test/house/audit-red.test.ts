import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { audit } from '../../src/platform/audit.ts'
import { connectOnce } from '../../src/platform/db.ts'
import type { Platform } from '../../src/platform/platform.ts'
import type { Room } from '../../src/platform/room.ts'
import { rooms } from '../../src/rooms.ts'
import { liveSmallRun } from '../support/small-run.ts'
import { wrongRows } from './wrong-rows.ts'

/** Every check of the audit can be red: one planted wrong row, and exactly that check finds it. */

let connection: Awaited<ReturnType<typeof connectOnce>>
let platform: Platform

beforeAll(async () => {
  const shop = await liveSmallRun()
  const now = shop.house.now()
  await shop.house.close()
  connection = await connectOnce(shop.house.databaseUrl)
  const db = { query: (_name: string, text: string, values: readonly unknown[] = []) => connection.query(text, values) }
  const config = { dataDir: shop.house.folder }
  platform = { db, config, clock: { now: () => now } } as unknown as Platform
}, 120_000)

afterAll(() => connection?.end())

const red = async () =>
  (await audit(platform, rooms)).checks.filter((check) => check.found > 0).map((check) => check.name)
const names = rooms.flatMap((room) => (room.checks ?? []).map((check) => `${room.name}: ${check.name}`))

test('every check has a wrong row, and no wrong row is without its check', () => {
  expect(Object.keys(wrongRows).sort()).toEqual([...names].sort())
})

test('what has been lived is sound', async () => {
  expect(await red()).toEqual([])
})

describe.sequential('a wrong row turns exactly its check red', () => {
  for (const name of names)
    test(name, async () => {
      const wrong = wrongRows[name]
      expect(wrong, 'a check that nobody has seen red is no check').toBeDefined()
      await connection.query('begin')
      try {
        // Foreign keys are triggers of the system's; the owner may leave them out.
        await connection.query('set local session_replication_role = replica')
        for (const one of wrong?.without ?? []) await connection.query(dropping(one))
        for (const row of wrong?.rows ?? []) await connection.query(row)
        expect(await red()).toEqual([name])
      } finally {
        await connection.query('rollback')
      }
    })
})

describe('--require-rows', () => {
  const room = (looked: string, found: string): Room => ({ name: 'test', checks: [{ name: 'check', looked, found }] })
  const NOTHING = 'select 1 where false'

  test('a check over nothing is green, and red when rows are required', async () => {
    const over = (n: number) => [room(`select ${n}::bigint as n`, NOTHING)]
    expect(await audit(platform, over(0))).toMatchObject({ ok: true, checks: [{ looked: 0, found: 0 }] })
    expect(await audit(platform, over(0), true)).toMatchObject({ ok: false, checks: [{ looked: 0, found: 0 }] })
    expect(await audit(platform, over(1), true)).toMatchObject({ ok: true, checks: [{ looked: 1, found: 0 }] })
  })

  test('a check that finds something is red either way, and shows at most ten rows of it', async () => {
    const found = [room('select 0 as n', 'select n from generate_series(1, 30) as n')]
    for (const requireRows of [false, true]) {
      const result = await audit(platform, found, requireRows)
      expect(result).toMatchObject({ ok: false, checks: [{ found: 30 }] })
      expect(result.checks[0]?.rows).toHaveLength(10)
    }
  })

  test('after a small run every check has looked at something, but those over guarded balances, closed days and bills, which come later', async () => {
    const { checks } = await audit(platform, rooms)
    expect(checks.filter((check) => check.looked === 0).map((check) => check.name)).toEqual([
      'ledger: stored balances equal the sum of their transfers',
      'ledger: no guarded account is under its floor',
      'ledger: a closed day holds what it held when it was closed',
      "ledger: closed days' heads are those of the seals, here and in the file outside",
      ...names.filter((name) => /^payments: .*(bill|difference|statement|what was paid out)/.test(name)),
      'commissions: nobody owes and may withdraw at the same time',
      ...names.filter((name) => name.startsWith('settlements: ')),
    ])
  })
})

function dropping(what: string): string {
  const [first, second] = what.split(' ')
  return first === 'index' ? `drop index ${second}` : `alter table ${first} drop constraint ${second}`
}
