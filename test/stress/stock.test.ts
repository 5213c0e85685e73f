import { afterEach, describe, expect, it } from 'vitest'
import { audit } from '../../src/platform/audit.ts'
import { Batcher } from '../../src/platform/batcher.ts'
import { systemClock } from '../../src/platform/clock.ts'
import { connectOnce } from '../../src/platform/db.ts'
import { Refusal } from '../../src/platform/errors.ts'
import type { Platform } from '../../src/platform/platform.ts'
import { platformRefusals } from '../../src/platform/wire.ts'
import { leftOf, packStock, releaseStock, reserveStock, room, type Verdict, type Want } from '../../src/stock/index.ts'
import { freshDatabase } from '../support/database.ts'
import { addSku, makeGoods, receive } from '../support/goods.ts'
import { type TestPlatform, testPlatform } from '../support/platform.ts'

/** Several pools stand for several servers: each has connections and a batcher of its own. */
const POOLS = 4
const CONNECTIONS = 8
let opened: TestPlatform[] = []
let url = ''

async function severalPools(): Promise<Platform[]> {
  url = await freshDatabase()
  for (let i = 0; i < POOLS; i++) opened.push(await testPlatform(url, { connections: CONNECTIONS, clock: systemClock }))
  return opened.map((one) => one.platform)
}

/** `inTransaction` repeats what a deadlock broke off, so only the server can tell; it has counted once the backends ended. */
async function closeAndCountDeadlocks(): Promise<number> {
  await Promise.all(opened.map((one) => one.close()))
  opened = []
  const connection = await connectOnce(url)
  const [row] = await connection.query<{ deadlocks: number }>(
    'select deadlocks from pg_stat_database where datname = current_database()',
  )
  await connection.end()
  return Number(row?.deadlocks)
}

afterEach(async () => expect(await closeAndCountDeadlocks()).toBe(0))

const reserveOne = async (platform: Platform, want: Want): Promise<Verdict> => {
  const [verdict] = await platform.db.inTransaction(platform, (tx) => reserveStock(tx, [want]))
  return verdict as Verdict
}

/** As orders do it: concurrent wants share a transaction, and each gets its own verdict. */
const batched = (platform: Platform) =>
  new Batcher<Want, Verdict>({
    run: (wants) =>
      platform.db.inTransaction(platform, async (tx) => {
        const verdicts = await reserveStock(
          tx,
          wants.map((want, orderIndex) => ({ ...want, orderIndex })),
        )
        return verdicts.map((verdict) => verdict ?? new Refusal(platformRefusals.internal_error))
      }),
  })

/** Runs `attempts` jobs, at most `width` at a time; a pool has a queue, but not for minutes. */
async function atOnce<T>(attempts: number, width: number, job: (index: number) => Promise<T>): Promise<T[]> {
  const results: T[] = []
  let next = 0
  await Promise.all(
    Array.from({ length: width }, async () => {
      while (next < attempts) {
        const index = next++
        results[index] = await job(index)
      }
    }),
  )
  return results
}

const granted = (verdicts: readonly Verdict[]) => verdicts.filter((verdict) => verdict.ok).length

describe('two thousand buyers for a hundred', () => {
  it('one transaction each, from several servers: exactly a hundred get one', async () => {
    const pools = await severalPools()
    const { skuId } = await makeGoods(pools[0] as Platform, { quantity: 100 })
    const verdicts = await atOnce(2_000, 128, (index) =>
      reserveOne(pools[index % POOLS] as Platform, { orderIndex: 0, cellId: 0, lines: [{ skuId, quantity: 1 }] }),
    )
    expect(granted(verdicts)).toBe(100)
    expect(verdicts.filter((verdict) => !verdict.ok && verdict.left !== 0)).toEqual([])
    expect((await leftOf((pools[0] as Platform).db, [skuId])).get(skuId)).toBe(0)
    expect(await audit(pools[0] as Platform, [room], true)).toMatchObject({ ok: true })
  }, 60_000)

  it('in batches, from several servers: exactly a hundred get one', async () => {
    const pools = await severalPools()
    const { skuId } = await makeGoods(pools[0] as Platform, { quantity: 100 })
    const batchers = pools.map(batched)
    const verdicts = await Promise.all(
      Array.from({ length: 2_000 }, (_, index) =>
        (batchers[index % POOLS] as Batcher<Want, Verdict>).submit({
          orderIndex: 0,
          cellId: 0,
          lines: [{ skuId, quantity: 1 }],
        }),
      ),
    )
    expect(granted(verdicts)).toBe(100)
    expect(Math.max(...batchers.map((batcher) => batcher.seen.largest))).toBeGreaterThan(100)
    expect(await audit(pools[0] as Platform, [room], true)).toMatchObject({ ok: true })
  }, 60_000)

  it('of several goods at once, in any order of lines: no deadlock, no unit twice, none lost', async () => {
    const pools = await severalPools()
    const first = pools[0] as Platform
    const { productId, templateId, warehouseId, skuId } = await makeGoods(first, { quantity: 150 })
    const others = await first.db.inTransaction(first, async (tx) => {
      const skus = []
      for (const code of ['X', 'Y', 'Z']) {
        const other = await addSku(first, tx, productId, templateId)
        await receive(first, tx, other, warehouseId, code, 150)
        skus.push(other)
      }
      return skus
    })
    const skuIds: bigint[] = [skuId, ...others]
    const held: { stockItemId: bigint; stockCellId: number; quantity: number; orderId: bigint; lineNo: number }[][] = []
    const sold = new Map<bigint, number>()
    await atOnce(1_000, 200, async (index) => {
      const platform = pools[index % POOLS] as Platform
      const lines = [0, 1, 2].map((line) => ({
        skuId: skuIds[(index * (line + 1) + line) % skuIds.length] as bigint,
        quantity: 1 + ((index + line) % 4),
      }))
      const verdict = await reserveOne(platform, { orderIndex: index, cellId: 0, lines })
      if (!verdict.ok) return
      const reserved = verdict.lines.map((place, at) => ({
        ...place,
        quantity: lines[at]?.quantity ?? 0,
        orderId: BigInt(index),
        lineNo: at + 1,
      }))
      // A third goes back, a third leaves the house, a third stays promised.
      if (index % 3 === 0) await platform.db.inTransaction(platform, (tx) => releaseStock(tx, reserved))
      else if (index % 3 === 1) await platform.db.inTransaction(platform, (tx) => packStock(tx, reserved))
      else held.push(reserved)
      if (index % 3 !== 0) for (const line of lines) sold.set(line.skuId, (sold.get(line.skuId) ?? 0) + line.quantity)
    })
    const left = await leftOf(first.db, skuIds)
    for (const id of skuIds) expect([id, (left.get(id) ?? 0) + (sold.get(id) ?? 0)]).toEqual([id, 150])
    expect(held.length).toBeGreaterThan(0)
    expect(await audit(first, [room], true)).toMatchObject({ ok: true })
  }, 60_000)
})
