import { randomUUID } from 'node:crypto'
import { beforeAll, describe, expect, test } from 'vitest'
import { refusals } from '../../src/payments/contract.ts'
import { type Forgery, forgeries } from '../../src/payments/providers/sandbox/forgery.ts'
import { openSandboxKeys, type SandboxKeys } from '../../src/payments/providers/sandbox/keys.ts'
import { envelope, sign } from '../../src/payments/providers/sandbox/platform-voice.ts'
import {
  COMMUNITY,
  expectProblem,
  FREIGHT,
  must,
  mustPlace,
  type OpenShop,
  openShop,
  type Shopper,
  until,
} from '../support/open-shop.ts'

/** Notifications that are false, doubled, or come before the answer to our own call. */

const TOTAL = COMMUNITY + FREIGHT
const PATH = '/v1/provider/wechatpay/notifications'

let shop: OpenShop
let li: Shopper
let keys: SandboxKeys

beforeAll(async () => {
  shop = await openShop()
  li = await shop.shopper('十二栋李姐')
  keys = openSandboxKeys(`${shop.house.folder}/sandbox-keys`)
})

const sandbox = async (method: string, path: string, body?: object) => {
  const answer = await fetch(`${shop.house.sandboxUrl}/sandbox/${path}`, {
    method,
    ...(body ? { body: JSON.stringify(body) } : {}),
  })
  // biome-ignore lint/suspicious/noExplicitAny: answers of the sandbox's machine side
  return { status: answer.status, body: (await answer.json()) as any }
}
const start = (payment: string) => must(li.caller.post(`/v1/store/payments/${payment}/start`, { channel: 'h5' }))
const stateOf = async (order: string) => (await must(li.caller.get(`/v1/store/orders/${order}`))).state
const untilPaid = (order: string) =>
  until(
    () => stateOf(order),
    (state) => state === 'paid',
  )

/** What the provider itself would say of a payment, in its own voice, with changes. */
async function say(payment: string, changes: Record<string, unknown> = {}, id: string = randomUUID()) {
  const now = shop.house.now()
  const content = JSON.stringify({
    appid: keys.merchant.appid,
    mchid: keys.merchant.mchid,
    out_trade_no: payment,
    transaction_id: `4200000000${payment}`,
    trade_type: 'MWEB',
    trade_state: 'SUCCESS',
    success_time: now.toISOString(),
    payer: { openid: 'oSANDBOX' },
    amount: { total: TOTAL, payer_total: TOTAL, currency: 'CNY', payer_currency: 'CNY' },
    ...changes,
  })
  const news = { id, created_at: now, event_type: 'TRANSACTION.SUCCESS', summary: '支付成功', content }
  const { headers, body } = await sign(keys.publicKeyId, JSON.stringify(envelope(news, keys.merchant.apiV3Key)), now)
  return li.caller.post(PATH, {}, { headers, raw: body, key: '' })
}
const amount = (total: number, currency = 'CNY') => ({
  amount: { total, payer_total: total, currency, payer_currency: currency },
})

async function expectSound(): Promise<void> {
  const { checks } = await shop.house.audit()
  expect(checks.filter((check) => check.found > 0)).toEqual([])
}

describe('forged', () => {
  let order: string
  let payment: string

  beforeAll(async () => {
    const placed = await mustPlace(shop, li)
    order = placed.order.id
    payment = placed.payment.id
    await start(payment)
  })

  for (const forgery of Object.keys(forgeries) as Forgery[])
    test(forgery, async () => {
      const before = await shop.counts()
      const { status, body } = await sandbox('POST', `forge/${payment}`, { forgery })
      expect(status).toBe(200)
      // What is no JSON, or says no content type, is not even read.
      expect(body.status).toBeOneOf([refusals.notification_forged.status, 400, 415])
      expect(await shop.counts()).toEqual(before)
      expect(await stateOf(order)).toBe('awaiting_payment')
    })

  test('from this very machine: `Host: localhost`, and an address that the proxy is said to vouch for', async () => {
    const before = await shop.counts()
    const headers = { 'x-forwarded-for': '127.0.0.1', 'x-forwarded-host': 'localhost', 'x-real-ip': '::1' }
    for (const lang of ['zh-CN', 'en'] as const) {
      const answer = await li.caller.post(PATH, {}, { headers, lang, raw: '{"out_trade_no":"x"}', key: '' })
      expectProblem(answer, refusals.notification_forged, lang)
    }
    const port = new URL(shop.house.baseUrl).port
    const { request } = await import('node:http')
    const status = await new Promise((resolve, reject) => {
      const call = request({
        port,
        path: PATH,
        method: 'POST',
        headers: { host: 'localhost', 'content-type': 'application/json' },
      })
      call.on('response', (answer) => resolve(answer.resume().statusCode)).on('error', reject)
      call.end('{}')
    })
    expect(status).toBe(401)
    expect(await shop.counts()).toEqual(before)
  })
})

