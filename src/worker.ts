import { openInstallation } from './installation.ts'
import { auditRecent } from './platform/audit.ts'
import type { Config } from './platform/config.ts'
import { deliver, forgetOldNews, hasNewsFor } from './platform/outbox.ts'
import type { Platform } from './platform/platform.ts'
import type { Schedule } from './platform/room.ts'
import { startWork } from './platform/schedule.ts'
import { rooms } from './rooms.ts'

const AUDIT_EVERY_MS = 5 * 60_000
const MOST_ROUNDS = 2_000
const LOOK_AGAIN_MS = 20

const housekeeping: Schedule[] = [
  { name: 'platform.forget', everyMs: 60_000, run: forgetOldNews },
  { name: 'platform.audit', everyMs: AUDIT_EVERY_MS, run: lookAtRecent },
]

/** A finding stops payouts, not sales. */
async function lookAtRecent(platform: Platform): Promise<number> {
  const { ok, checks } = await auditRecent(platform, rooms)
  const found = checks.filter((check) => check.found > 0).map((check) => check.name)
  if (!ok) platform.log.error({ room: 'platform', code: found.join(', ') }, 'the audit found something; payouts wait')
  return 0
}

/** The work that no request waits for: expiry, janitor, refunds, seals, deliveries. Two or more workers are fine. */
export function work(platform: Platform): { stop(): Promise<void> } {
  return startWork(
    platform,
    [...housekeeping, ...rooms.flatMap((room) => room.schedules ?? [])],
    rooms.flatMap((room) => room.subscriptions ?? []),
  )
}

/**
 * Does now what is due now, until nothing is left: every room's schedules, then the news that this has made. For houses
 * whose clock leaps; housekeeping, which only forgets and looks, is left to a worker.
 */
export async function doDueWork(platform: Platform): Promise<void> {
  const schedules = rooms.flatMap((room) => room.schedules ?? [])
  const subscriptions = rooms.flatMap((room) => room.subscriptions ?? [])
  for (let round = 0; round < MOST_ROUNDS; round++) {
    let did = 0
    for (const schedule of schedules) did += await schedule.run(platform)
    for (const subscription of subscriptions) did += await deliver(platform, subscription)
    if (did > 0) continue
    const subscribers = subscriptions.map(({ subscriber }) => subscriber)
    if (!(await hasNewsFor(platform.db, subscribers))) return
    // Settled news only is delivered: a transaction of somebody else on this server is still open.
    await new Promise((resolve) => setTimeout(resolve, LOOK_AGAIN_MS))
  }
  throw new Error('the work that was due came to no end')
}

export async function startWorker(config: Config): Promise<{ stop(): Promise<void> }> {
  const installation = await openInstallation(config, { connections: 8 })
  const running = work(installation.platform)
  return {
    stop: async () => {
      await running.stop()
      await installation.close()
    },
  }
}
