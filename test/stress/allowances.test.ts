import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { audit } from '../../src/platform/audit.ts'
import { systemClock } from '../../src/platform/clock.ts'
import type { Tx } from '../../src/platform/db.ts'
import type { Platform } from '../../src/platform/platform.ts'
import {
  keepReservations,
  leftOf,
  lockShelves,
  lockWithPool,
  type Place,
  packStock,
  releaseStock,
  room,
  shareStock,
  type Verdict,
  type Want,
  writeOff,
} from '../../src/stock/index.ts'
import { freshDatabase } from '../support/database.ts'
import { addSku, type Goods, makeGoods, receive, scout } from '../support/goods.ts'
import { type TestPlatform, testPlatform } from '../support/platform.ts'

/** Several pools of connections stand for several servers. */
const SERVERS = 3
const CELLS = [40, 200]
let servers: TestPlatform[]
let goods: Goods
const home = (): Platform => (servers[0] as TestPlatform).platform
const write = <T>(work: (tx: Tx) => Promise<T>) => home().db.inTransaction(home(), work)
let codes = 0

beforeAll(async () => {
  const url = await freshDatabase()
  servers = await Promise.all(
    Array.from({ length: SERVERS }, () => testPlatform(url, { connections: 12, clock: systemClock })),
  )
  goods = await makeGoods(home(), { quantity: 0 })
})
afterAll(async () => {
  expect(await audit(home(), [room], true)).toMatchObject({ ok: true })
  await Promise.all(servers.map((one) => one.close()))
})

const newSku = (units: number) =>
  write(async (tx) => {
    const skuId = await addSku(home(), tx, goods.productId, goods.templateId)
    const lotId = await receive(home(), tx, skuId, goods.warehouseId, `A${codes++}`, units)
    return { skuId, lotId }
  })
const share = (skuId: bigint, cellIds: readonly number[] = CELLS) => shareStock(home(), [{ skuId, cellIds }])

/** As orders do it: from the cell's own allowance, and when that is dry once more, with the pool. */
async function buy(platform: Platform, wants: readonly Want[]): Promise<Verdict[]> {
  const take = (from: typeof lockShelves, some: readonly Want[]) =>
    platform.db.inTransaction(platform, async (tx) => {
      const shelves = await from(tx, some)
      const verdicts = some.map((want) => shelves.take(want))
      keepReservations(tx, shelves)
      return verdicts
    })
  const verdicts = await take(lockShelves, wants)
  const dry = wants.filter((_, at) => isDry(verdicts[at]))
  const again = dry.length === 0 ? [] : await take(lockWithPool, dry)
  return verdicts.map((verdict) => (isDry(verdict) ? (again.shift() as Verdict) : verdict))
}

const isDry = (verdict: Verdict | undefined) => verdict !== undefined && !verdict.ok && verdict.isDry
const want = (cellId: number, ...lines: [skuId: bigint, quantity: number][]): Want => ({
  orderIndex: 0,
  cellId,
  lines: lines.map(([skuId, quantity]) => ({ skuId, quantity })),
})
const buyOne = async (cellId: number, skuId: bigint, quantity: number) =>
  (await buy(home(), [want(cellId, [skuId, quantity])]))[0] as Verdict

interface CellNow {
  readonly cell: number
  readonly role: string
  readonly available: number
  readonly reserved: number
}
const cellsOf = (skuId: bigint) =>
  home().db.query<CellNow>(
    'test.cells',
    `select c.cell_id as cell, case when c.spread_over > 0 then 'pool' else c.role end as role, c.available, c.reserved from stock.item i join stock.cell c on c.item_id = i.id
     where i.sku_id = $1 and (c.role = 'home' or c.available + c.reserved > 0) order by c.role = 'home' desc, c.cell_id`,
    [skuId],
  )
const left = async (skuId: bigint) => (await leftOf(home().db, [skuId])).get(skuId)
const auditNow = async () => expect(await audit(home(), [room], true)).toMatchObject({ ok: true })

