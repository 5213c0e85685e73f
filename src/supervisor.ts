import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { connectOnce } from './platform/db.ts'
import { databaseUrl, dropDatabase, ensureDatabase, hasDatabase } from './platform/ensure-database.ts'
import { KeptChild, runBoundChild } from './platform/kept-child.ts'
import { KeptPostgres } from './platform/kept-postgres.ts'
import { freePort, isPortFree } from './platform/ports.ts'
import { SERVER_ENVIRONMENT, SERVER_FLAGS } from './server-flags.ts'

export interface SupervisorOptions {
  /** Settings, and what the children get: PORT, HOST, DATABASE_URL, LEAVEN_MODE, LEAVEN_DATA_DIR, PUBLIC_URL. */
  readonly env: Readonly<Record<string, string | undefined>>
  /** The script with the commands migrate, demo, serve, work and sandbox. Default: the one that runs now. */
  readonly script?: string
  /** Where the words for people go, a line each. Default: stdout. */
  readonly say?: (line: string) => void
  /** Server settings for the embedded database, on top of its defaults. */
  readonly postgresSettings?: Readonly<Record<string, string>>
}

/** What `leaven demo --json` prints as its last line: whom to sign in as. */
interface DemoLogin {
  readonly who: string
  readonly where: string
  readonly login: string
  readonly secret: string
}

interface Stoppable {
  stop(insist?: AbortSignal): Promise<void>
}

interface Site {
  readonly options: SupervisorOptions
  readonly say: (line: string) => void
  readonly port: number
  readonly host: string
  readonly demo: boolean
  readonly dataDir: string
  /** Told to stop: nothing new is started. */
  readonly stop: AbortSignal
  /** In the order of starting; stopped from the last to the first. */
  readonly running: Stoppable[]
}

type Env = Readonly<Record<string, string | undefined>>

const DATABASE = 'leaven'
const SANDBOX_DATABASE = 'leaven_sandbox'
/** Written by the ledger beside the database. */
const DAY_HEADS = 'ledger-days.txt'
const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const
const LOOK_EVERY_MS = 50
const HEALTHY_LIMIT_MS = 60_000
const ONE_WISH_MS = 1_000

/**
 * Runs the whole shop until it is told to stop: the embedded database (unless DATABASE_URL names one), in demo mode the
 * sandbox provider, the worker, the server. A part that ends is started again; all parts end when this process ends,
 * however it ends. Ctrl-C, SIGTERM and SIGHUP stop everything in order; a second one insists.
 * @returns the exit code: 0 after a stop, 1 when the shop could not start (the reason has been said)
 */
export async function superviseUntilStopped(options: SupervisorOptions): Promise<number> {
  const say = options.say ?? ((line: string) => console.log(line))
  const signals = listenForSignals()
  const running: Stoppable[] = []
  try {
    const site = await readSite(options, say, signals.stop, running)
    const logins = await startEverything(site)
    sayWelcome(site, logins)
    await aborted(signals.stop)
    return 0
  } catch (error) {
    if (signals.stop.aborted) return 0
    say(`Leaven cannot start: ${error instanceof Error ? error.message : String(error)}`)
    return 1
  } finally {
    if (signals.stop.aborted) say('Stopping')
    for (const part of running.reverse()) await part.stop(signals.insist).catch((error: Error) => say(error.message))
    signals.forget()
  }
}

/** Refuses a taken port before anything is started. */
async function readSite(
  options: SupervisorOptions,
  say: (line: string) => void,
  stop: AbortSignal,
  running: Stoppable[],
): Promise<Site> {
  const { env } = options
  const host = env.HOST || '127.0.0.1'
  const asked = Number(env.PORT || 3000)
  if (!Number.isInteger(asked) || asked < 0 || asked > 65_535)
    throw new Error(`PORT is "${env.PORT}", which is no port.`)
  const port = asked === 0 ? await freePort(host) : asked
  if (!(await isPortFree(port, host))) {
    throw new Error(
      `port ${port} is taken by another program. Stop that one, or choose another: PORT=${port + 1} npm start`,
    )
  }
  const demo = (env.LEAVEN_MODE || (env.DATABASE_URL ? 'production' : 'demo')) === 'demo'
  const dataDir = path.resolve(env.LEAVEN_DATA_DIR || '.data')
  mkdirSync(dataDir, { recursive: true })
  return { options, say, port, host, demo, dataDir, stop, running }
}

