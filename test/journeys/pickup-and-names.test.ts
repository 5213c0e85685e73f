import { beforeAll, describe, expect, test } from 'vitest'
import { pay, signIn, untilPaid } from '../../src/rehearsal/house.ts'
import { fillDemo } from '../../src/rehearsal/index.ts'
import type { Visitor } from '../../src/rehearsal/public-door.ts'
import { openTestHouse, type TestHouse } from '../support/house.ts'

/** What a member is called, what a pick-up code opens, and what a curator is told to do: through HTTP. */

let house: TestHouse
let token: string
let devPage: string
let curator: Visitor
let foreigner: Visitor

beforeAll(async () => {
  house = await openTestHouse()
  const { saleLinks, logins } = await fillDemo(house, () => undefined)
  token = saleLinks[0]?.split('/').at(-1) as string
  devPage = await (await fetch(`${house.baseUrl}/dev?lang=en`, { headers: { accept: 'text/html' } })).text()
  curator = await signIn(house, 'curator', logins.find(({ where }) => where === '/curator')?.login as string)
  foreigner = await signIn(house, 'curator', phonesOf(devPage)[1] as string)
}, 600_000)

const phonesOf = (page: string): string[] => [...page.matchAll(/138000\d{5}/g)].map(([phone]) => phone)

async function place(visitor: Visitor, key: string) {
  const sale = await visitor.get(`/v1/store/sales/${token}`)
  const sku = sale.skus.find(({ left }: { left: number }) => left > 5)
  const order = { token, lines: [{ skuId: sku.skuId, quantity: 1 }], delivery: 'pickup' }
  const { total } = await visitor.post('/v1/store/quotes', order, '')
  return visitor.post('/v1/store/orders', { ...order, expectedTotal: total, freshConfirmed: true }, key)
}

async function patch(visitor: Visitor, path: string, body: object) {
  const headers = { cookie: visitor.cookieHeader(), 'content-type': 'application/json' }
  const answer = await fetch(house.baseUrl + path, { method: 'PATCH', headers, body: JSON.stringify(body) })
  expect(answer.status).toBe(200)
  return answer.json()
}

const listOf = (saleId: string) => curator.get(`/v1/curator/sales/${saleId}/orders`)

