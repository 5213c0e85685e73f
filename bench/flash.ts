import { mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { openOwnHouse } from '../src/own-house.ts'
import { readConfig } from '../src/platform/config.ts'
import { connectOnce } from '../src/platform/db.ts'
import { startEmbeddedPostgres } from '../src/platform/embedded-postgres.ts'
import { formatId } from '../src/platform/ids.ts'
import { migrate } from '../src/platform/migrate.ts'
import { type House, signIn, signInStaff } from '../src/rehearsal/house.ts'
import type { Visitor } from '../src/rehearsal/public-door.ts'
import { SERVER_FLAGS } from '../src/server-flags.ts'
import { makeShoppers, type Shopper } from './furnish.ts'
import { median, output, residentMegabytes, type WrkResult, wrk } from './measure.ts'
import { PRICE, type RunningServer, serve, stockSkus } from './stage.ts'

const FOLDER = path.resolve('.cache/bench-flash')
const BUYERS = Number(process.env.BENCH_BUYERS ?? 4_000)
const STOCK = Number(process.env.BENCH_STOCK ?? 2_000)
/** A community has at most five hundred members, and who orders enters it. */
const BUYERS_IN_COMMUNITY = 400
const SECONDS = Number(process.env.BENCH_SECONDS ?? 60)
/** The sale opens a while after the load began: pages are reloaded and buyers press before it does. */
const BUYERS_AHEAD_MS = 3_000
const OPENS_AFTER_MS = SECONDS * 400
const ANNOUNCED_MS = 3_600_000
const MOST_CONNECTIONS = 20_000
/** Of the files that a process may open, those that it needs for other things than visitors. */
const FILES_KEPT = 400
const ORDER_CONNECTIONS = 128
const MORE_SECONDS = 15
const MOST_ROUNDS = 8
/** Visitors come from several addresses of this machine: one has only 28,000 ports, and wrk opens its own one by one. */
const VISITOR_GROUPS = 5
/** How long a visitor or a buyer waits for an answer. */
const PATIENCE = '10s'

/**
 * A flash sale with more buyers than units, and as many connections reloading its page as this machine allows: are exactly
 * the units sold, how long does that take, and how does the page answer meanwhile? A cluster of its own, made anew.
 */
export async function measureFlash() {
  rmSync(FOLDER, { recursive: true, force: true })
  mkdirSync(FOLDER, { recursive: true })
  const postgres = await startEmbeddedPostgres({ dataDir: path.join(FOLDER, 'pg') })
  try {
    const databaseUrl = await openDatabase(postgres.url('postgres'), postgres.url('flash'))
    const env = {
      DATABASE_URL: databaseUrl,
      LEAVEN_MODE: 'demo',
      LEAVEN_DATA_DIR: path.join(FOLDER, 'data'),
      LOG_LEVEL: 'error',
    }
    const { token } = await furnishFlash(env, postgres.url('flash_sandbox'))
    const server = await serve([...SERVER_FLAGS, 'dist/cli.js', 'serve'], { ...env, HOST: '0.0.0.0' })
    try {
      const opensAt = await setSecond(databaseUrl)
      const load = await pressAndReload(server, databaseUrl, `/s/${token}`)
      const truth = await countTruth(databaseUrl, opensAt)
      const audit = await output(process.execPath, ['dist/cli.js', 'audit'], { ...process.env, ...env })
      return { ...load, ...truth, audit: audit.trim().split('\n').at(-1) ?? '' }
    } finally {
      await server.stop()
    }
  } finally {
    await postgres.stop()
  }
}

async function openDatabase(adminUrl: string, url: string): Promise<string> {
  const admin = await connectOnce(adminUrl)
  for (const name of ['flash', 'flash_sandbox']) await admin.query(`create database ${name}`)
  await admin.end()
  await migrate({ url, mode: 'demo' })
  return url
}

/** Goods, a curator, her communities and the buyers first, because they take a while; then the sale, with its second. */
async function furnishFlash(env: Record<string, string>, sandboxDatabaseUrl: string) {
  const config = readConfig({ ...env, PORT: '0' })
  const shoppers = await makeShoppers(config, BUYERS)
  const house = await openOwnHouse({ config, sandboxDatabaseUrl })
  try {
    const password = 'bench-bench-bench'
    const { totpSecret } = await house.makeStaff({ login: 'bench', name: 'bench', password, roles: ['admin'] })
    const staff = await signInStaff(house, 'bench', password, totpSecret)
    const { skuIds } = await stockSkus(staff, 1, STOCK)
    const curator = await signIn(house, 'curator', '13600000000', 'curator')
    const applied = await curator.post('/v1/curator/apply', { displayName: '小满', introduction: '' }, 'apply')
    await staff.post(`/v1/admin/curators/${applied.personId}/decide`, { decision: 'approve' }, 'decide')
    const opened = await openFlash(house, curator, skuIds[0] as string)
    writeFileSync(path.join(FOLDER, 'buyers.tsv'), linesFor(shoppers, opened.tokens, skuIds[0] as string))
    return { token: opened.tokens[0] as string }
  } finally {
    await house.close()
  }
}

async function openFlash(house: House, curator: Visitor, skuId: string) {
  const communityIds: string[] = []
  for (let n = 0; n * BUYERS_IN_COMMUNITY < BUYERS; n++) {
    const input = { name: `群 ${n}`, purpose: 'x', rules: 'x', door: 'open_by_link', carrier: { kind: 'wechat_group' } }
    communityIds.push((await curator.post('/v1/curator/communities', input, `community-${n}`)).id)
  }
  const opensAt = new Date(Math.ceil((house.now().getTime() + ANNOUNCED_MS) / 1000) * 1000)
  const cutsOffAt = new Date(opensAt.getTime() + 3_600_000)
  const sale = await curator.post(
    '/v1/curator/sales',
    {
      ...{ kind: 'flash', title: '秒杀', communityIds, skus: [{ skuId, perPerson: 1 }], delivery: 'parcel' },
      ...{ opensAt: opensAt.toISOString(), cutsOffAt: cutsOffAt.toISOString() },
      arrivesOn: new Date(cutsOffAt.getTime() + 3 * 86_400_000).toISOString().slice(0, 10),
    },
    'flash',
  )
  const links = sale.communities as { link: { url: string } }[]
  return { tokens: links.map(({ link }) => new URL(link.url).pathname.split('/').at(-1) as string) }
}

const linesFor = (shoppers: readonly Shopper[], tokens: readonly string[], skuId: string): string =>
  shoppers
    .map(({ cookie, addressId }, n) =>
      [cookie, tokens[n % tokens.length], formatId('adr', addressId), skuId, PRICE].join('\t'),
    )
    .join('\n')

/** The second is counted from the start of the load, whatever the making of the buyers took. */
async function setSecond(databaseUrl: string): Promise<Date> {
  const opensAt = new Date(Math.ceil((Date.now() + OPENS_AFTER_MS) / 1000) * 1000)
  const connection = await connectOnce(databaseUrl)
  await connection.query('update sales.sale set opens_at = $1, version = version + 1', [opensAt])
  await connection.query('update sales.mark set stamp = gen_random_uuid()')
  await connection.end()
  return opensAt
}

/** Both at once, on one machine: the page is reloaded on all the connections that it gives, and buyers press. */
async function pressAndReload(server: RunningServer, databaseUrl: string, salePath: string) {
  const wished = await connectionsAllowed()
  const alone = await reload(server, salePath, 1, 64, 3)
  const open = watchConnections(server.pid)
  // Buyers have come before the crowd: on one machine the storm of connections would keep them at the door.
  const buying = press(server, 'storm', SECONDS)
  await new Promise((resolve) => setTimeout(resolve, BUYERS_AHEAD_MS))
  const pages = await reload(server, salePath, VISITOR_GROUPS, wished, SECONDS - BUYERS_AHEAD_MS / 1000)
  const rounds = [await buying]
  const connections = open.most()
  // A busy machine may not sell all of it within the storm; buyers go on pressing until it is gone.
  while (rounds.length <= MOST_ROUNDS && (await unitsLeft(databaseUrl)) > 0)
    rounds.push(await press(server, `more-${rounds.length}`, MORE_SECONDS))
  const [orders] = rounds as [WrkResult]
  const sum = (field: 'requests' | 'non2xx') => rounds.reduce((total, round) => total + round[field], 0)
  // wrk hangs up with requests under way: they are stored though nobody reads the answer.
  await new Promise((resolve) => setTimeout(resolve, 1_000))
  return {
    connectionsWished: wished + ORDER_CONNECTIONS,
    connections,
    pagesAlonePerSecond: alone.perSecond,
    pagesPerSecond: pages.perSecond,
    pageP50Ms: pages.p50Ms,
    pageP99Ms: pages.p99Ms,
    pageTimeouts: pages.timeouts,
    pagesRefused: pages.non2xx,
    ordersAskedPerSecond: Math.round(orders.perSecond),
    orderP99Ms: orders.p99Ms,
    moreRounds: rounds.length - 1,
    acknowledged: sum('requests') - sum('non2xx'),
    refused: sum('non2xx'),
    serverMegabytes: Math.round(residentMegabytes(server.pid)),
  }
}

/** Buyers press, each again and again with a fresh key. */
const press = ({ url }: RunningServer, round: string, seconds: number): Promise<WrkResult> =>
  wrk([
    ...['-t', '1', '-c', String(ORDER_CONNECTIONS), '--timeout', PATIENCE, '-d', `${seconds}s`],
    ...['-s', 'bench/flash-orders.lua', url, '--', path.join(FOLDER, 'buyers.tsv'), round],
  ])

async function unitsLeft(databaseUrl: string): Promise<number> {
  const connection = await connectOnce(databaseUrl)
  const [row] = await connection.query<{ left: number }>('select sum(available)::int as left from stock.cell')
  await connection.end()
  return row?.left ?? 0
}

/** Reloads the page on so many connections, from several addresses of this machine. */
async function reload({ url }: RunningServer, salePath: string, groups: number, connections: number, seconds: number) {
  const each = String(Math.floor(connections / groups))
  const args = ['-t', '1', '-c', each, '--timeout', PATIENCE, '-H', 'accept-encoding: gzip', '-d', `${seconds}s`]
  const results = await Promise.all(
    Array.from({ length: groups }, (_, n) =>
      wrk([...args, `${url.replace('127.0.0.1', `127.0.0.${n + 1}`)}${salePath}`]),
    ),
  )
  const sum = (field: 'perSecond' | 'timeouts' | 'non2xx') =>
    Math.round(results.reduce((total, result) => total + result[field], 0))
  return {
    ...{ perSecond: sum('perSecond'), timeouts: sum('timeouts'), non2xx: sum('non2xx') },
    p50Ms: median(results.map((result) => result.p50Ms)),
    p99Ms: Math.max(...results.map((result) => result.p99Ms)),
  }
}

/** The most connections that the server held at any time: what it has open now beside what it had before. */
function watchConnections(pid: number): { most(): number } {
  const openNow = () => readdirSync(`/proc/${pid}/fd`).length
  const before = openNow()
  let most = 0
  const timer = setInterval(() => {
    most = Math.max(most, openNow() - before)
  }, 500)
  return {
    most: () => {
      clearInterval(timer)
      return most
    },
  }
}

/** Twenty thousand, or what the limit on open files leaves. */
async function connectionsAllowed(): Promise<number> {
  const wished = Number(process.env.BENCH_CONNECTIONS ?? MOST_CONNECTIONS)
  const files = Number((await output('sh', ['-c', 'ulimit -Hn'])).trim()) || Number.POSITIVE_INFINITY
  return Math.min(wished, files - FILES_KEPT - ORDER_CONNECTIONS)
}

/** What SQL finds, asked by nobody of the house. Times are from the sale's second on. */
async function countTruth(databaseUrl: string, opensAt: Date) {
  const connection = await connectOnce(databaseUrl)
  const [row] = await connection.query<Record<string, number>>(
    `select count(*) as stored, coalesce(sum(l.quantity), 0)::int as sold,
       count(*) - count(distinct o.buyer_person_id) as "secondOrders",
       count(*) filter (where o.placed_at < $1) as "soldEarly",
       round(extract(epoch from min(o.placed_at) - $1) * 1000)::int as "firstOrderAfterMs",
       round(extract(epoch from max(o.placed_at) - $1) * 1000)::int as "soldOutAfterMs",
       (select count(*) from stock.cell where available < 0 or reserved < 0) as oversold,
       (select sum(available) from stock.cell)::int as left
     from orders."order" o join orders.line l on l.order_id = o.id and l.cell_id = o.cell_id`,
    [opensAt],
  )
  await connection.end()
  return { stock: STOCK, buyers: BUYERS, ...row, isExact: row?.sold === STOCK && row.left === 0 && row.oversold === 0 }
}
