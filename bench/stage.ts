import { type ChildProcess, spawn } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import sharp from 'sharp'
import { signLink } from '../src/attribution/link.ts'
import { openOwnHouse } from '../src/own-house.ts'
import { readConfig } from '../src/platform/config.ts'
import { connectOnce } from '../src/platform/db.ts'
import { type EmbeddedPostgres, startEmbeddedPostgres } from '../src/platform/embedded-postgres.ts'
import { formatId } from '../src/platform/ids.ts'
import { Keys } from '../src/platform/keys.ts'
import { migrate, migrationFiles } from '../src/platform/migrate.ts'
import { freePort } from '../src/platform/ports.ts'
import { type House, signIn, signInStaff } from '../src/rehearsal/house.ts'
import type { Visitor } from '../src/rehearsal/public-door.ts'
import { SERVER_ENVIRONMENT, SERVER_FLAGS } from '../src/server-flags.ts'
import { FULL, furnish } from './furnish.ts'
import { placesToBuy } from './multiply.ts'

const FOLDER = path.resolve('.cache/bench')
export const PRICE = 3990
const SKUS = 20
const FURNISHED = 'bench_furnished'
const RUN = 'bench'
const SERVER = process.env.BENCH_SERVER ?? 'dist/cli.js'

export interface RunningServer {
  readonly url: string
  readonly pid: number
  stop(): Promise<void>
}

export interface Stage {
  readonly adminUrl: string
  readonly databaseUrl: string
  readonly postmasterPid: number
  readonly salePath: string
  readonly productPath: string
  /** A line for each buyer and community: cookie, link token, address, SKUs as `id:price,…`. */
  readonly buyersFile: string
  /** What the server's processes are told. */
  readonly environment: Readonly<Record<string, string>>
  /** Starts the server as `leaven serve` does, on a port of its own. */
  serve(): Promise<RunningServer>
  /** The same server with one route more, which answers as an order would and writes nothing. */
  serveNoop(): Promise<RunningServer>
  close(): Promise<void>
}

/**
 * A cluster of its own with the settings of the house (fsync and synchronous_commit on) and a business of 50,000
 * communities, 6,000 SKUs and 10,000 signed-in buyers. Furnishing takes minutes, so it is done once for a schema; every
 * run works on a fresh copy of that database, unless it goes on with the one that an interrupted run left (`keep`).
 */
export async function openStage({ database = RUN, keep = false } = {}): Promise<Stage> {
  const mark = markOf()
  const markFile = path.join(FOLDER, 'furnished')
  if (!existsSync(markFile) || readFileSync(markFile, 'utf8') !== mark) rmSync(FOLDER, { recursive: true, force: true })
  mkdirSync(FOLDER, { recursive: true })
  const postgres = await startEmbeddedPostgres({ dataDir: path.join(FOLDER, 'pg') })
  if (!existsSync(markFile)) {
    await furnishOnce(postgres)
    writeFileSync(markFile, mark)
  }
  const admin = await connectOnce(postgres.url('postgres'))
  const [there] = await admin.query<{ n: number }>('select count(*) as n from pg_database where datname = $1', [
    database,
  ])
  if (!keep || Number(there?.n ?? 0) === 0) {
    await admin.query(`drop database if exists ${database} with (force)`)
    await admin.query(`create database ${database} template ${FURNISHED} strategy file_copy`)
  }
  await admin.end()
  const env = environmentOf(postgres.url(database))
  return {
    adminUrl: postgres.url('postgres'),
    databaseUrl: postgres.url(database),
    postmasterPid: postgres.pid,
    ...(JSON.parse(readFileSync(path.join(FOLDER, 'pages.json'), 'utf8')) as { salePath: string; productPath: string }),
    buyersFile: path.join(FOLDER, 'buyers.tsv'),
    environment: env,
    serve: () => serve([...SERVER_FLAGS, SERVER, 'serve'], env),
    serveNoop: () => serve([...SERVER_FLAGS, '--import', 'tsx', 'bench/noop-server.ts'], env),
    close: () => postgres.stop(),
  }
}

