import { type ChildProcess, spawn } from 'node:child_process'
import { mkdirSync, rmSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import sharp from 'sharp'
import { openOwnHouse } from '../src/own-house.ts'
import { readConfig } from '../src/platform/config.ts'
import { connectOnce } from '../src/platform/db.ts'
import { startEmbeddedPostgres } from '../src/platform/embedded-postgres.ts'
import { migrate } from '../src/platform/migrate.ts'
import { freePort } from '../src/platform/ports.ts'
import { type House, signIn, signInStaff } from '../src/rehearsal/house.ts'
import type { Visitor } from '../src/rehearsal/public-door.ts'

const FOLDER = path.resolve('.cache/bench')
const BUYERS = 200
const COMMUNITIES = 20
const SKUS = 40
const PRICE = 3990

/** What a load script needs to place an order: who, where, what. */
export interface Buyer {
  readonly cookie: string
  readonly token: string
  readonly skuId: string
  readonly addressId: string
}

export interface Stage {
  readonly adminUrl: string
  readonly databaseUrl: string
  readonly serverUrl: string
  readonly serverPid: number
  readonly salePath: string
  readonly buyersFile: string
  readonly price: number
  close(): Promise<void>
}

/**
 * A cluster of its own with the settings of the house (fsync and synchronous_commit on), 20 communities with open sales
 * of 30 SKUs, 200 signed-in buyers, and one server process: the same server, schema and checks as npm start.
 */
export async function openStage(): Promise<Stage> {
  rmSync(FOLDER, { recursive: true, force: true })
  mkdirSync(FOLDER, { recursive: true })
  const server = await startEmbeddedPostgres({ dataDir: path.join(FOLDER, 'pg') })
  const admin = await connectOnce(server.url('postgres'))
  for (const name of ['bench', 'bench_tpcb']) await admin.query(`create database ${name}`)
  await admin.end()
  const databaseUrl = server.url('bench')
  await migrate({ url: databaseUrl, mode: 'demo' })
  const env = {
    DATABASE_URL: databaseUrl,
    LEAVEN_MODE: 'demo',
    LEAVEN_DATA_DIR: path.join(FOLDER, 'data'),
    LOG_LEVEL: 'error',
  }
  const config = readConfig({ ...env, PORT: '0' })
  const house = await openOwnHouse({ config, sandboxDatabaseUrl: server.url('bench_sandbox') })
  const { buyers, salePath } = await furnish(house).finally(() => house.close())
  const buyersFile = path.join(FOLDER, 'buyers.tsv')
  writeFileSync(buyersFile, buyers.map((b) => [b.cookie, b.token, b.skuId, b.addressId].join('\t')).join('\n'))
  const port = await freePort()
  const child = spawn(process.execPath, ['dist/cli.js', 'serve'], {
    env: { ...process.env, ...env, PORT: String(port) },
    stdio: 'ignore',
  })
  const serverUrl = `http://127.0.0.1:${port}`
  await untilHealthy(serverUrl)
  return {
    adminUrl: server.url('postgres'),
    databaseUrl,
    serverUrl,
    serverPid: child.pid ?? 0,
    salePath,
    buyersFile,
    price: PRICE,
    close: async () => {
      await ended(child)
      await server.stop()
    },
  }
}

async function furnish(house: House): Promise<{ buyers: Buyer[]; salePath: string }> {
  const { totpSecret } = await house.makeStaff({
    login: 'bench',
    name: 'bench',
    password: 'bench-bench-bench',
    roles: ['admin'],
  })
  const staff = await signInStaff(house, 'bench', 'bench-bench-bench', totpSecret)
  const skuIds = await stockSkus(staff)
  const tokens: string[] = []
  for (let i = 0; i < COMMUNITIES; i++) tokens.push(await openSale(house, staff, i, skuIds))
  const buyers: Buyer[] = []
  for (let i = 0; i < BUYERS; i++) {
    const visitor = await signIn(house, 'store', `137${String(i).padStart(8, '0')}`, `b${i}`)
    const address = await visitor.post(
      '/v1/store/me/addresses',
      { recipient: 'b', phone: '13700000000', region: 'x y z', street: 's 1' },
      `a${i}`,
    )
    for (let k = 0; k < 3; k++)
      buyers.push({
        cookie: visitor.cookieHeader(),
        token: tokens[i % COMMUNITIES] ?? '',
        skuId: skuIds[(i * 7 + k * 13) % 30] ?? '',
        addressId: address.id,
      })
  }
  return { buyers, salePath: `/s/${tokens[0]}` }
}

async function stockSkus(staff: Visitor): Promise<string[]> {
  const supplier = await staff.post('/v1/admin/suppliers', { name: 'bench', kind: 'supplier' }, 'supplier')
  const warehouse = await staff.post('/v1/admin/warehouses', { name: 'bench' }, 'warehouse')
  const freight = await staff.post('/v1/admin/freight-templates', { name: 'bench', feeFen: 0 }, 'freight')
  await staff.post('/v1/admin/commission-rules', { name: 'bench', position: 1, rateBps: 1000 }, 'rule')
  const picture = await sharp({ create: { width: 640, height: 480, channels: 3, background: '#E58A55' } })
    .png()
    .toBuffer()
  const skuIds: string[] = []
  for (let shelf = 0; shelf < SKUS / 20; shelf++) {
    const product = await staff.post(
      '/v1/admin/products',
      { nameZh: `bench ${shelf}`, category: 'grain', supplierId: supplier.id, returnClass: '7d' },
      `p${shelf}`,
    )
    for (const fact of ['variety', 'origin', 'grower', 'chosen_from', 'picking', 'how_to_eat'])
      await staff.post(`/v1/admin/products/${product.id}/facts`, { fact, wordsZh: 'x' }, `f${shelf}${fact}`)
    await staff.upload(
      `/v1/admin/products/${product.id}/pictures`,
      { altZh: 'x' },
      { name: 'x.png', type: 'image/png', bytes: picture },
      `pic${shelf}`,
    )
    for (let n = 0; n < 20; n++) {
      const made = await staff.post(
        `/v1/admin/products/${product.id}/skus`,
        { nameZh: `sku ${shelf}-${n}`, freightTemplateId: freight.id },
        `s${shelf}-${n}`,
      )
      const skuId =
        (made.skus as { id: string; nameZh: string }[]).find((sku) => sku.nameZh === `sku ${shelf}-${n}`)?.id ?? ''
      await staff.post(
        `/v1/admin/skus/${skuId}/offers`,
        { directFen: 4990, communityFen: PRICE, floorFen: 2990 },
        `o${shelf}-${n}`,
      )
      await staff.post(
        `/v1/admin/skus/${skuId}/lots`,
        { code: 'L', costFen: 2000, warehouseId: warehouse.id, quantity: 5_000_000 },
        `l${shelf}-${n}`,
      )
      skuIds.push(skuId)
    }
    await staff.post(`/v1/admin/products/${product.id}/publish`, {}, `pub${shelf}`)
  }
  return skuIds
}

async function openSale(house: House, staff: Visitor, index: number, skuIds: readonly string[]): Promise<string> {
  const curator = await signIn(house, 'curator', `136${String(index).padStart(8, '0')}`, `c${index}`)
  const applied = await curator.post('/v1/curator/apply', { displayName: `c${index}`, introduction: '' }, 'apply')
  await staff.post(`/v1/admin/curators/${applied.personId}/decide`, { decision: 'approve' }, `d${index}`)
  const community = await curator.post(
    '/v1/curator/communities',
    { name: `bench ${index}`, purpose: 'x', rules: 'x', door: 'open_by_link', carrier: { kind: 'wechat_group' } },
    'com',
  )
  const cutsOffAt = new Date(house.now().getTime() + 24 * 3_600_000)
  const sale = await curator.post(
    '/v1/curator/sales',
    {
      title: 'bench',
      communityIds: [community.id],
      skus: skuIds.slice(0, 30).map((skuId) => ({ skuId })),
      cutsOffAt: cutsOffAt.toISOString(),
      arrivesOn: new Date(cutsOffAt.getTime() + 3 * 86_400_000).toISOString().slice(0, 10),
      delivery: 'parcel',
    },
    'sale',
  )
  return new URL(sale.communities[0].link.url).pathname.split('/').at(-1) ?? ''
}

async function untilHealthy(url: string): Promise<void> {
  for (let i = 0; i < 300; i++) {
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