async function startEverything(site: Site): Promise<DemoLogin[]> {
  const { options, demo, running, say, dataDir, stop } = site
  const ours = options.env.DATABASE_URL === undefined || options.env.DATABASE_URL === ''
  let env: Env = environment(site)
  if (ours) {
    const settings = options.postgresSettings ?? {}
    const postgres = await KeptPostgres.start(
      { dataDir: path.join(dataDir, 'pg'), settings, signal: stop, log: say },
      say,
    )
    running.push(postgres)
    env = { ...env, DATABASE_URL: postgres.url(DATABASE) }
  }
  const url = env.DATABASE_URL ?? ''
  if (demo) env = await placeSandbox(env, url, ours)
  const logins = ours ? await prepareOurs(site, env, url) : await prepareTheirs(site, env, url)
  // A demo is made with a sandbox on its own clock; two at once on one database would take each other's notifications.
  if (demo) running.push(keep(site, 'sandbox', 'sandbox', env))
  running.push(keep(site, 'worker', 'work', env))
  running.push(keep(site, 'server', 'serve', env))
  await untilHealthy(site)
  if (demo) await untilSandboxListens(site, Number(env.LEAVEN_SANDBOX_PORT))
  return logins
}

/** Where the simulated provider listens, and its own books. A demo that was never finished begins with empty ones. */
async function placeSandbox(env: Env, url: string, ours: boolean): Promise<Env> {
  const name = ours ? SANDBOX_DATABASE : `${new URL(url).pathname.slice(1)}_sandbox`
  if (ours && !(await hasDatabase(url, DATABASE))) await dropDatabase(url, name)
  const port = await freePort()
  return {
    ...env,
    LEAVEN_SANDBOX_PORT: String(port),
    LEAVEN_SANDBOX_URL: `http://127.0.0.1:${port}`,
    LEAVEN_SANDBOX_DATABASE_URL: env.LEAVEN_SANDBOX_DATABASE_URL ?? databaseUrl(url, name),
  }
}

async function makeDemo(site: Site, env: Env): Promise<void> {
  keepLogins(loginsFile(site), await runOnce(site, ['demo', '--json'], env))
}

/** Our own database: made whole or not at all, with its demo; otherwise brought up to date. */
async function prepareOurs(site: Site, env: Env, url: string): Promise<DemoLogin[]> {
  const made = await ensureDatabase(url, DATABASE, async (unfinishedUrl) => {
    site.say(site.demo ? 'Filling the demo shop (once)' : 'Making the database')
    const unfinished = { ...env, DATABASE_URL: unfinishedUrl }
    await runOnce(site, ['migrate'], unfinished)
    // A demo that was cut off has left the seals of its closed days; the books that they are of are gone.
    if (site.demo) rmSync(path.join(site.dataDir, DAY_HEADS), { force: true })
    if (site.demo) await makeDemo(site, unfinished)
  })
  if (!made) await runOnce(site, ['migrate'], env)
  return site.demo ? readLogins(loginsFile(site)) : []
}

/** A database that somebody else runs: only an empty one gets a demo, and only in demo mode. */
async function prepareTheirs(site: Site, env: Env, url: string): Promise<DemoLogin[]> {
  const empty = site.demo && (await isEmpty(url))
  await runOnce(site, ['migrate'], env)
  if (empty) await makeDemo(site, env)
  return site.demo ? readLogins(loginsFile(site)) : []
}

async function isEmpty(url: string): Promise<boolean> {
  const connection = await connectOnce(url)
  try {
    const found = await connection.query(`select from pg_namespace where nspname = 'platform'`)
    return found.length === 0
  } finally {
    await connection.end()
  }
}

function environment(site: Site): Env {
  const { options, port, host, demo, dataDir } = site
  return {
    ...options.env,
    PORT: String(port),
    HOST: host,
    LEAVEN_MODE: demo ? 'demo' : 'production',
    LEAVEN_DATA_DIR: dataDir,
  }
}

function keep({ options, say }: Site, name: string, command: string, env: Env): KeptChild {
  const isServer = command === 'serve'
  const flags = isServer ? SERVER_FLAGS : []
  const own = isServer ? { ...SERVER_ENVIRONMENT, ...env } : env
  return new KeptChild({ name, flags, command: [scriptOf(options), command], env: own }, say)
}

