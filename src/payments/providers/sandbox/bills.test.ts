import { createHash } from 'node:crypto'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { Formatter, Rsa, Wechatpay } from 'wechatpay-axios-plugin'
import { emptyDatabase } from '../../../../test/support/database.ts'
import { openTestSandbox, type TestSandbox } from '../../../../test/support/sandbox.ts'
import { type Clock, OwnedClock, systemClock } from '../../../platform/clock.ts'
import { ProviderRefused, ProviderUnknown } from '../port.ts'
import { type BillFile, BillNotReady, type ProviderBill } from '../port-bills.ts'
import { wechatPay } from '../wechatpay/provider.ts'
import { sandboxConfig } from './keys.ts'
import { startSandbox } from './sandbox.ts'

/** The bills of a day: what the simulator writes, our client and a client that others wrote read alike. */

const HOUR_MS = 3_600_000
const DAY_MS = 24 * HOUR_MS
let at: TestSandbox
let day: string
let paid: Awaited<ReturnType<TestSandbox['paidOrder']>>[]

beforeAll(async () => {
  at = await openTestSandbox()
  at.clock.set(new Date('2027-03-02T02:00:00.000Z'))
  day = '2027-03-02'
  await at.call('POST', '/sandbox/terms', { feeBps: 60, settles: true })
  paid = [await at.paidOrder(), await at.paidOrder(), await at.paidOrder()]
  await at.wechat.refund(at.refundOf(paid[0] as never, 1_000))
  await at.wechat.refund(at.refundOf(paid[1] as never, 3_990))
  at.clock.set(new Date('2027-03-03T02:00:00.000Z'))
})
afterEach(() => expect(at.failures).toEqual([]))
afterAll(() => at?.close())

const file = (bill: ProviderBill, kind: BillFile['kind']) => bill.files.find((one) => one.kind === kind) as BillFile
const shown = (bill: ProviderBill, kind: BillFile['kind']) =>
  file(bill, kind).lines.map((line) => [line.what, line.direction, line.amountFen, line.feeFen, line.ownNo])

describe('the bill of a day', () => {
  it('tells payments and refunds with their fees, which go back with the money', async () => {
    const bill = await at.wechat.bill(day)
    // 39.90 × 0.6 % = 0.24; after 10.00 went back 0.18 are due of 29.90.
    expect(shown(bill, 'trade').sort((a, b) => String(a[4]).localeCompare(String(b[4])))).toEqual([
      ...paid.map((order) => ['payment', 'in', 3990, 24, order.intentNo]),
      ['refund', 'out', 1000, -6, expect.stringMatching(/^rfd_test_/)],
      ['refund', 'out', 3990, -24, expect.stringMatching(/^rfd_test_/)],
    ])
    expect(file(bill, 'trade').lines.every((line) => line.at.toISOString().startsWith('2027-03-02T02:00'))).toBe(true)
    expect(file(bill, 'basic')).toMatchObject({ closingFen: 3 * 3990 - 1000 - 3990 - 24 - 18 })
    expect(file(bill, 'operation')).toMatchObject({ sha1: null, lines: [] })
  })

  it('tells the payout of the next morning, and nothing of a day without anything', async () => {
    at.clock.set(new Date('2027-03-05T02:00:00.000Z'))
    const bill = await at.wechat.bill('2027-03-03')
    expect(shown(bill, 'basic')).toEqual([['settled', 'out', 6_938, 0, expect.any(String)]])
    expect(file(bill, 'basic').closingFen).toBe(0)
    expect((await at.wechat.bill('2027-03-04')).files.map((one) => one.lines)).toEqual([[], [], []])
  })

  it('cannot be had of today, of this morning, or of long ago', async () => {
    const today = at.clock.now().toISOString().slice(0, 10)
    await expect(at.wechat.bill(today)).rejects.toThrow(ProviderRefused)
    await expect(at.wechat.bill('2026-11-01')).rejects.toThrow(ProviderRefused)
    at.clock.set(new Date('2027-03-05T23:00:00.000Z'))
    await expect(at.wechat.bill('2027-03-05')).rejects.toThrow(BillNotReady)
  })

  it('is not believed when it is cut, and not fetched from anywhere else', async () => {
    await at.call('POST', '/sandbox/faults', { on: 'bill', kind: 'cut', times: 1 })
    await expect(at.wechat.bill(day)).rejects.toThrow(/digest|unpacked/)
    await at.call('POST', '/sandbox/faults', { on: 'answer', kind: 'unsigned', path: 'tradebill', times: 1 })
    await expect(at.wechat.bill(day)).rejects.toThrow(ProviderUnknown)
    expect((await fetch(`${at.url}/v3/billdownload/file?token=x`)).status).toBe(401)
  })

  it('says what it is told to say: a line less, one more, one with another amount, something unheard of', async () => {
    const [first, second] = paid as [(typeof paid)[number], (typeof paid)[number]]
    const told = await at.call('POST', '/sandbox/bills', [
      { omit: first.intentNo },
      { change: second.intentNo, amountFen: 3_900 },
      { add: { number: 'other_shop_1', amountFen: 500, at: '2027-03-02T05:00:00Z' } },
      { add: { number: 'tousu1', what: 'other', amountFen: -88, at: '2027-03-02T06:00:00Z', words: '投诉赔付' } },
    ] as never)
    expect(told.status).toBe(200)
    const bill = await at.wechat.bill(day)
    const numbers = shown(bill, 'trade').map((line) => [line[4], line[2]])
    expect(numbers).not.toContainEqual([first.intentNo, 3_990])
    expect(numbers).toContainEqual([second.intentNo, 3_900])
    expect(numbers).toContainEqual(['other_shop_1', 500])
    expect(shown(bill, 'basic')).toContainEqual(['other', 'out', 88, 0, 'tousu1'])
    await at.call('DELETE', '/sandbox/bills')
  })
})

