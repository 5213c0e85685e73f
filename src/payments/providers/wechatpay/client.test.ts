import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { describe, expect, it } from 'vitest'
import { type PaymentProvider, ProviderRefused, ProviderUnknown } from '../port.ts'
import { openSandboxKeys, sandboxConfig } from '../sandbox/keys.ts'
import { sign } from '../sandbox/platform-voice.ts'
import { wechatPay } from './provider.ts'
import { isSignedBy, message, readAuthorization } from './signature.ts'

/** The client against answers written by hand: what it sends, what it believes, and what it calls unknown. */
const keysDir = path.join(mkdtempSync(path.join(tmpdir(), 'leaven-keys-')), 'sandbox')
const config = sandboxConfig(keysDir, 'https://api.mch.weixin.qq.com')
const keys = openSandboxKeys(keysDir)
const now = new Date('2026-11-22T10:00:00.000Z')

interface Sent {
  url: URL
  init: RequestInit & { headers: Record<string, string> }
}
type Answer = { status: number; body: string; headers?: Record<string, string> }

function provider(
  answer: (sent: Sent) => Answer | Promise<Answer>,
  timeoutMs = 1_000,
): { wechat: PaymentProvider; sent: Sent[] } {
  const sent: Sent[] = []
  const fetch = async (url: URL, init: Sent['init']) => {
    sent.push({ url, init })
    const { status, body, headers } = await answer({ url, init })
    return new Response(status === 204 ? null : body, { status, headers })
  }
  return { wechat: wechatPay({ ...config, timeoutMs }, { now: () => now, fetch: fetch as never }), sent }
}

async function signed(status: number, value: unknown, at = now): Promise<Answer> {
  const body = value === null ? '' : typeof value === 'string' ? value : JSON.stringify(value)
  return { status, ...(await sign(keys.publicKeyId, body, at)) }
}

const order = {
  intentNo: 'pay_0123456789abc',
  amountFen: 3990,
  currency: 'CNY',
  description: '赣南脐橙 5 斤',
  expiresAt: new Date('2026-11-22T10:15:00.500Z'),
  returnUrl: 'https://shop.example/o/1?a=1&b=二',
  notifyUrl: 'https://shop.example/v1/payments/wechatpay',
}
const transaction = {
  appid: config.appid,
  mchid: config.mchid,
  out_trade_no: order.intentNo,
  trade_state: 'SUCCESS',
  transaction_id: '4200001',
  success_time: '2026-11-22T18:00:00+08:00',
  payer: { openid: 'oPAYER' },
  amount: { total: 3990, currency: 'CNY' },
}

async function unknownReason(work: Promise<unknown>): Promise<string> {
  const error = await work.then(
    () => null,
    (thrown: unknown) => thrown,
  )
  if (error instanceof ProviderUnknown) return error.reason
  throw error ?? new Error('it was believed')
}

