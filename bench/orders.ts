import { connectOnce } from '../src/platform/db.ts'
import {
  clusterCpuSeconds,
  cpuSeconds,
  median,
  residentMegabytes,
  rounded,
  tpcb,
  type WrkResult,
  wrk,
} from './measure.ts'
import type { RunningServer, Stage } from './stage.ts'

export const ROUNDS = Number(process.env.BENCH_ROUNDS ?? 3)
export const SECONDS = Number(process.env.BENCH_SECONDS ?? 10)
/** What a compiler learns in the first seconds a shop that has been open since the morning knows. */
export const WARM_SECONDS = 20
export const CONNECTIONS = Number(process.env.BENCH_CONNECTIONS ?? 256)

type Connection = Awaited<ReturnType<typeof connectOnce>>

export interface OrderRound extends WrkResult {
  readonly acknowledged: number
  readonly stored: number
  readonly walBytesPerOrder: number
  readonly pgMicrosPerOrder: number
  readonly nodeMicrosPerOrder: number
  readonly serverMegabytes: number
}

/** Placed orders per second over HTTP beside TPC-B of the same cluster and minute, with what was stored counted by SQL. */
export async function measureOrders(stage: Stage) {
  const before = await tpcb(stage.adminUrl)
  const connection = await connectOnce(stage.databaseUrl)
  const server = await stage.serve()
  const rounds: OrderRound[] = []
  const hot: OrderRound[] = []
  let warm: OrderRound | undefined
  try {
    warm = await placeRound(stage, server, connection, 'warm', WARM_SECONDS)
    for (let round = 1; round <= ROUNDS; round++) {
      rounds.push(await placeRound(stage, server, connection, `r${round}`, SECONDS))
      hot.push(await placeRound(stage, server, connection, `h${round}`, SECONDS, 'hot'))
    }
  } finally {
    await server.stop()
    await connection.end()
  }
  const truth = await countTruth(stage)
  const noop = await measureNoop(stage)
  const tpcbPerSecond = (before + (await tpcb(stage.adminUrl))) / 2
  const placedPerSecond = median(rounds.map((round) => round.stored / SECONDS))
  const hotPerSecond = median(hot.map((round) => round.stored / SECONDS))
  const of = (field: keyof OrderRound) => median(rounds.map((round) => round[field]))
  return {
    placedPerSecond: Math.round(placedPerSecond),
    tpcbPerSecond: Math.round(tpcbPerSecond),
    noopPerSecond: Math.round(noop),
    ratioToTpcb: rounded(placedPerSecond / tpcbPerSecond),
    ratioToNoop: rounded(placedPerSecond / noop),
    hotPerSecond: Math.round(hotPerSecond),
    hotRatio: rounded(hotPerSecond / placedPerSecond),
    p50Ms: of('p50Ms'),
    p99Ms: of('p99Ms'),
    pgMicrosPerOrder: of('pgMicrosPerOrder'),
    nodeMicrosPerOrder: of('nodeMicrosPerOrder'),
    walBytesPerOrder: of('walBytesPerOrder'),
    serverMegabytes: Math.max(...[...rounds, ...hot].map((round) => round.serverMegabytes)),
    refused: rounds.reduce((sum, round) => sum + round.non2xx, 0),
    acknowledged: [...(warm ? [warm] : []), ...rounds, ...hot].reduce((sum, round) => sum + round.acknowledged, 0),
    ...truth,
    rounds,
    hot,
  }
}

