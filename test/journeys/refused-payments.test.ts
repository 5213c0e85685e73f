import { beforeAll, describe, expect, test } from 'vitest'
import { refusals as orders } from '../../src/orders/contract.ts'
import { refusals as payments } from '../../src/payments/contract.ts'
import {
  COMMUNITY,
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

/** Money that comes twice, late, early, or not at all. */

const TOTAL = COMMUNITY + FREIGHT
const MINUTE_MS = 60_000

let shop: OpenShop
let li: Shopper

beforeAll(async () => {
  shop = await openShop()
  li = await shop.shopper('十二栋李姐')
})

async function sandbox(method: string, path: string, body?: object) {
  const answer = await fetch(`${shop.house.sandboxUrl}/sandbox/${path}`, {
    method,
    ...(body ? { body: JSON.stringify(body) } : {}),
  })
  // biome-ignore lint/suspicious/noExplicitAny: answers of the sandbox's machine side
  return { status: answer.status, body: (await answer.json()) as any }
}
const start = (payment: string, options = {}, channel = 'h5') =>
  li.caller.post(`/v1/store/payments/${payment}/start`, { channel }, options)
const orderNow = async (id: string) => must(li.caller.get(`/v1/store/orders/${id}`))
const untilState = (id: string, state: string) =>
  until(
    async () => (await orderNow(id)).state,
    (seen) => seen === state,
  )
const pays = async (payment: string) => {
  await must(start(payment))
  expect((await sandbox('POST', `pay/${payment}`)).status).toBe(200)
}
const later = (ms: number) => shop.house.moveTo(new Date(shop.house.now().getTime() + ms))

/** The sealer works every two seconds of the machine's time, also when the owned clock has just jumped: it is waited for. */
async function expectSound(): Promise<void> {
  let found: unknown[] = []
  for (let i = 0; i < 20; i++) {
    const { checks } = await shop.house.audit()
    found = checks.filter((check) => check.found > 0)
    if (found.length === 0) return
    await new Promise((resolve) => setTimeout(resolve, 500))
  }
  expect(found).toEqual([])
}

/** The money came in and went back: refund succeeded, payable and clearing as if it had never been. */
async function expectMoneyBack(payment: string): Promise<void> {
  const refund = async () => (await must(shop.staff.get('/v1/admin/refunds'))).items[0]
  await until(refund, (seen) => seen?.intentId === payment && seen.state === 'succeeded')
  expect(await refund()).toMatchObject({ amount: { amount: TOTAL } })
  const { rows } = await must(shop.staff.get('/v1/admin/ledger/trial-balance'))
  for (const row of rows as { name: string; debit: { amount: number }; credit: { amount: number } }[])
    if (row.name === 'refund_payable') expect(row.debit.amount).toBe(row.credit.amount)
  expect((await sandbox('GET', `payments/${payment}`)).body).toMatchObject({ refundedFen: TOTAL })
  await expectSound()
}

describe('paying', () => {
  test('twice: the second start is refused, the cashier takes nothing more, nothing is booked again', async () => {
    const { order, payment } = await mustPlace(shop, li)
    await pays(payment.id)
    await untilState(order.id, 'paid')
    expect((await sandbox('POST', `pay/${payment.id}`)).status).toBe(409)
    await expectRefused(shop, payments.already_paid, (options) => start(payment.id, options))
    const before = await shop.counts()
    await sandbox('POST', `resend/${payment.id}`)
    await until(
      async () => (await shop.counts()).inbox,
      (seen) => seen === before.inbox,
    )
    expect(await shop.counts()).toEqual(before)
    await expectSound()
  })

  test('started ten times at once, and in two ways: one payment', async () => {
    const { payment } = await mustPlace(shop, li)
    const answers = await Promise.all(Array.from({ length: 10 }, () => start(payment.id)))
    const urls = answers.map((answer) => (answer.status === 200 ? answer.body.cashier.url : answer.body.code))
    expect(new Set(urls.filter((url) => url !== 'in_progress')).size).toBe(1)
    await expectRefused(shop, payments.payment_channel_chosen, (options) => start(payment.id, options, 'native'))
  })

  test('an order that is cancelled: refused', async () => {
    const { order, payment } = await mustPlace(shop, li)
    await must(li.caller.post(`/v1/store/orders/${order.id}/cancel`, {}))
    await expectRefused(shop, payments.payment_ended, (options) => start(payment.id, options))
    await expectRefused(shop, orders.order_ended, (options) =>
      li.caller.post(`/v1/store/orders/${order.id}/cancel`, {}, options),
    )
  })

  test('an order that was cancelled while the cashier was open: the provider takes nothing', async () => {
    const { order, payment } = await mustPlace(shop, li)
    await must(start(payment.id))
    await must(li.caller.post(`/v1/store/orders/${order.id}/cancel`, {}))
    expect((await sandbox('POST', `pay/${payment.id}`)).status).toBe(409)
    await expectRefused(shop, payments.payment_ended, (options) => start(payment.id, options))
  })

  test('an order that was cancelled when the provider could not be told: the money comes back', async () => {
    const { order, payment } = await mustPlace(shop, li)
    await must(start(payment.id))
    await sandbox('POST', 'faults', { on: 'answer', kind: 'error', path: '/close', before: true, times: 1 })
    await must(li.caller.post(`/v1/store/orders/${order.id}/cancel`, {}))
    expect((await sandbox('POST', `pay/${payment.id}`)).status).toBe(200)
    await expectMoneyBack(payment.id)
    expect(await orderNow(order.id)).toMatchObject({ state: 'cancelled', paidAt: null })
  })

  test('the same, and every notification is lost: the janitor finds it and the money comes back', async () => {
    const { order, payment } = await mustPlace(shop, li)
    await must(start(payment.id))
    await sandbox('POST', 'faults', [
      { on: 'answer', kind: 'error', path: '/close', before: true, times: 1 },
      { on: 'notification', kind: 'drop', order: payment.id, times: 1 },
    ])
    await must(li.caller.post(`/v1/store/orders/${order.id}/cancel`, {}))
    expect((await sandbox('POST', `pay/${payment.id}`)).status).toBe(200)
    await sandbox('POST', 'faults', { on: 'notification', kind: 'drop', order: payment.id })
    await later(MINUTE_MS)
    await expectMoneyBack(payment.id)
    await sandbox('DELETE', 'faults')
  })

  test('an order that expired, when the provider could not be asked: the money comes back', async () => {
    const { order, payment } = await mustPlace(shop, li)
    await must(start(payment.id))
    // Nobody hears of the payment until the order is let go.
    await sandbox('POST', 'faults', [
      { on: 'notification', kind: 'drop', order: payment.id },
      { on: 'answer', kind: 'error', path: payment.id, before: true },
    ])
    expect((await sandbox('POST', `pay/${payment.id}`)).status).toBe(200)
    await later(32 * MINUTE_MS)
    await untilState(order.id, 'expired')
    await sandbox('DELETE', 'faults')
    await sandbox('POST', `resend/${payment.id}`)
    await expectMoneyBack(payment.id)
    expect(await orderNow(order.id)).toMatchObject({ state: 'expired', paidAt: null })
    await expectRefused(shop, payments.already_paid, (options) => start(payment.id, options))
  })

  test('an order whose time is over, before it is let go', async () => {
    const { payment } = await mustPlace(shop, li)
    await later(15 * MINUTE_MS)
    expectProblem(await start(payment.id), payments.payment_expired)
  })

  test('a paid order that is cancelled: all of it comes back, with stock and commission', async () => {
    const before = await shop.counts()
    const { order, payment } = await mustPlace(shop, li)
    await pays(payment.id)
    await untilState(order.id, 'paid')
    await must(li.caller.post(`/v1/store/orders/${order.id}/cancel`, {}))
    await expectMoneyBack(payment.id)
    expect((await shop.counts()).available).toBe(before.available)
    expect(await orderNow(order.id)).toMatchObject({ state: 'cancelled', refunded: { amount: TOTAL } })
  })
})
