import { generateSync } from 'otplib'
import { openInstallation } from './installation.ts'
import { startSandbox } from './payments/index.ts'
import { createPerson, createStaff } from './people/index.ts'
import { audit } from './platform/audit.ts'
import { type Clock, OwnedClock, systemClock } from './platform/clock.ts'
import type { Config } from './platform/config.ts'
import { createLog, silentLog } from './platform/log.ts'
import { freePort } from './platform/ports.ts'
import type { Queryable } from './platform/queryable.ts'
import type { House, Lives } from './rehearsal/index.ts'
import { rooms } from './rooms.ts'
import { buildServer } from './server.ts'
import { doDueWork, work } from './worker.ts'

export interface OwnHouseOptions {
  readonly config: Config
  /** Where an owned clock starts when the house has none yet; the machine's own time when it is not said. */
  readonly ownedFrom?: Date
  /** The database of a sandbox of this house's own; a sandbox that runs already is used when it is not said. */
  readonly sandboxDatabaseUrl?: string
  /** Nobody works here but when it is asked for (`doDueWork`), and the machine has the clock once this house is closed. */
  readonly isPassing?: boolean
}

/**
 * Opens a whole house in this process, on loopback ports of its own: server, worker, and a sandbox unless one runs. For
 * the demo loader and importers, which live in it through its public door. Sign-in limits are lifted here only.
 */
export async function openOwnHouse(options: OwnHouseOptions): Promise<House> {
  const { config } = options
  if (config.mode === 'production' || config.payment.kind !== 'sandbox')
    throw new Error('only a demo installation can be lived in by a script')
  const port = await freePort()
  const sandboxPort = await freePort()
  const baseUrl = `http://127.0.0.1:${port}`
  const sandboxUrl = options.sandboxDatabaseUrl ? `http://127.0.0.1:${sandboxPort}` : config.payment.baseUrl
  const own: Config = {
    ...config,
    port,
    // On any free port it is reached where it listens; a demo's or import's own links keep the address of later visitors.
    publicUrl: config.port === 0 && /:0$/.test(config.publicUrl) ? baseUrl : config.publicUrl,
    notifyBase: baseUrl,
    limitsApply: false,
    payment: { ...config.payment, baseUrl: sandboxUrl },
  }
  const clock: Clock = options.ownedFrom ? new OwnedClock(options.ownedFrom) : systemClock
  const sandbox = options.sandboxDatabaseUrl
    ? await startSandbox({
        databaseUrl: options.sandboxDatabaseUrl,
        port: sandboxPort,
        clock,
        keysDir: config.payment.keysDir,
        publicBase: '/sandbox',
        refundDelayMs: 0,
      })
    : undefined
  const installation = await openInstallation(own, {
    clock,
    log: config.logLevel === 'silent' ? silentLog : createLog(config.logLevel),
  })
  const { platform } = installation
  if (clock instanceof OwnedClock)
    await goOnFrom(clock, () =>
      platform.db.query<{ at: Date | null }>('', 'select owned_clock_at as at from platform.installation'),
    )
  const app = await buildServer(platform)
  await app.listen({ port, host: '127.0.0.1' })
  let worker = options.isPassing ? undefined : work(platform)
  return {
    baseUrl,
    sandboxUrl,
    now: () => clock.now(),
    moveTo: async (moment) => {
      if (!(clock instanceof OwnedClock)) throw new Error('the machine owns this clock')
      if (moment > clock.now()) clock.set(moment)
      if (options.isPassing) return
      await platform.db.query('', 'update platform.installation set owned_clock_at = $1', [clock.now()])
    },
    doDueWork: async () => {
      await worker?.stop()
      await doDueWork(platform)
      if (worker) worker = work(platform)
    },
    makeStaff: (staff) => createStaff(platform, { ...staff, isDemo: true }),
    makePerson: async (person) => {
      await createPerson(platform, { ...person, isDemo: true })
    },
    totpCode: (secret) => generateSync({ secret, epoch: Math.floor(clock.now().getTime() / 1000) }),
    isEmpty: async () =>
      (
        await platform.db.query<{ n: number }>(
          '',
          'select (select count(*) from people.staff) + (select count(*) from people.person) as n',
        )
      )[0]?.n === 0,
    countLives: () => countLives(platform.db),
    audit: () => audit(platform, rooms),
    close: async () => {
      await worker?.stop()
      await app.close()
      await sandbox?.close()
      await installation.close()
    },
  }
}

/** Reads the tables of several rooms directly: it is there to contradict them. */
async function countLives(q: Queryable): Promise<Lives> {
  const [lives] = await q.query<Lives>(
    '',
    `with o as (select "order".*, l.via_person_id, l.curator_person_id from orders."order"
                join orders.line l on l.order_id = "order".id and l.cell_id = "order".cell_id and l.line_no = 1)
     select (select count(*) from people.person) as people, (select count(*) from communities.community) as communities,
       count(*) as orders, count(o.paid_at) as "paidOrders", coalesce(sum(o.goods_fen) filter (where o.paid_at is not null), 0)::bigint as "goodsFen",
       count(*) filter (where via_person_id is not null) as "throughMember",
       count(*) filter (where via_person_id is null and curator_person_id <> buyer_person_id) as "throughCurator",
       count(*) filter (where via_person_id is null and curator_person_id = buyer_person_id) as "curatorsOwn",
       count(distinct via_person_id) as "passersOn",
       coalesce((select max(n) from (select count(*) as n from o where via_person_id is not null group by via_person_id) m), 0) as "mostThroughOne"
     from o`,
  )
  return lives as Lives
}

/** A run that was broken off goes on from the moment that it had reached. */
async function goOnFrom(clock: OwnedClock, read: () => Promise<{ at: Date | null }[]>): Promise<void> {
  const [row] = await read()
  if (row?.at && row.at > clock.now()) clock.set(row.at)
}