describe('genuine, but not what was asked for', () => {
  for (const [what, changes] of [
    ['one fen more', amount(TOTAL + 1)],
    ['one fen less', amount(TOTAL - 1)],
    ['another currency', amount(TOTAL, 'USD')],
  ] as const)
    test(`${what}: kept in the inbox for people to see, nothing is paid or booked, the audit says so`, async () => {
      const { order, payment } = await mustPlace(shop, li)
      await start(payment.id)
      const before = await shop.counts()
      expect((await say(payment.id, changes)).status).toBe(200)
      expect(await shop.counts()).toEqual({ ...before, inbox: (before.inbox ?? 0) + 1 })
      expect(await stateOf(order.id)).toBe('awaiting_payment')
      const { checks } = await shop.house.audit()
      expect(checks.filter((check) => check.found > 0).map((check) => check.name)).toEqual([
        'payments: no notification waits unapplied, none had another amount',
      ])
      await shop.read(`delete from payments.inbox where outcome = 'mismatch'`)
    })

  test('another shop’s order on the same account: owed back, and no order of ours is touched', async () => {
    const { order, payment } = await mustPlace(shop, li)
    await start(payment.id)
    const said = await say('T20261102000001', { transaction_id: '42000000009999' })
    expect(said.status).toBe(200)
    expect(await stateOf(order.id)).toBe('awaiting_payment')
    const [row] = await shop.read<{ outcome: string }>(
      `select outcome from payments.inbox order by received_at desc, notification_id limit 1`,
    )
    expect(row?.outcome).toBe('foreign')
    await expectSound()
  })

  test('another transaction for what is paid already: owed back, the order stays paid once', async () => {
    const { order, payment } = await mustPlace(shop, li)
    await start(payment.id)
    await sandbox('POST', `pay/${payment.id}`)
    await untilPaid(order.id)
    const before = await shop.counts()
    expect((await say(payment.id)).status).toBe(200)
    expect((await say(payment.id)).status).toBe(200)
    expect(await shop.counts()).toEqual({
      ...before,
      inbox: (before.inbox ?? 0) + 2,
      journals: (before.journals ?? 0) + 1,
      transfers: (before.transfers ?? 0) + 1,
    })
    await expectSound()
  })

  test('not yet paid: kept in the inbox, nothing is paid or booked', async () => {
    const { order, payment } = await mustPlace(shop, li)
    const before = await shop.counts()
    const unpaid = ['NOTPAY', 'USERPAYING', 'CLOSED', 'PAYERROR', 'REVOKED']
    for (const trade_state of unpaid) expect((await say(payment.id, { trade_state })).status).toBeLessThan(500)
    expect(await shop.counts()).toEqual({ ...before, inbox: (before.inbox ?? 0) + unpaid.length })
    expect(await stateOf(order.id)).toBe('awaiting_payment')
  })
})

describe('true, and more often or earlier than one would like', () => {
  test('twenty times at once, as one notification and as twenty: booked once', async () => {
    for (const sameId of [true, false]) {
      const { order, payment } = await mustPlace(shop, li)
      await start(payment.id)
      const before = await shop.counts()
      const id = randomUUID()
      const answers = await Promise.all(
        Array.from({ length: 20 }, () => say(payment.id, {}, sameId ? id : randomUUID())),
      )
      expect(answers.map((answer) => answer.status)).toEqual(Array(20).fill(200))
      expect(await stateOf(order.id)).toBe('paid')
      const after = await shop.counts()
      expect(after.paid).toBe((before.paid ?? 0) + 1)
      // Paid, and the commission.
      expect(after.journals).toBe((before.journals ?? 0) + 2)
      expect(after.inbox).toBe((before.inbox ?? 0) + (sameId ? 1 : 20))
    }
    await expectSound()
  })

  test('before the answer to our own call: the payment is taken, and the call says that it is paid', async () => {
    const { order, payment } = await mustPlace(shop, li)
    expect((await say(payment.id)).status).toBe(200)
    expect(await stateOf(order.id)).toBe('paid')
    expectProblem(
      await li.caller.post(`/v1/store/payments/${payment.id}/start`, { channel: 'h5' }),
      refusals.already_paid,
    )
    await expectSound()
  })

  test('while our own call hangs: it does not undo what was paid', async () => {
    const { order, payment } = await mustPlace(shop, li)
    await sandbox('POST', 'faults', { on: 'answer', kind: 'error', path: '/v3/pay/transactions', times: 1 })
    const starting = li.caller.post(`/v1/store/payments/${payment.id}/start`, { channel: 'h5' })
    expect((await say(payment.id)).status).toBe(200)
    expect((await starting).status).toBeOneOf([200, 409, 503])
    expect(await stateOf(order.id)).toBe('paid')
    await expectSound()
  })
})
