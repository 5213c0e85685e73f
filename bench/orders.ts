import { connectOnce } from '../src/platform/db.ts'
import { median, tpcb, wrk } from './measure.ts'
import type { Stage } from './stage.ts'

const ROUNDS = 3
const SECONDS = Number(process.env.BENCH_SECONDS ?? 10)
const CONNECTIONS = 64

/** Placed orders per second over HTTP beside TPC-B of the same cluster and minute, with what was stored counted by SQL. */
export async function measureOrders(stage: Stage) {
  const before = await tpcb(stage.adminUrl, SECONDS)
  const connection = await connectOnce(stage.databaseUrl)
  const rounds = []
  for (let round = 1; round <= ROUNDS; round++) {
    const script = [
      '-s',
      'bench/place-orders.lua',
      stage.serverUrl,
      '--',
      stage.buyersFile,
      String(stage.price),
      `r${round}-${Date.now()}`,
    ]
    const start = await walOf(connection)
    const storedBefore = await count(connection)
    const result = await wrk(['-t', '2', '-c', String(CONNECTIONS), '-d', `${SECONDS}s`, ...script])
    const stored = (await count(connection)) - storedBefore
    rounds.push({
      ...result,
      stored,
      walBytesPerOrder: Math.round(((await walOf(connection)) - start) / Math.max(1, stored)),
    })
  }
  const [checks] = await connection.query<{ oversold: number; unmatched: number }>(
    `select (select count(*)::int from stock.cell where available < 0) as oversold,
       (select count(*)::int from orders."order" o where not exists (select from payments.intent i where i.reference = o.id)) as unmatched`,
  )
  await connection.end()
  const after = await tpcb(stage.adminUrl, SECONDS)
  const tpcbPerSecond = (before + after) / 2
  const placedPerSecond = median(rounds.map((round) => round.stored / SECONDS))
  return {
    placedPerSecond: Math.round(placedPerSecond),
    tpcbPerSecond: Math.round(tpcbPerSecond),
    ratioToTpcb: Number((placedPerSecond / tpcbPerSecond).toFixed(3)),
    p50Ms: median(rounds.map((round) => round.p50Ms)),
    p99Ms: median(rounds.map((round) => round.p99Ms)),
    walBytesPerOrder: median(rounds.map((round) => round.walBytesPerOrder)),
    refused: rounds.reduce((sum, round) => sum + round.non2xx, 0),
    ...checks,
    rounds,
  }
}

type Connection = Awaited<ReturnType<typeof connectOnce>>

async function count(connection: Connection): Promise<number> {
  return Number((await connection.query<{ n: number }>('select count(*) as n from orders."order"'))[0]?.n ?? 0)
}

async function walOf(connection: Connection): Promise<number> {
  return Number(
    (await connection.query<{ at: string }>(`select pg_wal_lsn_diff(pg_current_wal_lsn(), '0/0')::text as at`))[0]
      ?.at ?? 0,
  )
}
