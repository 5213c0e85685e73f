import { join } from 'node:path'
import { runningPostgresUrl } from './embedded-postgres.ts'

type Env = Readonly<Record<string, string | undefined>>

const DATABASE = 'leaven'

/**
 * Where commands find the database that `npm start` runs, by its data folder. Nothing when DATABASE_URL says another, or
 * when none runs.
 */
export function currentDatabaseUrl(env: Env): Env {
  if (env.DATABASE_URL) return {}
  const url = runningPostgresUrl(join(env.LEAVEN_DATA_DIR ?? '.data', 'pg'), DATABASE)
  return url ? { DATABASE_URL: url, LEAVEN_MODE: env.LEAVEN_MODE ?? 'demo' } : {}
}
