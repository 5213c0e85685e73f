import { readFileSync, readlinkSync, realpathSync } from 'node:fs'
import path from 'node:path'

const STOP_LOOK_EVERY_MS = 10
/** A shutdown writes a checkpoint first; after this time the server is told to stop without one (it recovers later). */
const IMPATIENT_AFTER_MS = 20_000
const STOP_LIMIT_MS = 40_000

/** What a running server says of itself in its data folder. */
export interface Postmaster {
  readonly pid: number
  readonly port: number
  readonly ready: boolean
}

/** The server that runs on this data folder, or nothing. A file left by a dead server counts as nothing. */
export function findPostmaster(dataDir: string): Postmaster | undefined {
  const lines = readLines(path.join(dataDir, 'postmaster.pid'))
  const pid = Number(lines[0])
  if (!(pid > 0) || !isPostmaster(pid, dataDir)) return undefined
  return { pid, port: Number(lines[3]), ready: lines[7]?.trim() === 'ready' }
}

/** The command line the running server was started with, its port left out. */
export function startedWith(dataDir: string): string {
  return withoutPort(readLines(path.join(dataDir, 'postmaster.opts'))[0] ?? '')
}

/** The same form for a command line of ours, to compare with. */
export function wouldStartWith(command: string, args: readonly string[]): string {
  return withoutPort([command, ...args.map((arg) => `"${arg}"`)].join(' '))
}

/** Stops the server: sessions are ended, a checkpoint is written. Resolves when the process is gone. */
export async function stopPostmaster(pid: number, dataDir: string): Promise<void> {
  const started = Date.now()
  let impatient = false
  send(pid, 'SIGINT')
  while (isPostmaster(pid, dataDir)) {
    const waited = Date.now() - started
    if (waited > STOP_LIMIT_MS) throw new Error(`PostgreSQL (process ${pid}) did not stop in ${STOP_LIMIT_MS} ms.`)
    if (!impatient && waited > IMPATIENT_AFTER_MS) {
      impatient = true
      send(pid, 'SIGQUIT')
    }
    await new Promise((resolve) => setTimeout(resolve, STOP_LOOK_EVERY_MS))
  }
}

export function isPostmaster(pid: number, dataDir: string): boolean {
  try {
    process.kill(pid, 0)
    if (process.platform !== 'linux') return true
    // A zombie is dead, and a number used again belongs to somebody else.
    if (!/^\d+ \(postgres\) [^ZX]/.test(readFileSync(`/proc/${pid}/stat`, 'utf8'))) return false
    return readlinkSync(`/proc/${pid}/cwd`) === realpathSync(dataDir)
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM'
  }
}

function send(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(pid, signal)
  } catch {
    // it is gone already
  }
}

function readLines(file: string): string[] {
  try {
    return readFileSync(file, 'utf8').split('\n')
  } catch {
    return []
  }
}

function withoutPort(command: string): string {
  return command.replace(/ "-p" "\d+"/, '').trim()
}
