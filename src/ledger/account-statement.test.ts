import { afterAll, beforeAll, expect, test } from 'vitest'
import { freshDatabase } from '../../test/support/database.ts'
import { type TestPlatform, testPlatform } from '../../test/support/platform.ts'
import { isRefusal } from '../platform/errors.ts'
import { formatId } from '../platform/ids.ts'
import type { Platform } from '../platform/platform.ts'
import { readStatement, type StatementQuery } from './account-statement.ts'
import { balanceOf, book, declareAccounts, flowsOf, HOUSE, keepAccountKinds, movesOf } from './index.ts'

const kinds = declareAccounts({
  test_cash: { code: 9001, type: 'asset', guarded: false },
  test_wallet: { code: 9003, type: 'liability', guarded: true, ownerPrefix: 'per' },
})
const cash = { kind: kinds.test_cash, owner: HOUSE }
const wallet = (owner: bigint) => ({ kind: kinds.test_wallet, owner })
const yun = 1_234_567_890_123_456_789n
const min = yun + 1n

let stage: TestPlatform
let platform: Platform

beforeAll(async () => {
  stage = await testPlatform(await freshDatabase(), { start: '2026-11-23T04:00:00.000Z' })
  platform = stage.platform
  await keepAccountKinds(platform.db)
  let made = 0
  const put = (debit: typeof cash, credit: typeof cash, amountFen: number) =>
    platform.db.inTransaction(platform, (tx) =>
      book(platform, tx, [
        {
          kind: 'test',
          key: `test:${++made}`,
          cellId: 0,
          reference: 1n,
          actor: 'test',
          transfers: [{ debit, credit, amountFen }],
        },
      ]),
    )
  await put(cash, wallet(yun), 1_000)
  await put(cash, wallet(min), 5)
  stage.clock.set('2026-11-24T04:00:00.000Z')
  await put(wallet(yun), cash, 300)
  await put(wallet(yun), wallet(min), 200)
  stage.clock.set('2026-11-25T04:00:00.000Z')
  await put(cash, wallet(yun), 50)
})
afterAll(() => stage.close())

const read = (kind: string, query: StatementQuery = {}) => readStatement(platform, kind, query)
const shown = (statement: Awaited<ReturnType<typeof read>>) =>
  statement.items.map((line) => [line.change.amount, line.balance.amount, line.otherAccount])

test('every movement with the balance after it, in the account’s own direction, ending on the stored balance', async () => {
  const statement = await read('test_wallet', { owner: formatId('per', yun) })
  expect(statement).toMatchObject({
    type: 'liability',
    owner: formatId('per', yun),
    opening: { amount: 0 },
    closing: { amount: 550 },
  })
  expect(shown(statement)).toEqual([
    [50, 550, 'test_cash'],
    [-200, 500, 'test_wallet'],
    [-300, 700, 'test_cash'],
    [1_000, 1_000, 'test_cash'],
  ])
  expect(await balanceOf(platform.db, kinds.test_wallet, yun)).toBe(550)
  expect(shown(await read('test_cash')).map(([, balance]) => balance)).toEqual([755, 705, 1_005, 1_000])
})

test('all owners together, a movement between two of them standing twice', async () => {
  const statement = await read('test_wallet')
  expect(statement.closing.amount).toBe(755)
  expect(statement.items).toHaveLength(6)
  expect(
    statement.items
      .filter((line) => Math.abs(line.change.amount) === 200)
      .map((line) => line.owner)
      .sort(),
  ).toEqual([formatId('per', yun), formatId('per', min)])
})

test('of some days: what stood before them is the opening', async () => {
  const statement = await read('test_wallet', {
    owner: formatId('per', yun),
    from: '2026-11-24',
    through: '2026-11-24',
  })
  expect(statement).toMatchObject({ opening: { amount: 1_000 }, closing: { amount: 500 } })
  expect(shown(statement).map(([, balance]) => balance)).toEqual([500, 700])
})

test('page by page it is the same, nothing twice and nothing lost', async () => {
  const whole = await read('test_wallet', { limit: 100 })
  const pages = []
  let cursor: string | undefined
  do {
    const page = await read('test_wallet', { limit: 1, ...(cursor ? { cursor } : {}) })
    pages.push(...page.items)
    cursor = page.nextCursor ?? undefined
  } while (cursor)
  expect(pages).toEqual(whole.items)
})

test('an account that nobody declared, an owner of another sort and a forged cursor are refused', async () => {
  for (const [kind, query, code] of [
    ['nothing', {}, 'not_found'],
    ['test_cash', { owner: formatId('per', yun) }, 'not_found'],
    ['test_wallet', { owner: formatId('ord', yun) }, 'not_found'],
    ['test_wallet', { cursor: 'jrn_0123456789abc/x/1' }, 'invalid_request'],
    ['test_wallet', { cursor: 'x' }, 'invalid_request'],
  ] as const)
    await expect(read(kind, query)).rejects.toSatisfy((error) => isRefusal(error, code))
})

test('one owner’s flows and moves: what each journal changed, newest first, page by page', async () => {
  const flows = await flowsOf(platform.db, [kinds.test_wallet], yun)
  expect(flows.map((flow) => [flow.other, flow.debit_fen, flow.credit_fen]).sort()).toEqual([
    ['test_cash', 300, 1_050],
    ['test_wallet', 200, 0],
  ])
  const moves = await movesOf(platform.db, [kinds.test_wallet], yun, 9223372036854775807n, 3)
  expect(moves.map((move) => move.change_fen)).toEqual([50, -200, -300])
  const last = moves.at(-1)?.journal_id as bigint
  expect((await movesOf(platform.db, [kinds.test_wallet], yun, last, 3)).map((move) => move.change_fen)).toEqual([
    1_000,
  ])
})
