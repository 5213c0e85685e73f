import type { Platform } from '../platform/platform.ts'
import type { Schedule } from '../platform/room.ts'
import { deleteCodesBefore } from './sql.ts'
import { deleteSessionsBefore } from './sql-staff.ts'

const HOUR_MS = 3_600_000
const DAY_MS = 24 * HOUR_MS
/** Long enough to tell a person where they were signed in. */
const SESSIONS_KEPT_MS = 30 * DAY_MS

/** Deletes codes and sessions that ended long ago: what is not needed is not kept. */
export async function forgetOld(platform: Platform): Promise<number> {
  return platform.db.inTransaction(platform, async (tx) => {
    const [codes] = await deleteCodesBefore(tx, new Date(tx.at.getTime() - DAY_MS))
    const [sessions] = await deleteSessionsBefore(tx, new Date(tx.at.getTime() - SESSIONS_KEPT_MS))
    return (codes?.gone ?? 0) + (sessions?.gone ?? 0)
  })
}

export const schedules: readonly Schedule[] = [{ name: 'people.forget_old', everyMs: HOUR_MS, run: forgetOld }]
