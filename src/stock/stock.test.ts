import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { freshDatabase } from '../../test/support/database.ts'
import { addSku, type Goods, makeGoods, receive, scout } from '../../test/support/goods.ts'
import { type TestPlatform, testPlatform } from '../../test/support/platform.ts'
import { audit } from '../platform/audit.ts'
import type { Tx } from '../platform/db.ts'
import { isRefusal } from '../platform/errors.ts'
import { formatId, type Id } from '../platform/ids.ts'
import {
  createWarehouse,
  itemOf,
  leftOf,
  type Place,
  packStock,
  releaseStock,
  reserveStock,
  room,
  writeOff,
} from './index.ts'
import { writeOffExpired } from './write-off.ts'

let test: TestPlatform
let goods: Goods
const write = <T>(work: (tx: Tx) => Promise<T>) => test.platform.db.inTransaction(test.platform, work)
const codeOf = (work: Promise<unknown>) =>
  work.then(
    () => 'done',
    (error: unknown) => (isRefusal(error) ? error.refusal.code : String(error)),
  )
const left = async (skuId: bigint) => (await leftOf(test.platform.db, [skuId])).get(skuId)
const reserve = (skuId: bigint, quantity: number) =>
  write(async (tx) => (await reserveStock(tx, [{ orderIndex: 0, cellId: 0, lines: [{ skuId, quantity }] }]))[0])
const newSku = () => write((tx) => addSku(test.platform, tx, goods.productId, goods.templateId))
const receiveUnits = (skuId: Id<'sku'>, code: string, quantity: number, bestBefore?: string) =>
  write((tx) => receive(test.platform, tx, skuId, goods.warehouseId, code, quantity, bestBefore))
const assertAudit = async () => expect(await audit(test.platform, [room], true)).toMatchObject({ ok: true })

beforeAll(async () => {
  test = await testPlatform(await freshDatabase())
  goods = await makeGoods(test.platform, { quantity: 100 })
})
afterAll(() => test.close())

async function placeOf(skuId: bigint, quantity: number): Promise<Place> {
  const verdict = await reserve(skuId, quantity)
  if (!verdict?.ok || !verdict.lines[0]) throw new Error('nothing was reserved')
  return verdict.lines[0]
}

describe('stock', () => {
  it('goes from received to available, reserved, handed over, and back', async () => {
    const skuId = await newSku()
    expect(await left(skuId)).toBe(0)
    expect(await reserve(skuId, 1)).toEqual({ orderIndex: 0, ok: false, skuId, left: 0, isDry: false })
    const lotId = await receiveUnits(skuId, 'A', 10)
    expect(await left(skuId)).toBe(10)
    const place = await placeOf(skuId, 4)
    expect((await itemOf(test.platform.db, [skuId])).get(skuId)).toEqual([
      { stockItemId: place.stockItemId, warehouseId: goods.warehouseId },
    ])
    expect(await left(skuId)).toBe(6)
    await write((tx) => releaseStock(tx, [{ ...place, quantity: 1 }]))
    expect(await left(skuId)).toBe(7)
    const packed = await write((tx) => packStock(tx, [{ ...place, quantity: 3, orderId: 9n, lineNo: 2 }]))
    expect(packed).toEqual([{ orderId: 9n, lineNo: 2, stockItemId: place.stockItemId, lotId, quantity: 3 }])
    expect(await left(skuId)).toBe(7)
    expect(await reserve(skuId, 8)).toMatchObject({ ok: false, left: 7 })
    await assertAudit()
  })

  it('leaves nothing reserved when the transaction does not commit', async () => {
    const before = await left(goods.skuId)
    const failed = write(async (tx) => {
      await reserveStock(tx, [{ orderIndex: 0, cellId: 0, lines: [{ skuId: goods.skuId, quantity: 5 }] }])
      throw new Error('the order was not stored')
    })
    await expect(failed).rejects.toThrow('not stored')
    expect(await left(goods.skuId)).toBe(before)
  })

  it('takes a bug for a bug: what was not reserved is neither given back nor packed', async () => {
    const skuId = await newSku()
    await receiveUnits(skuId, 'A', 10)
    const place = await placeOf(skuId, 2)
    expect(await codeOf(write((tx) => releaseStock(tx, [{ ...place, quantity: 3 }])))).toMatch(
      'stock moved 0 rows of 1',
    )
    const line = { ...place, orderId: 1n, lineNo: 1, quantity: 2 }
    expect(await codeOf(write((tx) => packStock(tx, [line, line])))).toMatch('stock moved 0 rows of 1')
    await write((tx) =>
      releaseStock(tx, [
        { ...place, quantity: 1 },
        { ...place, quantity: 1 },
      ]),
    )
    expect(await left(skuId)).toBe(10)
    await assertAudit()
  })

  it('is served from any warehouse that holds the whole line', async () => {
    const skuId = await newSku()
    await receiveUnits(skuId, 'A', 3)
    const second = await write((tx) => createWarehouse(test.platform, tx, scout, { name: '杭州仓' }))
    await write((tx) => receive(test.platform, tx, skuId, second, 'B', 5))
    expect(await left(skuId)).toBe(8)
    const [small, big] = [await placeOf(skuId, 2), await placeOf(skuId, 5)]
    expect(small.stockItemId).not.toBe(big.stockItemId)
    expect(await reserve(skuId, 2)).toMatchObject({ ok: false, left: 1 })
    await assertAudit()
  })
})