async function runOnce({ options, stop }: Site, command: string[], env: Env): Promise<string> {
  const name = `leaven ${command.join(' ')}`
  const { code, stdout } = await runBoundChild({ name, command: [scriptOf(options), ...command], env }, stop)
  stop.throwIfAborted()
  if (code !== 0) throw new Error(`"${name}" failed (exit code ${code}, see above).`)
  return stdout
}

function scriptOf(options: SupervisorOptions): string {
  return options.script ?? process.argv[1] ?? ''
}

async function untilHealthy({ port, host, stop }: Site): Promise<void> {
  const reachable = ['0.0.0.0', '::'].includes(host) ? '127.0.0.1' : host
  const url = `http://${reachable.includes(':') ? `[${reachable}]` : reachable}:${port}/healthz`
  for (const limit = Date.now() + HEALTHY_LIMIT_MS; ; await sleep(LOOK_EVERY_MS)) {
    stop.throwIfAborted()
    const answer = await fetch(url, { signal: AbortSignal.timeout(2_000) }).catch(() => undefined)
    await answer?.body?.cancel()
    if (answer?.status === 200) return
    if (Date.now() > limit) throw new Error(`the server is not healthy after ${HEALTHY_LIMIT_MS / 1000} s (see above).`)
  }
}

/** Who pays a second after the welcome finds a cashier. */
async function untilSandboxListens({ stop }: Site, port: number): Promise<void> {
  for (const limit = Date.now() + HEALTHY_LIMIT_MS; await isPortFree(port, '127.0.0.1'); await sleep(LOOK_EVERY_MS)) {
    stop.throwIfAborted()
    if (Date.now() > limit) throw new Error('the sandbox provider does not answer (see above).')
  }
}

function sayWelcome({ say, port, demo, options }: Site, logins: readonly DemoLogin[]): void {
  const base = options.env.PUBLIC_URL?.replace(/\/$/, '') || `http://localhost:${port}`
  const links = [
    ['Shop', '/'],
    ['Curators', '/curator'],
    ['Console', '/admin'],
    ['API', '/openapi.json'],
    ...(demo ? [['SMS codes', '/dev']] : []),
  ]
  say('')
  for (const [what = '', where] of links) say(`  ${what.padEnd(10)} ${base}${where}`)
  if (logins.length > 0) say('')
  for (const { who, where, login, secret } of logins) say(`  ${who}: ${login} / ${secret}  (${where})`)
  say('')
  say(`Leaven is ready: http://localhost:${port}`)
}

/** The last line of the demo's output, kept for later starts; it holds passwords of a demo and is readable by us only. */
function keepLogins(file: string, stdout: string): void {
  const line = stdout.trim().split('\n').at(-1) ?? ''
  const { logins } = JSON.parse(line) as { logins: DemoLogin[] }
  writeFileSync(`${file}.new`, JSON.stringify(logins), { mode: 0o600 })
  renameSync(`${file}.new`, file)
}

function loginsFile(site: Site): string {
  return path.join(site.dataDir, 'demo-logins.json')
}

function readLogins(file: string): DemoLogin[] {
  return existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as DemoLogin[]) : []
}

function listenForSignals(): { stop: AbortSignal; insist: AbortSignal; forget(): void } {
  const stop = new AbortController()
  const insist = new AbortController()
  let heardAt = 0
  const hear = () => {
    // npm passes on the Ctrl-C that the terminal has given us already: that is one wish, not two.
    const again = stop.signal.aborted && Date.now() - heardAt > ONE_WISH_MS
    heardAt ||= Date.now()
    if (again) insist.abort()
    else stop.abort()
  }
  for (const signal of SIGNALS) process.on(signal, hear)
  return {
    stop: stop.signal,
    insist: insist.signal,
    forget: () => {
      for (const signal of SIGNALS) process.removeListener(signal, hear)
    },
  }
}

function aborted(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    // A promise alone does not keep a process alive, and adopted or unreferenced children may not either.
    const alive = setInterval(() => {}, 60_000)
    const done = () => {
      clearInterval(alive)
      resolve()
    }
    if (signal.aborted) done()
    else signal.addEventListener('abort', done, { once: true })
  })
}

function sleep(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms))
}
