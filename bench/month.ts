import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { connectOnce } from '../src/platform/db.ts'
import { auditNow } from './audit-now.ts'
import { rounded } from './measure.ts'
import { planMonth } from './month-plan.ts'
import { settleMonth, shipAll, sweepMonth } from './month-sweeps.ts'
import { CONNECTIONS, countTruth } from './orders.ts'
import { sendLines } from './send-lines.ts'
import { signNotifications, unpaid } from './sign-notifications.ts'
import { openStage, type Stage } from './stage.ts'

type Connection = Awaited<ReturnType<typeof connectOnce>>

/** So many are signed before they are sent: on two busy cores within the five minutes that a signature is believed. */
const CHUNK = 10_000
const NOTE = path.resolve('.cache/bench-month.json')

/** How far it came, written after every chunk: a run that was interrupted goes on there, on the same day. */
interface Progress {
  readonly orders: number
  placed: number
  refused: number
  notifiedAfter: string
  notified: number
  shipped: boolean
  received: boolean
  resumed: number
  readonly seconds: {
    orders: number
    notifications: number
    receiptAndVesting: number
    /** Chaining every journal's hash: the worker does it all month long. */
    seals: number
    settlement: number
  }
  settled?: { sealed: number; payouts: number }
}

/**
 * A month of a business of 50,000 communities and 6,000 SKUs in timed phases. Off the clock, and said so: the sandbox's
 * signatures, and the parcels.
 */
export async function measureMonth(orders: number) {
  const before = readProgress(orders)
  const stage = await openStage({ database: 'bench_month', keep: before !== undefined })
  const progress = before ?? startAnew(orders)
  // The hashes of closed days are kept outside the database, and this is another one.
  const heads = path.join(stage.environment.LEAVEN_DATA_DIR ?? '', 'ledger-days.txt')
  if (!before) rmSync(heads, { force: true })
  const connection = await connectOnce(stage.databaseUrl)
  try {
    await sell(stage, connection, progress)
    const { seconds } = progress
    if (!progress.shipped) await shipAll(connection)
    save(progress, { shipped: true })
    if (!progress.received) {
      seconds.receiptAndVesting += await sweepMonth(stage, (did) => draw('receipt and vesting', did, 2 * orders))
      save(progress, { received: true })
    }
    if (!progress.settled) {
      const { sealing, settling, ...settled } = await settleMonth(stage, connection, (did) =>
        draw('seals', did, 4 * orders),
      )
      seconds.seals += sealing
      seconds.settlement += settling
      save(progress, { settled })
    }
    const all = Object.values(seconds).reduce((sum, took) => sum + took, 0)
    const [ended] = await connection.query<Record<string, number>>(
      `select (select count(*)::int from orders."order" where state = 'received') as received,
         (select count(*)::int from commissions.accrual where state = 'vested') as vested`,
    )
    const audit = await auditNow(stage)
    process.stderr.write('\n')
    for (const file of [NOTE, heads]) rmSync(file, { force: true })
    const phases = Object.fromEntries(Object.entries(seconds).map(([phase, took]) => [phase, rounded(took, 1)]))
    const { placed, notified, refused, resumed, settled } = progress
    const truth = await countTruth(stage)
    return {
      month: {
        orders,
        placed,
        notified,
        refused,
        resumed,
        phases,
        seconds: rounded(all, 1),
        ...ended,
        ...settled,
        ...truth,
        audit,
      },
    }
  } finally {
    await connection.end()
    await stage.close()
  }
}

/** Orders and notifications, both through the server's door. */
async function sell(stage: Stage, connection: Connection, progress: Progress): Promise<void> {
  const { orders, seconds } = progress
  if (progress.placed >= orders && progress.notified >= orders) return
  const plan = await planMonth(stage, connection)
  process.stderr.write(`${plan.skew}\n`)
  const server = await stage.serve()
  try {
    while (progress.placed < orders) {
      draw('orders', progress.placed, orders, seconds.orders)
      const count = Math.min(CHUNK, orders - progress.placed)
      const lines = Array.from({ length: count }, (_, index) => plan.lineOf(progress.placed + index))
      const sent = await sendLines(server, 'orders', lines, CONNECTIONS)
      seconds.orders += sent.seconds
      save(progress, { placed: progress.placed + count, refused: progress.refused + count - sent.taken })
    }
    for (;;) {
      draw('notifications', progress.notified, orders, seconds.notifications)
      const intents = await unpaid(connection, progress.notifiedAfter, CHUNK)
      const last = intents.at(-1)
      if (!last) break
      const sent = await sendLines(server, 'notifications', await signNotifications(stage, intents), CONNECTIONS)
      seconds.notifications += sent.seconds
      save(progress, { notifiedAfter: last.id, notified: progress.notified + sent.taken })
    }
  } finally {
    await server.stop()
  }
}

function readProgress(orders: number): Progress | undefined {
  if (!existsSync(NOTE)) return undefined
  const progress = JSON.parse(readFileSync(NOTE, 'utf8')) as Progress
  if (progress.orders !== orders) return undefined
  process.stderr.write(`Going on with the month that was interrupted after ${progress.placed} orders\n`)
  return { ...progress, resumed: progress.resumed + 1 }
}

function startAnew(orders: number): Progress {
  const seconds = { orders: 0, notifications: 0, receiptAndVesting: 0, seals: 0, settlement: 0 }
  const began = { placed: 0, refused: 0, notifiedAfter: '0', notified: 0, shipped: false, received: false, resumed: 0 }
  return { orders, ...began, seconds }
}

function save(progress: Progress, changes: Partial<Progress>): void {
  writeFileSync(NOTE, JSON.stringify(Object.assign(progress, changes)))
}

const WIDTH = 30

function draw(phase: string, done: number, of: number, seconds = 0): void {
  const part = Math.min(1, done / of)
  const bar = '#'.repeat(Math.round(part * WIDTH)).padEnd(WIDTH, '-')
  const rate = seconds > 0 ? ` · ${Math.round(done / seconds)}/s` : ''
  process.stderr.write(`\r[${bar}] ${phase} ${done.toLocaleString('en')} of ${of.toLocaleString('en')}${rate}      `)
}
