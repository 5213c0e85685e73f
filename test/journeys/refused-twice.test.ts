import { randomUUID } from 'node:crypto'
import { beforeAll, describe, expect, test } from 'vitest'
import { refusals as orders } from '../../src/orders/contract.ts'
import { platformRefusals } from '../../src/platform/wire.ts'
import type { House } from '../../src/rehearsal/index.ts'
import type { Answer } from '../support/caller.ts'
import { openNeighbour } from '../support/house.ts'
import {
  expectProblem,
  expectRefused,
  must,
  mustPlace,
  type OpenShop,
  openShop,
  orderBody,
  place,
  type Shopper,
} from '../support/open-shop.ts'

/** The same thing said twice, and the last thing wanted by many: in one server and in two on one database. */

let shop: OpenShop
let neighbour: House
let li: Shopper

beforeAll(async () => {
  shop = await openShop()
  neighbour = await openNeighbour(shop.house)
  li = await shop.shopper('十二栋李姐')
  await mustPlace(shop, li)
})

const atNeighbour = (who: Shopper): Shopper => ({ ...who, caller: who.caller.at(neighbour.baseUrl) })
const { in_progress, idempotency_key_reused } = platformRefusals

/** Whatever came of a crowd with one key: one order, the others its replays, or told to wait. */
function expectOne(answers: readonly Answer[]): string {
  const made = answers.filter((answer) => answer.status === 201)
  for (const answer of answers) if (answer.status !== 201) expectProblem(answer, in_progress)
  const ids = new Set(made.map((answer) => answer.body.order.id))
  expect(ids.size).toBe(1)
  expect(made.filter((answer) => answer.headers.get('idempotent-replayed') !== 'true')).toHaveLength(1)
  return [...ids][0] as string
}

describe('the same key', () => {
  test('later: the same order, marked as replayed, nothing written; also at another server', async () => {
    const key = randomUUID()
    const first = await place(shop, li, {}, { key })
    const before = await shop.counts()
    for (const who of [li, atNeighbour(li), li]) {
      const again = await place(shop, who, {}, { key })
      expect(again.status).toBe(201)
      expect(again.headers.get('idempotent-replayed')).toBe('true')
      expect(again.body).toEqual(first.body)
    }
    expect(await shop.counts()).toEqual(before)
  })

  test('later, when the order has gone on: as it is now', async () => {
    const key = randomUUID()
    const { order } = (await place(shop, li, {}, { key })).body
    await must(li.caller.post(`/v1/store/orders/${order.id}/cancel`, {}))
    const before = await shop.counts()
    const again = await place(shop, li, {}, { key })
    expect(again.body.order).toMatchObject({ id: order.id, state: 'cancelled' })
    expect(await shop.counts()).toEqual(before)
  })

  test('fields in another order are the same input', async () => {
    const key = randomUUID()
    const body = orderBody(shop, li)
    const first = await li.caller.post('/v1/store/orders', body, { key })
    const turned = Object.fromEntries(Object.entries(body).reverse())
    expect((await li.caller.post('/v1/store/orders', turned, { key })).body.order.id).toBe(first.body.order.id)
  })

  test('with another body', async () => {
    const key = randomUUID()
    await must(place(shop, li, {}, { key }))
    for (const who of [li, atNeighbour(li)])
      await expectRefused(shop, idempotency_key_reused, (options) =>
        place(shop, who, { quantity: 2 }, { ...options, key }),
      )
    const one = await mustPlace(shop, li)
    const two = await mustPlace(shop, li)
    await must(li.caller.post(`/v1/store/orders/${one.order.id}/cancel`, {}, { key }))
    await expectRefused(shop, idempotency_key_reused, (options) =>
      li.caller.post(`/v1/store/orders/${two.order.id}/cancel`, {}, { ...options, key }),
    )
  })

  test('of somebody else is another key', async () => {
    const key = randomUUID()
    const dou = await shop.shopper('豆豆爸')
    const hers = await must(place(shop, li, {}, { key }))
    const his = await must(place(shop, dou, {}, { key }))
    expect(his.order.id).not.toBe(hers.order.id)
  })

  for (const [where, servers] of [
    ['at one server', 1],
    ['at two servers', 2],
  ] as const)
    test(`twenty at once, ${where}: one order`, async () => {
      for (let round = 0; round < 3; round++) {
        const before = await shop.counts()
        const key = randomUUID()
        const whos = [li, servers === 1 ? li : atNeighbour(li)]
        const answers = await Promise.all(
          Array.from({ length: 20 }, (_, index) => place(shop, whos[index % 2] as Shopper, {}, { key })),
        )
        const id = expectOne(answers)
        expect((await shop.counts()).orders).toBe((before.orders ?? 0) + 1)
        expect((await shop.counts()).reserved).toBe((before.reserved ?? 0) + 1)
        expect((await must(place(shop, li, {}, { key }))).order.id).toBe(id)
      }
    })

  test('of a refused order may be used again once it can be had', async () => {
    const key = randomUUID()
    expectProblem(await place(shop, li, { freshConfirmed: false }, { key }), orders.fresh_not_confirmed)
    await must(place(shop, li, {}, { key }))
  })

  test('cancelled twenty times at once, with twenty keys and with one: once', async () => {
    for (const key of [undefined, randomUUID()]) {
      const { order } = await mustPlace(shop, li)
      const before = await shop.counts()
      const answers = await Promise.all(
        Array.from({ length: 20 }, (_, index) =>
          (index % 2 ? li : atNeighbour(li)).caller.post(`/v1/store/orders/${order.id}/cancel`, {}, key ? { key } : {}),
        ),
      )
      const fresh = answers.filter((a) => a.status === 200 && a.headers.get('idempotent-replayed') !== 'true')
      expect(fresh).toHaveLength(1)
      for (const answer of answers)
        if (answer.status !== 200) expect(answer.body.code).toBeOneOf(['order_ended', 'in_progress'])
      expect((await shop.counts()).available).toBe((before.available ?? 0) + 1)
    }
  })
})