const environmentOf = (databaseUrl: string) => ({
  DATABASE_URL: databaseUrl,
  LEAVEN_MODE: 'demo',
  LEAVEN_DATA_DIR: path.join(FOLDER, 'data'),
  LOG_LEVEL: 'error',
})

/** Another schema or another crowd means furnishing anew; so does another day, because sales end. */
function markOf(): string {
  const hash = createHash('sha256')
  for (const file of migrationFiles()) hash.update(JSON.stringify(file))
  for (const file of ['furnish.ts', 'multiply.ts', 'stage.ts']) hash.update(readFileSync(path.join('bench', file)))
  return `${new Date().toISOString().slice(0, 10)} ${hash.digest('hex')}`
}

async function furnishOnce(postgres: EmbeddedPostgres): Promise<void> {
  const admin = await connectOnce(postgres.url('postgres'))
  for (const name of [FURNISHED, 'bench_tpcb', 'bench_sandbox']) {
    await admin.query(`drop database if exists ${name} with (force)`)
    if (name !== 'bench_sandbox') await admin.query(`create database ${name}`)
  }
  await admin.end()
  await migrate({ url: postgres.url(FURNISHED), mode: 'demo' })
  const config = readConfig({ ...environmentOf(postgres.url(FURNISHED)), PORT: '0' })
  const house = await openOwnHouse({ config, sandboxDatabaseUrl: postgres.url('bench_sandbox') })
  const pages = await makeSeed(house).finally(() => house.close())
  const connection = await connectOnce(postgres.url(FURNISHED))
  const shoppers = new Map((await furnish(config, connection, FULL)).map((one) => [String(one.personId), one]))
  const keys = new Keys(config.installationKey)
  const lines = (await placesToBuy(connection)).flatMap((place) => {
    const shopper = shoppers.get(place.person_id)
    if (!shopper) return []
    const skus = place.skus.split(',').map((one) => {
      const [id = '0', fen] = one.split(':')
      return `${formatId('sku', BigInt(id))}:${fen}`
    })
    return [
      [shopper.cookie, signLink(keys, BigInt(place.link_id)), formatId('adr', shopper.addressId), skus.join(',')].join(
        '\t',
      ),
    ]
  })
  await connection.end()
  writeFileSync(path.join(FOLDER, 'buyers.tsv'), lines.join('\n'))
  writeFileSync(path.join(FOLDER, 'pages.json'), JSON.stringify(pages))
}

/** One supplier, one product with its SKUs, one curator with a community and an open sale: through the public API. */
async function makeSeed(house: House): Promise<{ salePath: string; productPath: string }> {
  const password = 'bench-bench-bench'
  const { totpSecret } = await house.makeStaff({ login: 'bench', name: 'bench', password, roles: ['admin'] })
  const staff = await signInStaff(house, 'bench', password, totpSecret)
  const { productId, skuIds } = await stockSkus(staff)
  const token = await openSale(house, staff, skuIds)
  return { salePath: `/s/${token}`, productPath: `/p/${productId}` }
}

