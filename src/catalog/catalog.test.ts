import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { freshDatabase } from '../../test/support/database.ts'
import { addSku, type Goods, makeGoods, scout } from '../../test/support/goods.ts'
import { type TestPlatform, testPlatform } from '../../test/support/platform.ts'
import { audit } from '../platform/audit.ts'
import type { Tx } from '../platform/db.ts'
import { isRefusal } from '../platform/errors.ts'
import { formatId } from '../platform/ids.ts'
import {
  addPicture,
  catalogVersion,
  changeProduct,
  createProduct,
  describeSkus,
  listProducts,
  publishProduct,
  readSkus,
  readWholeProduct,
  recordFact,
  room,
  setOffer,
  withdrawProduct,
} from './index.ts'
import { removePicture } from './keep-pictures.ts'

let test: TestPlatform
let goods: Goods
const write = <T>(work: (tx: Tx) => Promise<T>) => test.platform.db.inTransaction(test.platform, work)
const now = () => test.platform.clock.now()
const skuNow = async (skuId = goods.skuId) => (await readSkus(test.platform.db, [skuId], now())).get(skuId)
const codeOf = (work: Promise<unknown>) =>
  work.then(
    () => 'done',
    (error: unknown) => (isRefusal(error) ? error.refusal.code : `not a refusal: ${error}`),
  )

beforeAll(async () => {
  test = await testPlatform(await freshDatabase())
  goods = await makeGoods(test.platform)
})
afterAll(() => test.close())

async function assertAudit(): Promise<void> {
  expect(await audit(test.platform, [room], true)).toMatchObject({ ok: true })
}