describe('lots', () => {
  it('are packed first expired first, and not past their date', async () => {
    const skuId = await newSku()
    const keeps = await receiveUnits(skuId, 'keeps', 5)
    const late = await receiveUnits(skuId, 'late', 5, '2026-12-30')
    const soon = await receiveUnits(skuId, 'soon', 5, '2026-11-25')
    const place = await placeOf(skuId, 12)
    const pack = (quantity: number) => write((tx) => packStock(tx, [{ ...place, quantity, orderId: 1n, lineNo: 1 }]))
    expect((await pack(2)).map((one) => [one.lotId, one.quantity])).toEqual([[soon, 2]])
    // The whole of the 25th still counts in Shanghai; one moment later nothing of it leaves any more.
    test.clock.set('2026-11-25T15:59:59.999Z')
    expect((await pack(1)).map((one) => one.lotId)).toEqual([soon])
    test.clock.set('2026-11-25T16:00:00.000Z')
    expect((await pack(6)).map((one) => [one.lotId, one.quantity])).toEqual([
      [late, 5],
      [keeps, 1],
    ])
    await assertAudit()
  })

  it('past their date stop being sold, as far as they are not promised', async () => {
    const skuId = await newSku()
    const lotId = await receiveUnits(skuId, 'soon', 8, '2026-11-26')
    const place = await placeOf(skuId, 3)
    test.clock.set('2026-11-26T16:00:00.000Z')
    expect(await left(skuId)).toBe(5)
    expect(await writeOffExpired(test.platform)).toBeGreaterThan(0)
    expect(await left(skuId)).toBe(0)
    expect(await writeOffExpired(test.platform)).toBe(0)
    const line = { ...place, quantity: 3, orderId: 1n, lineNo: 1 }
    expect(await codeOf(write((tx) => packStock(tx, [line])))).toBe('no_lot_to_pack')
    await receiveUnits(skuId, 'fresh', 4)
    expect(await codeOf(write((tx) => packStock(tx, [line])))).toBe('done')
    expect(await left(skuId)).toBe(4)
    // The three units that were promised from the old lot are free now, and it is written off whole.
    expect(await writeOffExpired(test.platform)).toBe(1)
    expect(await left(skuId)).toBe(1)
    expect(
      await codeOf(write((tx) => writeOff(test.platform, tx, scout, lotId, { quantity: 1, reason: '再来' }))),
    ).toBe('more_than_left')
    await assertAudit()
  })

  it('can be written off as far as they are not promised, with a reason on record', async () => {
    const skuId = await newSku()
    const lotId = await receiveUnits(skuId, 'A', 10)
    await placeOf(skuId, 4)
    const off = (quantity: number) =>
      write((tx) => writeOff(test.platform, tx, scout, lotId, { quantity, reason: '压坏了' }))
    const refused = await off(7).catch((error: unknown) => error)
    expect(isRefusal(refused, 'more_than_left') && refused.facts).toEqual({ left: 6 })
    const both = await Promise.all([codeOf(off(4)), codeOf(off(4))])
    expect(both.sort()).toEqual(['done', 'more_than_left'])
    expect(await left(skuId)).toBe(2)
    const [row] = await test.platform.db.query<{ reason: string; facts: object }>(
      'test.activity',
      `select reason, facts from people.activity where action = 'lot.written_off' and subject = $1`,
      [formatId('lot', lotId)],
    )
    expect(row).toEqual({ reason: '压坏了', facts: { quantity: 4 } })
    await assertAudit()
  })

  it('come in once: the same code again is refused and nothing is counted', async () => {
    const skuId = await newSku()
    await receiveUnits(skuId, 'A', 10)
    expect(await codeOf(receiveUnits(skuId, 'A', 10))).toBe('lot_code_taken')
    expect(await codeOf(receiveUnits(skuId, 'B', 10, '2026-11-19'))).toBe('lot_dates_out_of_order')
    expect(await left(skuId)).toBe(10)
    const codes = await Promise.all(['C', 'D', 'E', 'E'].map((code) => codeOf(receiveUnits(skuId, code, 1))))
    expect(codes.sort()).toEqual(['done', 'done', 'done', 'lot_code_taken'])
    expect(await left(skuId)).toBe(13)
    await assertAudit()
  })
})