/** One round of load: what the client was answered, what SQL finds stored, and what it cost. */
export async function placeRound(
  stage: Stage,
  server: RunningServer,
  connection: Connection,
  name: string,
  seconds: number,
  kind: 'many' | 'hot' = 'many',
): Promise<OrderRound> {
  const start = await readAll(stage, server, connection)
  const script = ['-s', `bench/place-orders.lua`, server.url, '--', stage.buyersFile, `${name}-${Date.now()}`, kind]
  const result = await wrk(['-t', '2', '-c', String(CONNECTIONS), '-d', `${seconds}s`, ...script])
  // wrk hangs up with requests under way: they are stored though nobody reads the answer.
  await new Promise((resolve) => setTimeout(resolve, 300))
  const end = await readAll(stage, server, connection)
  const stored = end.orders - start.orders
  const each = (what: number) => Math.round(what / Math.max(1, stored))
  return {
    ...result,
    acknowledged: result.requests - result.non2xx,
    stored,
    walBytesPerOrder: each(end.wal - start.wal),
    pgMicrosPerOrder: each((end.pg - start.pg) * 1e6),
    nodeMicrosPerOrder: each((end.node - start.node) * 1e6),
    serverMegabytes: Math.round(residentMegabytes(server.pid)),
  }
}

async function readAll(stage: Stage, server: RunningServer, connection: Connection) {
  const [row] = await connection.query<{ orders: number; wal: string }>(
    `select (select count(*) from orders."order") as orders, pg_wal_lsn_diff(pg_current_wal_lsn(), '0/0')::text as wal`,
  )
  return {
    orders: Number(row?.orders ?? 0),
    wal: Number(row?.wal ?? 0),
    pg: clusterCpuSeconds(stage.postmasterPid),
    node: cpuSeconds(server.pid),
  }
}

/** The same gates, sessions, bodies and keys, and an answer of the same size without an order. */
export async function measureNoop(stage: Stage): Promise<number> {
  const server = await stage.serveNoop()
  try {
    const args = ['-t', '2', '-c', String(CONNECTIONS), '-s', 'bench/place-orders.lua']
    const end = [server.url, '--', stage.buyersFile, 'noop', 'many', '/v1/store/noop-orders']
    await wrk([...args, '-d', `${WARM_SECONDS}s`, ...end])
    const rounds = []
    for (let round = 0; round < ROUNDS; round++) rounds.push(await wrk([...args, '-d', `${SECONDS}s`, ...end]))
    if (rounds.some((round) => round.non2xx > 0)) throw new Error('the no-op route does not answer as an order does')
    return median(rounds.map((round) => round.perSecond))
  } finally {
    await server.stop()
  }
}

/** What SQL finds, asked by nobody of the house: everything that was placed, and whether it adds up. */
export async function countTruth(stage: Stage) {
  const connection = await connectOnce(stage.databaseUrl)
  const [row] = await connection.query<Record<string, number>>(
    `select (select count(*)::int from orders."order") as stored, (select count(*)::int from orders."order" where paid_at is not null) as sold,
       (select count(*)::int from ledger.transfer) as transfers, (select count(*)::int from stock.cell where available < 0) as oversold,
       (select count(*)::int from orders."order" o where paid_at is not null and not exists (select from ledger.journal j
          join ledger.transfer t on t.journal_id = j.id where j.reference = o.id and j.kind = 'order_paid' and t.amount_fen = o.total_fen)) as "soldWithoutJournal",
       (select count(*)::int from orders.line l join orders."order" o on o.id = l.order_id where o.paid_at is not null and l.rule_id is not null
          and l.curator_person_id <> o.buyer_person_id and not exists (select from commissions.accrual a where a.order_id = l.order_id and a.line_no = l.line_no)) as "soldWithoutAccrual",
       (select count(*)::int from (select i.sku_id, sum(c.reserved + c.handed_over) as n from stock.cell c join stock.item i on i.id = c.item_id group by 1) s
          left join (select sku_id, sum(quantity) as n from orders.line group by 1) l using (sku_id) where s.n <> coalesce(l.n, 0)) as miscounted,
       (select count(*)::int from orders."order" o where total_fen <> (select sum(goods_fen + freight_fen) from orders.line l where l.order_id = o.id)) as unbalanced,
       (select count(*)::int from orders."order" o where not exists (select from payments.intent i where i.reference = o.id)) as unmatched`,
  )
  await connection.end()
  return row
}
