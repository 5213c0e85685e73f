import { type ChildProcess, spawn } from 'node:child_process'
import path from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { audit } from '../../src/platform/audit.ts'
import { connectOnce } from '../../src/platform/db.ts'
import type { Platform } from '../../src/platform/platform.ts'
import { freePort } from '../../src/platform/ports.ts'
import { rooms } from '../../src/rooms.ts'
import { type OpenShop, openShop, orderBody, type Shopper, until } from '../support/open-shop.ts'
import { type OwnPostgres, openOwnPostgres } from '../support/own-postgres.ts'

/**
 * kill -9, over and over, of a PostgreSQL with fsync on and of the server (dist/cli.js, a process of its own), while
 * buyers order without a pause. After each: every order that was acknowledged is there, and the audit is green.
 * `KILL_CYCLES` says how many; the sixty of every run take about a minute on two quiet cores.
 */

const CYCLES = Number(process.env.KILL_CYCLES ?? 60)
const BUYERS = 24
const STOCK = 1_000_000
/** So many answers after a restart, and it is killed again. */
const PROGRESS = 24
const PATIENCE_MS = 180_000
/** A machine that others share takes many times what a quiet one does. */
const SLOWEST_CYCLE_MS = 30_000
const CLI = path.resolve(import.meta.dirname, '../../dist/cli.js')

let postgres: OwnPostgres
let shop: OpenShop
let skuIds: string[]
let token: string
let buyers: Shopper[]
let base: string
let env: Record<string, string>
let server: ChildProcess

beforeAll(async () => {
  postgres = await openOwnPostgres({ max_connections: '60' })
  shop = await openShop(await postgres.database('leaven'), new Date())
  skuIds = [await shop.addSku(STOCK), await shop.addSku(STOCK)]
  token = (await shop.openSale({ skuIds })).token
  buyers = await Promise.all(Array.from({ length: BUYERS }, () => shop.shopper()))
  await shop.house.close()
  const port = await freePort()
  base = `http://127.0.0.1:${port}`
  env = {
    DATABASE_URL: shop.house.databaseUrl,
    LEAVEN_MODE: 'demo',
    LEAVEN_DATA_DIR: shop.house.folder,
    LEAVEN_SANDBOX_URL: 'http://127.0.0.1:9',
    LOG_LEVEL: 'silent',
    PORT: String(port),
  }
  startServer()
}, 180_000)

afterAll(async () => {
  if (!server || server.exitCode !== null) return
  const gone = new Promise((resolve) => server.once('exit', resolve))
  server.kill('SIGTERM')
  await gone
})

function startServer(): void {
  server = spawn(process.execPath, [CLI, 'serve'], { env: { ...process.env, ...env }, stdio: 'ignore' })
}

async function killServer(): Promise<void> {
  const gone = new Promise((resolve) => server.once('exit', resolve))
  server.kill('SIGKILL')
  await gone
  startServer()
}

async function killPostgres(): Promise<void> {
  await postgres.kill()
  await postgres.start()
}

const acknowledged: string[] = []
const strange: string[] = []
let underWay = 0
let isOver = false
/** Buyers look on while the books are read, so that the sixty do not become a benchmark. */
let looking: Promise<void> = Promise.resolve()

/** Orders without a pause. Without an answer that stays she comes back with the same key, as clients do. */
async function buyOnAndOn(buyer: Shopper, no: number): Promise<void> {
  const there = { ...buyer, caller: buyer.caller.at(base) }
  for (let n = 0; !isOver; n++) {
    await looking
    const lines = [{ skuId: skuIds[(no + n) % skuIds.length] as string, quantity: 2 }]
    const body = orderBody(shop, there, { token, lines, expectedTotal: { amount: 10_980, currency: 'CNY' } })
    for (;;) {
      underWay++
      const answer = await there.caller.post('/v1/store/orders', body, { key: `b${no}-${n}` }).catch(() => undefined)
      underWay--
      if (answer?.status === 201) {
        acknowledged.push(answer.body.order.id)
        break
      }
      if (answer && answer.status !== 503 && answer.body.code !== 'in_progress') strange.push(answer.text)
      if (strange.length > 0) return
      await sleep(20)
    }
  }
}

/** What the database says, asked by nobody of the house, and then the house's own checks. */
async function expectSound(cycle: string): Promise<void> {
  const known = [...acknowledged]
  const connection = await connectOnce(shop.house.databaseUrl)
  const rows = await connection.query<{ id: string }>(`select platform.id_text('ord', id) as id from orders."order"`)
  const stored = new Set(rows.map((row) => row.id))
  expect(
    known.filter((id) => !stored.has(id)),
    cycle,
  ).toEqual([])
  const db = { query: (_name: string, text: string, values: readonly unknown[] = []) => connection.query(text, values) }
  const clock = { now: () => new Date() }
  const platform = { db, clock, config: { dataDir: shop.house.folder } } as unknown as Platform
  const { checks } = await audit(platform, rooms)
  expect(
    checks.filter((check) => check.found > 0),
    cycle,
  ).toEqual([])
  await connection.end()
}

test(
  `after ${CYCLES} times kill -9 in the middle of batches every acknowledged order is there, once`,
  async () => {
    const buying = buyers.map(buyOnAndOn)
    for (let cycle = 1; cycle <= CYCLES; cycle++) {
      const enough = acknowledged.length + PROGRESS
      await until(
        async () => (strange.length > 0 ? enough : acknowledged.length),
        (so) => so >= enough,
        PATIENCE_MS,
      )
      expect(underWay).toBeGreaterThan(0)
      const victim = cycle % 2 === 1 ? 'PostgreSQL' : 'the server'
      await (victim === 'PostgreSQL' ? killPostgres() : killServer())
      looking = expectSound(`cycle ${cycle}, ${victim} was killed`)
      await looking
      expect(strange).toEqual([])
    }
    isOver = true
    await Promise.all(buying)
    expect(strange).toEqual([])
    await expectSound('the end')
    const connection = await connectOnce(shop.house.databaseUrl)
    const [counted] = await connection.query<{ orders: number; reserved: number }>(
      `select (select count(*)::int from orders."order") as orders, (select sum(reserved)::int from stock.cell) as reserved`,
    )
    await connection.end()
    // Every key got its answer in the end, so there is no order that nobody knows of.
    expect(new Set(acknowledged).size).toBe(acknowledged.length)
    expect(counted).toEqual({ orders: acknowledged.length, reserved: 2 * acknowledged.length })
  },
  60_000 + CYCLES * SLOWEST_CYCLE_MS,
)
