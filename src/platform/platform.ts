import type { Clock } from './clock.ts'
import type { Config } from './config.ts'
import type { Database } from './db.ts'
import type { IdMaker } from './ids.ts'
import type { Keys } from './keys.ts'
import type { Log } from './log.ts'

/** What every use case is handed: the outside world, made once in the wiring. */
export interface Platform {
  readonly db: Database
  readonly clock: Clock
  readonly ids: IdMaker
  readonly config: Config
  readonly keys: Keys
  readonly log: Log
}
