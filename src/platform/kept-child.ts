import { type ChildProcess, type SpawnOptions, spawn } from 'node:child_process'
import { RestartBudget } from './restart-budget.ts'

export interface ChildPlan {
  /** What people call it: server, worker. */
  readonly name: string
  /** A Node script and its arguments. */
  readonly command: readonly [script: string, ...args: string[]]
  /** What Node itself is told. */
  readonly flags?: readonly string[]
  readonly env: Readonly<Record<string, string | undefined>>
}

const STOP_LIMIT_MS = 10_000

/**
 * A Node process that is started again whenever it ends, and that ends when this process ends, also by kill -9.
 * It writes to our stdout and stderr.
 */
export class KeptChild {
  readonly #plan: ChildPlan
  readonly #log: (line: string) => void
  readonly #budget = new RestartBudget()
  #child: ChildProcess | undefined
  #timer: NodeJS.Timeout | undefined
  #stopped = false

  constructor(plan: ChildPlan, log: (line: string) => void) {
    this.#plan = plan
    this.#log = log
    this.#start()
  }

  get pid(): number | undefined {
    return this.#child?.pid
  }

  /** Asks it to end, waits until it has, and insists when it takes too long or `insist` is aborted. */
  async stop(insist?: AbortSignal): Promise<void> {
    this.#stopped = true
    clearTimeout(this.#timer)
    if (this.#child) await endChild(this.#child, insist)
  }

  #start(): void {
    const child = startBoundChild(this.#plan)
    this.#child = child
    let over = false
    const ended = (how: string) => {
      if (over) return
      over = true
      this.#child = undefined
      if (!this.#stopped) this.#startAgain(how)
    }
    child.once('error', (error) => ended(error.message))
    child.once('exit', (code, signal) => ended(signal ?? `exit code ${code}`))
  }

  #startAgain(how: string): void {
    const delay = this.#budget.take(Date.now())
    const when =
      delay < 1_000 ? 'starting it again' : `it ended too often; starting it again in ${Math.ceil(delay / 1000)} s`
    this.#log(`The ${this.#plan.name} ended (${how}); ${when}`)
    this.#timer = setTimeout(() => this.#start(), delay)
  }
}

/** Runs a Node process once, bound to our life. @returns its exit code and what it wrote to stdout */
export async function runBoundChild(plan: ChildPlan, signal?: AbortSignal): Promise<{ code: number; stdout: string }> {
  const child = startBoundChild(plan, 'pipe')
  const chunks: Buffer[] = []
  child.stdout?.on('data', (chunk: Buffer) => chunks.push(chunk))
  const end = () => void endChild(child)
  signal?.addEventListener('abort', end)
  try {
    const code = await new Promise<number | null>((resolve, reject) => {
      child.once('error', reject)
      child.once('close', resolve)
      if (signal?.aborted) end()
    })
    return { code: code ?? 1, stdout: Buffer.concat(chunks).toString() }
  } finally {
    signal?.removeEventListener('abort', end)
  }
}

/**
 * Starts a Node process that holds a pipe from us as file 3. Nothing is ever written to it: the kernel closes it when
 * we end, however we end, and the child then ends itself.
 */
function startBoundChild(
  { command, flags = [], env }: ChildPlan,
  stdout: 'inherit' | 'pipe' = 'inherit',
): ChildProcess {
  const options: SpawnOptions = {
    // A session of its own: Ctrl-C reaches us alone, and we stop the children in order.
    detached: true,
    stdio: ['ignore', stdout, 'inherit', 'pipe'],
    env: { ...process.env, ...env },
  }
  return spawn(process.execPath, [`--import=${END_WITH_PARENT}`, '--enable-source-maps', ...flags, ...command], options)
}

async function endChild(child: ChildProcess, insist?: AbortSignal): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null || child.pid === undefined) return
  const kill = () => void child.kill('SIGKILL')
  const limit = setTimeout(kill, STOP_LIMIT_MS)
  insist?.addEventListener('abort', kill)
  const ended = new Promise((resolve) => child.once('exit', resolve))
  child.kill('SIGTERM')
  if (insist?.aborted) kill()
  await ended
  clearTimeout(limit)
  insist?.removeEventListener('abort', kill)
}

/** Loaded before the child's own code, so that every program can be a child. Threads and grandchildren are let be. */
const END_WITH_PARENT = `data:text/javascript,${encodeURIComponent(`
import { Socket } from 'node:net'
import { isMainThread } from 'node:worker_threads'
if (isMainThread && process.ppid === ${process.pid}) {
  const parent = new Socket({ fd: 3, readable: true, writable: false })
  parent.on('error', () => {})
  parent.on('close', () => {
    process.kill(process.pid, 'SIGTERM')
    setTimeout(() => process.kill(process.pid, 'SIGKILL'), ${STOP_LIMIT_MS / 2}).unref()
  })
  parent.resume()
  parent.unref()
}
`)}`
