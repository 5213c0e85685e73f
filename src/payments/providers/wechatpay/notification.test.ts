import { mkdtempSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { describe, expect, it } from 'vitest'
import { Aes, Formatter, Rsa } from 'wechatpay-axios-plugin'
import { ForgedNotification } from '../port.ts'
import { paymentNotification, refundNotification } from '../sandbox/content.ts'
import { type Forgery, forge, forgeries, reasonFor } from '../sandbox/forgery.ts'
import { openSandboxKeys, sandboxConfig } from '../sandbox/keys.ts'
import { sayNotification, sign } from '../sandbox/platform-voice.ts'
import type { NotificationRow, PaymentRow, RefundRow } from '../sandbox/sql.ts'
import { openConfig } from './config.ts'
import { verifyNotification } from './notification.ts'

const keysDir = path.join(mkdtempSync(path.join(tmpdir(), 'leaven-keys-')), 'sandbox')
const config = openConfig(sandboxConfig(keysDir, 'http://127.0.0.1:1'))
const keys = openSandboxKeys(keysDir)
const now = new Date('2026-11-22T10:00:00.000Z')
const paid: PaymentRow = {
  out_trade_no: 'pay_0123456789abc',
  prepay_id: 'wx1',
  transaction_id: '4200001',
  trade_type: 'MWEB',
  state: 'SUCCESS',
  description: '赣南脐橙 5 斤',
  total_fen: 3990,
  currency: 'CNY',
  notify_url: 'http://127.0.0.1/notify',
  payer_openid: 'oPAYER',
  asked_expire: null,
  payable_until: now,
  created_at: now,
  paid_at: now,
  closed_at: null,
  refunded_fen: 0,
  refunds: 0,
  shares: false,
}
const refund: RefundRow = {
  out_refund_no: 'rfd_1',
  refund_id: '5030001',
  out_trade_no: paid.out_trade_no,
  refund_fen: 990,
  reason: '坏果',
  notify_url: 'http://127.0.0.1/notify',
  created_at: now,
  settles_at: now,
  outcome: 'SUCCESS',
}

const row = (news: object | null): NotificationRow =>
  ({ ...news, attempts: 1, out_trade_no: paid.out_trade_no }) as NotificationRow
const receive = (said: { headers: Record<string, unknown>; body: string | Uint8Array }, at = now) =>
  verifyNotification(config, { headers: said.headers as never, rawBody: said.body, now: at })

function reasonOf(work: () => unknown): string {
  try {
    work()
  } catch (error) {
    if (error instanceof ForgedNotification) return error.reason
    throw error
  }
  return 'believed'
}

describe('a genuine notification', () => {
  it('of a payment is believed, from text or bytes, whatever Host it names', async () => {
    const said = await sayNotification(keys, row(paymentNotification(keys.merchant, paid, now)), now)
    const heard = receive({ headers: { ...said.headers, host: 'localhost' }, body: Buffer.from(said.body) })
    expect(heard).toEqual({
      notificationId: expect.any(String),
      kind: 'payment',
      payment: {
        intentNo: 'pay_0123456789abc',
        state: 'succeeded',
        providerTxn: '4200001',
        amountFen: 3990,
        currency: 'CNY',
        paidAt: now,
        payer: 'oPAYER',
      },
    })
    expect(receive(said)).toEqual(heard)
  })

  it('of a refund is believed, in each of its outcomes', async () => {
    for (const [outcome, state] of [
      ['SUCCESS', 'succeeded'],
      ['ABNORMAL', 'abnormal'],
      ['CLOSED', 'closed'],
    ] as const) {
      const news = refundNotification(keys.merchant, paid, { ...refund, outcome })
      const heard = receive(await sayNotification(keys, row(news), now))
      expect(heard).toMatchObject({
        kind: 'refund',
        refund: { refundNo: 'rfd_1', state, amountFen: 990, providerRefund: '5030001' },
      })
    }
  })

  it('reads the same to an independent client', async () => {
    const { headers, body } = await sayNotification(keys, row(paymentNotification(keys.merchant, paid, now)), now)
    const text = Formatter.response(headers['wechatpay-timestamp'] as never, headers['wechatpay-nonce'] as string, body)
    const platformKey = Rsa.from(keys.publicKeyId.publicPem, 'public')
    expect(Rsa.verify(text, headers['wechatpay-signature'] as string, platformKey)).toBe(true)
    const { ciphertext, nonce, associated_data } = JSON.parse(body).resource
    const opened = JSON.parse(Aes.AesGcm.decrypt(ciphertext, keys.merchant.apiV3Key, nonce, associated_data))
    expect(opened).toMatchObject({ trade_state: 'SUCCESS', amount: { total: 3990 }, out_trade_no: 'pay_0123456789abc' })
  })

  it('of another kind is kept and changes nothing', async () => {
    const news = { ...paymentNotification(keys.merchant, paid, now), event_type: 'COUPON.USE' }
    expect(receive(await sayNotification(keys, row(news), now))).toMatchObject({ kind: 'other', event: 'COUPON.USE' })
  })

  it('is believed at the edge of five minutes and not beyond', async () => {
    const said = await sayNotification(keys, row(paymentNotification(keys.merchant, paid, now)), now)
    for (const [seconds, reason] of [
      [300, 'believed'],
      [301, 'stale'],
      [-300, 'believed'],
      [-301, 'stale'],
    ] as const) {
      expect(reasonOf(() => receive(said, new Date(now.getTime() + seconds * 1000)))).toBe(reason)
    }
  })
})

describe('a forged notification', () => {
  it.each(Object.keys(forgeries) as Forgery[])('%s is refused', async (name) => {
    const forged = await forge(name, keys, paid, now)
    expect(reasonOf(() => receive(forged))).toBe(reasonFor(name))
  })

  it('is refused for the same reason with Host: localhost', async () => {
    for (const name of Object.keys(forgeries) as Forgery[]) {
      const forged = await forge(name, keys, paid, now)
      const headers = {
        ...forged.headers,
        host: 'localhost',
        'x-forwarded-host': 'localhost',
        'x-real-ip': '127.0.0.1',
      }
      expect(reasonOf(() => receive({ ...forged, headers }))).toBe(reasonFor(name))
    }
  })

  it('with a success that lacks its money is malformed', async () => {
    const news = paymentNotification(keys.merchant, paid, now)
    for (const missing of ['transaction_id', 'amount', 'success_time', 'out_trade_no', 'trade_state']) {
      const content = JSON.stringify({ ...JSON.parse(news.content), [missing]: undefined })
      const said = await sayNotification(keys, row({ ...news, content }), now)
      expect(reasonOf(() => receive(said))).toBe('malformed')
    }
  })

  it('that is an envelope of nonsense is malformed', async () => {
    for (const body of [
      '',
      '[]',
      'null',
      '"x"',
      '{}',
      '{"id":"a","event_type":"TRANSACTION.SUCCESS"}',
      '{"id":1,"event_type":2}',
    ]) {
      const said = await sign(keys.publicKeyId, body, now)
      expect(reasonOf(() => receive(said))).toBe('malformed')
    }
  })
})

describe('the keys', () => {
  it('are made once and readable by their owner only', () => {
    expect(sandboxConfig(keysDir, 'http://127.0.0.1:1')).toEqual(sandboxConfig(keysDir, 'http://127.0.0.1:1'))
    for (const file of ['merchant.json', 'platform.json']) {
      expect(statSync(path.join(keysDir, file)).mode & 0o777).toBe(0o600)
    }
  })

  it('must be a merchant that could be, over https unless the platform is on this machine', () => {
    const good = sandboxConfig(keysDir, 'https://api.mch.weixin.qq.com')
    expect(() => openConfig(good)).not.toThrow()
    expect(() => openConfig({ ...good, baseUrl: 'http://localhost:3900' })).not.toThrow()
    for (const baseUrl of [
      'http://api.mch.weixin.qq.com',
      'http://127.0.0.1.evil.example',
      'http://10.0.0.1',
      'nonsense',
    ]) {
      expect(() => openConfig({ ...good, baseUrl })).toThrow()
    }
    expect(() => openConfig({ ...good, apiV3Key: 'short' })).toThrow(/32 bytes/)
    expect(() => openConfig({ ...good, platformKeys: {} })).toThrow(/at least one/)
    expect(() =>
      openConfig({ ...good, platformKeys: { [good.serialNo]: Object.values(good.platformKeys)[0] as string } }),
    ).toThrow(/not a platform key/)
    expect(() => openConfig({ ...good, mchid: 'a"b' })).toThrow(/mchid/)
  })
})
