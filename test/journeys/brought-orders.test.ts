import { beforeAll, expect, test } from 'vitest'
import { broughtRefusals } from '../../src/orders/contract-brought.ts'
import type { Caller } from '../support/caller.ts'
import {
  ADDRESS,
  COMMUNITY,
  expectProblem,
  expectRefused,
  FREIGHT,
  must,
  type OpenShop,
  openShop,
  type Shopper,
  until,
} from '../support/open-shop.ts'

let shop: OpenShop

beforeAll(async () => {
  shop = await openShop()
})

const HALF_HOUR_MS = 30 * 60_000
const listPath = (saleId = shop.saleId) => `/v1/curator/sales/${saleId}/orders/list`
const row = (nickname: string, quantity = 1, skuId = shop.skuId) => ({ nickname, lines: [{ skuId, quantity }] })
const bring = (orders: unknown[], { saleId = shop.saleId, communityId = shop.communityId, key = '' } = {}) =>
  shop.curator.post(listPath(saleId), { communityId, orders }, key ? { key } : {})
const tokenOf = (order: { payUrl: string }) => order.payUrl.split('/b/')[1] as string
const linkPath = (order: { payUrl: string }) => `/v1/store/pay-links/${tokenOf(order)}`
const take = (order: { payUrl: string }, buyer: Shopper, changes: Record<string, unknown> = {}) =>
  buyer.caller.post(`${linkPath(order)}/take`, { addressId: buyer.addressId, freshConfirmed: true, ...changes })
const codes = (items: { problem: { code: string } | null }[]) => items.map(({ problem }) => problem?.code ?? 'placed')

async function bringOne(nickname: string, quantity = 1) {
  const { items } = await must(bring([row(nickname, quantity)]))
  expect(codes(items)).toEqual(['placed'])
  return items[0].order as { orderId: string; payUrl: string; total: { amount: number }; expiresAt: string }
}

async function stock(skuId = shop.skuId) {
  const [cell] = await shop.read<{ available: number; reserved: number }>(
    `select sum(c.available)::int as available, sum(c.reserved)::int as reserved from stock.cell c
     join stock.item i on i.id = c.item_id where platform.id_text('sku', i.sku_id) = $1`,
    [skuId],
  )
  return cell as { available: number; reserved: number }
}

async function payFor({ caller }: Shopper, paymentId: string) {
  await must(caller.post(`/v1/store/payments/${paymentId}/start`, { channel: 'h5' }))
  const answer = await fetch(`${shop.house.sandboxUrl}/sandbox/pay/${paymentId}`, { method: 'POST' })
  expect(answer.status).toBe(200)
  await until(
    () => must(caller.get(`/v1/store/payments/${paymentId}`)),
    (payment) => payment.state === 'succeeded',
  )
}

test('a pasted list is read, brought, and each row becomes a person’s who pays for it, to the fen', async () => {
  const text = '#接龙\n1. 小王 2箱\n2、李姐 橙子 1\n3. 阿伟\n4. 老张 1 不要了'
  const reading = await must(shop.curator.post(`/v1/curator/sales/${shop.saleId}/orders/preview`, { text }))
  expect(reading.items.map((one: { mistake: { code: string } | null }) => one.mistake?.code ?? 'read')).toEqual([
    'read',
    'read',
    'quantity_missing',
    'row_withdrawn',
  ])
  const before = await stock()
  const { items } = await must(
    bring(
      reading.items.map((one: { nickname: string; lines: { skuId: string; quantity: number }[]; note: string }) => ({
        nickname: one.nickname,
        lines: one.lines.map(({ skuId, quantity }) => ({ skuId, quantity })),
        note: one.note,
      })),
    ),
  )
  expect(codes(items)).toEqual(['placed', 'placed', 'row_unreadable', 'row_unreadable'])
  expect(await stock()).toEqual({ available: before.available - 3, reserved: before.reserved + 3 })
  expect(items[0].order).toMatchObject({ nickname: '小王', state: 'open', total: { amount: 2 * COMMUNITY } })
  expect(items[1].order).toMatchObject({ nickname: '李姐', total: { amount: COMMUNITY + FREIGHT } })

  const list = await must(shop.curator.get(`/v1/curator/sales/${shop.saleId}/orders`))
  expect(list.items.slice(0, 2)).toMatchObject([
    { nickname: '李姐', state: 'awaiting_buyer', listNo: 2 },
    { nickname: '小王', state: 'awaiting_buyer', listNo: 1 },
  ])
  expect(list.totals).toMatchObject({ unpaidOrders: 2, paidOrders: 0, unpaidEarn: { amount: 1647 } })
  expect((await must(shop.staff.get('/v1/admin/today'))).counts).toMatchObject({ awaitingPayment: 2, toShip: 0 })

  const wang = await shop.shopper('王小满')
  const page = await must(wang.caller.get(linkPath(items[0].order)))
  expect(page).toMatchObject({ nickname: '小王', state: 'open', total: { amount: 2 * COMMUNITY }, orderId: null })
  const taken = await must(take(items[0].order, wang))
  expect(taken.order).toMatchObject({ id: items[0].order.orderId, state: 'awaiting_payment' })
  expect(taken.payment.amount.amount).toBe(2 * COMMUNITY)
  expect(Date.parse(taken.order.expiresAt) - shop.house.now().getTime()).toBe(15 * 60_000)
  await payFor(wang, taken.payment.id)
  const after = await must(shop.curator.get(`/v1/curator/sales/${shop.saleId}/orders`))
  expect(after.items.find((one: { listNo: number }) => one.listNo === 1)).toMatchObject({
    nickname: '王小满',
    state: 'paid',
  })
  expect(after.totals.estimatedEarn.amount).toBe(1098)
  const waiting = await must(shop.curator.get(`/v1/curator/sales/${shop.saleId}/orders/brought`))
  expect(waiting.items.map((one: { nickname: string }) => one.nickname)).toEqual(['李姐'])
})

