import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { openTestSandbox, type TestSandbox } from '../../../../test/support/sandbox.ts'
import { ProviderRefused } from '../port.ts'

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

describe('paying', () => {
  it('goes from the order over the cashier to a notification and a query that agree', async () => {
    const order = at.newOrder()
    const { cashier } = await at.wechat.start({ ...order, channel: 'h5' })
    if (cashier.kind !== 'redirect') throw new Error(cashier.kind)
    expect(cashier.url).toMatch(/^\/sandbox\/cashier\/wx\w+\?redirect_url=/)
    expect((await at.wechat.query(order.intentNo)).state).toBe('not_paid')
    const page = await fetch(at.url + cashier.url)
    expect(await page.text()).toContain('立即支付')
    const paid = await fetch(at.url + cashier.url.replace('?', '/pay?'), { method: 'POST', redirect: 'manual' })
    expect([paid.status, paid.headers.get('location')]).toEqual([303, order.returnUrl])
    const [notified] = await at.shop.hears(1, order)
    const payment = await at.wechat.query(order.intentNo)
    expect(payment).toMatchObject({ state: 'succeeded', amountFen: 3990, currency: 'CNY' })
    expect(notified).toMatchObject({ kind: 'payment', payment })
  })

  it('leads to the same cashier from JSAPI and from a QR code', async () => {
    const jsapi = at.newOrder()
    const opened = await at.wechat.start({ ...jsapi, channel: 'jsapi', payerOpenid: 'oPAYER' })
    if (opened.cashier.kind !== 'jsapi') throw new Error(opened.cashier.kind)
    const prepayId = opened.cashier.params.package?.replace('prepay_id=', '')
    expect((await fetch(`${at.url}/sandbox/cashier/${prepayId}`)).status).toBe(200)
    expect((await at.call('POST', `/sandbox/pay/${prepayId}`)).status).toBe(200)
    expect((await at.wechat.query(jsapi.intentNo)).payer).toBe('oPAYER')
    const native = await at.wechat.start({ ...at.newOrder(), channel: 'native' })
    if (native.cashier.kind !== 'qr') throw new Error(native.cashier.kind)
    expect((await fetch(at.url + native.cashier.codeUrl)).status).toBe(200)
  })

  it('takes the same order again, and no other under its number', async () => {
    const order = at.newOrder()
    const first = await at.wechat.start({ ...order, channel: 'h5' })
    expect(await at.wechat.start({ ...order, channel: 'h5' })).toEqual(first)
    const differences = [
      { amountFen: 3991 },
      { description: '别的' },
      { expiresAt: new Date(at.clock.now().getTime() + 31 * 60_000) },
      { channel: 'native' as const },
    ]
    for (const other of differences) {
      expect(await refusalOf(at.wechat.start({ ...order, channel: 'h5', ...other }))).toBe('403 OUT_TRADE_NO_USED')
    }
  })

  it('is paid once, by whoever taps first', async () => {
    const order = at.newOrder()
    await at.wechat.start({ ...order, channel: 'h5' })
    const taps = await Promise.all(Array.from({ length: 20 }, () => at.call('POST', `/sandbox/pay/${order.intentNo}`)))
    expect(taps.filter(({ status }) => status === 200)).toHaveLength(1)
    expect(new Set(taps.map(({ json }) => json.transactionId)).size).toBe(1)
    await at.shop.hears(1, order)
    expect(await refusalOf(at.wechat.start({ ...order, channel: 'h5' }))).toBe('400 ORDERPAID')
    expect(await refusalOf(at.wechat.close(order.intentNo))).toBe('400 ORDERPAID')
  })

  it('ends at its time, though not before a minute; later the order closes itself', async () => {
    const order = { ...at.newOrder(), expiresAt: new Date(at.clock.now().getTime() + 5_000) }
    await at.wechat.start({ ...order, channel: 'h5' })
    at.clock.advance(59_000)
    expect((await at.call('GET', `/sandbox/payments/${order.intentNo}`)).json.state).toBe('NOTPAY')
    at.clock.advance(2_000)
    expect((await at.call('POST', `/sandbox/pay/${order.intentNo}`)).status).toBe(409)
    expect((await at.wechat.query(order.intentNo)).state).toBe('not_paid')
    expect(await (await fetch(`${at.url}/sandbox/cashier/${order.intentNo}`)).text()).toContain('付款时间已过')
    at.clock.advance(6 * 60_000)
    expect((await at.wechat.query(order.intentNo)).state).toBe('closed')
  })

  it('is impossible after closing', async () => {
    const order = at.newOrder()
    await at.wechat.start({ ...order, channel: 'h5' })
    await at.wechat.close(order.intentNo)
    await at.wechat.close(order.intentNo)
    expect((await at.call('POST', `/sandbox/pay/${order.intentNo}`)).status).toBe(409)
    expect((await at.wechat.query(order.intentNo)).state).toBe('closed')
    expect(await refusalOf(at.wechat.start({ ...order, channel: 'h5' }))).toBe('400 ORDER_CLOSED')
  })

  it('knows no order that was never made', async () => {
    expect((await at.wechat.query('pay_never_made')).state).toBe('unknown_order')
    expect(await refusalOf(at.wechat.close('pay_never_made'))).toBe('404 ORDER_NOT_EXIST')
    expect((await fetch(`${at.url}/sandbox/cashier/never`)).status).toBe(404)
  })
})

