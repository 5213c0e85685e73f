import { openInstallation } from './installation.ts'
import type { Config } from './platform/config.ts'
import { forgetOldNews } from './platform/outbox.ts'
import type { Platform } from './platform/platform.ts'
import type { Schedule } from './platform/room.ts'
import { startWork } from './platform/schedule.ts'
import { rooms } from './rooms.ts'

const housekeeping: Schedule[] = [{ name: 'platform.forget', everyMs: 60_000, run: forgetOldNews }]

/** The work that no request waits for: expiry, janitor, refunds, seals, deliveries. Two or more workers are fine. */
export function work(platform: Platform): { stop(): Promise<void> } {
  return startWork(
    platform,
    [...housekeeping, ...rooms.flatMap((room) => room.schedules ?? [])],
    rooms.flatMap((room) => room.subscriptions ?? []),
  )
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