test('a mistake in one row loses none, whatever it is', async () => {
  const few = await shop.addSku(3)
  const sale = await shop.openSale({ skuIds: [shop.skuId, few] })
  const { items } = await must(
    bring(
      [
        row('一', 2, few),
        row('二', 5, few),
        row('', 1),
        row('三', 0),
        row('四', 100),
        row('五', 1, 'sku_nothing'),
        { nickname: '六', lines: [] },
        { nickname: '七', lines: [row('', 1).lines[0], row('', 1).lines[0]] },
        row('九', 1, few),
        row('十'),
      ],
      { saleId: sale.id },
    ),
  )
  expect(codes(items)).toEqual([
    'placed',
    'stock_gone',
    'row_unreadable',
    'row_unreadable',
    'row_unreadable',
    'row_unreadable',
    'row_unreadable',
    'same_product_twice',
    'placed',
    'placed',
  ])
  expect(await stock(few)).toEqual({ available: 0, reserved: 3 })
})

test('the same list sent again places nothing twice, and what was refused may be tried again', async () => {
  const few = await shop.addSku(1)
  const sale = await shop.openSale({ skuIds: [few] })
  const rows = [row('一', 1, few), row('二', 1, few)]
  const send = () => must(bring(rows, { saleId: sale.id, key: 'one-list' }))
  const [first, again] = [await send(), await send()]
  expect(codes(first.items)).toEqual(['placed', 'stock_gone'])
  expect(codes(again.items)).toEqual(['placed', 'stock_gone'])
  expect(again.items[0].order).toEqual(first.items[0].order)
  const other = await must(bring([row('别人', 1, few)], { saleId: sale.id, key: 'one-list' }))
  expect(codes(other.items)).toEqual(['idempotency_key_reused'])
})

test('at most forty wait of one curator in one community, also when two lists come at once', async () => {
  const communityId = await shop.openCommunity({ name: '四十人群' })
  const many = await shop.addSku(500)
  const sale = await shop.openSale({ skuIds: [many], communityId })
  const list = (name: string) =>
    bring(
      Array.from({ length: 30 }, (_, n) => row(`${name}${n}`, 1, many)),
      { saleId: sale.id, communityId },
    )
  const both = await Promise.all([must(list('甲')), must(list('乙'))])
  const all = both.flatMap(({ items }) => codes(items))
  expect(all.filter((code) => code === 'placed')).toHaveLength(40)
  expect(all.filter((code) => code === 'brought_limit')).toHaveLength(20)
  expect(await stock(many)).toEqual({ available: 460, reserved: 40 })
  // One that finds its person makes room for one.
  const order = both.flatMap(({ items }) => items).find((one) => one.order).order
  await must(take(order, await shop.shopper()))
  expect(codes((await must(bring([row('丙', 1, many)], { saleId: sale.id, communityId }))).items)).toEqual(['placed'])
  expect(codes((await must(bring([row('丁', 1, many)], { saleId: sale.id, communityId }))).items)).toEqual([
    'brought_limit',
  ])
})

test('of two who open one link at once one has the order; she may ask again, the other is told', async () => {
  const order = await bringOne('两人抢')
  const [one, two] = await Promise.all([shop.shopper(), shop.shopper()])
  const answers = await Promise.all([take(order, one), take(order, two)])
  expect(answers.map((answer) => answer.status).sort()).toEqual([200, 409])
  const [winner, loser] = answers[0]?.status === 200 ? [one, two] : [two, one]
  expect((await must(take(order, winner))).order.id).toBe(order.orderId)
  expect((await must(winner.caller.get(linkPath(order)))).orderId).toBe(order.orderId)
  const seen = await must(loser.caller.get(linkPath(order)))
  expect([seen.state, seen.orderId]).toEqual(['taken', null])
  await expectRefused(shop, broughtRefusals.pay_link_taken, (options) =>
    loser.caller.post(`${linkPath(order)}/take`, { addressId: loser.addressId, freshConfirmed: true }, options),
  )
  const [intents] = await shop.read<{ n: number }>(
    `select count(*)::int as n from payments.intent where platform.id_text('ord', reference) = $1`,
    [order.orderId],
  )
  expect(intents?.n).toBe(1)
})

