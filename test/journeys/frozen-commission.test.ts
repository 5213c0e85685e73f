import { beforeAll, describe, expect, test } from 'vitest'
import { anotherCurator, type TestCurator } from '../support/curators.ts'
import { untilSound } from '../support/money.ts'
import {
  COMMUNITY,
  FREIGHT,
  must,
  mustPlace,
  type OpenShop,
  openShop,
  type Shopper,
  until,
} from '../support/open-shop.ts'

/** What an order earns, and for whom, is decided when it is placed; what comes between order and payment changes nothing. */

let shop: OpenShop
let min: TestCurator
let li: Shopper

beforeAll(async () => {
  shop = await openShop()
  min = await anotherCurator(shop, '小敏')
  li = await shop.shopper('十二栋李姐')
})

const pay = async ({ order, payment }: { order: { id: string }; payment: { id: string } }) => {
  await must(li.caller.post(`/v1/store/payments/${payment.id}/start`, { channel: 'h5' }))
  await fetch(`${shop.house.sandboxUrl}/sandbox/pay/${payment.id}`, { method: 'POST' })
  await until(
    async () => (await must(li.caller.get(`/v1/store/orders/${order.id}`))).state,
    (state) => state === 'paid',
  )
}
const estimated = async (curator: TestCurator['caller']) =>
  (await must(curator.get('/v1/curator/wallet'))).estimated.amount as number
const attributionOf = async (id: string) => (await must(shop.staff.get(`/v1/admin/orders/${id}`))).attribution[0]

describe.sequential('between order and payment', () => {
  test('(8) re-binding moves nothing: another’s link opened, another’s community entered, another order there, another rate', async () => {
    const placed = await mustPlace(shop, li)
    const before = await attributionOf(placed.order.id)
    await must(li.caller.get(`/v1/store/sales/${min.token}`))
    await pay(await mustPlace(shop, li, { token: min.token }))
    await shop.staffProves()
    const [rule] = (await must(shop.staff.get('/v1/admin/commission-rules'))).items
    const changed = { name: '鲜果 50%', position: 1, category: 'fresh', rateBps: 5_000 }
    await must(shop.staff.put(`/v1/admin/commission-rules/${rule.id}`, changed))
    await pay(placed)
    expect(await attributionOf(placed.order.id)).toMatchObject({
      curator: before.curator,
      rule: { id: before.rule.id, version: before.rule.version, rateBps: 1_000 },
    })
    // 54.90 × 10 % each: hers for the order through her link, the other's for the order through the other's.
    expect([await estimated(shop.curator), await estimated(min.caller)]).toEqual([549, 549])
    await untilSound(shop)
  })
})

describe.sequential('what earns nothing', () => {
  test('(9) freight and list price: commission is on the goods at the price that was paid', async () => {
    const before = await estimated(shop.curator)
    const placed = await mustPlace(shop, li)
    expect(placed.order.total.amount).toBe(COMMUNITY + FREIGHT)
    await pay(placed)
    // 54.90 × 50 %: of 62.90 with freight it would be 31.45, of the list price of 69.90 it would be 34.95.
    expect((await estimated(shop.curator)) - before).toBe(2_745)
    const direct = await must(
      li.caller.post('/v1/store/orders', {
        lines: [{ skuId: shop.skuId, quantity: 1 }],
        ...{ delivery: 'parcel', addressId: li.addressId, freshConfirmed: true },
        expectedTotal: { amount: 6_990, currency: 'CNY' },
      }),
    )
    await pay(direct)
    expect((await estimated(shop.curator)) - before).toBe(2_745)
    await untilSound(shop)
  })
})
