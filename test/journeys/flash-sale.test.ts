import { beforeAll, describe, expect, test } from 'vitest'
import { refusals as ofOrders } from '../../src/orders/contract.ts'
import { refusals as ofSales } from '../../src/sales/contract.ts'
import {
  COMMUNITY,
  expectProblem,
  FREIGHT,
  must,
  mustPlace,
  type OpenShop,
  openShop,
  place,
  type Shopper,
  until,
} from '../support/open-shop.ts'

/** 秒杀: two hundred buyers for fifty units, through HTTP, in two communities of one sale. */
const BUYERS = 200
const UNITS = 50
const SIGN_INS_AT_ONCE = 16
const MINUTE_MS = 60_000

let shop: OpenShop
let buyers: Shopper[]
let communityIds: string[]

beforeAll(async () => {
  shop = await openShop()
  communityIds = [shop.communityId, await shop.openCommunity({ name: '望江里' })]
  buyers = []
  while (buyers.length < BUYERS)
    buyers.push(...(await Promise.all(Array.from({ length: SIGN_INS_AT_ONCE }, () => shop.shopper()))))
  buyers.length = BUYERS
}, 180_000)

const buyer = (n: number) => buyers[n % BUYERS] as Shopper
const total = (quantity: number) => {
  const goods = COMMUNITY * quantity
  return { amount: goods + (goods < 5900 ? FREIGHT : 0), currency: 'CNY' }
}
const buy = (who: Shopper, token: string, skuId: string, quantity = 1) =>
  place(shop, who, { token, lines: [{ skuId, quantity }], expectedTotal: total(quantity) })

async function openFlash(units: number, wish: { perPerson?: number; opensInMs?: number } = {}) {
  const skuId = await shop.addSku(units)
  const sale = await shop.openSale({ kind: 'flash', skuIds: [skuId], communityIds, ...wish })
  return { skuId, ...sale }
}

async function payAs(who: Shopper, paymentId: string, openid: string): Promise<string> {
  await must(who.caller.post(`/v1/store/payments/${paymentId}/start`, { channel: 'h5' }))
  const body = JSON.stringify({ openid })
  const headers = { 'content-type': 'application/json' }
  const url = `${shop.house.sandboxUrl}/sandbox/pay/${paymentId}`
  expect((await fetch(url, { method: 'POST', headers, body })).status).toBe(200)
  return until(
    async () => (await must(who.caller.get(`/v1/store/payments/${paymentId}`))).state as string,
    (state) => state === 'succeeded',
  )
}
const orderOf = (who: Shopper, id: string) => must(who.caller.get(`/v1/store/orders/${id}`))
const auditNow = async () => expect((await shop.house.audit()).checks.filter((check) => check.found > 0)).toEqual([])

