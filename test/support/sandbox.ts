import { mkdtempSync } from 'node:fs'
import { createServer, type IncomingHttpHeaders } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { expect } from 'vitest'
import {
  ForgedNotification,
  type PaymentProvider,
  type VerifiedNotification,
} from '../../src/payments/providers/port.ts'
import { sandboxConfig } from '../../src/payments/providers/sandbox/keys.ts'
import { type Sandbox, startSandbox } from '../../src/payments/providers/sandbox/sandbox.ts'
import { wechatPay } from '../../src/payments/providers/wechatpay/provider.ts'
import { OwnedClock } from '../../src/platform/clock.ts'
import { emptyDatabase } from './database.ts'

/** Long enough for a machine that does much else; only tests of silence wait for it. */
const CLIENT_TIMEOUT_MS = 3_000
const LOOK_EVERY_MS = 25
const LOOKS = 200

export interface TestSandbox {
  readonly clock: OwnedClock
  readonly url: string
  readonly keysDir: string
  readonly wechat: PaymentProvider
  readonly shop: ListeningShop
  /** What the sandbox itself found wrong with itself. */
  readonly failures: string[]
  /** One request to the machine's side: `/sandbox/pay/…`, `/sandbox/faults`… */
  call(method: string, where: string, body?: object): Promise<{ status: number; json: Record<string, unknown> }>
  /** Ends it and starts it again on the same database, keys and port. */
  restart(): Promise<void>
  close(): Promise<void>
  /** An order of 39.90 for 15 minutes, under a number of its own. */
  newOrder(): ReturnType<typeof orderOf>
  /** The same, started over H5 and paid; waits until the shop heard of it so often. */
  paidOrder(options?: { heard?: number }): Promise<ReturnType<typeof orderOf>>
  refundOf(order: { intentNo: string }, amountFen: number): Parameters<PaymentProvider['refund']>[0]
}

/** The simulator on a database of its own, our client, and a shop that only listens. */
export async function openTestSandbox(): Promise<TestSandbox> {
  const clock = new OwnedClock(new Date())
  const keysDir = path.join(mkdtempSync(path.join(tmpdir(), 'leaven-sandbox-')), 'keys')
  const databaseUrl = await emptyDatabase()
  const failures: string[] = []
  const onError = (what: string, error: unknown) => void failures.push(`${what}: ${error}`)
  const start = (port: number) => startSandbox({ databaseUrl, port, clock, keysDir, publicBase: '/sandbox', onError })
  let sandbox: Sandbox = await start(0)
  const config = { ...sandboxConfig(keysDir, sandbox.url), timeoutMs: CLIENT_TIMEOUT_MS }
  const wechat = wechatPay(config, { now: () => clock.now() })
  const shop = await openShop(wechat, clock)
  const call: TestSandbox['call'] = async (method, where, body) => {
    const answer = await fetch(sandbox.url + where, { method, ...(body && { body: JSON.stringify(body) }) })
    return { status: answer.status, json: (await answer.json()) as Record<string, unknown> }
  }
  let made = 0
  const newOrder = () => orderOf(++made, shop.url, clock)
  return {
    ...{ clock, keysDir, wechat, shop, failures, call, newOrder },
    url: sandbox.url,
    restart: async () => {
      await sandbox.close()
      sandbox = await start(sandbox.port)
    },
    close: async () => {
      await sandbox.close()
      await shop.close()
    },
    paidOrder: async ({ heard = 1 } = {}) => {
      const order = newOrder()
      await wechat.start({ ...order, channel: 'h5' })
      expect((await call('POST', `/sandbox/pay/${order.intentNo}`)).status).toBe(200)
      if (heard > 0) await shop.hears(heard, order)
      return order
    },
    refundOf: ({ intentNo }, amountFen) => {
      const notifyUrl = `${shop.url}/notify`
      return { refundNo: `rfd_test_${++made}`, intentNo, amountFen, totalFen: 3990, reason: '坏果', notifyUrl }
    },
  }
}

function orderOf(number: number, shopUrl: string, clock: OwnedClock) {
  return {
    intentNo: `pay_test_${String(number).padStart(6, '0')}`,
    amountFen: 3990,
    currency: 'CNY',
    description: '赣南脐橙 5 斤',
    expiresAt: new Date(clock.now().getTime() + 15 * 60_000),
    returnUrl: `${shopUrl}/o/1`,
    notifyUrl: `${shopUrl}/notify`,
  }
}

export interface ListeningShop {
  url: string
  /** What it answers to a notification that it believes; to any other it says 401. */
  answer: number
  readonly heard: VerifiedNotification[]
  /** Waits until it heard so often of this order, and not oftener. */
  hears(count: number, order: { intentNo: string }): Promise<VerifiedNotification[]>
  close(): Promise<void>
}

async function openShop(wechat: PaymentProvider, clock: OwnedClock): Promise<ListeningShop> {
  const hear = (headers: IncomingHttpHeaders, rawBody: Buffer): number => {
    try {
      shop.heard.push(wechat.verifyNotification({ headers, rawBody, now: clock.now() }))
      return shop.answer
    } catch (error) {
      if (error instanceof ForgedNotification) return 401
      throw error
    }
  }
  const server = createServer((request, response) => {
    const chunks: Buffer[] = []
    request.on('data', (chunk: Buffer) => chunks.push(chunk))
    request.on('end', () => response.writeHead(hear(request.headers, Buffer.concat(chunks))).end())
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const shop: ListeningShop = {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    answer: 200,
    heard: [],
    hears: async (count, { intentNo }) => {
      const heard = () => shop.heard.filter((said) => aboutWhom(said) === intentNo)
      for (let look = 0; heard().length < count && look < LOOKS; look++) await pause(LOOK_EVERY_MS)
      expect(heard()).toHaveLength(count)
      return heard()
    },
    close: () => new Promise((resolve) => server.close(() => resolve())),
  }
  return shop
}

function aboutWhom(said: VerifiedNotification): string | null {
  if (said.kind === 'other') return null
  if (said.kind === 'transfer') return said.transfer.billNo
  return said.kind === 'payment' ? said.payment.intentNo : said.refund.intentNo
}

export function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms))
}
