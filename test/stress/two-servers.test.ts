import { randomUUID } from 'node:crypto'
import path from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { connectOnce } from '../../src/platform/db.ts'
import { KeptChild, runBoundChild } from '../../src/platform/kept-child.ts'
import { freePort } from '../../src/platform/ports.ts'
import type { Answer } from '../support/caller.ts'
import { emptyDatabase } from '../support/database.ts'
import { COMMUNITY, FREIGHT, type OpenShop, openShop, type Shopper, until } from '../support/open-shop.ts'
import { type OwnPostgres, openOwnPostgres } from '../support/own-postgres.ts'

/**
 * Two hundred buyers, twenty SKUs that are not enough for all, two servers, a worker and a provider as processes of
 * their own (dist/cli.js, which `npm test` builds), a PostgreSQL with fsync on; it and a server are killed with -9 in
 * the middle. Buyers come back with the same key until they have an answer, as clients do.
 */

const CLI = path.resolve(import.meta.dirname, '../../dist/cli.js')
const BUYERS = 200
const SKUS = 20
const STOCK = 20
const ORDERS_EACH = 2
const SIGN_INS_AT_ONCE = 16
const PATIENCE_MS = 90_000

let postgres: OwnPostgres
let shop: OpenShop
let skuIds: string[]
let token: string
let buyers: Shopper[]
let servers: KeptChild[]
let bases: string[]
let sandboxUrl: string
let env: Record<string, string>
const running: KeptChild[] = []

beforeAll(async () => {
  postgres = await openOwnPostgres({ max_connections: '120' })
  shop = await openShop(await postgres.database('leaven'), new Date())
  skuIds = []
  for (let i = 0; i < SKUS; i++) skuIds.push(await shop.addSku(STOCK))
  token = (await shop.openSale({ skuIds })).token
  buyers = []
  while (buyers.length < BUYERS)
    buyers.push(...(await Promise.all(Array.from({ length: SIGN_INS_AT_ONCE }, () => shop.shopper()))))
  buyers.length = BUYERS
  await shop.house.close()
  await startProcesses()
}, 180_000)

afterAll(async () => {
  await Promise.all(running.map((child) => child.stop()))
})

async function startProcesses(): Promise<void> {
  const sandboxPort = await freePort()
  const ports = [await freePort(), await freePort()]
  sandboxUrl = `http://127.0.0.1:${sandboxPort}`
  env = {
    DATABASE_URL: shop.house.databaseUrl,
    LEAVEN_MODE: 'demo',
    LEAVEN_DATA_DIR: shop.house.folder,
    LEAVEN_SANDBOX_URL: sandboxUrl,
    LEAVEN_SANDBOX_PORT: String(sandboxPort),
    LEAVEN_SANDBOX_DATABASE_URL: await emptyDatabase(),
    LOG_LEVEL: 'error',
    NOTIFY_BASE: `http://127.0.0.1:${ports[0]}`,
  }
  const start = (name: string, command: string, own: Record<string, string> = {}) => {
    const child = new KeptChild({ name, command: [CLI, command], env: { ...env, ...own } }, () => {})
    running.push(child)
    return child
  }
  start('sandbox', 'sandbox')
  start('worker', 'work')
  servers = ports.map((port, index) => start(`server ${index}`, 'serve', { PORT: String(port) }))
  bases = ports.map((port) => `http://127.0.0.1:${port}`)
  for (const url of [...bases.map((base) => `${base}/healthz`), `${sandboxUrl}/sandbox/health`])
    await until(
      () =>
        fetch(url).then(
          (answer) => answer.status,
          () => 0,
        ),
      (status) => status === 200,
      60_000,
    )
}

interface Bought {
  readonly buyer: number
  readonly key: string
  readonly skuId: string
  readonly quantity: number
  orderId?: string
  paymentId?: string
  paid?: boolean
  refused?: string
}

const unclear: string[] = []

/** Asks one server, then the other, with the same key, until the answer is one that stays. */
async function insist(wish: Bought, ask: (who: Shopper) => Promise<Answer>): Promise<Answer> {
  for (const end = Date.now() + PATIENCE_MS; ; ) {
    for (const base of wish.buyer % 2 ? bases : bases.toReversed()) {
      const answer = await askOne(wish, base, ask)
      const passes = !answer || answer.status === 503 || answer.body.code === 'in_progress'
      if (answer && !passes) {
        if (answer.status >= 500) unclear.push(answer.text)
        return answer
      }
    }
    if (Date.now() > end) throw new Error(`${wish.key} got no answer in ${PATIENCE_MS} ms`)
    await sleep(100 + Math.random() * 200)
  }
}

/** One server's answer; nothing when it is not there. */
function askOne(wish: Bought, base: string, ask: (who: Shopper) => Promise<Answer>): Promise<Answer | undefined> {
  const buyer = buyers[wish.buyer] as Shopper
  return ask({ ...buyer, caller: buyer.caller.at(base) }).catch(() => undefined)
}