describe('a flash sale', () => {
  test('opens at its second and not a moment before; two hundred buyers get the fifty units, and nobody gets two', async () => {
    const opensAt = new Date(Math.ceil(shop.house.now().getTime() / 1000) * 1000 + MINUTE_MS)
    const { skuId, tokens } = await openFlash(UNITS, { opensInMs: opensAt.getTime() - shop.house.now().getTime() })
    await shop.house.moveTo(new Date(opensAt.getTime() - 1))
    const early = await buy(buyer(0), tokens[0] as string, skuId)
    expectProblem(early, ofSales.sale_not_open)
    expect(early.body.facts).toEqual({ opensAt: opensAt.toISOString() })

    await shop.house.moveTo(opensAt)
    const answers = await Promise.all(buyers.map((who, n) => buy(who, tokens[n % 2] as string, skuId)))
    const placed = answers.filter((answer) => answer.status === 201)
    expect(placed).toHaveLength(UNITS)
    expect(answers.filter((answer) => answer.body.code === 'stock_gone')).toHaveLength(BUYERS - UNITS)
    const shown = await must(buyer(0).caller.get(`/v1/store/sales/${tokens[0]}`))
    expect(shown).toMatchObject({ kind: 'flash', state: 'open', skus: [{ left: 0, perPerson: 1 }] })
    await auditNow()
  })

  test('counts a person once over all its communities, however many orders come at once', async () => {
    const { skuId, tokens } = await openFlash(100, { perPerson: 3 })
    const tries = Array.from({ length: 40 }, (_, n) =>
      buy(buyer(n % 2), tokens[(n >> 1) % 2] as string, skuId, 1 + (n % 3 === 2 ? 1 : 0)),
    )
    const answers = await Promise.all(tries)
    for (const who of [0, 1]) {
      const mine = answers.map((answer, n) => ({ answer, n })).filter(({ n }) => n % 2 === who)
      const units = mine
        .filter(({ answer }) => answer.status === 201)
        .reduce((sum, { n }) => sum + (n % 3 === 2 ? 2 : 1), 0)
      expect(units).toBe(3)
      for (const { answer } of mine) if (answer.status !== 201) expectProblem(answer, ofSales.over_person_limit)
    }
    await auditNow()
  })

  test('gives back what an order that was cancelled had of the limit', async () => {
    const { skuId, tokens } = await openFlash(10)
    const first = await mustPlace(shop, buyer(3), { token: tokens[0], lines: [{ skuId, quantity: 1 }] })
    expectProblem(await buy(buyer(3), tokens[1] as string, skuId), ofSales.over_person_limit)
    await must(buyer(3).caller.post(`/v1/store/orders/${first.order.id}/cancel`, {}))
    expect((await buy(buyer(3), tokens[1] as string, skuId)).status).toBe(201)
    await auditNow()
  })

  test('refunds at once what a payer account pays for a second person, and the goods are there for others', async () => {
    const { skuId, tokens } = await openFlash(2)
    const orderFor = (who: Shopper, n: number) =>
      mustPlace(shop, who, { token: tokens[n], lines: [{ skuId, quantity: 1 }] })
    const one = await orderFor(buyer(5), 0)
    const other = await orderFor(buyer(6), 1)
    expectProblem(await buy(buyer(7), tokens[0] as string, skuId), ofOrders.stock_gone)
    await payAs(buyer(5), one.payment.id, 'oHOARDER')
    await payAs(buyer(6), other.payment.id, 'oHOARDER')
    expect(await orderOf(buyer(5), one.order.id)).toMatchObject({ state: 'paid' })
    expect(await orderOf(buyer(6), other.order.id)).toMatchObject({
      state: 'cancelled',
      endReason: 'payer_paid_for_another',
    })
    const refunds = await until(
      () =>
        shop.read<{ state: string; amount: number; reason: string }>(
          `select state, amount_fen as amount, reason from payments.refund where platform.id_text('pay', intent_id) = $1`,
          [other.payment.id],
        ),
      ([refund]) => refund?.state === 'succeeded',
    )
    expect(refunds).toEqual([
      { state: 'succeeded', amount: total(1).amount, reason: '秒杀每个支付账户限一人，原路退回' },
    ])
    // What she could not keep is another's, and her own limit is free again: she pays with her own account.
    const third = await orderFor(buyer(6), 1)
    await payAs(buyer(6), third.payment.id, 'oHER_OWN')
    expect(await orderOf(buyer(6), third.order.id)).toMatchObject({ state: 'paid' })
    const marks = await shop.read<{ payer: string }>(`select encode(payer, 'escape') as payer from sales.flash_payer`)
    expect(JSON.stringify(marks)).not.toContain('oHOARDER')
    await auditNow()
  })

  test('lets a person pay her own orders with one account, and an account pay for others in an ordinary sale', async () => {
    const { skuId, tokens } = await openFlash(5, { perPerson: 2 })
    const ordinary = await shop.openSale({ skuIds: [skuId] })
    for (const [who, token] of [
      [buyer(8), tokens[0]],
      [buyer(8), tokens[1]],
      [buyer(9), ordinary.token],
      [buyer(10), ordinary.token],
    ] as [Shopper, string][]) {
      const { order, payment } = await mustPlace(shop, who, { token, lines: [{ skuId, quantity: 1 }] })
      await payAs(who, payment.id, 'oFAMILY')
      expect(await orderOf(who, order.id)).toMatchObject({ state: 'paid' })
    }
    await auditNow()
  })

  test('is refused when it would not open at a second, or last more than a day', async () => {
    const ask = (changes: Record<string, unknown>) =>
      shop.curator.post('/v1/curator/sales', {
        ...{ kind: 'flash', communityIds, skus: [{ skuId: shop.skuId }], delivery: 'parcel' },
        ...{ cutsOffAt: at(3_600_000), arrivesOn: at(4 * 86_400_000).slice(0, 10), ...changes },
      })
    const at = (inMs: number) => new Date(Math.ceil(shop.house.now().getTime() / 1000) * 1000 + inMs).toISOString()
    expectProblem(await ask({ opensAt: at(1_500) }), ofSales.flash_opens_at_a_second)
    expectProblem(await ask({ cutsOffAt: at(86_400_000 + 1_000) }), ofSales.flash_too_long)
    const opened = await must(ask({}))
    expect(opened).toMatchObject({ kind: 'flash', skus: [{ perPerson: 1 }] })
    const longer = { version: opened.version, cutsOffAt: at(2 * 86_400_000) }
    expectProblem(await shop.curator.patch(`/v1/curator/sales/${opened.id}`, longer), ofSales.flash_too_long)
  })
})
