import { beforeAll, expect, test } from 'vitest'
import { expireOrders } from '../../src/orders/expire-orders.ts'
import type { House } from '../../src/rehearsal/index.ts'
import { openNeighbour } from '../support/house.ts'
import {
  COMMUNITY,
  DIRECT,
  FREIGHT,
  must,
  mustPlace,
  type OpenShop,
  openShop,
  place,
  type Shopper,
} from '../support/open-shop.ts'
import { testPlatform } from '../support/platform.ts'

/** What changes between two looks: a price between quote and order, and the machine's clock. */

let shop: OpenShop
let neighbour: House
let buyer: Shopper

beforeAll(async () => {
  shop = await openShop()
  neighbour = await openNeighbour(shop.house)
  buyer = await shop.shopper()
  // A member already: a first order lets her in, whatever else is decided about it.
  await mustPlace(shop, buyer)
})

const quoteBody = (skuId: string, token: string) => ({ token, lines: [{ skuId, quantity: 1 }], delivery: 'parcel' })

test('a price that changes between quote and order: the order is not taken at the old one, at no server', async () => {
  const skuId = await shop.addSku(50)
  const { token } = await shop.openSale({ skuIds: [skuId] })
  const both = [buyer, { ...buyer, caller: buyer.caller.at(neighbour.baseUrl) }]
  const quotes = await Promise.all(
    both.map(({ caller }) => must(caller.post('/v1/store/quotes', quoteBody(skuId, token)))),
  )
  for (const quote of quotes) expect(quote.total.amount).toBe(COMMUNITY + FREIGHT)
  const cheaper = COMMUNITY - 500
  const offer = { directFen: DIRECT, communityFen: cheaper, passFen: 4990, floorFen: 4490 }
  await must(shop.staff.post(`/v1/admin/skus/${skuId}/offers`, offer))
  const before = await shop.counts()
  for (const who of both) {
    const wish = { token, lines: [{ skuId, quantity: 1 }], expectedTotal: quotes[0].total }
    const refused = await place(shop, who, wish)
    expect([refused.status, refused.body.code]).toEqual([409, 'price_changed'])
    expect(refused.body.facts.quote.total.amount).toBe(cheaper + FREIGHT)
  }
  expect(await shop.counts()).toEqual(before)
  for (const who of both) {
    const expectedTotal = { amount: cheaper + FREIGHT, currency: 'CNY' }
    await mustPlace(shop, who, { token, lines: [{ skuId, quantity: 1 }], expectedTotal })
  }
  const lines = await shop.read<{ fen: number }>(
    `select unit_fen::int as fen from orders.line where platform.id_text('sku', sku_id) = $1`,
    [skuId],
  )
  expect(lines).toEqual([{ fen: cheaper }, { fen: cheaper }])
})

test('a worker whose clock is behind ends nothing early, one whose clock jumped ahead and back loses no expiry', async () => {
  const skuId = await shop.addSku(50)
  const { token } = await shop.openSale({ skuIds: [skuId] })
  const goods = { token, lines: [{ skuId, quantity: 1 }] }
  const now = shop.house.now().getTime()
  const at = async (ms: number) => {
    const stage = await testPlatform(shop.house.databaseUrl, { start: new Date(ms), processNo: 29 })
    const did = await expireOrders(stage.platform)
    await stage.close()
    return did
  }
  const state = async (id: string) => (await must(buyer.caller.get(`/v1/store/orders/${id}`))).state
  const first = await mustPlace(shop, buyer, goods)
  expect(await at(now - 3_600_000)).toBe(0)
  expect(await state(first.order.id)).toBe('awaiting_payment')
  expect(await at(now + 15 * 60_000)).toBe(0)
  // An hour ahead: what was waiting then is over.
  await at(now + 3_600_000)
  expect(await state(first.order.id)).toBe('expired')
  // And back: what is placed now has its own fifteen minutes, and is found when they are over.
  const second = await mustPlace(shop, buyer, goods)
  await at(now)
  expect(await state(second.order.id)).toBe('awaiting_payment')
  await at(now + 17 * 60_000)
  expect(await state(second.order.id)).toBe('expired')
  // The same in one process, which remembers how far it has looked: a day ahead, and back.
  let ms = now
  const clock = { now: () => new Date(ms) }
  const stage = await testPlatform(shop.house.databaseUrl, { clock, processNo: 27 })
  let third = await mustPlace(shop, buyer, goods)
  const after = async (minutes: number) => {
    ms = now + minutes * 60_000
    await expireOrders(stage.platform)
    return state(third.order.id)
  }
  expect(await after(24 * 60)).toBe('expired')
  third = await mustPlace(shop, buyer, goods)
  expect(await after(180)).toBe('expired')
  third = await mustPlace(shop, buyer, goods)
  expect(await after(0)).toBe('awaiting_payment')
  // What cannot end now, because nobody knows where its goods are, is tried again hours later.
  const line = `where platform.id_text('ord', order_id) = '${third.order.id}'`
  const [kept] = await shop.read<{ item: string }>(`select stock_item_id::text as item from orders.line ${line}`)
  await shop.read(`update orders.line set stock_item_id = 1 ${line}`)
  expect(await after(17)).toBe('awaiting_payment')
  expect(await after(140)).toBe('awaiting_payment')
  await shop.read(`update orders.line set stock_item_id = ${kept?.item} ${line}`)
  expect(await after(141)).toBe('expired')
  await stage.close()
  const [stock] = await shop.read<{ available: number; reserved: number }>(
    `select c.available::int, c.reserved::int from stock.cell c join stock.item i on i.id = c.item_id where platform.id_text('sku', i.sku_id) = $1`,
    [skuId],
  )
  expect(stock).toEqual({ available: 50, reserved: 0 })
})

test('a clock that goes back repeats no id', async () => {
  let ms = Date.parse('2026-11-23T04:00:00Z')
  const clock = { now: () => new Date(ms) }
  const stage = await testPlatform(shop.house.databaseUrl, { clock, processNo: 28 })
  const made: bigint[] = []
  for (const jump of [0, 50, -3_600_000, 10, 7_200_000, -7_200_000, 1]) {
    ms += jump
    for (let n = 0; n < 700; n++) made.push(stage.platform.ids.next<'ord'>(3))
  }
  await stage.close()
  expect(new Set(made).size).toBe(made.length)
  expect(made).toEqual([...made].sort((a, b) => (a < b ? -1 : 1)))
})
