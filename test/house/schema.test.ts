import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { expect, test } from 'vitest'
import { connectOnce } from '../../src/platform/db.ts'
import { migrate } from '../../src/platform/migrate.ts'
import { emptyDatabase, freshDatabase } from '../support/database.ts'
import { describeSchema } from '../support/describe-schema.ts'

const root = path.resolve(import.meta.dirname, '../..')
const schemaFile = path.join(root, 'sql/schema.sql')
const placement = JSON.parse(readFileSync(path.join(root, 'sql/placement.json'), 'utf8')) as Record<
  'distributed' | 'reference' | 'local',
  string[]
>

test('a fresh install, replayed migrations and sql/schema.sql are the same', async () => {
  const replayed = await emptyDatabase()
  await migrate({ url: replayed, mode: 'demo' })
  expect(await migrate({ url: replayed, mode: 'demo' })).toBe(0)
  const text = await describeSchema(replayed)
  expect(await describeSchema(await freshDatabase())).toBe(text)
  if (process.env.UPDATE_SCHEMA) writeFileSync(schemaFile, HEAD + text)
  expect(existsSync(schemaFile) ? readFileSync(schemaFile, 'utf8') : '', 'UPDATE_SCHEMA=1 writes it anew').toBe(
    HEAD + text,
  )
})

test('a database keeps the mode of its first migration', async () => {
  const url = await freshDatabase('demo')
  await expect(migrate({ url, mode: 'production' })).rejects.toThrow(/demo mode and stays so/)
})

test('every table is declared once: distributed, reference or local', async () => {
  const connection = await connectOnce(await freshDatabase())
  const tables = await connection.query<{ name: string }>(
    `select schemaname || '.' || tablename as name from pg_tables where schemaname not in ('pg_catalog', 'information_schema') order by 1`,
  )
  const declared = Object.values(placement).flat()
  expect(new Set(declared).size).toBe(declared.length)
  expect([...declared].sort()).toEqual(tables.map((table) => table.name))
  await connection.end()
})

test('distributed tables can be distributed by cell: the cell is in every key, after what orders in time', async () => {
  const connection = await connectOnce(await freshDatabase())
  const keys = await connection.query<{ name: string; index: string; columns: string[]; is_primary: boolean }>(
    `select n.nspname || '.' || c.relname as name, x.relname as index, i.indisprimary as is_primary,
       array(select a.attname::text from unnest(i.indkey) with ordinality as k (att, at) join pg_attribute a on a.attrelid = c.oid and a.attnum = k.att order by k.at) as columns
     from pg_index i join pg_class c on c.oid = i.indrelid join pg_class x on x.oid = i.indexrelid join pg_namespace n on n.oid = c.relnamespace
     where i.indisunique and n.nspname not in ('pg_catalog', 'pg_toast')`,
  )
  for (const table of placement.distributed) {
    const own = keys.filter((key) => key.name === table)
    expect(
      own.filter((key) => key.is_primary),
      `${table} has a primary key`,
    ).toHaveLength(1)
    for (const key of own) {
      expect(key.columns, `${table} ${key.index} holds the cell`).toContain('cell_id')
      expect(key.columns[0], `${table} ${key.index} does not begin with the cell`).not.toBe('cell_id')
    }
  }
  await connection.end()
})

test('no trigger, and no foreign key to or from a distributed table', async () => {
  const connection = await connectOnce(await freshDatabase())
  const triggers = await connection.query(`select tgname from pg_trigger where not tgisinternal`)
  const keys = await connection.query<{ from: string; to: string }>(
    `select k.conrelid::regclass::text as from, k.confrelid::regclass::text as to from pg_constraint k where k.contype = 'f'`,
  )
  expect(triggers).toEqual([])
  const distributed = new Set(placement.distributed)
  expect(keys.filter((key) => distributed.has(key.from) || distributed.has(key.to))).toEqual([])
  await connection.end()
})

test('the application can change or delete nothing that money touched', async () => {
  const connection = await connectOnce(await freshDatabase())
  const may = await connection.query<{ name: string; what: string }>(
    `select t.name, p.what from unnest(array['ledger.journal', 'ledger.transfer', 'ledger.seal', 'people.activity', 'stock.movement', 'orders.parcel_line']) as t (name)
     cross join unnest(array['update', 'delete']) as p (what) where has_table_privilege('leaven_app', t.name, p.what)`,
  )
  const deletes = await connection.query<{ name: string }>(
    `select schemaname || '.' || tablename as name from pg_tables where schemaname in ('ledger', 'orders', 'payments', 'stock', 'commissions')
       and has_table_privilege('leaven_app', (quote_ident(schemaname) || '.' || quote_ident(tablename))::regclass, 'delete')`,
  )
  expect(may).toEqual([])
  expect(deletes).toEqual([])
  await connection.end()
})

test("each room's statements name its own schema only", () => {
  const rooms = readdirSync(path.join(root, 'src'), { withFileTypes: true }).filter(
    (entry) => entry.isDirectory() && entry.name !== 'platform',
  )
  const schemas = new Set(
    ['platform', ...placement.distributed, ...placement.reference, ...placement.local].map(
      (name) => name.split('.')[0] as string,
    ),
  )
  const found: string[] = []
  for (const room of rooms)
    for (const file of readdirSync(path.join(root, 'src', room.name), { recursive: true }) as string[]) {
      // The audit looks across rooms on purpose; the sandbox provider has a database of its own.
      if (
        !file.endsWith('.ts') ||
        file.endsWith('.test.ts') ||
        /(^|\/)(checks|.*-checks)[.]ts$/.test(file) ||
        file.includes('providers/sandbox')
      )
        continue
      const text = readFileSync(path.join(root, 'src', room.name, file), 'utf8')
      for (const [, schema] of text.matchAll(/\b(?:from|join|into|update|table)\s+"?([a-z]+)"?\."?[a-z_]+/g))
        if (schema && schemas.has(schema) && schema !== room.name) found.push(`${room.name}/${file}: ${schema}`)
    }
  expect(found).toEqual([])
})

const HEAD = `-- The schema as the migrations make it, described from the catalogue. Written by UPDATE_SCHEMA=1 npm test -- test/house/schema.test.ts;
-- a test compares it with a fresh install. Change a migration (before it has landed) or add one; never this file by hand.

`
