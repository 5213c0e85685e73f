import { keepAccountKinds } from './ledger/index.ts'
import { orderOutcomes } from './orders/index.ts'
import { onOutcome, onTransfers, providerFor, useProvider } from './payments/index.ts'
import { type Clock, systemClock } from './platform/clock.ts'
import type { Config } from './platform/config.ts'
import { Database } from './platform/db.ts'
import { IdMaker } from './platform/ids.ts'
import { Keys } from './platform/keys.ts'
import { createLog, type Log } from './platform/log.ts'
import type { Platform } from './platform/platform.ts'
import { ProcessNumber } from './platform/process-number.ts'
import { transferOwner } from './settlements/index.ts'

export interface Installation {
  readonly platform: Platform
  close(): Promise<void>
}

export interface OpenOptions {
  readonly clock?: Clock
  readonly log?: Log
  readonly connections?: number
}

/** The purposes that intents have, and the rooms that own them. */
export function registerOutcomes(): void {
  onOutcome('order', orderOutcomes)
  onTransfers(transferOwner)
}

/** Opens an installation for one process: database as leaven_app, a leased process number, keys, the payment provider. */
export async function openInstallation(config: Config, options: OpenOptions = {}): Promise<Installation> {
  const log = options.log ?? createLog(config.logLevel)
  const db = new Database({
    url: config.databaseUrl,
    role: 'leaven_app',
    max: options.connections ?? 20,
    onIdleError: (error) => log.warn({ error }, 'a database connection was lost'),
  })
  try {
    await assertMode(db, config)
    const clock = options.clock ?? systemClock
    const processNumber = await ProcessNumber.lease(db, (held) => {
      if (held) log.info({}, 'this process has a number for ids again')
      else log.error({}, 'the number for ids was lost; nothing is made until there is one again')
    })
    const ids = new IdMaker(clock, processNumber)
    const platform: Platform = { db, clock, ids, config, log, keys: new Keys(config.installationKey) }
    useProvider(platform, providerFor(platform))
    registerOutcomes()
    await keepAccountKinds(db)
    return {
      platform,
      close: async () => {
        await processNumber.release()
        await db.end()
      },
    }
  } catch (error) {
    await db.end()
    throw error
  }
}

/** A database keeps the mode of its first migration; production keeps its promises about durability and people. */
async function assertMode(db: Database, config: Config): Promise<void> {
  const [there] = await db.query<{ yes: boolean }>('', `select to_regclass('platform.installation') is not null as yes`)
  const [row] = there?.yes
    ? await db.query<{ mode: string; currency: string; time_zone: string }>(
        'platform.installation',
        'select mode, currency, time_zone from platform.installation',
      )
    : []
  if (!row) throw new Error('this database has not been migrated: run `npx leaven migrate`')
  if (row.mode !== config.mode)
    throw new Error(`this database was made in ${row.mode} mode; LEAVEN_MODE is ${config.mode}`)
  if (row.currency !== config.currency || row.time_zone !== config.timeZone)
    throw new Error(
      `this installation is fixed at ${row.currency} and ${row.time_zone}; the configuration says ${config.currency} and ${config.timeZone}`,
    )
  if (config.mode !== 'production') return
  const [durable] = await db.query<{ fsync: string; commit: string }>(
    '',
    `select current_setting('fsync') as fsync, current_setting('synchronous_commit') as commit`,
  )
  if (durable?.fsync !== 'on' || durable.commit === 'off')
    throw new Error('production needs fsync and synchronous_commit on; the database has them off')
  const [demo] = await db.query<{ n: number }>(
    '',
    'select (select count(*) from people.person where is_demo) + (select count(*) from people.staff where is_demo) as n',
  )
  if (demo && demo.n > 0) throw new Error(`production refuses demo people: ${demo.n} are in this database`)
}
