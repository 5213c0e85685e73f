import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

type Env = Readonly<Record<string, string | undefined>>

const DATABASE = 'leaven'

/**
 * Where commands find the database that `npm start` runs: its own port file in the data folder. Nothing when
 * DATABASE_URL says another, or when none runs.
 */
export function currentDatabaseUrl(env: Env): Env {
  if (env.DATABASE_URL) return {}
  const lines = readPid(join(env.LEAVEN_DATA_DIR ?? '.data', 'pg', 'postmaster.pid'))
  const port = lines?.[3]
  if (!port || lines?.[7]?.trim() !== 'ready') return {}
  return { DATABASE_URL: `postgres://leaven@127.0.0.1:${port}/${DATABASE}`, LEAVEN_MODE: env.LEAVEN_MODE ?? 'demo' }
}

function readPid(file: string): string[] | undefined {
  return existsSync(file) ? readFileSync(file, 'utf8').split('\n') : undefined
}