describe('whatever happens in whatever order', () => {
  const step = fc.oneof(
    fc.record({ kind: fc.constant('receive' as const), quantity: fc.integer({ min: 1, max: 9 }) }),
    fc.record({ kind: fc.constant('reserve' as const), quantity: fc.integer({ min: 1, max: 9 }) }),
    fc.record({ kind: fc.constantFrom('release' as const, 'pack' as const), quantity: fc.nat(20) }),
    fc.record({ kind: fc.constant('write off' as const), quantity: fc.integer({ min: 1, max: 5 }) }),
  )

  it('what came in is available, reserved, handed over or written off', async () => {
    let lots = 0
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 3, maxLength: 25 }), async (steps) => {
        const skuId = await newSku()
        const model = { available: 0, written: 0, came: 0, gone: 0 }
        const lotIds: Id<'lot'>[] = []
        const held: (Place & { quantity: number })[] = []
        for (const { kind, quantity } of steps) {
          if (kind === 'receive') {
            lotIds.push(await receiveUnits(skuId, `P${lots++}`, quantity))
            model.came += quantity
            model.available += quantity
          } else if (kind === 'reserve') {
            const verdict = await reserve(skuId, quantity)
            expect(verdict?.ok).toBe(quantity <= model.available)
            if (!verdict?.ok || !verdict.lines[0]) continue
            held.push({ ...verdict.lines[0], quantity })
            model.available -= quantity
          } else if (kind === 'write off') {
            const lotId = lotIds.at(-1)
            if (!lotId) continue
            const code = await codeOf(
              write((tx) => writeOff(test.platform, tx, scout, lotId, { quantity, reason: '坏了' })),
            )
            if (code !== 'done') continue
            model.written += quantity
            model.available -= quantity
          } else {
            const [line] = held.splice(quantity % Math.max(1, held.length), 1)
            if (!line) continue
            if (kind === 'pack') {
              const packed = await write((tx) => packStock(tx, [{ ...line, orderId: 1n, lineNo: 1 }]))
              expect(packed.reduce((sum, one) => sum + one.quantity, 0)).toBe(line.quantity)
              model.gone += line.quantity
            } else {
              await write((tx) => releaseStock(tx, [line]))
              model.available += line.quantity
            }
          }
        }
        expect(await left(skuId)).toBe(model.available)
        const reserved = held.reduce((sum, line) => sum + line.quantity, 0)
        expect(model.available + reserved + model.gone + model.written).toBe(model.came)
      }),
      { numRuns: 20 },
    )
    await assertAudit()
  })
})