describe('what is sent', () => {
  it('is signed over method, path with query, time, nonce and body', async () => {
    const { wechat, sent } = provider(() => signed(200, { h5_url: 'https://wx.tenpay.com/x?prepay_id=1' }))
    await wechat.start({ ...order, channel: 'h5', payerIp: '203.0.113.9' })
    const [{ url, init }] = sent as [Sent]
    const stated = readAuthorization(init.headers.Authorization as string)
    expect(stated).toMatchObject({ mchid: config.mchid, serialNo: config.serialNo, timestamp: '1795341600' })
    const { timestamp, nonce, signature } = stated as NonNullable<typeof stated>
    const text = message('POST', url.pathname + url.search, timestamp, nonce, init.body as string)
    expect(isSignedBy(keys.merchant.publicKey, text, signature)).toBe(true)
    expect(init.headers['Wechatpay-Serial']).toBe(keys.publicKeyId.serial)
    expect(init.redirect).toBe('manual')
  })

  it('names every field of the order, the time in +08:00 without fractions', async () => {
    const { wechat, sent } = provider(() => signed(200, { h5_url: 'https://wx.tenpay.com/x?prepay_id=1' }))
    const { cashier } = await wechat.start({ ...order, channel: 'h5', payerIp: '203.0.113.9' })
    expect(sent[0]?.url.href).toBe('https://api.mch.weixin.qq.com/v3/pay/transactions/h5')
    expect(JSON.parse(sent[0]?.init.body as string)).toEqual({
      appid: config.appid,
      mchid: config.mchid,
      description: '赣南脐橙 5 斤',
      out_trade_no: 'pay_0123456789abc',
      time_expire: '2026-11-22T18:15:00+08:00',
      notify_url: 'https://shop.example/v1/payments/wechatpay',
      amount: { total: 3990, currency: 'CNY' },
      scene_info: { payer_client_ip: '203.0.113.9', h5_info: { type: 'Wap' } },
    })
    expect(cashier).toEqual({
      kind: 'redirect',
      url: 'https://wx.tenpay.com/x?prepay_id=1&redirect_url=https%3A%2F%2Fshop.example%2Fo%2F1%3Fa%3D1%26b%3D%E4%BA%8C',
    })
  })

  it('cuts a long description at 127 bytes without breaking a character', async () => {
    const { wechat, sent } = provider(() => signed(200, { code_url: 'weixin://wxpay/1' }))
    const { cashier } = await wechat.start({ ...order, channel: 'native', description: '橙'.repeat(200) })
    expect(cashier).toEqual({ kind: 'qr', codeUrl: 'weixin://wxpay/1' })
    expect(JSON.parse(sent[0]?.init.body as string).description).toBe('橙'.repeat(42))
  })

  it('hands JSAPI what the WeChat page needs, signed by the merchant', async () => {
    const { wechat } = provider(() => signed(200, { prepay_id: 'wx123' }))
    const { cashier } = await wechat.start({ ...order, channel: 'jsapi', payerOpenid: 'oPAYER' })
    if (cashier.kind !== 'jsapi') throw new Error(cashier.kind)
    const { appId, timeStamp, nonceStr, package: pack, signType, paySign } = cashier.params as Record<string, string>
    expect([appId, timeStamp, pack, signType]).toEqual([config.appid, '1795341600', 'prepay_id=wx123', 'RSA'])
    const text = message(appId as string, timeStamp as string, nonceStr as string, pack as string)
    expect(isSignedBy(keys.merchant.publicKey, text, paySign as string)).toBe(true)
  })
})

describe('what is believed', () => {
  it('is a signed answer about this order', async () => {
    const { wechat } = provider(() => signed(200, transaction))
    expect(await wechat.query(order.intentNo)).toEqual({
      intentNo: order.intentNo,
      state: 'succeeded',
      providerTxn: '4200001',
      amountFen: 3990,
      currency: 'CNY',
      paidAt: new Date('2026-11-22T10:00:00.000Z'),
      payer: 'oPAYER',
    })
  })

  it.each([
    ['NOTPAY', 'not_paid'],
    ['USERPAYING', 'paying'],
    ['CLOSED', 'closed'],
    ['REVOKED', 'closed'],
    ['PAYERROR', 'failed'],
    ['REFUND', 'refunded'],
  ])('%s is %s', async (trade_state, state) => {
    const { wechat } = provider(() => signed(200, { ...transaction, trade_state }))
    expect((await wechat.query(order.intentNo)).state).toBe(state)
  })

  it('is a signed 404 about an order or a refund that was never made', async () => {
    const missing = provider(() => signed(404, { code: 'ORDER_NOT_EXIST', message: '订单不存在' })).wechat
    expect((await missing.query(order.intentNo)).state).toBe('unknown_order')
    const lost = provider(() => signed(404, { code: 'RESOURCE_NOT_EXISTS', message: '退款单不存在' })).wechat
    expect((await lost.queryRefund('rfd_1')).state).toBe('unknown_refund')
  })

  it('is a signed refusal, with its code', async () => {
    const refusedWith = async (status: number, code: string) => {
      const { wechat } = provider(() => signed(status, { code, message: '不' }))
      const error = await wechat.start({ ...order, channel: 'native' }).catch((thrown: unknown) => thrown)
      expect(error).toBeInstanceOf(ProviderRefused)
      const { retryable, paid } = error as ProviderRefused
      return { retryable, paid }
    }
    expect(await refusedWith(403, 'OUT_TRADE_NO_USED')).toEqual({ retryable: false, paid: false })
    expect(await refusedWith(429, 'FREQUENCY_LIMITED')).toEqual({ retryable: true, paid: false })
    expect(await refusedWith(400, 'ORDERPAID')).toEqual({ retryable: false, paid: true })
  })

  it('is closing twice, but not closing what is paid or never was', async () => {
    await provider(() => signed(204, null)).wechat.close(order.intentNo)
    await provider(() => signed(400, { code: 'ORDER_CLOSED' })).wechat.close(order.intentNo)
    for (const code of ['ORDERPAID', 'ORDER_NOT_EXIST']) {
      await expect(provider(() => signed(400, { code })).wechat.close(order.intentNo)).rejects.toThrow(ProviderRefused)
    }
  })
})

