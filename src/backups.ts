import { copyFileSync, existsSync, mkdirSync } from 'node:fs'
import path from 'node:path'
import { openInstallation } from './installation.ts'
import { type AuditResult, audit } from './platform/audit.ts'
import type { Manifest } from './platform/backup/manifest.ts'
import { restoreBackup } from './platform/backup/restore-backup.ts'
import { writeBackup } from './platform/backup/write-backup.ts'
import { OwnedClock } from './platform/clock.ts'
import { readConfig } from './platform/config.ts'
import { currentDatabaseUrl } from './platform/current-database.ts'
import { connectOnce } from './platform/db.ts'
import { startEmbeddedPostgres } from './platform/embedded-postgres.ts'
import { ensureDatabase, hasDatabase } from './platform/ensure-database.ts'
import { outboxLog } from './platform/outbox.ts'
import { rooms } from './rooms.ts'
import { version } from './server.ts'

type Env = Readonly<Record<string, string | undefined>>

const DATABASE = 'leaven'
const KEY_FILE = 'installation.key'
const LOGINS_FILE = 'demo-logins.json'

/**
 * Backs up the installation that runs here, or that DATABASE_URL names, or that lies in the data folder. A demo's key and
 * logins go with it; in production the key is kept elsewhere.
 */
export async function backUp(env: Env, into: string, say: (line: string) => void): Promise<Manifest> {
  const running = { ...env, ...currentDatabaseUrl(env) }
  if (running.DATABASE_URL) return write(running, into, say)
  const pg = path.join(path.resolve(env.LEAVEN_DATA_DIR ?? '.data'), 'pg')
  if (!existsSync(pg)) throw new Error('no Leaven runs here and DATABASE_URL is not set: there is nothing to back up')
  const server = await startEmbeddedPostgres({ dataDir: pg })
  try {
    return await write(
      { ...env, DATABASE_URL: server.url(DATABASE), LEAVEN_MODE: env.LEAVEN_MODE ?? 'demo' },
      into,
      say,
    )
  } finally {
    await server.stop()
  }
}

async function write(env: Env, into: string, say: (line: string) => void): Promise<Manifest> {
  const { databaseUrl, dataDir, installationKey, mode } = readConfig(env)
  const manifest = await writeBackup({ databaseUrl, dataDir, installationKey, leavenVersion: version, into, say })
  if (mode === 'demo')
    for (const file of [KEY_FILE, LOGINS_FILE])
      if (existsSync(path.join(dataDir, file))) copyFileSync(path.join(dataDir, file), path.join(into, file))
  return manifest
}

export interface Restored {
  readonly manifest: Manifest
  readonly audit: AuditResult
}

/**
 * Restores a backup into the empty database that DATABASE_URL names, or into a new data folder with a database of its
 * own, and audits what has come, as of the moment of the backup.
 */
export async function restore(env: Env, from: string, say: (line: string) => void): Promise<Restored> {
  if (env.DATABASE_URL) return read(env, env.DATABASE_URL, from, say)
  const dataDir = path.resolve(env.LEAVEN_DATA_DIR ?? '.data')
  const ours = { ...env, LEAVEN_DATA_DIR: dataDir, LEAVEN_MODE: env.LEAVEN_MODE ?? 'demo' }
  if (currentDatabaseUrl(ours).DATABASE_URL)
    throw new Error(`a Leaven runs on ${dataDir}; restore into another folder: LEAVEN_DATA_DIR=… leaven restore …`)
  bringKey(from, dataDir)
  const server = await startEmbeddedPostgres({ dataDir: path.join(dataDir, 'pg'), log: say })
  try {
    if (await hasDatabase(server.url('postgres'), DATABASE))
      throw new Error(
        `there is a Leaven in ${dataDir} already; restore into another folder: LEAVEN_DATA_DIR=… leaven restore …`,
      )
    let restored: Restored | undefined
    await ensureDatabase(server.url(DATABASE), DATABASE, async (url) => {
      restored = await read(ours, url, from, say)
    })
    if (!restored) throw new Error('nothing was restored')
    return restored
  } finally {
    await server.stop()
  }
}

/** A demo's key comes with its backup; one that is there already is not touched. */
function bringKey(from: string, dataDir: string): void {
  mkdirSync(dataDir, { recursive: true })
  for (const file of [KEY_FILE, LOGINS_FILE]) {
    const [there, here] = [path.join(from, file), path.join(dataDir, file)]
    if (existsSync(there) && !existsSync(here)) copyFileSync(there, here)
  }
}

async function read(env: Env, databaseUrl: string, from: string, say: (line: string) => void): Promise<Restored> {
  const config = readConfig({ ...env, DATABASE_URL: databaseUrl })
  const logs = [outboxLog, ...rooms.flatMap((room) => room.followedLogs ?? [])]
  const { dataDir, installationKey } = config
  const manifest = await restoreBackup({ from, databaseUrl, dataDir, installationKey, logs, say })
  const clock = new OwnedClock(await timeOf(databaseUrl, manifest))
  const { platform, close } = await openInstallation(config, { clock })
  try {
    return { manifest, audit: await audit(platform, rooms) }
  } finally {
    await close()
  }
}

/** The moment of the backup, by the clock that its installation lived by: nobody has worked on it since. */
async function timeOf(databaseUrl: string, manifest: Manifest): Promise<Date> {
  const connection = await connectOnce(databaseUrl)
  try {
    const [row] = await connection.query<{ at: Date | null }>('select owned_clock_at as at from platform.installation')
    return row?.at ?? new Date(manifest.takenAt)
  } finally {
    await connection.end()
  }
}