describe('an independent client', () => {
  it('fetches the bill from the simulator, proves it by its digest, and reads out of it what we read', async () => {
    const databaseUrl = `${await emptyDatabase()}_bills`
    const start = (clock: Clock) =>
      startSandbox({ databaseUrl, port: 0, clock, keysDir: at.keysDir, publicBase: '/sandbox', refundDelayMs: 0 })
    // The client reads the machine's clock, so what it asks about happened two days ago.
    const past = new OwnedClock(new Date(Date.now() - 2 * DAY_MS))
    const day = new Date(past.now().getTime() + 8 * HOUR_MS).toISOString().slice(0, 10)
    const lived = await start(past)
    const us = wechatPay(sandboxConfig(at.keysDir, lived.url), { now: () => past.now() })
    const order = at.newOrder()
    await us.start({ ...order, expiresAt: new Date(past.now().getTime() + HOUR_MS), channel: 'native' })
    await fetch(`${lived.url}/sandbox/pay/${order.intentNo}`, { method: 'POST' })
    await us.refund(at.refundOf(order, 1_000))
    await lived.close()

    const now = await start(systemClock)
    const { mchid, serialNo, privateKeyPem, platformKeys } = sandboxConfig(at.keysDir, now.url)
    const options = { baseURL: now.url, mchid, serial: serialNo, privateKey: privateKeyPem, certs: { ...platformKeys } }
    const { v3 } = (new Wechatpay(options) as unknown as { client: { v3: AnyClient } }).client
    const params = { bill_date: day, bill_type: 'ALL' }
    const { data } = await v3.request({ method: 'get', url: '/v3/bill/tradebill', params })
    const { hash_value: digest, download_url: address } = data as Record<string, string>
    const text = await signedFile(new URL(address as string), options)
    expect(createHash('sha1').update(text).digest('hex')).toBe(digest)
    const theirs = Formatter.castCsvBill(text) as unknown as { rows: Row[]; summary: Row }

    const ours = await wechatPay(sandboxConfig(at.keysDir, now.url), { now: () => new Date() }).bill(day)
    expect(ours.files[0]?.sha1).toBe(digest)
    expect(theirs.rows.map((row) => [row.交易状态, row.商户退款单号, row.应结订单金额, row.退款金额])).toEqual([
      ['SUCCESS', '0', '39.90', '0.00'],
      ['REFUND', ours.files[0]?.lines[1]?.ownNo, '0.00', '10.00'],
    ])
    expect(theirs.summary).toMatchObject({ 总交易单数: '2', 应结订单总金额: '39.90', 退款总金额: '10.00' })
    expect(ours.files[0]?.lines.map((line) => line.amountFen)).toEqual([3_990, 1_000])
    await now.close()
  })
})

type Row = Record<string, string>
interface AnyClient {
  request(config: object): Promise<{ data: unknown }>
}

/** Signed with their functions; the answer carries no signature, which is why their client would refuse it. */
async function signedFile(url: URL, of: { mchid: string; serial: string; privateKey: string }): Promise<Buffer> {
  const [nonce, timestamp] = [Formatter.nonce(), Formatter.timestamp()]
  const text = Formatter.request('GET', url.pathname + url.search, timestamp, nonce, '')
  const signature = Rsa.sign(text, Rsa.from(of.privateKey, 'private'))
  const authorization = Formatter.authorization(of.mchid, nonce, signature, timestamp, of.serial)
  const answer = await fetch(url, { headers: { authorization } })
  expect([answer.status, answer.headers.has('wechatpay-signature')]).toEqual([200, false])
  return Buffer.from(await answer.arrayBuffer())
}