describe('prices', () => {
  it('are periods: a new one ends the one before, and orders still find the old one by its id', async () => {
    const before = await skuNow()
    expect(before).toMatchObject({ directFen: 4990, communityFen: 3990, passFen: null, floorFen: 2000 })
    test.clock.advance(60_000)
    await write((tx) =>
      setOffer(test.platform, tx, scout, goods.skuId, { directFen: 5990, communityFen: 4590, floorFen: 2000 }),
    )
    const after = await skuNow()
    expect(after).toMatchObject({ directFen: 5990, communityFen: 4590 })
    expect(after?.offerId).not.toBe(before?.offerId)
    const { offers } = await readWholeProduct(test.platform.db, goods.productId, now())
    expect(offers.map((row) => [row.id === before?.offerId, row.ends_at?.getTime() ?? null])).toEqual([
      [false, null],
      [true, now().getTime()],
    ])
  })

  it('are charged at the moment they were planned for', async () => {
    const startsAt = new Date(now().getTime() + 3_600_000)
    const plan = { directFen: 6990, communityFen: 4990, floorFen: 2000, startsAt: startsAt.toISOString() }
    await write((tx) => setOffer(test.platform, tx, scout, goods.skuId, plan))
    expect((await skuNow())?.communityFen).toBe(4590)
    test.clock.set(new Date(startsAt.getTime() - 1))
    expect((await skuNow())?.communityFen).toBe(4590)
    test.clock.advance(1)
    expect((await skuNow())?.communityFen).toBe(4990)
  })

  it('that were planned are dropped when another comes before them', async () => {
    const inAnHour = new Date(now().getTime() + 3_600_000).toISOString()
    const prices = { directFen: 7990, communityFen: 5990, floorFen: 2000 }
    await write((tx) => setOffer(test.platform, tx, scout, goods.skuId, { ...prices, startsAt: inAnHour }))
    await write((tx) => setOffer(test.platform, tx, scout, goods.skuId, { ...prices, communityFen: 4290 }))
    test.clock.advance(2 * 3_600_000)
    expect((await skuNow())?.communityFen).toBe(4290)
    await assertAudit()
  })

  it('keep their order, by rule and by the database', async () => {
    const set = (prices: { directFen: number; communityFen: number; passFen?: number; floorFen: number }) =>
      codeOf(write((tx) => setOffer(test.platform, tx, scout, goods.skuId, prices)))
    expect(await set({ directFen: 100, communityFen: 101, floorFen: 1 })).toBe('prices_out_of_order')
    expect(await set({ directFen: 100, communityFen: 90, passFen: 91, floorFen: 1 })).toBe('prices_out_of_order')
    expect(await set({ directFen: 100, communityFen: 90, passFen: 80, floorFen: 81 })).toBe('prices_out_of_order')
    const forced = test.platform.db.query(
      'test.forced',
      `insert into catalog.offer (id, sku_id, direct_fen, community_fen, floor_fen, starts_at, ends_at, set_by, created_at)
       values (1, $1, 100, 101, 1, $2, $2, '', $2)`,
      [goods.skuId, now()],
    )
    await expect(forced).rejects.toThrow('direct_not_below_community')
    const rewritten = test.platform.db.query(
      'test.rewritten',
      'update catalog.offer set community_fen = 1 where sku_id = $1',
      [goods.skuId],
    )
    await expect(rewritten).rejects.toThrow('permission denied')
    const past = new Date(now().getTime() - 3_600_000).toISOString()
    const late = setOffer.bind(null, test.platform)
    expect(
      await codeOf(
        write((tx) => late(tx, scout, goods.skuId, { directFen: 2, communityFen: 2, floorFen: 1, startsAt: past })),
      ),
    ).toBe('offer_in_the_past')
  })

  it('never overlap and never leave a gap, however they are set', async () => {
    const steps = fc.array(
      fc.record({ waitMs: fc.constantFrom(0, 1, 5_000), startsInMs: fc.constantFrom(undefined, 1, 5_000, 60_000) }),
      { minLength: 1, maxLength: 8 },
    )
    await fc.assert(
      fc.asyncProperty(steps, async (moves) => {
        const skuId = await write((tx) => addSku(test.platform, tx, goods.productId, goods.templateId))
        for (const { waitMs, startsInMs } of moves) {
          test.clock.advance(waitMs)
          const startsAt =
            startsInMs === undefined ? {} : { startsAt: new Date(now().getTime() + startsInMs).toISOString() }
          await write((tx) =>
            setOffer(test.platform, tx, scout, skuId, { directFen: 9, communityFen: 8, floorFen: 7, ...startsAt }),
          )
          expect(await skuNow(skuId)).toBeDefined()
        }
      }),
      { numRuns: 15 },
    )
    await assertAudit()
  })

  it('set at once for one SKU wait for each other', async () => {
    const prices = (communityFen: number) => ({ directFen: 9990, communityFen, floorFen: 2000 })
    await Promise.all(
      Array.from({ length: 12 }, (_, index) =>
        write((tx) => setOffer(test.platform, tx, scout, goods.skuId, prices(4000 + index))),
      ),
    )
    await assertAudit()
    const open = await test.platform.db.query(
      'test.open',
      'select 1 from catalog.offer where sku_id = $1 and ends_at is null',
      [goods.skuId],
    )
    expect(open).toHaveLength(1)
  })
})

describe('publishing', () => {
  it('asks for what the dossier lacks, then puts it on sale; withdrawing takes it off with a reason', async () => {
    const draft = await write((tx) =>
      createProduct(test.platform, tx, scout, {
        nameZh: '白茶',
        category: 'tea',
        supplierId: formatId('sup', goods.supplierId),
        returnClass: '7d',
      }),
    )
    const refused = await write((tx) => publishProduct(tx, scout, draft)).catch((error: unknown) => error)
    expect(isRefusal(refused, 'dossier_incomplete') && refused.facts.missing).toEqual([
      'variety',
      'origin',
      'grower',
      'how_to_eat',
      'picking',
      'picture',
      'sku_with_offer',
    ])
    for (const fact of ['variety', 'origin', 'grower', 'chosen_from', 'how_to_eat'] as const)
      await write((tx) => recordFact(test.platform, tx, scout, draft, { fact, wordsZh: '有' }))
    const [picture] = (await readWholeProduct(test.platform.db, goods.productId, now())).pictures
    const encoded = { file: picture?.file ?? '', large: Buffer.from('-'), small: Buffer.from('-'), width: 1, height: 1 }
    const pictureId = await write((tx) =>
      addPicture(test.platform, tx, scout, { productId: draft, picture: encoded, altZh: '茶' }),
    )
    const skuId = await write((tx) => addSku(test.platform, tx, draft, goods.templateId))
    expect(await skuNow(skuId)).toBeUndefined()
    await write((tx) => publishProduct(tx, scout, draft))
    expect((await skuNow(skuId))?.state).toBe('published')
    expect(await codeOf(write((tx) => removePicture(tx, scout, draft, pictureId)))).toBe('dossier_incomplete')
    const shown = await listProducts(test.platform.db, { limit: 10, category: 'tea' }, now())
    expect(shown.items.map((item) => item.product.name_zh)).toEqual(['白茶'])

    await write((tx) => withdrawProduct(tx, scout, draft, '今年雨水太多'))
    expect(await skuNow(skuId)).toBeUndefined()
    expect((await describeSkus(test.platform.db, [skuId], now())).get(skuId)).toMatchObject({
      state: 'withdrawn',
      productNameZh: '白茶',
    })
    expect((await listProducts(test.platform.db, { limit: 10, category: 'tea' }, now())).items).toEqual([])
    expect(await codeOf(write((tx) => withdrawProduct(tx, scout, draft, '再来')))).toBe('product_not_published')
    await write((tx) => publishProduct(tx, scout, draft))
    expect((await skuNow(skuId))?.state).toBe('published')
    await assertAudit()
  })
})

