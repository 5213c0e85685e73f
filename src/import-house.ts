import { existsSync } from 'node:fs'
import { resolve } from 'node:path'
import { type Installation, openInstallation } from './installation.ts'
import { openOwnHouse } from './own-house.ts'
import { OwnedClock } from './platform/clock.ts'
import { readConfig } from './platform/config.ts'
import { connectOnce } from './platform/db.ts'
import { startEmbeddedPostgres } from './platform/embedded-postgres.ts'
import { databaseUrl, ensureDatabase } from './platform/ensure-database.ts'
import { migrate } from './platform/migrate.ts'
import { deliver } from './platform/outbox.ts'
import type { House } from './rehearsal/index.ts'
import { rooms } from './rooms.ts'

const DATABASE = 'leaven_import'

type Env = Readonly<Record<string, string | undefined>>

/**
 * An installation of the importer's own: an embedded database in its data folder, or an empty one that DATABASE_URL
 * names. Refuses a production database and one that somebody else lives in.
 */
export async function openImportHouse(
  env: Env,
  dataDir: string,
  startsAt: Date,
  say: (line: string) => void,
): Promise<House> {
  const folder = resolve(dataDir)
  const server = env.DATABASE_URL ? undefined : await startEmbeddedPostgres({ dataDir: `${folder}/pg`, log: say })
  try {
    if (server) await ensureDatabase(server.url(DATABASE), DATABASE, async () => {})
    const url = server ? server.url(DATABASE) : (env.DATABASE_URL ?? '')
    await refuseForeign(url)
    await migrate({ url, mode: 'demo' })
    const config = readConfig({
      ...env,
      DATABASE_URL: url,
      LEAVEN_MODE: 'demo',
      LEAVEN_DATA_DIR: folder,
      PORT: '0',
      PUBLIC_URL: 'http://localhost',
    })
    const house = await openOwnHouse({
      config,
      ownedFrom: startsAt,
      sandboxDatabaseUrl: databaseUrl(url, `${new URL(url).pathname.slice(1)}_sandbox`),
    })
    return {
      ...house,
      close: async () => {
        await house.close()
        await server?.stop()
      },
    }
  } catch (error) {
    await server?.stop()
    throw error
  }
}

/**
 * What an import left behind, to be read: its embedded database in its data folder, at the moment that it had reached.
 * News that its worker had not taken yet is taken first.
 */
export async function openImported(env: Env, dataDir: string, say: (line: string) => void): Promise<Installation> {
  const folder = resolve(dataDir)
  if (!existsSync(`${folder}/pg`)) throw new Error(`there is no import in ${folder}`)
  const server = await startEmbeddedPostgres({ dataDir: `${folder}/pg`, log: say })
  try {
    const url = server.url(DATABASE)
    const config = readConfig({
      ...env,
      ...{ DATABASE_URL: url, LEAVEN_MODE: 'demo', LEAVEN_DATA_DIR: folder, PORT: '0', PUBLIC_URL: 'http://localhost' },
    })
    const clock = new OwnedClock(await momentOf(url))
    const { platform, close } = await openInstallation(config, { clock, connections: 4 })
    for (const subscription of rooms.flatMap((room) => (room.name === 'trust' ? (room.subscriptions ?? []) : [])))
      while ((await deliver(platform, subscription)) > 0);
    return {
      platform,
      close: async () => {
        await close()
        await server.stop()
      },
    }
  } catch (error) {
    await server.stop()
    throw error
  }
}

async function momentOf(url: string): Promise<Date> {
  const connection = await connectOnce(url)
  try {
    const [row] = await connection.query<{ at: Date | null }>('select owned_clock_at as at from platform.installation')
    return row?.at ?? new Date()
  } finally {
    await connection.end()
  }
}

/** An import's own database has an owned clock, or nobody in it. */
async function refuseForeign(url: string): Promise<void> {
  const connection = await connectOnce(url)
  try {
    const [made] = await connection.query<{ there: boolean }>(
      `select to_regclass('platform.installation') is not null as there`,
    )
    if (!made?.there) return
    const [row] = await connection.query<{ mode: string; owned: boolean; people: number }>(
      'select mode, owned_clock_at is not null as owned, (select count(*)::int from people.person) as people from platform.installation',
    )
    if (row?.mode === 'production') throw new Error('this is a production database; an import lives in one of its own')
    if (row && !row.owned && row.people > 0)
      throw new Error('people live in this database already; an import lives in one of its own (--data DIR)')
  } finally {
    await connection.end()
  }
}