async function buy(wish: Bought): Promise<void> {
  const goods = COMMUNITY * wish.quantity
  const order = ({ caller, addressId }: Shopper) =>
    caller.post(
      '/v1/store/orders',
      {
        token,
        lines: [{ skuId: wish.skuId, quantity: wish.quantity }],
        delivery: 'parcel',
        addressId,
        freshConfirmed: true,
        expectedTotal: { amount: goods + (goods < 5900 ? FREIGHT : 0), currency: 'CNY' },
      },
      { key: wish.key },
    )
  // Some press twice, and the two requests reach two processes at the same moment.
  const atOnce = wish.buyer % 4 === 0 ? await Promise.all(bases.map((base) => askOne(wish, base, order))) : []
  const placed = await insist(wish, order)
  for (const answer of atOnce) if (answer?.status === 201) expect(answer.body.order.id).toBe(placed.body.order.id)
  if (placed.status !== 201) {
    wish.refused = placed.body.code
    return
  }
  wish.orderId = placed.body.order.id
  wish.paymentId = placed.body.payment.id
  const path = `/v1/store/payments/${wish.paymentId}`
  const started = await insist(wish, ({ caller }) => caller.post(`${path}/start`, { channel: 'h5' }, { key: wish.key }))
  expect(started.status, started.text).toBe(200)
  const took = await fetch(`${sandboxUrl}/sandbox/pay/${wish.paymentId}`, { method: 'POST' })
  expect(took.status).toBe(200)
  await until(
    async () => (await insist(wish, ({ caller }) => caller.get(path))).body.state,
    (state) => state === 'succeeded',
    PATIENCE_MS,
  )
  wish.paid = true
}

/** Waits until so many have their order, then does it. */
async function after(wishes: readonly Bought[], share: number, act: () => Promise<void>): Promise<void> {
  await until(
    async () => wishes.filter((wish) => wish.orderId ?? wish.refused).length,
    (answered) => answered >= wishes.length * share,
    PATIENCE_MS,
  )
  await act()
}

test('everything that was acknowledged is there, once, and the audit is green', { timeout: 240_000 }, async () => {
  const wishes = Array.from({ length: BUYERS * ORDERS_EACH }, (_, index): Bought => {
    const skuId = skuIds[(index * 7) % SKUS] as string
    return { buyer: index % BUYERS, key: randomUUID(), skuId, quantity: 1 + (index % 2) }
  })
  await Promise.all([
    ...wishes.map(buy),
    after(wishes, 0.2, async () => {
      await postgres.kill()
      await sleep(300)
      await postgres.start()
    }),
    after(wishes, 0.5, async () => killServer(servers[0] as KeptChild)),
  ])

  expect(unclear).toEqual([])
  const acknowledged = wishes.filter((wish) => wish.orderId)
  const refused = wishes.filter((wish) => wish.refused)
  expect(new Set(refused.map((wish) => wish.refused))).toEqual(new Set(['stock_gone']))
  expect(acknowledged.length + refused.length).toBe(wishes.length)
  expect(acknowledged.every((wish) => wish.paid)).toBe(true)
  await expectAllThere(acknowledged)
  await expectNoneOversold(acknowledged)
  expect(await auditNow()).toEqual([])
})

function killServer({ pid }: KeptChild): void {
  if (pid === undefined) throw new Error('the server is not running just now')
  process.kill(pid, 'SIGKILL')
}

/** One order for each acknowledgement and no other; each paid, with one pay journal. */
async function expectAllThere(acknowledged: readonly Bought[]): Promise<void> {
  const connection = await connect()
  const rows = await connection.query<{ id: string; state: string; booked: number }>(
    `select platform.id_text('ord', o.id) as id, o.state,
       (select count(*)::int from ledger.journal j where j.key = 'pay:' || platform.id_text('pay', o.intent_id)) as booked
     from orders."order" o`,
  )
  await connection.end()
  expect(rows.map((row) => row.id).sort()).toEqual(acknowledged.map((wish) => wish.orderId).sort())
  expect(rows.filter((row) => row.state !== 'paid' || row.booked !== 1)).toEqual([])
}

async function expectNoneOversold(acknowledged: readonly Bought[]): Promise<void> {
  const sold = new Map<string, number>()
  for (const { skuId, quantity } of acknowledged) sold.set(skuId, (sold.get(skuId) ?? 0) + quantity)
  for (const quantity of sold.values()) expect(quantity).toBeLessThanOrEqual(STOCK)
  const connection = await connect()
  const rows = await connection.query<{ id: string; left: number; reserved: number }>(
    `select platform.id_text('sku', i.sku_id) as id, c.available::int as left, c.reserved::int as reserved
     from stock.item i join stock.cell c on c.item_id = i.id`,
  )
  await connection.end()
  for (const row of rows)
    if (skuIds.includes(row.id))
      expect(row).toEqual({ id: row.id, left: STOCK - (sold.get(row.id) ?? 0), reserved: sold.get(row.id) ?? 0 })
}

const connect = () => connectOnce(shop.house.databaseUrl)

async function auditNow(): Promise<unknown[]> {
  const { stdout } = await runBoundChild({ name: 'audit', command: [CLI, 'audit', '--json'], env })
  const { checks } = JSON.parse(stdout.trim().split('\n').at(-1) ?? '') as { checks: { name: string; found: number }[] }
  expect(checks.length).toBeGreaterThan(30)
  return checks.filter((check) => check.found > 0)
}