export async function stockSkus(
  staff: Visitor,
  skus = SKUS,
  quantity = 5_000_000,
): Promise<{ productId: string; skuIds: string[] }> {
  const supplier = await staff.post('/v1/admin/suppliers', { name: 'bench', kind: 'supplier' }, 'supplier')
  const warehouse = await staff.post('/v1/admin/warehouses', { name: 'bench' }, 'warehouse')
  const freight = await staff.post('/v1/admin/freight-templates', { name: 'bench', feeFen: 0 }, 'freight')
  await staff.post('/v1/admin/commission-rules', { name: 'bench', position: 1, rateBps: 1000 }, 'rule')
  const picture = await sharp({ create: { width: 640, height: 480, channels: 3, background: '#E58A55' } })
    .png()
    .toBuffer()
  const product = await staff.post(
    '/v1/admin/products',
    { nameZh: 'bench', category: 'grain', supplierId: supplier.id, returnClass: '7d' },
    'product',
  )
  for (const fact of ['variety', 'origin', 'grower', 'chosen_from', 'picking', 'how_to_eat'])
    await staff.post(`/v1/admin/products/${product.id}/facts`, { fact, wordsZh: '高山梯田，手工采摘' }, fact)
  await staff.upload(
    `/v1/admin/products/${product.id}/pictures`,
    { altZh: 'x' },
    { name: 'x.png', type: 'image/png', bytes: picture },
    'picture',
  )
  const skuIds: string[] = []
  for (let n = 0; n < skus; n++) {
    const made = await staff.post(
      `/v1/admin/products/${product.id}/skus`,
      { nameZh: `sku ${n}`, freightTemplateId: freight.id },
      `sku-${n}`,
    )
    const skuId = (made.skus as { id: string; nameZh: string }[]).find((sku) => sku.nameZh === `sku ${n}`)?.id ?? ''
    const prices = { directFen: 5990, communityFen: PRICE, floorFen: 2990 }
    await staff.post(`/v1/admin/skus/${skuId}/offers`, prices, `offer-${n}`)
    const lot = { code: 'L', costFen: 2000, warehouseId: warehouse.id, quantity }
    await staff.post(`/v1/admin/skus/${skuId}/lots`, lot, `lot-${n}`)
    skuIds.push(skuId)
  }
  await staff.post(`/v1/admin/products/${product.id}/publish`, {}, 'publish')
  return { productId: product.id, skuIds }
}

async function openSale(house: House, staff: Visitor, skuIds: readonly string[]): Promise<string> {
  const curator = await signIn(house, 'curator', '13600000000', 'curator')
  const applied = await curator.post('/v1/curator/apply', { displayName: '小满', introduction: '' }, 'apply')
  await staff.post(`/v1/admin/curators/${applied.personId}/decide`, { decision: 'approve' }, 'decide')
  const community = await curator.post(
    '/v1/curator/communities',
    { name: '小区团', purpose: 'x', rules: 'x', door: 'open_by_link', carrier: { kind: 'wechat_group' } },
    'community',
  )
  const cutsOffAt = new Date(house.now().getTime() + 3 * 24 * 3_600_000)
  const sale = await curator.post(
    '/v1/curator/sales',
    {
      title: '本周团',
      communityIds: [community.id],
      skus: skuIds.map((skuId) => ({ skuId })),
      cutsOffAt: cutsOffAt.toISOString(),
      arrivesOn: new Date(cutsOffAt.getTime() + 3 * 86_400_000).toISOString().slice(0, 10),
      delivery: 'parcel',
    },
    'sale',
  )
  return new URL(sale.communities[0].link.url).pathname.split('/').at(-1) ?? ''
}

/** Starts a server on a port of its own. */
export async function serve(command: readonly string[], env: Readonly<Record<string, string>>): Promise<RunningServer> {
  const port = await freePort()
  const profile = process.env.BENCH_PROFILE ? ['--cpu-prof', `--cpu-prof-dir=${process.env.BENCH_PROFILE}`] : []
  const child = spawn(process.execPath, [...profile, ...command], {
    env: { ...process.env, ...SERVER_ENVIRONMENT, ...env, PORT: String(port) },
    stdio: ['ignore', 'ignore', 'inherit'],
  })
  const url = `http://127.0.0.1:${port}`
  await untilHealthy(url, child)
  return { url, pid: child.pid ?? 0, stop: () => ended(child) }
}

async function untilHealthy(url: string, child: ChildProcess): Promise<void> {
  for (let i = 0; i < 300 && child.exitCode === null; i++) {
    const answer = await fetch(`${url}/healthz`).catch(() => undefined)
    if (answer?.ok) return
    await new Promise((resolve) => setTimeout(resolve, 100))
  }
  throw new Error('the server did not start')
}

async function ended(child: ChildProcess): Promise<void> {
  const gone = new Promise((resolve) => child.once('exit', resolve))
  child.kill('SIGTERM')
  await gone
}
