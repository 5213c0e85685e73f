import { setMaxListeners } from 'node:events'
import { deliver } from './outbox.ts'
import type { Platform } from './platform.ts'
import type { Schedule, Subscription } from './room.ts'

const SUBSCRIBE_EVERY_MS = 250
const LONGEST_RUN_MS = 5 * 60_000
const LONGEST_PAUSE_MS = 30_000

/**
 * Runs schedules and delivers news until stopped. Every run is safe to repeat and to run beside another (rows are locked
 * and states decide), so claims keep workers from doing the same work, and nothing depends on them for being right.
 */
export function startWork(
  platform: Platform,
  schedules: readonly Schedule[],
  subscriptions: readonly Subscription[],
): { stop(): Promise<void> } {
  const stopping = new AbortController()
  // Each loop listens while it pauses; Node would take more than ten for a leak.
  setMaxListeners(schedules.length + subscriptions.length, stopping.signal)
  const loops = [
    ...schedules.map((schedule) =>
      loop(platform, schedule.name, schedule.everyMs, stopping.signal, () => runClaimed(platform, schedule)),
    ),
    ...subscriptions.map((subscription) =>
      loop(platform, subscription.subscriber, SUBSCRIBE_EVERY_MS, stopping.signal, () =>
        deliver(platform, subscription),
      ),
    ),
  ]
  return {
    stop: async () => {
      stopping.abort()
      await Promise.all(loops)
    },
  }
}

async function loop(
  platform: Platform,
  name: string,
  everyMs: number,
  signal: AbortSignal,
  run: () => Promise<number>,
): Promise<void> {
  let pause = everyMs
  while (!signal.aborted) {
    try {
      pause = (await run()) > 0 ? 0 : everyMs
    } catch (error) {
      platform.log.error({ room: name, error }, 'work failed; tried again')
      pause = Math.min(LONGEST_PAUSE_MS, Math.max(everyMs, pause) * 2)
    }
    await wait(pause, signal)
  }
}

/** One worker at a time takes a schedule; a claim that is five minutes old belongs to nobody any more. */
async function runClaimed(platform: Platform, schedule: Schedule): Promise<number> {
  const now = new Date()
  const [claimed] = await platform.db.query(
    'platform.claimSchedule',
    `insert into platform.schedule (name, started_at) values ($1, $2)
     on conflict (name) do update set started_at = $2, ended_at = null
       where (platform.schedule.ended_at is not null and platform.schedule.started_at <= $3) or platform.schedule.started_at < $4
     returning name`,
    [schedule.name, now, new Date(now.getTime() - schedule.everyMs * 0.9), new Date(now.getTime() - LONGEST_RUN_MS)],
  )
  if (!claimed) return 0
  let error: string | null = null
  let did = 0
  try {
    did = await schedule.run(platform)
    return did
  } catch (failure) {
    error = (failure instanceof Error ? failure.message : String(failure)).slice(0, 300)
    throw failure
  } finally {
    await platform.db
      .query(
        'platform.endSchedule',
        'update platform.schedule set ended_at = $2, did = did + $3, error = $4 where name = $1',
        [schedule.name, new Date(), did, error],
      )
      .catch(() => {})
  }
}

function wait(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) return resolve()
    const timer = setTimeout(done, ms)
    signal.addEventListener('abort', done, { once: true })
    function done() {
      clearTimeout(timer)
      signal.removeEventListener('abort', done)
      resolve()
    }
  })
}
