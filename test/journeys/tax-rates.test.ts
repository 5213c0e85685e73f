import { beforeAll, describe, expect, test } from 'vitest'
import { taxRefusals } from '../../src/catalog/contract-tax.ts'
import { platformRefusals } from '../../src/platform/wire.ts'
import { trialBalance, untilSound } from '../support/money.ts'
import {
  COMMUNITY,
  enterStaff,
  expectProblem,
  expectRefused,
  FREIGHT,
  must,
  mustPlace,
  type OpenShop,
  openShop,
  type Shopper,
  until,
} from '../support/open-shop.ts'

/** Rates of output tax through the public door: preset, set from a day on, frozen at receipt, never for the past. */

let shop: OpenShop
let li: Shopper

beforeAll(async () => {
  shop = await openShop()
  li = await shop.shopper('十二栋李姐')
})

const TODAY = '2026-11-02'
const set = (body: object, options = {}) => shop.staff.post('/v1/admin/tax-rates', body, options)
const rate = (change: object = {}) => ({
  category: 'fruit',
  rateBps: 600,
  fromDay: TODAY,
  note: '测试用的税率',
  ...change,
})
const tax = async () => {
  const { sales, freight, output_tax } = await trialBalance(shop)
  return [sales, freight, output_tax]
}

async function receiveOne(): Promise<void> {
  const { order, payment } = await mustPlace(shop, li)
  await must(li.caller.post(`/v1/store/payments/${payment.id}/start`, { channel: 'h5' }))
  await fetch(`${shop.house.sandboxUrl}/sandbox/pay/${payment.id}`, { method: 'POST' })
  await until(
    async () => (await must(li.caller.get(`/v1/store/orders/${order.id}`))).state,
    (state) => state === 'paid',
  )
  await shop.staffProves()
  await must(shop.staff.post(`/v1/admin/orders/${order.id}/ship`, { carrier: '顺丰速运', trackingNo: 'SF1000001' }))
  await must(li.caller.post(`/v1/store/orders/${order.id}/confirm-receipt`, {}))
}

describe.sequential('rates of output tax', () => {
  test('are preset as the law is read, and each says that an adviser must confirm it', async () => {
    const { items } = await must(shop.staff.get('/v1/admin/tax-rates'))
    expect(items.map((one: { category: string | null; rateBps: number }) => [one.category, one.rateBps])).toEqual(
      expect.arrayContaining([
        [null, 1_300],
        ['fresh', 900],
        ['veg', 0],
      ]),
    )
    for (const one of items) expect(one.note).toContain('请税务顾问确认')
  })

  test('of the past, of nothing that is there, of two things at once, and from anybody but finance are refused', async () => {
    const before = rate({ fromDay: '2026-11-01' })
    await expectRefused(shop, taxRefusals.tax_rate_of_the_past, (options) => set(before, options))
    const unknown = { ...rate(), category: undefined, skuId: 'sku_0000000000001' }
    expectProblem(await set(unknown), platformRefusals.not_found)
    expect((await set(rate({ skuId: shop.skuId }))).body.code).toBe('invalid_request')
    for (const wrong of [{ rateBps: 3_001 }, { rateBps: 9.5 }, { fromDay: '2026-13-01' }, { note: '短' }])
      expect((await set(rate(wrong))).status, JSON.stringify(wrong)).toBe(400)
    const scout = await enterStaff(shop.house, 'scout', ['scout'])
    expect((await scout.staff.post('/v1/admin/tax-rates', rate())).status).toBe(403)
  })

  test('count from their day on for what is received; what was received before keeps its own', async () => {
    await receiveOne()
    // 54.90 and 8.00 with 9 % inside: 50.37 + 4.53 and 7.34 + 0.66.
    expect(await tax()).toEqual([-5_037, -734, -519])
    await must(set(rate({ fromDay: '2026-11-03' })))
    await receiveOne()
    expect(await tax()).toEqual([-10_074, -1_468, -1_038])
    await shop.house.moveTo(new Date('2026-11-03T02:00:00.000Z'))
    await receiveOne()
    // With 6 % inside: 51.79 + 3.11 and 7.55 + 0.45.
    expect(await tax()).toEqual([-15_253, -2_223, -1_394])
    await must(set({ skuId: shop.skuId, rateBps: 0, fromDay: '2026-11-03', note: '这一件免税' }))
    await receiveOne()
    expect(await tax()).toEqual([-15_253 - COMMUNITY, -2_223 - FREIGHT, -1_394])
    await untilSound(shop)
  })
})
