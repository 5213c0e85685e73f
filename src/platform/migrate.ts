import { createHash } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Mode } from './config.ts'
import { connectOnce } from './db.ts'

export interface MigrateOptions {
  readonly url: string
  readonly mode: Mode
  readonly currency?: string
  readonly timeZone?: string
  /** The last number to run; all when it is not said. */
  readonly upTo?: number
  readonly log?: (line: string) => void
}

const LOCK = 4_218_001
const MIGRATION_NAME = /^\d{4}_[a-z0-9_]+\.sql$/

/** The folder of the numbered SQL files, beside the source or beside the build. */
export function sqlFolder(): string {
  const here = dirname(fileURLToPath(import.meta.url))
  for (const candidate of [join(here, '../../sql'), join(here, 'sql'), join(here, '../sql')]) {
    try {
      if (readdirSync(candidate).some((name) => MIGRATION_NAME.test(name))) return candidate
    } catch {
      // not here; look at the next place
    }
  }
  throw new Error('the sql folder was not found')
}

/**
 * Brings a database up to date: numbered files, forward only, one transaction each, one runner at a time. A file that
 * has changed since it ran is refused. The mode, currency and time zone are stored at the first run and never change.
 * @returns how many files ran
 */
export async function migrate(options: MigrateOptions): Promise<number> {
  const connection = await connectOnce(options.url)
  try {
    await connection.query('select pg_advisory_lock($1)', [LOCK])
    await connection.query(BOOTSTRAP)
    const done = new Map(
      (
        await connection.query<{ number: number; checksum: string }>('select number, checksum from platform.migration')
      ).map((row) => [row.number, row.checksum]),
    )
    let ran = 0
    for (const file of migrationFiles()) {
      if (file.number > (options.upTo ?? Number.POSITIVE_INFINITY)) break
      const before = done.get(file.number)
      if (before !== undefined && before !== file.checksum)
        throw new Error(`${file.name} was edited after it ran; add a new file instead`)
      if (before !== undefined) continue
      await runFile(connection, file)
      options.log?.(`migrated ${file.name}`)
      ran++
    }
    await keepInstallation(connection, options)
    return ran
  } finally {
    await connection.end()
  }
}

interface MigrationFile {
  readonly number: number
  readonly name: string
  readonly sql: string
  readonly checksum: string
}

export function migrationFiles(): MigrationFile[] {
  const folder = sqlFolder()
  return readdirSync(folder)
    .filter((name) => MIGRATION_NAME.test(name))
    .sort()
    .map((name) => {
      const sql = readFileSync(join(folder, name), 'utf8')
      return { number: Number(name.slice(0, 4)), name, sql, checksum: createHash('sha256').update(sql).digest('hex') }
    })
}

type Connection = Awaited<ReturnType<typeof connectOnce>>

async function runFile(connection: Connection, file: MigrationFile): Promise<void> {
  await connection.query('begin')
  try {
    await connection.query(file.sql)
    await connection.query('insert into platform.migration (number, name, checksum, ran_at) values ($1, $2, $3, $4)', [
      file.number,
      file.name,
      file.checksum,
      new Date(),
    ])
    await connection.query('commit')
  } catch (error) {
    await connection.query('rollback')
    throw new Error(`${file.name} failed: ${(error as Error).message}`, { cause: error })
  }
}

async function keepInstallation(connection: Connection, options: MigrateOptions): Promise<void> {
  await connection.query(
    `insert into platform.installation (single, mode, currency, time_zone, created_at) values (true, $1, $2, $3, $4) on conflict do nothing`,
    [options.mode, options.currency ?? 'CNY', options.timeZone ?? 'Asia/Shanghai', new Date()],
  )
  const [row] = await connection.query<{ mode: string }>('select mode from platform.installation')
  if (row && row.mode !== options.mode)
    throw new Error(
      `this database was made in ${row.mode} mode and stays so; it cannot be used in ${options.mode} mode`,
    )
}

/** Roles belong to the whole cluster, so several databases may make them at once. */
const BOOTSTRAP = `
  do $$ begin
    if not exists (select from pg_roles where rolname = 'leaven_app') then
      begin create role leaven_app nologin; exception when duplicate_object or unique_violation then null; end;
    end if;
  end $$;
  do $$ begin
    execute format('grant leaven_app to %I', current_user);
  exception when others then
    if not pg_has_role(current_user, 'leaven_app', 'MEMBER') then raise; end if;
  end $$;
  create schema if not exists platform;
  create table if not exists platform.migration (number int primary key, name text not null, checksum text not null, ran_at timestamptz not null);
`
