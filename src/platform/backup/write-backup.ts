import { createHash } from 'node:crypto'
import { createWriteStream, existsSync, mkdirSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { cp } from 'node:fs/promises'
import path from 'node:path'
import { Transform } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { createGzip } from 'node:zlib'
import { connectOnce } from '../db.ts'
import { BACKUP_FORMAT, type BackedUpTable, fingerprintOfKey, type Manifest } from './manifest.ts'
import { measureMedia } from './media.ts'
import { type StoredTable, tablesInOrder } from './tables.ts'

export interface WriteBackup {
  readonly databaseUrl: string
  /** Where `media/` lies. */
  readonly dataDir: string
  readonly installationKey: string
  readonly leavenVersion: string
  /** A folder that is not there yet, or is empty. */
  readonly into: string
  readonly say: (line: string) => void
}

/**
 * Writes everything that an installation stores, as it was at one moment, while it goes on working: every table from one
 * snapshot, then the pictures (they never change, so all that the snapshot names are there). It appears whole or not at
 * all. The key is not in it.
 */
export async function writeBackup(asked: WriteBackup): Promise<Manifest> {
  const into = path.resolve(asked.into)
  if (existsSync(into) && readdirSync(into).length > 0) throw new Error(`${into} is not empty; choose a new folder`)
  const unfinished = `${into}.unfinished`
  rmSync(unfinished, { recursive: true, force: true })
  mkdirSync(path.join(unfinished, 'tables'), { recursive: true, mode: 0o700 })
  const manifest = { ...(await writeTables(asked, unfinished)), media: await copyMedia(asked.dataDir, unfinished) }
  writeFileSync(path.join(unfinished, 'manifest.json'), `${JSON.stringify(manifest, null, 2)}\n`, { flush: true })
  rmSync(into, { recursive: true, force: true })
  renameSync(unfinished, into)
  return manifest
}

type Connection = Awaited<ReturnType<typeof connectOnce>>

async function writeTables(asked: WriteBackup, folder: string): Promise<Omit<Manifest, 'media'>> {
  const connection = await connectOnce(asked.databaseUrl)
  try {
    await connection.query('begin isolation level repeatable read, read only')
    const described = await describe(asked, connection)
    const tables: BackedUpTable[] = []
    for (const table of await tablesInOrder(connection)) {
      const written = await writeTable(connection, table, folder)
      tables.push(written)
      asked.say(`${table.table}  ${written.rows} rows`)
    }
    await connection.query('commit')
    return { ...described, tables }
  } finally {
    await connection.end()
  }
}

async function describe(asked: WriteBackup, connection: Connection): Promise<Omit<Manifest, 'media' | 'tables'>> {
  const [there] = await connection.query<{ is: boolean }>(
    `select to_regclass('platform.installation') is not null as is`,
  )
  if (!there?.is) throw new Error('there is nothing to back up: this database has not been migrated')
  const [server] = await connection.query<{ version: string; at: Date }>(
    `select current_setting('server_version') as version, now() as at`,
  )
  const [installation] = await connection.query<Manifest['installation']>(
    'select mode, currency, time_zone as "timeZone" from platform.installation',
  )
  const migrations = await connection.query<Manifest['migrations'][number]>(
    'select number, name, checksum from platform.migration order by number',
  )
  if (!server || !installation) throw new Error('this installation was never finished: run `npx leaven migrate`')
  return {
    format: BACKUP_FORMAT,
    leaven: asked.leavenVersion,
    takenAt: server.at.toISOString(),
    postgres: server.version,
    installation,
    keyFingerprint: fingerprintOfKey(asked.installationKey),
    migrations,
  }
}

async function writeTable(
  connection: Connection,
  { table, columns }: StoredTable,
  folder: string,
): Promise<BackedUpTable> {
  const file = `tables/${table.replaceAll('"', '')}.copy.gz`
  const hash = createHash('sha256')
  let bytes = 0
  const measure = new Transform({
    transform(chunk: Buffer, _encoding, done) {
      hash.update(chunk)
      bytes += chunk.length
      done(null, chunk)
    },
  })
  const copy = connection.copyOut(`copy ${table} (${columns.join(', ')}) to stdout`)
  await pipeline(copy, createGzip({ level: 6 }), measure, createWriteStream(path.join(folder, file), { flush: true }))
  return { table, columns, file, rows: copy.rowCount, bytes, sha256: hash.digest('hex') }
}

async function copyMedia(dataDir: string, folder: string): Promise<Manifest['media']> {
  const media = path.join(dataDir, 'media')
  if (!existsSync(media)) return { files: 0, bytes: 0 }
  await cp(media, path.join(folder, 'media'), {
    recursive: true,
    // What is being written beside its name is nobody's picture yet.
    filter: (from) => !/\.[a-z0-9]+\.[0-9a-f]{12}$/.test(from),
  })
  return measureMedia(folder)
}
