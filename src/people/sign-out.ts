import type { Actor } from '../platform/actor.ts'
import type { Platform } from '../platform/platform.ts'
import { forgetSessions } from './read-session.ts'
import { endSession } from './sql-staff.ts'

/** Ends the session that asks, of a person or of staff. Anybody else has none to end. */
export async function signOut(platform: Platform, actor: Actor): Promise<void> {
  if (!('sessionId' in actor)) return
  await platform.db.inTransaction(platform, (tx) => endSession(tx, actor.sessionId, tx.at))
  forgetSessions(platform, (kept) => 'sessionId' in kept && kept.sessionId === actor.sessionId)
}