describe('what stays unknown', () => {
  const ask = (answer: (sent: Sent) => Answer | Promise<Answer>, timeoutMs?: number) =>
    unknownReason(provider(answer, timeoutMs).wechat.query(order.intentNo))

  it('no answer in time, and none at all', async () => {
    const never = (_url: URL, { signal }: RequestInit) =>
      new Promise((_, reject) => signal?.addEventListener('abort', () => reject(signal.reason)))
    const wechat = wechatPay({ ...config, timeoutMs: 20 }, { now: () => now, fetch: never as never })
    expect(await unknownReason(wechat.query(order.intentNo))).toBe('timeout')
    expect(await ask(() => Promise.reject(new TypeError('fetch failed')))).toBe('unreachable')
  })

  it('a body that never ends in time', async () => {
    const slow = async (_url: URL, { signal }: RequestInit) => {
      const stream = new ReadableStream({
        start: (controller) => signal?.addEventListener('abort', () => controller.error(signal.reason)),
      })
      return new Response(stream, { status: 200 })
    }
    const wechat = wechatPay({ ...config, timeoutMs: 20 }, { now: () => now, fetch: slow as never })
    expect(await unknownReason(wechat.query(order.intentNo))).toBe('timeout')
  })

  it('a 5xx, signed or not', async () => {
    expect(await ask(() => signed(500, { code: 'SYSTEM_ERROR' }))).toBe('provider_error')
    expect(await ask(() => ({ status: 502, body: '<html>Bad Gateway</html>' }))).toBe('provider_error')
  })

  it('an unsigned answer, of any status', async () => {
    for (const status of [200, 204, 400, 401, 403, 404, 429]) {
      const body = JSON.stringify({ ...transaction, code: 'ORDER_NOT_EXIST' })
      expect(await ask(() => ({ status, body }))).toBe('unsigned')
    }
  })

  it('an answer signed by somebody else, at another time or for another body', async () => {
    const other = { ...keys.publicKeyId, serial: 'UNKNOWN' }
    const body = JSON.stringify(transaction)
    expect(await ask(async () => ({ status: 200, ...(await sign(other, body, now)) }))).toBe('forged')
    const swapped = { ...keys.certificate, serial: keys.publicKeyId.serial }
    expect(await ask(async () => ({ status: 200, ...(await sign(swapped, body, now)) }))).toBe('forged')
    expect(await ask(() => signed(200, transaction, new Date(now.getTime() - 301_000)))).toBe('forged')
    expect(await ask(async () => ({ ...(await signed(200, transaction)), body: body.replace('3990', '3991') }))).toBe(
      'forged',
    )
    expect(await ask(async () => ({ ...(await signed(200, transaction)), status: 404, body: '{}' }))).toBe('forged')
  })

  it('a genuine answer about another order, merchant or app, played back', async () => {
    for (const other of [{ out_trade_no: 'pay_other' }, { mchid: '1' }, { appid: 'wx1' }]) {
      expect(await ask(() => signed(200, { ...transaction, ...other }))).toBe('foreign')
    }
    const { wechat } = provider(() => signed(200, { out_refund_no: 'rfd_2', status: 'SUCCESS', amount: { refund: 1 } }))
    expect(await unknownReason(wechat.queryRefund('rfd_1'))).toBe('foreign')
  })

  it('a redirect, a flood, nonsense, a state nobody knows, a success without money', async () => {
    expect(await ask(() => ({ status: 302, body: '', headers: { location: 'https://elsewhere.example' } }))).toBe(
      'unsigned',
    )
    expect(await ask(() => ({ status: 200, body: 'x'.repeat(1024 * 1024 + 1) }))).toBe('malformed')
    expect(await ask(() => signed(200, 'not json'))).toBe('malformed')
    expect(await ask(() => signed(200, { ...transaction, trade_state: 'WAITING' }))).toBe('malformed')
    expect(await ask(() => signed(200, { ...transaction, amount: { total: 39.9, currency: 'CNY' } }))).toBe('malformed')
    expect(await ask(() => signed(200, { ...transaction, transaction_id: '' }))).toBe('malformed')
  })
})
