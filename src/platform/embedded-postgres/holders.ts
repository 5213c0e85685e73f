import { execFileSync } from 'node:child_process'
import { mkdirSync, readdirSync, readFileSync, rmSync, statSync, unlinkSync, writeFileSync } from 'node:fs'
import path from 'node:path'

const LOCK_LOOK_EVERY_MS = 25
/** A lock is held while a server starts: recovery after a crash with much to replay takes minutes. */
const LOCK_WAIT_LIMIT_MS = 15 * 60_000
/** A lock file without its owner's mark yet is being written at this moment, or its writer was cut off. */
const UNWRITTEN_LOCK_MS = 2_000

/** One process's use of a data folder. It counts until it is released or the process ends, however it ends. */
export interface Holder {
  readonly file: string
  release(): void
}

/** A process, told apart from a later one that got the same number. */
export function processMark(pid = process.pid): string {
  return `${pid}-${startOf(pid)}`
}

/** True while the process with this mark runs. */
export function isRunning(mark: string): boolean {
  const [pid = '', start] = mark.split('-')
  try {
    process.kill(Number(pid), 0)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EPERM') return false
  }
  return startOf(Number(pid)) === start
}

/**
 * Runs `work` while no other process runs work on the same data folder. A lock whose owner died is taken over.
 * Refuses when the folder cannot be written or the lock is not free in fifteen minutes.
 */
export async function withStartLock<T>(dataDir: string, work: () => Promise<T>, signal?: AbortSignal): Promise<T> {
  const lock = `${dataDir}.lock`
  mkdirSync(path.dirname(dataDir), { recursive: true })
  for (const deadline = Date.now() + LOCK_WAIT_LIMIT_MS; !takeLock(lock); ) {
    signal?.throwIfAborted()
    if (Date.now() > deadline) throw new Error(`${lock} stayed taken by process ${readMark(lock)}.`)
    await new Promise((resolve) => setTimeout(resolve, LOCK_LOOK_EVERY_MS))
  }
  try {
    return await work()
  } finally {
    rmSync(lock, { force: true })
  }
}

/**
 * Says that this process uses the data folder. Alone: refused in words while any other process uses it. Shared:
 * refused only while another process has it for itself. Call it under the start lock.
 */
export function hold(dataDir: string, shared: boolean): Holder {
  const folder = holdersFolder(dataDir)
  mkdirSync(folder, { recursive: true })
  const others = liveHolders(dataDir)
  const owner = shared ? others.find((other) => !other.shared) : others[0]
  if (owner) {
    throw new Error(
      `Leaven is already running on the data folder ${dataDir} (process ${owner.pid}). Stop it first, or choose another folder with LEAVEN_DATA_DIR.`,
    )
  }
  const file = path.join(folder, `${processMark()}-${shared ? 'shared' : 'alone'}-${serial++}`)
  writeFileSync(file, '')
  return { file, release: () => rmSync(file, { force: true }) }
}

/** The processes that use the data folder now; what dead ones left is swept away. */
export function liveHolders(dataDir: string): { pid: number; shared: boolean }[] {
  const folder = holdersFolder(dataDir)
  return readdirSync(folder).flatMap((name) => {
    const [pid = '', start = '', kind] = name.split('-')
    if (isRunning(`${pid}-${start}`)) return [{ pid: Number(pid), shared: kind === 'shared' }]
    rmSync(path.join(folder, name), { force: true })
    return []
  })
}

export function holdersFolder(dataDir: string): string {
  return `${dataDir}.holders`
}

let serial = 0

function startOf(pid: number): string {
  try {
    if (process.platform === 'linux') {
      // The fields after the command's closing bracket; the twentieth of them is the start, in ticks since boot.
      const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
      const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
      return fields[0] === 'Z' || fields[0] === 'X' ? 'ended' : (fields[19] ?? '')
    }
    return execFileSync('ps', ['-o', 'lstart=', '-p', String(pid)], { encoding: 'utf8' }).replace(/\W+/g, '')
  } catch {
    return 'ended'
  }
}

function takeLock(lock: string): boolean {
  if (createExclusive(lock)) return true
  if (!isStale(lock)) return false
  // Two starts may see the same stale lock; whoever gets the breaker looks again and removes it, alone.
  const breaker = `${lock}.break`
  if (!createExclusive(breaker)) {
    if (isStale(breaker)) rmSync(breaker, { force: true })
    return false
  }
  try {
    if (isStale(lock)) unlinkSync(lock)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error
  } finally {
    rmSync(breaker, { force: true })
  }
  return createExclusive(lock)
}

function createExclusive(file: string): boolean {
  try {
    writeFileSync(file, processMark(), { flag: 'wx' })
    return true
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false
    throw error
  }
}

function isStale(file: string): boolean {
  const mark = readMark(file)
  if (mark === undefined) return false
  if (mark !== '') return !isRunning(mark)
  try {
    return Date.now() - statSync(file).mtimeMs > UNWRITTEN_LOCK_MS
  } catch {
    return false
  }
}

function readMark(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8')
  } catch {
    return undefined
  }
}