describe('refunding', () => {
  it('is processing, then succeeds and is notified; the same number moves money once', async () => {
    const order = await at.paidOrder()
    const refund = at.refundOf(order, 990)
    expect(await at.wechat.refund(refund)).toMatchObject({
      state: 'processing',
      amountFen: 990,
      intentNo: order.intentNo,
    })
    expect((await at.wechat.queryRefund(refund.refundNo)).state).toBe('processing')
    at.clock.advance(1_500)
    await Promise.all([at.wechat.refund(refund), at.wechat.refund(refund)])
    const notified = (await at.shop.hears(2, order)).find(({ kind }) => kind === 'refund')
    expect(notified).toMatchObject({
      kind: 'refund',
      refund: { refundNo: refund.refundNo, state: 'succeeded', amountFen: 990 },
    })
    expect((await at.wechat.queryRefund(refund.refundNo)).state).toBe('succeeded')
    expect((await at.wechat.query(order.intentNo)).state).toBe('refunded')
    expect((await at.call('GET', `/sandbox/payments/${order.intentNo}`)).json.refundedFen).toBe(990)
  })

  it('never returns more than was paid, however many ask at once', async () => {
    const order = await at.paidOrder()
    const asked = Array.from({ length: 30 }, () =>
      at.wechat.refund(at.refundOf(order, 500)).catch((error: unknown) => error),
    )
    const answers = await Promise.all(asked)
    expect(answers.filter((answer) => !(answer instanceof Error))).toHaveLength(7)
    expect((await at.call('GET', `/sandbox/payments/${order.intentNo}`)).json.refundedFen).toBe(3_500)
  })

  it('under one number is one refund, also when it is asked many times at once', async () => {
    const order = await at.paidOrder()
    const refund = at.refundOf(order, 500)
    const answers = await Promise.all(Array.from({ length: 20 }, () => at.wechat.refund(refund)))
    expect(new Set(answers.map(({ providerRefund }) => providerRefund)).size).toBe(1)
    expect((await at.call('GET', `/sandbox/payments/${order.intentNo}`)).json.refundedFen).toBe(500)
    expect(await refusalOf(at.wechat.refund({ ...refund, amountFen: 501 }))).toBe('400 INVALID_REQUEST')
  })

  it('is refused for another total, an unpaid or an unknown order, and after fifty parts', async () => {
    const order = await at.paidOrder()
    expect(await refusalOf(at.wechat.refund({ ...at.refundOf(order, 1), totalFen: 3991 }))).toBe('400 INVALID_REQUEST')
    expect(await refusalOf(at.wechat.refund({ ...at.refundOf(order, 1), intentNo: 'pay_never_made' }))).toBe(
      '404 RESOURCE_NOT_EXISTS',
    )
    const unpaid = at.newOrder()
    await at.wechat.start({ ...unpaid, channel: 'h5' })
    expect(await refusalOf(at.wechat.refund(at.refundOf(unpaid, 1)))).toBe('403 TRADE_ERROR')
    for (let part = 0; part < 50; part++) await at.wechat.refund(at.refundOf(order, 1))
    expect(await refusalOf(at.wechat.refund(at.refundOf(order, 1)))).toBe('400 INVALID_REQUEST')
    expect((await at.wechat.queryRefund('rfd_never_made')).state).toBe('unknown_refund')
  })

  it('can end abnormal or closed, and a closed one gives its part back', async () => {
    const order = await at.paidOrder()
    await at.call('POST', '/sandbox/faults', [{ on: 'refund', kind: 'closed', times: 1 }])
    const closed = at.refundOf(order, 3990)
    await at.wechat.refund(closed)
    await at.call('POST', '/sandbox/faults', [{ on: 'refund', kind: 'abnormal', times: 1 }])
    const abnormal = at.refundOf(order, 3990)
    await at.wechat.refund(abnormal)
    at.clock.advance(1_500)
    expect((await at.wechat.queryRefund(closed.refundNo)).state).toBe('closed')
    expect((await at.wechat.queryRefund(abnormal.refundNo)).state).toBe('abnormal')
    const kinds = (await at.shop.hears(3, order)).map((said) =>
      said.kind === 'refund' ? said.refund.state : said.kind,
    )
    expect(kinds.sort()).toEqual(['abnormal', 'closed', 'payment'])
  })
})

describe('the statement', () => {
  it('sums what moved in a span of time', async () => {
    at.clock.advance(3_600_000)
    const from = at.clock.now()
    const order = await at.paidOrder()
    await at.wechat.refund(at.refundOf(order, 990))
    at.clock.advance(2_000)
    const query = new URLSearchParams({ from: from.toISOString(), to: at.clock.now().toISOString() })
    const { json } = await at.call('GET', `/sandbox/statement?${query}`)
    expect(json).toEqual({ payments: 1, paid_fen: 3990, refunds: 1, refunded_fen: 990 })
  })
})

async function refusalOf(work: Promise<unknown>): Promise<string> {
  const error = await work.catch((thrown: unknown) => thrown)
  if (!(error instanceof ProviderRefused)) throw error ?? new Error('it was accepted')
  return `${error.status} ${error.code}`
}