describe('one left and fifty buyers', () => {
  for (const [where, servers] of [
    ['at one server', 1],
    ['at two servers', 2],
  ] as const)
    test(`at once, ${where}: exactly one order, forty-nine clear refusals`, async () => {
      const skuId = await shop.addSku(1)
      const { token } = await shop.openSale({ skuIds: [skuId] })
      const buyers = await Promise.all(Array.from({ length: 50 }, () => shop.shopper()))
      const before = await shop.counts()
      const lines = [{ skuId, quantity: 1 }]
      const answers = await Promise.all(
        buyers.map((buyer, index) =>
          place(shop, servers === 2 && index % 2 ? atNeighbour(buyer) : buyer, { token, lines }),
        ),
      )
      const gone = answers.filter((answer) => answer.status !== 201)
      expect(gone).toHaveLength(49)
      for (const answer of gone) {
        expectProblem(answer, orders.stock_gone)
        expect(answer.body.facts).toEqual({ skuId, left: 0 })
      }
      const after = await shop.counts()
      for (const name of ['orders', 'lines', 'intents', 'keys', 'reserved'])
        expect([name, after[name]]).toEqual([name, (before[name] ?? 0) + 1])
      await expectRefused(shop, orders.stock_gone, (options) =>
        place(shop, buyers[7] as Shopper, { token, lines }, { ...options }),
      )
      expect((await shop.house.audit()).checks.filter((check) => check.found > 0)).toEqual([])
    })

  test('an order of two where one is left takes none, also when the other line could be had', async () => {
    const scarce = await shop.addSku(1)
    const plenty = await shop.addSku(50)
    const { token } = await shop.openSale({ skuIds: [scarce, plenty] })
    await mustPlace(shop, li, { token, lines: [{ skuId: plenty, quantity: 1 }] })
    const lines = [
      { skuId: plenty, quantity: 3 },
      { skuId: scarce, quantity: 2 },
    ]
    const expectedTotal = { amount: 5 * 5490, currency: 'CNY' }
    await expectRefused(shop, orders.stock_gone, (options) => place(shop, li, { token, lines, expectedTotal }, options))
  })
})
