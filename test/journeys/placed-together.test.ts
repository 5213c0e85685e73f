import { beforeAll, expect, test } from 'vitest'
import { COMMUNITY, FREIGHT, type OpenShop, openShop, orderBody, place, type Shopper } from '../support/open-shop.ts'

let shop: OpenShop
let buyers: Shopper[]

beforeAll(async () => {
  shop = await openShop()
  buyers = await Promise.all(Array.from({ length: 12 }, () => shop.shopper()))
})

const buyer = (n: number) => buyers[n % buyers.length] as Shopper
const total = (quantity: number) => {
  const goods = COMMUNITY * quantity
  return { amount: goods + (goods < 5900 ? FREIGHT : 0), currency: 'CNY' }
}

test('the answer to a placing is what reading the order gives, to the letter and in both languages', async () => {
  const communityId = await shop.openCommunity({ name: '“桂雨里” 🍊 \\ "é" </b>' })
  const { token } = await shop.openSale({ communityId })
  const second = await shop.addSku(10)
  const lines = [shop.skuId, second].map((skuId) => ({ skuId, quantity: 1 }))
  const two = { token, lines, expectedTotal: total(2) }
  const both = await shop.openSale({ communityId, skuIds: [shop.skuId, second] })
  const notes = { note: '放门口 "谢谢" \\ 🍊\n\tü' }
  for (const changes of [notes, { token }, { ...two, token: both.token }, { token: undefined, ...direct() }])
    for (const lang of ['zh-CN', 'en'] as const) {
      await shop.house.moveTo(new Date(shop.house.now().getTime() + 1_234))
      const placed = await place(shop, buyer(0), changes, { lang })
      expect(placed.status, placed.text).toBe(201)
      const { order, payment } = placed.body
      const read = await buyer(0).caller.get(`/v1/store/orders/${order.id}`, { lang })
      expect(placed.text.startsWith(`{"order":${read.text},"payment":{`)).toBe(true)
      expect(placed.headers.get('content-type')).toBe('application/json; charset=utf-8')
      const asked = (await buyer(0).caller.get(`/v1/store/payments/${payment.id}`)).body
      expect(asked).toMatchObject({ state: 'created' })
      expect(payment).toEqual({
        id: order.payment.id,
        amount: order.total,
        state: 'created',
        expiresAt: order.expiresAt,
      })
    }
})

function direct() {
  return { expectedTotal: { amount: 6990, currency: 'CNY' } }
}

test('a list with mistakes in it: each order its own verdict, and stock for exactly those that stand', async () => {
  const skuId = await shop.addSku(10)
  const { token } = await shop.openSale({ skuIds: [skuId] })
  const of = (quantity: number) => ({ token, lines: [{ skuId, quantity }], expectedTotal: total(quantity) })
  const wishes: { changes: Record<string, unknown>; code?: string }[] = [
    { changes: of(3) },
    { changes: { ...of(1), expectedTotal: { amount: 1, currency: 'CNY' } }, code: 'price_changed' },
    { changes: { ...of(1), addressId: (buyers[5] as Shopper).addressId }, code: 'not_found' },
    { changes: { ...of(1), lines: [{ skuId: shop.skuId, quantity: 1 }] }, code: 'sku_not_in_sale' },
    { changes: { ...of(1), token: `${token.slice(0, -1)}${token.endsWith('A') ? 'B' : 'A'}` }, code: 'link_forged' },
    { changes: of(2) },
    { changes: of(99), code: 'stock_gone' },
    { changes: of(4) },
    { changes: of(1) },
  ]
  const answers = await Promise.all(wishes.map(({ changes }, n) => place(shop, buyer(n), changes)))
  expect(answers.map((answer) => (answer.status === 201 ? undefined : answer.body.code))).toEqual(
    wishes.map((wish) => wish.code),
  )
  const [cell] = await shop.read<{ available: number; reserved: number }>(
    `select c.available, c.reserved from stock.cell c join stock.item i on i.id = c.item_id where platform.id_text('sku', i.sku_id) = $1`,
    [skuId],
  )
  expect(cell).toEqual({ available: 0, reserved: 10 })
})

test('one key many times at once: one order, whoever answers', async () => {
  const before = await shop.counts()
  const answers = await Promise.all(
    Array.from({ length: 20 }, () =>
      buyer(3).caller.post('/v1/store/orders', orderBody(shop, buyer(3)), { key: 'the-same-key' }),
    ),
  )
  const made = answers.filter((answer) => answer.status === 201).map((answer) => answer.body.order.id)
  expect(new Set(made).size).toBe(1)
  expect(answers.every((answer) => answer.status === 201 || answer.body.code === 'in_progress')).toBe(true)
  const after = await shop.counts()
  expect(Object.values(after).length).toBeGreaterThan(0)
  const orders = await shop.read(`select 1 from platform.idempotency where key = 'the-same-key' and made is not null`)
  expect(orders).toHaveLength(1)
  expect(after).not.toEqual(before)
})