describe.sequential('a first order', () => {
  let buyer: Visitor
  let orderId: string
  let paymentId: string
  let saleId: string
  let communityId: string
  const nickname = async (): Promise<string> =>
    (await listOf(saleId)).items.find((row: { orderId: string }) => row.orderId === orderId).nickname

  test('of somebody without a name is listed under one that we made up, and counted as unpaid', async () => {
    buyer = await signIn(house, 'store', '13900000071')
    const { order, payment } = await place(buyer, 'first-order-1')
    ;({ id: orderId } = order)
    expect(order.pickupPoint.place).not.toBe('')
    expect(JSON.stringify(await buyer.get(`/v1/store/orders/${orderId}`))).toBe(JSON.stringify(order))
    paymentId = payment.id
    saleId = order.sale.id
    communityId = order.community.id
    expect(await nickname()).toMatch(/^群友\d{4}$/)
    const { totals, items } = await listOf(saleId)
    const sumOf = (states: readonly string[]) =>
      items
        .filter(({ state }: { state: string }) => states.includes(state))
        .reduce((sum: number, row: { total: { amount: number } }) => sum + row.total.amount, 0)
    // Nothing is shipped at a pick-up point, so goods and totals are the same sums.
    expect(totals.goods.amount).toBe(sumOf(['paid']))
    expect(totals.unpaidGoods.amount).toBe(sumOf(['awaiting_payment']))
    expect(totals.unpaidOrders + totals.paidOrders).toBe(totals.orders)
    expect(totals.unpaidEarn.amount).toBeGreaterThan(0)
  })

  test('once paid, moves from one sum to the other', async () => {
    const before = (await listOf(saleId)).totals
    await pay(house, buyer, paymentId)
    await untilPaid(buyer, paymentId)
    const after = (await listOf(saleId)).totals
    const moved = before.unpaidEarn.amount - after.unpaidEarn.amount
    expect(moved).toBeGreaterThan(0)
    expect(after.estimatedEarn.amount - before.estimatedEarn.amount).toBe(moved)
    expect(after.unpaidOrders).toBe(before.unpaidOrders - 1)
  })

  test('a new nickname reaches the community, until one is set by hand there', async () => {
    const mine = () => buyer.get(`/v1/store/communities/${communityId}`)
    expect((await mine()).me.isNicknameMadeUp).toBe(true)
    await patch(buyer, '/v1/store/me', { nickname: '小陶' })
    await expect.poll(nickname, { timeout: 10_000 }).toBe('小陶')
    expect((await mine()).me.isNicknameMadeUp).toBe(false)
    await patch(buyer, `/v1/store/communities/${communityId}/me`, { nickname: '九栋小陶' })
    await patch(buyer, '/v1/store/me', { nickname: '陶陶' })
    // Someone else's rename, made later, has arrived: so has hers.
    const other = await signIn(house, 'store', '13900000072')
    const { order } = await place(other, 'first-order-2')
    await patch(other, '/v1/store/me', { nickname: '后来的' })
    const nameOfOther = async () =>
      (await listOf(saleId)).items.find((row: { orderId: string }) => row.orderId === order.id).nickname
    await expect.poll(nameOfOther, { timeout: 10_000 }).toBe('后来的')
    expect(await nickname()).toBe('九栋小陶')
  })

  test('in English we make up an English name', async () => {
    const visitor = new Headers({ 'accept-language': 'en', 'content-type': 'application/json' })
    const post = (path: string, body: object) =>
      fetch(house.baseUrl + path, { method: 'POST', headers: visitor, body: JSON.stringify(body) })
    await post('/v1/store/sign-in/code', { phone: '13900000073' })
    const { items } = await (await fetch(`${house.baseUrl}/dev/messages.json`)).json()
    const code = /\b\d{6}\b/.exec(items[0].body)?.[0]
    const answer = await (await post('/v1/store/sign-in', { phone: '13900000073', code })).json()
    expect(answer.person).toMatchObject({ isNicknameMadeUp: true, nickname: expect.stringMatching(/^Member \d{4}$/) })
  })

  test('its code opens the hand-over at the public address, for the right curator only', async () => {
    const { pickupCode, pickupUrl } = await buyer.get(`/v1/store/orders/${orderId}`)
    expect(pickupUrl).toBe(`${house.baseUrl}/curator/pickup/${pickupCode}`)
    expect((await fetch(pickupUrl, { headers: { accept: 'text/html' } })).status).toBe(200)
    const pickup = await curator.get(`/v1/curator/pickups/${pickupCode}`)
    expect(pickup).toMatchObject({ row: { orderId, nickname: '九栋小陶', state: 'paid' }, sale: { id: saleId } })
    const refused = { status: 403, code: 'pickup_of_another' }
    await expect(foreigner.get(`/v1/curator/pickups/${pickupCode}`)).rejects.toMatchObject(refused)
    await expect(foreigner.post('/v1/curator/handovers', { pickupCode }, 'not-mine')).rejects.toMatchObject(refused)
    const forged = `${pickupCode.slice(0, -2)}AA`
    await expect(curator.get(`/v1/curator/pickups/${forged}`)).rejects.toMatchObject({ code: 'pickup_code_forged' })
    expect((await curator.get(`/v1/curator/pickups/${pickupCode}`)).row.state).toBe('paid')
  })

  test('there is nothing to hand over before the goods are promised to be there', async () => {
    const kinds = async () =>
      (await curator.get('/v1/curator/today')).tasks.map(({ kind }: { kind: string }) => kind) as string[]
    expect(await kinds()).not.toContain('hand_over')
    const { arrivesOn } = await curator.get(`/v1/curator/sales/${saleId}`)
    await house.moveTo(new Date(`${arrivesOn}T01:00:00+08:00`))
    expect(await kinds()).toContain('hand_over')
    const { pickupCode } = await buyer.get(`/v1/store/orders/${orderId}`)
    await curator.post('/v1/curator/handovers', { pickupCode }, 'hand-it-over')
    expect((await curator.get(`/v1/curator/pickups/${pickupCode}`)).row.state).toBe('received')
  })

  test('the books are whole, once the worker has caught up with the days that passed', async () => {
    const wrong = async () => (await house.audit()).checks.filter(({ found }) => found > 0).map(({ name }) => name)
    await expect.poll(wrong, { timeout: 20_000, interval: 500 }).toEqual([])
  }, 30_000)
})

test('the demo tells whom to sign in as, and speaks English about goods', async () => {
  const phones = phonesOf(devPage)
  expect(new Set(phones).size).toBe(phones.length)
  expect(phones.length).toBeGreaterThan(20)
  expect(devPage).toContain(`/s/${token}`)
  const english = { headers: { 'accept-language': 'en' } }
  const sale = await (await fetch(`${house.baseUrl}/v1/store/sales/${token}`, english)).json()
  expect(sale.skus.filter(({ skuName }: { skuName: string }) => /\p{Script=Han}/u.test(skuName))).toEqual([])
  const product = await (await fetch(`${house.baseUrl}/v1/store/products/${sale.skus[0].productId}`, english)).json()
  expect([product.lot.origin, product.word, product.promise].join()).not.toMatch(/\p{Script=Han}/u)
})
