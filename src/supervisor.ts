import { mkdirSync } from 'node:fs'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { type DemoLogin, keepLogins, prepareDatabase, readLogins } from './platform/first-start.ts'
import { type ChildPlan, KeptChild, runBoundChild } from './platform/kept-child.ts'
import { KeptPostgres } from './platform/kept-postgres.ts'
import { freePort, isPortFree } from './platform/ports.ts'

export interface SupervisorOptions {
  /** The environment to read settings from and to hand on: PORT, HOST, DATABASE_URL, LEAVEN_MODE, LEAVEN_DATA_DIR. */
  readonly env: Readonly<Record<string, string | undefined>>
  /** The script whose commands `migrate`, `demo`, `serve`, `work` and `sandbox` are run. Default: the running one. */
  readonly script?: string
  /** Where the words for people go, one line each. */
  readonly say?: (line: string) => void
  /** Server settings for the embedded database, on top of the defaults. */
  readonly postgresSettings?: Readonly<Record<string, string>>
}

const READY_LOOK_EVERY_MS = 50
const READY_LIMIT_MS = 60_000
const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const

interface Site {
  readonly script: string
  readonly port: number
  readonly host: string
  readonly demo: boolean
  readonly dataDir: string
  readonly say: (line: string) => void
  readonly options: SupervisorOptions
}

/** Something to stop, in the order of the list. */
interface Stoppable {
  stop(insist?: AbortSignal): Promise<void>
}

/**
 * Runs the whole shop until it is told to stop: the embedded database (unless DATABASE_URL names one), the sandbox
 * provider (in demo mode), the server and the worker. Children that end are started again; all of them end when this
 * process ends. Ctrl-C, SIGTERM and SIGHUP stop everything in order, a second one at once.
 * @returns the exit code: 0 after a clean stop, 1 when the shop could not start (the reason was said)
 */
export async function superviseUntilStopped(options: SupervisorOptions): Promise<number> {
  const told = listenForSignals()
  const say = options.say ?? ((line: string) => console.log(line))
  const running: Stoppable[] = []
  try {
    const site = await readSite(options, say)
    await startAll(site, running, told.stop)
    await untilAborted(told.stop)
    return 0
  } catch (error) {
    if (told.stop.aborted) return 0
    say(`Leaven cannot start: ${error instanceof Error ? error.message : String(error)}`)
    return 1
  } finally {
    if (told.stop.aborted) say('Stopping')
    for (const part of running) await part.stop(told.insist).catch((error: Error) => say(error.message))
    told.end()
  }
}

async function readSite(options: SupervisorOptions, say: (line: string) => void): Promise<Site> {
  const { env } = options
  const host = env.HOST || '127.0.0.1'
  const asked = Number(env.PORT || 3000)
  if (!Number.isInteger(asked) || asked < 0 || asked > 65_535) throw new Error(`PORT is "${env.PORT}": it must be a port number.`)
  const port = asked === 0 ? await freePort(host) : asked
  if (!(await isPortFree(port, host))) {
    throw new Error(`port ${port} is taken by another program. Stop that one, or choose another port: PORT=${port + 1} npm start`)
  }
  const mode = env.LEAVEN_MODE || (env.DATABASE_URL ? 'production' : 'demo')
  const script = options.script ?? fileURLToPath(new URL(process.argv[1] ?? '', 'file:///'))
  return { script, port, host, demo: mode === 'demo', dataDir: path.resolve(env.LEAVEN_DATA_DIR || '.data'), say, options }
}

/** Adds each part to the front of `running` as soon as it runs, except that the shop stops before what it stands on. */
async function startAll(site: Site, running: Stoppable[], stop: AbortSignal): Promise<void> {
  const { say, dataDir, demo } = site
  mkdirSync(dataDir, { recursive: true })
  const postgres = site.options.env.DATABASE_URL ? undefined : await startPostgres(site, stop)
  if (postgres) running.push(postgres)
  const sandboxPort = demo ? await freePort('127.0.0.1') : undefined
  const env = environment(site, postgres, sandboxPort)
  const keep = (name: string, command: string) =>
    new KeptChild({ name, command: [site.script, command], env }, say)
  const runOnce = async (command: readonly string[], more: Record<string, string> = {}) => {
    const plan: ChildPlan = { name: command[0] ?? '', command: [site.script, ...command], env: { ...env, ...more } }
    const { code, stdout } = await runBoundChild(plan, stop)
    stop.throwIfAborted()
    if (code !== 0) throw new Error(`"leaven ${command.join(' ')}" failed with exit code ${code} (see above).`)
    return stdout
  }
  stop.throwIfAborted()
}
