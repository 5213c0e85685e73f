import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { cp } from 'node:fs/promises'
import path from 'node:path'
import { pipeline } from 'node:stream/promises'
import { createGunzip } from 'node:zlib'
import type { Mode } from '../config.ts'
import { connectOnce } from '../db.ts'
import { migrate, migrationFiles } from '../migrate.ts'
import type { FollowedLog } from '../room.ts'
import { type BackedUpTable, fingerprintOfKey, type Manifest, readManifest } from './manifest.ts'
import { measureMedia } from './media.ts'
import { renumberTransactions } from './renumber.ts'

export interface RestoreBackup {
  readonly from: string
  /** A database with nothing in it, as its owner. */
  readonly databaseUrl: string
  /** Where `media/` is put. */
  readonly dataDir: string
  readonly installationKey: string
  /** Every log that is followed in the order of transaction numbers. */
  readonly logs: readonly FollowedLog[]
  readonly say: (line: string) => void
}

/**
 * Reads a backup into an empty database of any PostgreSQL that the house runs on, and its pictures into the data folder.
 * The whole backup is checked before the first row is written. Refuses in words: a folder that is no backup or is
 * damaged, one of a newer Leaven, another key, a database with something in it. A failure on the way leaves it empty.
 */
export async function restoreBackup(asked: RestoreBackup): Promise<Manifest> {
  const manifest = readManifest(asked.from)
  assertKnown(manifest)
  if (manifest.keyFingerprint !== fingerprintOfKey(asked.installationKey))
    throw new Error(
      `this backup belongs to the LEAVEN_KEY with the fingerprint ${manifest.keyFingerprint}, and another is set: with it no phone, address or secret could be opened`,
    )
  await assertWhole(asked.from, manifest)
  const connection = await connectOnce(asked.databaseUrl)
  try {
    await assertEmpty(connection)
    await fill(asked, manifest, connection)
  } finally {
    await connection.end()
  }
  await cp(path.join(asked.from, 'media'), path.join(asked.dataDir, 'media'), { recursive: true, force: true }).catch(
    (error: NodeJS.ErrnoException) => {
      if (error.code !== 'ENOENT') throw error
    },
  )
  return manifest
}

type Connection = Awaited<ReturnType<typeof connectOnce>>

/** Our first migrations must be exactly those of the backup; what came later is run on its rows. */
function assertKnown(manifest: Manifest): void {
  const ours = migrationFiles()
  for (const [index, theirs] of manifest.migrations.entries()) {
    const mine = ours[index]
    if (!mine || mine.number !== theirs.number)
      throw new Error(`this backup was made by Leaven ${manifest.leaven}, which is newer than this one; update first`)
    if (mine.checksum !== theirs.checksum)
      throw new Error(`${theirs.name} was another file when this backup was made; restore with that Leaven`)
  }
}

async function assertWhole(folder: string, manifest: Manifest): Promise<void> {
  for (const { file, sha256 } of manifest.tables) {
    const hash = createHash('sha256')
    await pipeline(createReadStream(path.join(folder, file)), hash).catch((error: Error) => {
      throw new Error(`this backup is damaged: ${file} cannot be read (${error.message})`)
    })
    if (hash.digest('hex') !== sha256) throw new Error(`this backup is damaged: ${file} is not what it was`)
  }
  const media = measureMedia(folder)
  if (media.files !== manifest.media.files || media.bytes !== manifest.media.bytes)
    throw new Error(
      `this backup is damaged: it has ${media.files} pictures with ${media.bytes} bytes, and had ${manifest.media.files} with ${manifest.media.bytes}`,
    )
}

async function assertEmpty(connection: Connection): Promise<void> {
  const [first] = await connection.query<{ name: string }>(
    `select format('%I.%I', n.nspname, c.relname) as name from pg_class c join pg_namespace n on n.oid = c.relnamespace
     where c.relkind in ('r', 'p', 'v', 'm') and n.nspname !~ '^pg_' and n.nspname <> 'information_schema' limit 1`,
  )
  if (first) throw new Error(`this database is not empty (it has ${first.name}); restore into a new one`)
}

async function fill(asked: RestoreBackup, manifest: Manifest, connection: Connection): Promise<void> {
  const { mode, currency, timeZone } = manifest.installation
  const schema = { url: asked.databaseUrl, mode: mode as Mode, currency, timeZone }
  try {
    await migrate({ ...schema, upTo: manifest.migrations.at(-1)?.number ?? 0 })
    await connection.query('begin')
    const tables = manifest.tables.filter(({ table }) => table !== 'platform.migration')
    // What migrations put into new tables is in the backup, too, as it has become since.
    await connection.query(`truncate ${tables.map(({ table }) => table).join(', ')}`)
    for (const table of tables) {
      await loadTable(asked.from, table, connection)
      asked.say(`${table.table}  ${table.rows} rows`)
    }
    await goOnCounting(connection)
    await renumberTransactions(connection, asked.logs)
    await connection.query('commit')
    await connection.query('analyze')
    await migrate({ ...schema, log: asked.say })
  } catch (error) {
    await empty(connection)
    throw error
  }
}

async function loadTable(folder: string, { table, columns, file, rows }: BackedUpTable, connection: Connection) {
  const copy = connection.copyIn(`copy ${table} (${columns.join(', ')}) from stdin`)
  await pipeline(createReadStream(path.join(folder, file)), createGunzip(), copy)
  if (copy.rowCount !== rows) throw new Error(`${table} has ${copy.rowCount} rows, and had ${rows}`)
}

/** Numbers that the database gives by itself go on above those that came. */
async function goOnCounting(connection: Connection): Promise<void> {
  const counted = await connection.query<{ table: string; column: string }>(
    `select format('%I.%I', n.nspname, c.relname) as table, quote_ident(a.attname) as column
     from pg_attribute a join pg_class c on c.oid = a.attrelid join pg_namespace n on n.oid = c.relnamespace
     where a.attidentity <> '' and c.relkind = 'r' and n.nspname !~ '^pg_'`,
  )
  for (const { table, column } of counted)
    await connection.query(
      `select setval(pg_get_serial_sequence('${table}', '${column}'), (select coalesce(max(${column}), 0) + 1 from ${table}), false)`,
    )
}

/** The database was empty before; what a failed try made goes away again. */
async function empty(connection: Connection): Promise<void> {
  await connection.query('rollback')
  const schemas = await connection.query<{ name: string }>(
    `select quote_ident(nspname) as name from pg_namespace where nspname !~ '^pg_' and nspname not in ('information_schema', 'public')`,
  )
  if (schemas.length > 0) await connection.query(`drop schema ${schemas.map(({ name }) => name).join(', ')} cascade`)
}