describe('an item in several cells', () => {
  it('is sold from the allowance of the cell, and nobody waits for the pool', async () => {
    const { skuId } = await newSku(1_000)
    expect(await share(skuId)).toBe(1)
    expect(await share(skuId)).toBe(0)
    const [pool] = await cellsOf(skuId)
    expect(pool).toMatchObject({ role: 'pool', available: 500 })
    await write(async (tx) => {
      await tx.query(
        'test.hold',
        `select 1 from stock.cell c join stock.item i on i.id = c.item_id
        where i.sku_id = $1 and c.role = 'home' for update of c`,
        [skuId],
      )
      expect(await buyOne(40, skuId, 2)).toMatchObject({ ok: true, lines: [{ stockCellId: 40 }] })
    })
    expect(await cellsOf(skuId)).toContainEqual({ cell: 40, role: 'allowance', available: 248, reserved: 2 })
    await auditNow()
  })

  it('that is dry in one cell is served by the pool within the request, and then by all the others', async () => {
    const { skuId } = await newSku(256)
    await share(skuId)
    // 64 in each cell, 128 in the pool: a cell sells far beyond its own, down to the neighbour's last unit.
    const places: Place[] = []
    for (let sold = 0; sold < 256; sold += 16) {
      const verdict = await buyOne(40, skuId, 16)
      expect(verdict).toMatchObject({ ok: true })
      if (verdict.ok) places.push(...verdict.lines)
    }
    expect(new Set(places.map((place) => place.stockCellId)).size).toBe(2)
    expect(await buyOne(40, skuId, 1)).toMatchObject({ ok: false, left: 0 })
    expect(await buyOne(200, skuId, 1)).toMatchObject({ ok: false, left: 0, isDry: false })
    expect(await left(skuId)).toBe(0)
    await auditNow()
  })

  it('gives a refused big order’s neighbours what they want', async () => {
    const { skuId } = await newSku(130)
    await share(skuId)
    const verdicts = await buy(home(), [
      want(40, [skuId, 131]),
      want(40, [skuId, 67]),
      want(200, [skuId, 32]),
      want(200, [skuId, 31]),
    ])
    expect(verdicts.map((verdict) => verdict.ok || verdict.left)).toEqual([98, true, true, true])
    expect(await left(skuId)).toBe(0)
    await auditNow()
  })

  it('is called home at the end of the sale, promises and all that came back meanwhile', async () => {
    const { skuId } = await newSku(1_000)
    await share(skuId)
    const verdict = await buyOne(40, skuId, 5)
    const place = (verdict.ok && verdict.lines[0]) as Place
    await share(skuId, [])
    expect(await cellsOf(skuId)).toMatchObject([
      { role: 'home', available: 995, reserved: 0 },
      { cell: 40, role: 'allowance', available: 0, reserved: 5 },
    ])
    await write((tx) => releaseStock(tx, [{ ...place, quantity: 2 }]))
    await write((tx) => packStock(tx, [{ ...place, quantity: 3, orderId: 1n, lineNo: 1 }]))
    expect(await cellsOf(skuId)).toMatchObject([{ role: 'home', available: 997 }])
    expect(await buyOne(200, skuId, 99)).toMatchObject({ ok: true })
    await auditNow()
  })

  it('is written off wherever it lies', async () => {
    const { skuId, lotId } = await newSku(1_000)
    await share(skuId)
    await buyOne(40, skuId, 10)
    await write((tx) => writeOff(home(), tx, scout, lotId, { quantity: 990, reason: '冻坏了' }))
    expect(await left(skuId)).toBe(0)
    expect(await buyOne(40, skuId, 1)).toMatchObject({ ok: false, left: 0 })
    await auditNow()
  })
})

describe('many at once', () => {
  it('sixty and more buyers over two cells for the last units: exactly those, from several servers', async () => {
    const { skuId } = await newSku(128)
    await share(skuId)
    // The worker goes on sharing while they buy, as it does in life.
    let buying = true
    const sharing = (async () => {
      while (buying) await share(skuId)
    })()
    const verdicts = await Promise.all(
      Array.from({ length: 240 }, (_, index) =>
        buy((servers[index % SERVERS] as TestPlatform).platform, [want(CELLS[index % 2] as number, [skuId, 1])]),
      ),
    )
    buying = false
    await sharing
    expect(verdicts.flat().filter((verdict) => verdict.ok)).toHaveLength(128)
    expect(await left(skuId)).toBe(0)
    await auditNow()
  }, 60_000)

  it('a hot SKU and many others, several lines and quantities: nothing twice, nothing lost, no false refusal', async () => {
    const hot = (await newSku(600)).skuId
    const others: bigint[] = []
    for (let n = 0; n < 12; n++) others.push((await newSku(n % 3 === 0 ? 150 : 40)).skuId)
    const selling = [hot, ...others].map((skuId) => ({ skuId, cellIds: CELLS }))
    let buying = true
    const sharing = (async () => {
      for (let round = 0; buying; round++) await shareStock(home(), round % 4 === 3 ? [] : selling)
    })()
    const sold = new Map<bigint, number>()
    const refusals: (Verdict & { ok: false })[] = []
    await Promise.all(
      Array.from({ length: 12 }, async (_, buyer) => {
        for (let n = 0; n < 30; n++) {
          const { platform } = servers[(buyer + n) % SERVERS] as TestPlatform
          const lines: [bigint, number][] = [
            [others[(buyer * 5 + n * 7) % others.length] as bigint, 1 + (n % 3)],
            [hot, 1 + ((buyer + n) % 4)],
          ]
          const [verdict] = await buy(platform, [want(CELLS[(buyer + n) % 2] as number, ...lines)])
          if (!verdict?.ok) refusals.push(verdict as Verdict & { ok: false })
          else for (const [skuId, quantity] of lines) sold.set(skuId, (sold.get(skuId) ?? 0) + quantity)
        }
      }),
    )
    buying = false
    await sharing
    for (const { skuId } of selling) {
      const units = skuId === hot ? 600 : others.indexOf(skuId) % 3 === 0 ? 150 : 40
      expect([skuId, (sold.get(skuId) ?? 0) + ((await left(skuId)) ?? 0)]).toEqual([skuId, units])
    }
    // Refused means that there was less than wanted: no SKU that refused anybody has four units left.
    for (const { skuId } of refusals) expect(await left(skuId)).toBeLessThan(4)
    expect(refusals.length).toBeGreaterThan(0)
    await auditNow()
  }, 90_000)
})
