import { type ChildProcess, spawn } from 'node:child_process'
import { closeSync, existsSync, openSync, readFileSync, renameSync, statSync } from 'node:fs'
import { freePort } from '../ports.ts'
import type { Binaries } from './binaries.ts'
import { findPostmaster, stopPostmaster } from './postmaster.ts'
import type { RunAs } from './run-as.ts'
import type { Settings } from './settings.ts'

const READY_LOOK_EVERY_MS = 10
const STILL_STARTING_AFTER_MS = 10_000
/** Replaying max_wal_size after a crash takes minutes on a slow disk. */
const READY_LIMIT_MS = 10 * 60_000
const START_TRIES = 20
const FIXED_PORT_TRIES = 4
const RETRY_AFTER_MS = 250
const LOG_LIMIT_BYTES = 10 * 1024 * 1024

/** Everything a start of the server needs to know. */
export interface Launch {
  readonly dataDir: string
  readonly as: RunAs
  readonly binaries: Binaries
  readonly settings: Settings
  readonly port: number | undefined
  readonly signal: AbortSignal | undefined
  readonly log: ((line: string) => void) | undefined
}

export interface Running {
  readonly pid: number
  readonly port: number
  /** Absent when the server was adopted. */
  readonly child?: ChildProcess
}

/**
 * Starts the server and waits until it accepts connections, through the recovery after a crash if there was one.
 * Refuses in words: a fixed port that is taken, and the server's own reason when it does not start.
 */
export async function launch(prepared: Launch): Promise<Running> {
  const { dataDir, as, binaries } = prepared
  for (let attempt = 1; ; attempt++) {
    prepared.signal?.throwIfAborted()
    const port = prepared.port || (await freePort())
    const log = openLog(dataDir)
    const child = spawn(binaries.postgres, serverArguments(prepared, port), {
      ...as,
      cwd: '/',
      // A session of its own: Ctrl-C in the terminal must reach the server last, through us.
      detached: true,
      stdio: ['ignore', log.handle, log.handle],
      env: { ...process.env, LC_ALL: 'C' },
    })
    closeSync(log.handle)
    const failure = await untilReady(child, prepared)
    if (failure === undefined) {
      child.unref()
      return { pid: child.pid ?? 0, port, child }
    }
    const said = readFileSync(log.file, 'utf8').slice(log.start)
    await refuseOrWait(said, attempt, prepared.port, log.file)
  }
}

/** The server's command line. Settings go here and not into a file, so that a start means the same every time. */
export function serverArguments({ dataDir, settings }: Launch, port: number): string[] {
  const all = { listen_addresses: '127.0.0.1', unix_socket_directories: '', ...settings }
  return [
    ...['-D', dataDir, '-p', String(port)],
    ...Object.entries(all).flatMap(([name, value]) => ['-c', `${name}=${value}`]),
  ]
}

/** Some failures pass by themselves: old sessions that still end, a free port that somebody took meanwhile. */
async function refuseOrWait(said: string, attempt: number, fixedPort: number | undefined, logFile: string) {
  const portTaken = /could not bind|Address already in use/.test(said)
  const stillEnding = /pre-existing shared memory block|lock file "postmaster\.pid" already exists/.test(said)
  const tries = portTaken && fixedPort ? FIXED_PORT_TRIES : START_TRIES
  if (attempt < tries && (stillEnding || portTaken)) {
    await new Promise((resolve) => setTimeout(resolve, RETRY_AFTER_MS))
    return
  }
  if (portTaken && fixedPort) throw new Error(`The database's port ${fixedPort} is taken by another program.`)
  const reason = said.match(/(?:FATAL|PANIC): .*/)?.[0] ?? 'it said nothing'
  throw new Error(`PostgreSQL did not start: ${reason}. More in ${logFile}`)
}

/** Resolves with nothing when the server accepts connections, with a word when it ended instead. */
async function untilReady(child: ChildProcess, { dataDir, signal, log }: Launch): Promise<'ended' | undefined> {
  let ended = false
  child.once('exit', () => {
    ended = true
  })
  child.once('error', () => {
    ended = true
  })
  const started = Date.now()
  let told = false
  while (!ended) {
    const found = findPostmaster(dataDir)
    if (found?.ready && found.pid === child.pid) return undefined
    const waited = Date.now() - started
    if (signal?.aborted || waited > READY_LIMIT_MS) {
      if (child.pid) await stopPostmaster(child.pid, dataDir)
      signal?.throwIfAborted()
      throw new Error(`PostgreSQL did not become ready in ${READY_LIMIT_MS / 60_000} minutes.`)
    }
    if (!told && waited > STILL_STARTING_AFTER_MS) {
      told = true
      log?.('The database is recovering from a crash; this may take a minute')
    }
    await new Promise((resolve) => setTimeout(resolve, READY_LOOK_EVERY_MS))
  }
  return 'ended'
}

/** The server's own log beside the data; the one before is kept when it has grown too long. */
function openLog(dataDir: string): { file: string; start: number; handle: number } {
  const file = `${dataDir}.log`
  if (existsSync(file) && statSync(file).size > LOG_LIMIT_BYTES) renameSync(file, `${file}.1`)
  const start = existsSync(file) ? statSync(file).size : 0
  return { file, start, handle: openSync(file, 'a', 0o600) }
}
