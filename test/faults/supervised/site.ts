import { type ChildProcess, spawn } from 'node:child_process'
import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { isRunning, processMark } from '../../../src/platform/embedded-postgres/holders.ts'
import { freePort } from '../../../src/platform/ports.ts'

const repository = path.resolve(import.meta.dirname, '../../..')
const LOOK_EVERY_MS = 10

/** One supervised stub shop: its data folder, its port and what it has said. */
export interface Site {
  readonly dataDir: string
  readonly port: number
  readonly process: ChildProcess
  said(): string
  /** Resolves with the exit code. */
  ended(): Promise<number | null>
}

/** A folder that the database's user may enter; remove it with `removeFolder`. */
export function newFolder(): string {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'leaven-supervised-'))
  chmodSync(folder, 0o755)
  return path.join(folder, 'data')
}

export function removeFolder(dataDir: string): void {
  rmSync(path.dirname(dataDir), { recursive: true, force: true })
}

export async function start(dataDir: string, env: Record<string, string> = {}): Promise<Site> {
  const port = Number(env.PORT ?? (await freePort()))
  const child = spawn(process.execPath, ['--import', 'tsx', path.join(import.meta.dirname, 'run.ts')], {
    cwd: repository,
    // As after a plain login: nothing of the test run's own settings.
    env: {
      PATH: process.env.PATH ?? '',
      HOME: process.env.HOME ?? '',
      LEAVEN_DATA_DIR: dataDir,
      PORT: String(port),
      ...env,
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let said = ''
  child.stdout.on('data', (chunk: Buffer) => {
    said += chunk.toString()
  })
  child.stderr.on('data', (chunk: Buffer) => {
    said += chunk.toString()
  })
  const ended = new Promise<number | null>((resolve) => child.once('close', resolve))
  return { dataDir, port, process: child, said: () => said, ended: () => ended }
}

export async function startReady(dataDir: string, env: Record<string, string> = {}): Promise<Site> {
  const site = await start(dataDir, env)
  await until(() => site.said().includes('Leaven is ready') || site.process.exitCode !== null, 60_000)
  if (!site.said().includes('Leaven is ready')) throw new Error(`not ready: ${site.said()}`)
  await until(() => pidOf(dataDir, 'work') > 0, 5_000)
  return site
}

/** Waits until it is so. @returns the milliseconds it took */
export async function until(isSo: () => boolean | Promise<boolean>, limitMs: number): Promise<number> {
  const started = performance.now()
  while (!(await isSo())) {
    if (performance.now() - started > limitMs) throw new Error(`not within ${limitMs} ms`)
    await new Promise((resolve) => setTimeout(resolve, LOOK_EVERY_MS))
  }
  return performance.now() - started
}

/** What a child of this name last noted as its process number. */
export function pidOf(dataDir: string, child: 'serve' | 'work' | 'sandbox' | 'postgres'): number {
  const file = path.join(dataDir, child === 'postgres' ? 'pg/postmaster.pid' : `${child}.pid`)
  return existsSync(file) ? Number(readFileSync(file, 'utf8').split('\n')[0]) : 0
}

/** kill -9. Refuses number 0, which would be our own whole process group. */
export function killHard(pid: number): void {
  if (!(pid > 1)) throw new Error(`no process to kill: ${pid}`)
  process.kill(pid, 'SIGKILL')
}

export function isAlive(pid: number): boolean {
  return pid > 0 && isRunning(processMark(pid)) && !processMark(pid).endsWith('ended')
}

export function linesOf(dataDir: string, file: string): string[] {
  const whole = path.join(dataDir, file)
  return existsSync(whole) ? readFileSync(whole, 'utf8').trim().split('\n') : []
}
