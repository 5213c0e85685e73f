import { cpSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { backUp, restore } from '../../src/backups.ts'
import type { Manifest } from '../../src/platform/backup/manifest.ts'
import { connectOnce } from '../../src/platform/db.ts'
import { openTestHouse } from '../support/house.ts'
import { startOldestPostgres, whyNoOldestPostgres } from '../support/oldest-postgres.ts'
import { mustPlace, type OpenShop, openShop, orderBody, type Shopper, until } from '../support/open-shop.ts'
import { openOwnPostgres } from '../support/own-postgres.ts'
import { testUnless } from '../support/skip.ts'

/** A shop is backed up while people buy, and goes on elsewhere: on a server that counts its transactions from the start. */

const BUYERS = 6
const work = mkdtempSync(path.join(tmpdir(), 'leaven-backup-'))
const backup = path.join(work, 'backup')
const quiet = () => {}

let shop: OpenShop
let buyers: Shopper[]
let manifest: Manifest
let before: string[]
let elsewhere: (name: string) => Promise<string>

const environment = (databaseUrl: string, folder: string) => ({
  DATABASE_URL: databaseUrl,
  LEAVEN_MODE: 'demo',
  LEAVEN_DATA_DIR: folder,
  LOG_LEVEL: 'silent',
})

/** A data folder with the shop's key in it and nothing else. */
function newHome(name: string): string {
  const home = path.join(work, name)
  cpSync(path.join(shop.house.folder, 'installation.key'), path.join(home, 'installation.key'))
  return home
}

beforeAll(async () => {
  shop = await openShop()
  await liveLong(shop.house.databaseUrl)
  buyers = await Promise.all(Array.from({ length: BUYERS }, (_, index) => shop.shopper(`群友${index}号`)))
  before = []
  for (const buyer of buyers) {
    const { order, payment } = await mustPlace(shop, buyer)
    await buyer.caller.post(`/v1/store/payments/${payment.id}/start`, { channel: 'h5' })
    await fetch(`${shop.house.sandboxUrl}/sandbox/pay/${payment.id}`, { method: 'POST' })
    before.push(order.id)
  }
  await shop.house.moveTo(new Date(shop.house.now().getTime() + 1_000))
  let goesOn = true
  const buying = buyers.map(async (buyer) => {
    for (let i = 0; goesOn && i < 12; i++) await mustPlace(shop, buyer)
  })
  manifest = await backUp(environment(shop.house.databaseUrl, shop.house.folder), backup, quiet)
  goesOn = false
  await Promise.all(buying)
  const own = await openOwnPostgres()
  elsewhere = own.emptyDatabase
}, 180_000)

afterAll(() => rmSync(work, { recursive: true, force: true }))

/** Uses up transaction numbers, so that this server counts far above a new one, however young the tests' own server is. */
async function liveLong(databaseUrl: string): Promise<void> {
  const connection = await connectOnce(databaseUrl)
  await connection.query(
    `do $$ begin
       create temp table spent (n int);
       for i in 1..20000 loop
         begin insert into spent values (i); exception when others then raise; end;
       end loop;
     end $$`,
  )
  await connection.end()
}

/** Restores, and lives there for a while: what was there is there, and news and seals go on. */
async function livesOn(databaseUrl: string, home: string): Promise<void> {
  const { audit } = await restore(environment(databaseUrl, home), backup, quiet)
  expect(audit.checks.filter((check) => check.found > 0)).toEqual([])
  const house = await openTestHouse(databaseUrl, shop.house.now(), home)
  const connection = await connectOnce(databaseUrl)
  for (const [index, buyer] of buyers.entries()) {
    const caller = buyer.caller.at(house.baseUrl)
    const { items } = (await caller.get('/v1/store/orders?limit=100')).body
    expect(items.map((order: { id: string }) => order.id)).toContain(before[index])
    const placed = await caller.post('/v1/store/orders', orderBody(shop, buyer))
    expect(placed.status, placed.text).toBe(201)
  }
  const waiting = `select 'journal ' || j.key as what from ledger.journal j where not exists (select from ledger.seal s where s.journal_id = j.id)
    union all select c.subscriber || ' ' || o.name from platform.outbox o, platform.outbox_cursor c where (o.tx, o.id) > (c.tx, c.id)
    union all select c.subscriber || ' stands above all news' from platform.outbox_cursor c
      where c.tx > (select tx from platform.outbox order by tx desc limit 1)
    union all select 'the seals stand above all journals' from ledger.seal_position p
      where p.tx > (select tx from ledger.journal order by tx desc limit 1)`
  await until(
    async () => (await connection.query<{ what: string }>(waiting)).map(({ what }) => what),
    (left) => left.length === 0,
    30_000,
  )
  await connection.end()
  const { checks } = await house.audit()
  expect(checks.filter((check) => check.found > 0)).toEqual([])
  await house.close()
}

test('a backup that was taken while people bought goes on, on a new server', { timeout: 120_000 }, async () => {
  const orders = manifest.tables.find(({ table }) => table === 'orders."order"')
  expect(orders?.rows).toBeGreaterThanOrEqual(BUYERS)
  expect(existsSync(path.join(backup, 'media'))).toBe(manifest.media.files > 0)
  await livesOn(await elsewhere('lives_on'), newHome('lives-on'))
})

testUnless(whyNoOldestPostgres())(
  'also on PostgreSQL 15',
  async () => {
    const url = await startOldestPostgres()
    const server = await connectOnce(url('postgres'))
    await server.query('create database leaven')
    await server.end()
    await livesOn(url('leaven'), newHome('on-15'))
  },
  120_000,
)

test('every log that is followed by transaction number is numbered anew', async () => {
  const numbered = await shop.read<{ table: string }>(
    `select format('%I.%I', n.nspname, c.relname) as table from pg_attribute a join pg_class c on c.oid = a.attrelid
     join pg_namespace n on n.oid = c.relnamespace where a.atttypid = 'xid8'::regtype and c.relkind = 'r' and n.nspname !~ '^pg_' order by 1`,
  )
  expect(numbered.map(({ table }) => table)).toEqual([
    'ledger.journal',
    'ledger.seal_position',
    'platform.outbox',
    'platform.outbox_cursor',
  ])
})

describe('refused in words, with nothing written:', () => {
  const changed = (name: string, change: (manifest: Manifest) => object) => {
    const folder = path.join(work, name)
    cpSync(backup, folder, { recursive: true })
    writeFileSync(path.join(folder, 'manifest.json'), JSON.stringify(change(manifest)))
    return folder
  }
  const refuses = async (folder: string, words: RegExp, home = newHome('refused')) => {
    const url = await elsewhere(`refused_${Math.random().toString(36).slice(2)}`)
    await expect(restore(environment(url, home), folder, quiet)).rejects.toThrow(words)
    const connection = await connectOnce(url)
    const left = await connection.query(`select nspname from pg_namespace where nspname in ('platform', 'orders')`)
    await connection.end()
    expect(left).toEqual([])
    return url
  }

  test('a folder that is no backup, and one that is taken', async () => {
    await refuses(work, /no finished backup/)
    await expect(backUp(environment(shop.house.databaseUrl, shop.house.folder), backup, quiet)).rejects.toThrow(
      'not empty',
    )
  })

  test('a backup that is damaged, in a table or in its pictures', async () => {
    const folder = path.join(work, 'damaged')
    cpSync(backup, folder, { recursive: true })
    const file = path.join(folder, manifest.tables.find(({ rows }) => rows > 3)?.file ?? '')
    const bytes = readFileSync(file)
    bytes[bytes.length >> 1] = (bytes[bytes.length >> 1] ?? 0) ^ 1
    writeFileSync(file, bytes)
    await refuses(folder, /damaged: tables\//)
    rmSync(file)
    await refuses(folder, /damaged: tables\//)
    await refuses(
      changed('one-picture-more', (one) => ({ ...one, media: { files: 1_000, bytes: 1 } })),
      /pictures/,
    )
  })

  test('one of a newer Leaven, of another kind, with another history', async () => {
    const more = { number: 9_999, name: '9999_later.sql', checksum: 'x' }
    await refuses(
      changed('newer', (one) => ({ ...one, migrations: [...one.migrations, more] })),
      /newer than this one/,
    )
    await refuses(
      changed('format', (one) => ({ ...one, format: 2 })),
      /format 2/,
    )
    const edited = (one: Manifest) => ({
      ...one,
      migrations: one.migrations.map((file) => ({ ...file, checksum: 'x' })),
    })
    await refuses(changed('edited', edited), /another file/)
  })

  test('another key', async () => {
    const home = mkdtempSync(path.join(work, 'other-'))
    writeFileSync(path.join(home, 'installation.key'), 'f'.repeat(64))
    await refuses(backup, /fingerprint/, home)
  })

  test('a database with something in it', async () => {
    const words = /not empty/
    await expect(restore(environment(shop.house.databaseUrl, newHome('full')), backup, quiet)).rejects.toThrow(words)
  })

  test('one that fails on the way; the right one goes into the same database after it', async () => {
    const rows = (one: Manifest) => ({
      ...one,
      tables: one.tables.map((table) =>
        table.table.startsWith('orders.') ? { ...table, rows: table.rows + 1 } : table,
      ),
    })
    const url = await refuses(changed('fewer-rows', rows), /rows, and had/)
    const { audit } = await restore(environment(url, newHome('again')), backup, quiet)
    expect(audit.ok).toBe(true)
  })
})
