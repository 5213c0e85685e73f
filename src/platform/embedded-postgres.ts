import { mkdirSync } from 'node:fs'
import path from 'node:path'
import { findBinaries } from './embedded-postgres/binaries.ts'
import { holdsCluster, makeCluster, OWNER, readPassword } from './embedded-postgres/cluster.ts'
import { type Holder, hold, liveHolders, withStartLock } from './embedded-postgres/holders.ts'
import { type Launch, launch, type Running, serverArguments } from './embedded-postgres/launch.ts'
import {
  findPostmaster,
  isPostmaster,
  startedWith,
  stopPostmaster,
  wouldStartWith,
} from './embedded-postgres/postmaster.ts'
import { whoRuns } from './embedded-postgres/run-as.ts'
import { settingsFor } from './embedded-postgres/settings.ts'
import { startWatchdog, type Watchdog } from './embedded-postgres/watchdog.ts'
import { placeForData, whereDataLie } from './embedded-postgres/where-data-lie.ts'

export { defaultPostgresSettings } from './embedded-postgres/settings.ts'

export interface EmbeddedPostgresOptions {
  /** Where the cluster lives; made on the first start. Beside it come `.log`, `.lock` and `.holders`. */
  readonly dataDir: string
  /** Server settings by name, on top of the defaults. */
  readonly settings?: Readonly<Record<string, string>>
  /** A fixed port; any free one otherwise. */
  readonly port?: number | undefined
  /** True: other shared starts join the same server, and the last to stop stops it. False: ours alone. */
  readonly shared?: boolean
  /** Ends a start that is under way and leaves nothing half made. */
  readonly signal?: AbortSignal
  readonly log?: (line: string) => void
}

export interface EmbeddedPostgres {
  readonly pid: number
  readonly port: number
  /** Where the data really are: root keeps them outside a checkout that the database's user cannot enter. */
  readonly dataDir: string
  /** True when the server ran already, left by a start that was killed or held by another shared start. */
  readonly adopted: boolean
  /** The owner's connection string for a database of this server. */
  url(database: string): string
  /** Stops the server cleanly, or leaves it to the others that share it. */
  stop(): Promise<void>
  /** Calls back once if the server ends without `stop`. */
  onExit(callback: () => void): void
}

const ADOPTED_LOOK_EVERY_MS = 100

/**
 * Starts the PostgreSQL server of the npm package on a data folder, or adopts the one that a killed start left there.
 * The server ends when this process ends, also by kill -9. Refuses in words: a folder in use, of another PostgreSQL
 * major or of another user, a taken port, a machine without binaries.
 */
export async function startEmbeddedPostgres(options: EmbeddedPostgresOptions): Promise<EmbeddedPostgres> {
  const prepared = prepare(options)
  const { dataDir } = prepared
  return withStartLock(
    dataDir,
    async () => {
      const holder = hold(dataDir, options.shared ?? false)
      let watchdog: Watchdog | undefined
      try {
        if (!holdsCluster(dataDir)) {
          options.log?.('Making the database folder')
          await makeCluster({ ...prepared, durable: prepared.settings.fsync !== 'off', signal: options.signal })
        }
        // Before the server, so that there is no moment in which our death would leave it alone.
        watchdog = startWatchdog(dataDir, holder)
        const adopted = await adopt(prepared)
        const running = adopted ?? (await launch(prepared))
        return handle(prepared, running, adopted !== undefined, holder, watchdog)
      } catch (error) {
        watchdog?.dismiss()
        holder.release()
        throw error
      }
    },
    options.signal,
  )
}

/**
 * The server that runs on this data folder now, started by whomever: for commands that work beside a running shop.
 * @returns the owner's connection string for a database of it, or nothing when no server is ready there
 */
export function runningPostgresUrl(dataDir: string, database: string): string | undefined {
  const folder = whereDataLie(dataDir)
  const found = findPostmaster(folder)
  return found?.ready ? ownerUrl(folder, found.port, database) : undefined
}

function prepare(options: EmbeddedPostgresOptions): Launch {
  mkdirSync(path.dirname(path.resolve(options.dataDir)), { recursive: true, mode: 0o755 })
  const dataDir = placeForData(options.dataDir, options.log)
  const as = whoRuns(dataDir)
  const binaries = findBinaries(as)
  const settings = settingsFor(binaries, as, options.settings)
  return { dataDir, as, binaries, settings, port: options.port, signal: options.signal, log: options.log }
}

function ownerUrl(dataDir: string, port: number, database: string): string {
  return `postgres://${OWNER}:${readPassword(dataDir)}@127.0.0.1:${port}/${encodeURIComponent(database)}`
}

/** A server that a killed start left is ours if it was started as we would; otherwise it is stopped first. */
async function adopt(prepared: Launch): Promise<Running | undefined> {
  const { dataDir, binaries, port } = prepared
  const found = findPostmaster(dataDir)
  if (!found) return undefined
  const sameCommand = startedWith(dataDir) === wouldStartWith(binaries.postgres, serverArguments(prepared, 0))
  const samePort = !port || port === found.port
  const othersUseIt = liveHolders(dataDir).length > 1
  if (found.ready && ((sameCommand && samePort) || othersUseIt)) return found
  await stopPostmaster(found.pid, dataDir)
  return undefined
}

function handle(
  { dataDir }: Launch,
  running: Running,
  adopted: boolean,
  holder: Holder,
  watchdog: Watchdog,
): EmbeddedPostgres {
  const { pid, port } = running
  const callbacks: (() => void)[] = []
  let stopping: Promise<void> | undefined
  let hasEnded = false
  const letGo = () => {
    watchdog.dismiss()
    holder.release()
  }
  const ended = () => {
    clearInterval(looking)
    if (stopping || hasEnded) return
    hasEnded = true
    letGo()
    for (const callback of callbacks) callback()
  }
  const stop = async () => {
    clearInterval(looking)
    await withStartLock(dataDir, async () => {
      holder.release()
      if (liveHolders(dataDir).length === 0) await stopPostmaster(pid, dataDir)
    })
    letGo()
  }
  running.child?.once('exit', ended)
  // An adopted server is not our child, so its end must be looked for.
  const look = () => isPostmaster(pid, dataDir) || ended()
  const looking = adopted ? setInterval(look, ADOPTED_LOOK_EVERY_MS).unref() : undefined
  return {
    pid,
    port,
    dataDir,
    adopted,
    url: (database) => ownerUrl(dataDir, port, database),
    onExit: (callback) => void callbacks.push(callback),
    stop() {
      stopping ??= hasEnded ? Promise.resolve() : stop()
      return stopping
    },
  }
}
