import { spawn } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import {
  chownSync,
  closeSync,
  existsSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import path from 'node:path'
import { type Binaries, POSTGRES_MAJOR } from './binaries.ts'
import type { RunAs } from './run-as.ts'

/** The owner of the cluster; only this machine's processes that can read the data folder know its password. */
export const OWNER = 'leaven'
const PASSWORD_FILE = 'leaven.password'

export interface NewCluster {
  readonly dataDir: string
  readonly binaries: Binaries
  readonly as: RunAs
  /** False skips waiting for the disk; for databases that may be lost. */
  readonly durable: boolean
  readonly signal?: AbortSignal | undefined
}

/**
 * True when the folder holds a cluster of our major version, false when there is none yet. Refuses in words a cluster
 * of another major and a folder that holds something else.
 */
export function holdsCluster(dataDir: string): boolean {
  if (!existsSync(dataDir)) return false
  const versionFile = path.join(dataDir, 'PG_VERSION')
  if (!existsSync(versionFile)) {
    if (readdirSync(dataDir).length === 0) return false
    throw new Error(`${dataDir} is not empty and is no PostgreSQL data folder. Choose another folder.`)
  }
  const major = readFileSync(versionFile, 'utf8').trim()
  if (major === POSTGRES_MAJOR) return true
  throw new Error(
    `The data folder ${dataDir} was made by PostgreSQL ${major}; this Leaven brings PostgreSQL ${POSTGRES_MAJOR} and cannot read it. ` +
      `Start the Leaven that made it, back up with "npx leaven backup" and restore here, or choose another folder.`,
  )
}

/** Makes a cluster beside the data folder, then renames it: a first start that is cut off leaves nothing half made. */
export async function makeCluster(cluster: NewCluster): Promise<void> {
  const { dataDir, as } = cluster
  removeUnfinished(dataDir)
  const beside = `${dataDir}.init-${process.pid}`
  const passwordFile = `${beside}.password`
  try {
    mkdirSync(beside, { recursive: true, mode: 0o700 })
    writeFileSync(passwordFile, randomBytes(24).toString('base64url'), { mode: 0o600, flag: 'wx' })
    for (const file of [beside, passwordFile]) if (as.uid !== undefined) chownSync(file, as.uid, as.gid ?? as.uid)
    await initdb(cluster, beside, passwordFile)
    renameSync(passwordFile, path.join(beside, PASSWORD_FILE))
    renameSync(beside, dataDir)
    syncFolder(path.dirname(dataDir))
  } catch (error) {
    removeUnfinished(dataDir)
    throw error
  }
}

export function readPassword(dataDir: string): string {
  return readFileSync(path.join(dataDir, PASSWORD_FILE), 'utf8').trim()
}

async function initdb(cluster: NewCluster, folder: string, passwordFile: string): Promise<void> {
  const { binaries, as, durable, signal } = cluster
  const child = spawn(
    binaries.initdb,
    [
      ...['-D', folder, '-U', OWNER, '-A', 'scram-sha-256', `--pwfile=${passwordFile}`, '-E', 'UTF8'],
      ...['--locale-provider=builtin', '--locale=C.UTF-8', '--no-instructions', ...(durable ? [] : ['--no-sync'])],
    ],
    // A session of its own: Ctrl-C reaches us first, and we take its whole group away.
    { ...as, cwd: '/', detached: true, stdio: ['ignore', 'pipe', 'pipe'], env: { ...process.env, LC_ALL: 'C' } },
  )
  let said = ''
  const listen = (chunk: Buffer) => {
    said += chunk.toString()
  }
  child.stdout.on('data', listen)
  child.stderr.on('data', listen)
  const end = () => killGroup(child.pid)
  signal?.addEventListener('abort', end)
  process.on('exit', end)
  try {
    const code = await new Promise<number | null>((resolve, reject) => {
      child.once('error', reject)
      child.once('close', resolve)
      if (signal?.aborted) end()
    })
    signal?.throwIfAborted()
    if (code !== 0) throw new Error(`The database could not be made: ${said.trim().split('\n').slice(-3).join(' ')}`)
  } finally {
    signal?.removeEventListener('abort', end)
    process.removeListener('exit', end)
  }
}

function killGroup(pid: number | undefined): void {
  try {
    if (pid !== undefined) process.kill(-pid, 'SIGKILL')
  } catch {
    // it is gone already
  }
}

/** Whoever calls holds the start lock, so whatever lies here belongs to a start that ended. */
function removeUnfinished(dataDir: string): void {
  const parent = path.dirname(dataDir)
  if (!existsSync(parent)) return
  for (const name of readdirSync(parent)) {
    if (name.startsWith(`${path.basename(dataDir)}.init-`)) {
      rmSync(path.join(parent, name), { recursive: true, force: true })
    }
  }
}

function syncFolder(folder: string): void {
  const handle = openSync(folder, 'r')
  try {
    fsyncSync(handle)
  } finally {
    closeSync(handle)
  }
}
