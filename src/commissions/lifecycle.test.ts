import { afterAll, beforeAll, expect, test } from 'vitest'
import { freshDatabase } from '../../test/support/database.ts'
import { type TestPlatform, testPlatform } from '../../test/support/platform.ts'
import { book, keepAccountKinds, room as ledger } from '../ledger/index.ts'
import { sealJournals } from '../ledger/seal-journals.ts'
import { audit } from '../platform/audit.ts'
import { connectOnce } from '../platform/db.ts'
import { formatId } from '../platform/ids.ts'
import type { Platform } from '../platform/platform.ts'
import { accrue, clawBack, markReceived, room, walletOf } from './index.ts'
import { vestDue } from './vest.ts'

const DAY_MS = 24 * 3_600_000
const YUN = 1_111_111_111_111_111_111n
const MIN = YUN + 1n
const BUYER = YUN + 2n
const rule = { ruleId: 1n, ruleVersion: 1, rateBps: 250, floorFen: 0, capFen: null }

let stage: TestPlatform
let platform: Platform
let owner: Awaited<ReturnType<typeof connectOnce>>

beforeAll(async () => {
  const url = await freshDatabase()
  stage = await testPlatform(url, { connections: 20 })
  platform = stage.platform
  owner = await connectOnce(url)
  await keepAccountKinds(platform.db)
})
afterAll(async () => {
  await owner.end()
  await stage.close()
})

const line = (orderId: bigint, lineNo: number, goodsFen: number, curatorPersonId = YUN) => ({
  ...{ orderId, lineNo, goodsFen, curatorPersonId, buyerPersonId: BUYER, cellId: 3, rule },
})
const pay = (...lines: ReturnType<typeof line>[]) =>
  platform.db.inTransaction(platform, (tx) => book(platform, tx, accrue(platform, tx, lines)))
const receive = (...orderIds: bigint[]) => platform.db.inTransaction(platform, (tx) => markReceived(tx, orderIds))
const refund = (orderId: bigint, lineNo: number, goodsFen: number) =>
  platform.db.inTransaction(platform, (tx) =>
    clawBack(platform, tx, [{ orderId, lineNo, goodsFen, refundId: platform.ids.next<'rfd'>(3) }]),
  )
const newOrder = () => platform.ids.next<'ord'>(3) as bigint
const sound = async () => {
  await sealJournals(platform)
  const { checks } = await audit(platform, [ledger, room])
  // Other tests' open transactions may hold the sealer back; everything else must be green now.
  expect(checks.filter((check) => check.found > 0 && !check.name.includes('sealed'))).toEqual([])
}

test('three lines earn the sum of three, each its own; 2.5 % is 250 basis points', async () => {
  const order = newOrder()
  await pay(line(order, 1, 10_000), line(order, 2, 3_999), line(order, 3, 1))
  expect(await walletOf(platform.db, YUN)).toMatchObject({ estimatedFen: 250 + 99 + 0, pendingFen: 0, availableFen: 0 })
  // One event in the books, a transfer for each line that earned anything.
  const booked = await owner.query(
    `select j.key, t.position, t.amount_fen::int as fen from ledger.journal j join ledger.transfer t on t.journal_id = j.id order by position`,
  )
  const key = `acc:${formatId('ord', order)}`
  expect(booked).toEqual([
    { key, position: 1, fen: 250 },
    { key, position: 2, fen: 99 },
  ])
  await receive(order)
  expect(await walletOf(platform.db, YUN)).toMatchObject({ estimatedFen: 0, pendingFen: 349 })
})

test('twenty sweeps at once credit once', async () => {
  stage.clock.advance(7 * DAY_MS)
  const did = await Promise.all(Array.from({ length: 20 }, () => vestDue(platform)))
  expect(did.reduce((a, b) => a + b, 0)).toBe(3)
  // Nobody ran into another: what one sweep holds, the others leave alone.
  expect(stage.logged.filter((said) => said.includes('could not vest'))).toEqual([])
  expect(await walletOf(platform.db, YUN)).toMatchObject({ pendingFen: 0, availableFen: 349 })
  expect(await vestDue(platform)).toBe(0)
  await sound()
})

test('a line that cannot vest stops nobody else, and is said', async () => {
  const [bad, good, other] = [newOrder(), newOrder(), newOrder()]
  await pay(line(bad, 1, 8_000), line(good, 1, 4_000), line(other, 1, 2_000, MIN))
  await receive(bad, good, other)
  // Somebody booked the line's vesting by hand before.
  await owner.query(
    `insert into ledger.journal (id, cell_id, kind, key, reference, business_day, booked_at, actor, transfers)
     select 1, 3, 'planted', $1, 1, business_day, booked_at, 'test', 1 from ledger.journal limit 1`,
    [`vest:${formatId('ord', bad)}/1`],
  )
  stage.clock.advance(7 * DAY_MS)
  await vestDue(platform)
  expect(await walletOf(platform.db, YUN)).toMatchObject({ pendingFen: 200, availableFen: 349 + 100 })
  expect(await walletOf(platform.db, MIN)).toMatchObject({ pendingFen: 0, availableFen: 50 })
  expect(stage.logged.filter((said) => said.includes('a line could not vest'))).toHaveLength(1)
  await owner.query('delete from ledger.journal where id = 1')
  await vestDue(platform)
  expect(await walletOf(platform.db, YUN)).toMatchObject({ pendingFen: 0, availableFen: 349 + 300 })
  await sound()
})

test('refunds of vested and unvested lines at once, in any order, end on f(net) and leave no balance below zero', async () => {
  const orders = Array.from({ length: 12 }, newOrder)
  await pay(...orders.map((order) => line(order, 1, 4_000)))
  await receive(...orders.slice(0, 6))
  stage.clock.advance(7 * DAY_MS)
  await Promise.all([
    ...orders.flatMap((order) => [refund(order, 1, 1_000), refund(order, 1, 999), refund(order, 1, 1)]),
    ...Array.from({ length: 4 }, () => vestDue(platform)),
  ])
  await vestDue(platform)
  const wallet = await walletOf(platform.db, YUN)
  expect(wallet).toMatchObject({ estimatedFen: 6 * 50, pendingFen: 0, debtFen: 0, availableFen: 649 + 6 * 50 })
  await sound()
})
