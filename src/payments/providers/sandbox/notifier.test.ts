import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { openTestSandbox, pause, type TestSandbox } from '../../../../test/support/sandbox.ts'
import { forgeries } from './forgery.ts'

const QUIET_MS = 500

let at: TestSandbox

beforeAll(async () => {
  at = await openTestSandbox()
})

afterEach(async () => {
  at.shop.answer = 200
  await at.call('DELETE', '/sandbox/faults')
  expect(at.failures).toEqual([])
})

afterAll(() => at?.close())

describe('notifications', () => {
  it('come again until they are accepted, under one id', async () => {
    at.shop.answer = 500
    const order = await at.paidOrder()
    at.clock.advance(16_000)
    await at.shop.hears(2, order)
    at.shop.answer = 204
    at.clock.advance(16_000)
    const heard = await at.shop.hears(3, order)
    expect(new Set(heard.map(({ notificationId }) => notificationId)).size).toBe(1)
    at.clock.advance(24 * 3_600_000)
    await pause(QUIET_MS)
    await at.shop.hears(3, order)
  })

  it('are dropped, and come later', async () => {
    await at.call('POST', '/sandbox/faults', [{ on: 'notification', kind: 'drop', times: 1 }])
    const order = await at.paidOrder({ heard: 0 })
    await pause(QUIET_MS)
    await at.shop.hears(0, order)
    at.clock.advance(16_000)
    await at.shop.hears(1, order)
  })

  it('are doubled', async () => {
    await at.call('POST', '/sandbox/faults', [{ on: 'notification', kind: 'duplicate', copies: 4, times: 1 }])
    const heard = await at.shop.hears(5, await at.paidOrder({ heard: 0 }))
    expect(new Set(heard.map(({ notificationId }) => notificationId)).size).toBe(1)
  })

  it('are said again on request, accepted or not', async () => {
    const order = await at.paidOrder()
    expect((await at.call('POST', `/sandbox/resend/${order.intentNo}`)).json).toEqual({ resent: 1 })
    await at.shop.hears(2, order)
  })

  it('name a wrong sum in a genuine voice', async () => {
    await at.call('POST', '/sandbox/faults', [{ on: 'notification', kind: 'amount', fen: -1, times: 1 }])
    const heard = await at.shop.hears(1, await at.paidOrder({ heard: 0 }))
    expect(heard[0]).toMatchObject({ payment: { amountFen: 3989 } })
  })

  it('come in another order', async () => {
    await at.call('POST', '/sandbox/faults', [{ on: 'notification', kind: 'reorder', ms: 500 }])
    const orders = [await at.paidOrder({ heard: 0 }), await at.paidOrder({ heard: 0 })]
    for (const order of orders) await at.shop.hears(1, order)
    const heard = at.shop.heard.slice(-2).map((said) => said.kind === 'payment' && said.payment.intentNo)
    expect(heard).toEqual(orders.map(({ intentNo }) => intentNo).reverse())
  })

  it('survive a sandbox that dies between claiming and sending', async () => {
    await at.call('POST', '/sandbox/faults', [{ on: 'notification', kind: 'drop' }])
    const order = await at.paidOrder({ heard: 0 })
    await pause(QUIET_MS)
    await at.restart()
    at.clock.advance(16_000)
    await at.shop.hears(1, order)
  })

  it('can be forged, and not one forgery is believed', async () => {
    const order = at.newOrder()
    await at.wechat.start({ ...order, channel: 'h5' })
    for (const forgery of Object.keys(forgeries)) {
      const { json } = await at.call('POST', `/sandbox/forge/${order.intentNo}`, { forgery })
      expect([forgery, json.status]).toEqual([forgery, 401])
    }
    await at.shop.hears(0, order)
    expect((await at.wechat.query(order.intentNo)).state).toBe('not_paid')
  })
})
