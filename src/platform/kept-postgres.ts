import { type EmbeddedPostgres, type EmbeddedPostgresOptions, startEmbeddedPostgres } from './embedded-postgres.ts'
import { RestartBudget } from './restart-budget.ts'

/** The embedded server, started again on the same port whenever it ends, at most five times a minute. */
export class KeptPostgres {
  readonly #options: EmbeddedPostgresOptions
  readonly #log: (line: string) => void
  readonly #budget = new RestartBudget()
  readonly #stopped = new AbortController()
  #server: EmbeddedPostgres
  #starting: Promise<void> | undefined

  static async start(options: EmbeddedPostgresOptions, log: (line: string) => void): Promise<KeptPostgres> {
    return new KeptPostgres(options, log, await startEmbeddedPostgres(options))
  }

  private constructor(options: EmbeddedPostgresOptions, log: (line: string) => void, server: EmbeddedPostgres) {
    this.#options = { ...options, port: server.port, signal: this.#stopped.signal }
    this.#log = log
    this.#server = server
    this.#watch()
  }

  get pid(): number {
    return this.#server.pid
  }

  /** Stays the same through restarts. */
  url(database: string): string {
    return this.#server.url(database)
  }

  async stop(): Promise<void> {
    this.#stopped.abort()
    await this.#starting
    await this.#server.stop()
  }

  #watch(): void {
    this.#server.onExit(() => {
      this.#starting = this.#startAgain()
    })
  }

  async #startAgain(): Promise<void> {
    for (let why = 'it ended'; !this.#stopped.signal.aborted; ) {
      const delay = this.#budget.take(Date.now())
      this.#log(`The database: ${why}; starting it again${delay < 1_000 ? '' : ` in ${Math.ceil(delay / 1000)} s`}`)
      await this.#wait(delay)
      try {
        this.#server = await startEmbeddedPostgres(this.#options)
        this.#watch()
        return
      } catch (error) {
        why = (error as Error).message
      }
    }
  }

  #wait(ms: number): Promise<void> {
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, ms)
      this.#stopped.signal.addEventListener('abort', () => {
        clearTimeout(timer)
        resolve()
      })
    })
  }
}