describe('the version', () => {
  it('moves with every change, and what is read is never older than it', async () => {
    const before = await catalogVersion(test.platform.db)
    const fen = (await skuNow())?.communityFen ?? 0
    test.clock.advance(1000)
    await write((tx) =>
      setOffer(test.platform, tx, scout, goods.skuId, { directFen: 9990, communityFen: fen + 1, floorFen: 2000 }),
    )
    expect(await catalogVersion(test.platform.db)).toBe(before + 1)
    expect((await skuNow())?.communityFen).toBe(fen + 1)
  })

  it('stands still for a change that was rolled back, and its half-made prices are never seen outside', async () => {
    const before = await catalogVersion(test.platform.db)
    const fen = (await skuNow())?.communityFen
    test.clock.advance(1000)
    const changed = write(async (tx) => {
      await setOffer(test.platform, tx, scout, goods.skuId, { directFen: 9990, communityFen: 9900, floorFen: 2000 })
      expect((await readSkus(tx, [goods.skuId], tx.at)).get(goods.skuId)?.communityFen).toBe(9900)
      throw new Error('changed my mind')
    })
    await expect(changed).rejects.toThrow('changed my mind')
    expect(await catalogVersion(test.platform.db)).toBe(before)
    expect((await skuNow())?.communityFen).toBe(fen)
    // The next change gets the number that the rolled-back one had; what was read then must not come back.
    const next = { directFen: 9990, communityFen: 6000, floorFen: 2000 }
    await write((tx) => setOffer(test.platform, tx, scout, goods.skuId, next))
    expect(await catalogVersion(test.platform.db)).toBe(before + 1)
    expect((await skuNow())?.communityFen).toBe(6000)
  })

  it('is read once for many that ask together', async () => {
    const all = await Promise.all(Array.from({ length: 50 }, () => skuNow()))
    expect(new Set(all.map((sku) => sku?.offerId)).size).toBe(1)
  })

  it('of a product refuses a change that was made on an older one', async () => {
    const { product } = await readWholeProduct(test.platform.db, goods.productId, now())
    const change = (version: number) =>
      codeOf(write((tx) => changeProduct(tx, scout, goods.productId, { wordZh: '皮薄', version })))
    const results = await Promise.all([change(product.version), change(product.version)])
    expect(results.sort()).toEqual(['done', 'version_changed'])
  })
})

describe('listing', () => {
  it('pages newest first and finds by name and category', async () => {
    for (const name of ['冰糖橙', '血橙', '砂糖橘']) await makeGoods(test.platform, { nameZh: name, quantity: 0 })
    const first = await listProducts(test.platform.db, { limit: 2, category: 'fruit' }, now())
    expect(first.items.map((item) => item.product.name_zh)).toEqual(['砂糖橘', '血橙'])
    const second = await listProducts(
      test.platform.db,
      { limit: 2, category: 'fruit', cursor: first.nextCursor ?? '' },
      now(),
    )
    expect(second.items.map((item) => item.product.name_zh)).toEqual(['冰糖橙', '赣南脐橙'])
    expect(second.nextCursor).toBeNull()
    const found = await listProducts(test.platform.db, { limit: 9, search: '血' }, now())
    expect(found.items.map((item) => item.product.name_zh)).toEqual(['血橙'])
  })
})