test('who takes it is asked what every buyer is asked', async () => {
  const order = await bringOne('要问清楚')
  const buyer = await shop.shopper()
  const other = await shop.shopper()
  expect((await take(order, buyer, { freshConfirmed: undefined })).body.code).toBe('fresh_not_confirmed')
  expect((await take(order, buyer, { addressId: undefined })).body.code).toBe('address_needed')
  expect((await take(order, buyer, { addressId: other.addressId })).body.code).toBe('not_found')
  const forged = `${tokenOf(order).slice(0, -1)}${tokenOf(order).endsWith('A') ? 'B' : 'A'}`
  for (const lang of ['zh-CN', 'en'] as const)
    expectProblem(
      await buyer.caller.get(`/v1/store/pay-links/${forged}`, { lang }),
      broughtRefusals.pay_link_forged,
      lang,
    )
  await must(take(order, buyer))
})

test('a limit per person holds for who takes, over all that she took', async () => {
  const few = await shop.addSku(10)
  const sale = await shop.openSale({ skuIds: [few], perPerson: 2 })
  const { items } = await must(bring([row('一', 2, few), row('二', 1, few), row('三', 3, few)], { saleId: sale.id }))
  expect(codes(items)).toEqual(['placed', 'placed', 'over_person_limit'])
  const buyer = await shop.shopper()
  await must(take(items[0].order, buyer))
  expect((await take(items[1].order, buyer)).body.code).toBe('over_person_limit')
  await must(take(items[1].order, await shop.shopper()))
})

test('where the owner decides, she who takes waits at the door with her goods kept', async () => {
  const communityId = await shop.openCommunity({ name: '要点头的群', door: 'by_approval' })
  const sale = await shop.openSale({ communityId })
  const { items } = await must(bring([row('新来的')], { saleId: sale.id, communityId }))
  const taken = await must(take(items[0].order, await shop.shopper()))
  expect(taken.order.state).toBe('waiting_for_door')
})

test('someone else’s sale and a community that the sale is not in are as absent', async () => {
  const stranger = (await shop.signIn('curator', '别人')).caller
  expect((await stranger.post(listPath(), { communityId: shop.communityId, orders: [row('一')] })).status).not.toBe(200)
  const elsewhere = await shop.openCommunity({ name: '另一个群' })
  expect((await bring([row('一')], { communityId: elsewhere })).body.code).toBe('not_found')
})

test('half an hour later the goods are back, the link says so, and every book is in order', async () => {
  const order = await bringOne('没来付', 3)
  const kept = await bringOne('付了')
  expect(Date.parse(order.expiresAt) - shop.house.now().getTime()).toBe(HALF_HOUR_MS)
  const buyer = await shop.shopper()
  const { payment } = await must(take(kept, buyer))
  await payFor(buyer, payment.id)
  await shop.house.moveTo(new Date(shop.house.now().getTime() + HALF_HOUR_MS))
  expect((await must(buyer.caller.get(linkPath(order)))).state).toBe('ended')
  await expectRefused(shop, broughtRefusals.pay_link_ended, (options) =>
    buyer.caller.post(`${linkPath(order)}/take`, { addressId: buyer.addressId, freshConfirmed: true }, options),
  )
  await shop.house.moveTo(new Date(shop.house.now().getTime() + 2 * 60_000))
  await until(
    () => shop.read(`select 1 from orders."order" where state in ('awaiting_buyer', 'awaiting_payment')`),
    (left) => left.length === 0,
  )
  const [promised] = await shop.read<{ n: number }>(
    `select coalesce(sum(l.quantity), 0)::int as n from orders.line l join orders."order" o on o.id = l.order_id
     where o.state in ('paid', 'waiting_for_door') and platform.id_text('sku', l.sku_id) = $1`,
    [shop.skuId],
  )
  expect((await stock()).reserved).toBe(promised?.n)
  expect((await shop.read('select 1 from orders.brought_count where open <> 0')).length).toBe(0)
  await until(
    async () => (await shop.house.audit()).checks.filter((check) => check.found > 0),
    (found) => found.length === 0,
  )
})

test('who is erased is forgotten on the list', async () => {
  const order = await bringOne('记住我的名字')
  const { caller } = await shop.signIn('store', '要走的人')
  await forgetAfterTaking(caller, order)
  const [brought] = await shop.read<{ nickname: string }>(
    `select nickname from orders.brought where platform.id_text('ord', order_id) = $1`,
    [order.orderId],
  )
  expect(brought?.nickname).toBe('')
})

async function forgetAfterTaking(caller: Caller, order: { payUrl: string; orderId: string }) {
  const addressId = (await must(caller.post('/v1/store/me/addresses', ADDRESS))).id
  await must(caller.post(`${linkPath(order)}/take`, { addressId, freshConfirmed: true }))
  await must(caller.post(`/v1/store/orders/${order.orderId}/cancel`, {}))
  await must(caller.post('/v1/store/me/erase', { confirm: 'erase' }))
}
