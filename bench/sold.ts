import { connectOnce } from '../src/platform/db.ts'
import { clusterCpuSeconds, cpuSeconds, median, residentMegabytes, rounded, tpcb } from './measure.ts'
import { CONNECTIONS, countTruth, type OrderRound, placeRound, ROUNDS, SECONDS, WARM_SECONDS } from './orders.ts'
import { type Sent, sendLines } from './send-lines.ts'
import { signNotifications, unpaid } from './sign-notifications.ts'
import type { RunningServer, Stage } from './stage.ts'

/** Signing takes the sandbox 1.5 ms each, and what is older than five minutes is not believed. */
const MOST = Number(process.env.BENCH_SOLD_MOST ?? 20_000)

type Connection = Awaited<ReturnType<typeof connectOnce>>

/**
 * Sold = placed + verified notification + order paid, journal, accrual. Orders are placed in one phase and notified in
 * another; the sandbox signs between them, off the clock. An order sold costs the time of both.
 */
export async function measureSold(stage: Stage, tpcbPerSecond?: number) {
  const before = tpcbPerSecond ?? (await tpcb(stage.adminUrl))
  const connection = await connectOnce(stage.databaseUrl)
  const server = await stage.serve()
  const rounds: SoldRound[] = []
  let acknowledged = 0
  try {
    acknowledged += (await soldRound(stage, server, connection, 'warm', WARM_SECONDS)).placed.acknowledged
    for (let round = 1; round <= ROUNDS; round++)
      rounds.push(await soldRound(stage, server, connection, `s${round}`, SECONDS))
  } finally {
    await server.stop()
    await connection.end()
  }
  const after = tpcbPerSecond ?? (await tpcb(stage.adminUrl))
  const of = (field: Exclude<keyof SoldRound, 'placed'>) => median(rounds.map((round) => round[field]))
  const perSecond = of('soldPerSecond')
  acknowledged += rounds.reduce((sum, round) => sum + round.placed.acknowledged, 0)
  return {
    acknowledged,
    soldPerSecond: Math.round(perSecond),
    soldRatioToTpcb: rounded(perSecond / ((before + after) / 2)),
    notifiedPerSecond: Math.round(of('notifiedPerSecond')),
    pgMicrosPerNotification: of('pgMicros'),
    nodeMicrosPerNotification: of('nodeMicros'),
    walBytesPerNotification: of('walBytes'),
    notifiedP50Ms: of('p50Ms'),
    notifiedP99Ms: of('p99Ms'),
    serverMegabytesNotified: Math.max(...rounds.map((round) => round.megabytes)),
    notificationsRefused: rounds.reduce((sum, round) => sum + round.answered - round.taken, 0),
    ...(await countTruth(stage)),
  }
}

export interface SoldRound extends Sent {
  readonly placed: OrderRound
  readonly soldPerSecond: number
  readonly notifiedPerSecond: number
  readonly pgMicros: number
  readonly nodeMicros: number
  readonly walBytes: number
  readonly megabytes: number
}

/** Orders are placed, signed for off the clock, and told as paid; what both phases cost. */
export async function soldRound(
  stage: Stage,
  server: RunningServer,
  connection: Connection,
  name: string,
  seconds: number,
): Promise<SoldRound> {
  const [last] = await connection.query<{ id: string }>('select coalesce(max(id), 0)::text as id from payments.intent')
  const placed = await placeRound(stage, server, connection, `sold-${name}`, seconds)
  const lines = await signNotifications(stage, await unpaid(connection, last?.id ?? '0', MOST))
  const start = await readAll(stage, server, connection)
  const sent = await sendLines(server, 'notifications', lines, CONNECTIONS)
  const end = await readAll(stage, server, connection)
  const sold = Math.max(1, end.paid - start.paid)
  const each = (what: number) => Math.round(what / sold)
  const secondsPerSold = seconds / Math.max(1, placed.stored) + sent.seconds / sold
  return {
    ...sent,
    placed,
    soldPerSecond: 1 / secondsPerSold,
    notifiedPerSecond: sold / sent.seconds,
    pgMicros: each((end.pg - start.pg) * 1e6),
    nodeMicros: each((end.node - start.node) * 1e6),
    walBytes: each(end.wal - start.wal),
    megabytes: Math.round(residentMegabytes(server.pid)),
  }
}

async function readAll(stage: Stage, server: RunningServer, connection: Connection) {
  const [row] = await connection.query<{ paid: string; wal: string }>(
    `select (select count(*) from payments.received)::text as paid, pg_wal_lsn_diff(pg_current_wal_lsn(), '0/0')::text as wal`,
  )
  const pg = clusterCpuSeconds(stage.postmasterPid)
  return { paid: Number(row?.paid ?? 0), wal: Number(row?.wal ?? 0), pg, node: cpuSeconds(server.pid) }
}
