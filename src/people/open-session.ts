import type { Actor, Audience } from '../platform/actor.ts'
import type { Tx } from '../platform/db.ts'
import type { Id } from '../platform/ids.ts'
import type { Platform } from '../platform/platform.ts'
import { NO_CELL } from './person.ts'
import { hashToken, LIVE_SESSIONS, makeToken, sessionLifeMs } from './session.ts'
import { endOldestSessions, endSession, insertSession } from './sql-staff.ts'

export interface OpenedSession {
  readonly sessionId: Id<'ses'>
  readonly token: string
  readonly maxAgeSeconds: number
}

/** A session with a new id and token; the one that the browser came with ends, so that nobody can have planted it. */
export async function openSession(
  platform: Platform,
  tx: Tx,
  audience: Audience,
  who: { personId: Id<'per'> } | { staffId: Id<'stf'> },
  previous: Actor,
): Promise<OpenedSession> {
  const sessionId = platform.ids.next<'ses'>(NO_CELL)
  const token = makeToken()
  const lifeMs = sessionLifeMs(audience)
  if ('sessionId' in previous) await endSession(tx, previous.sessionId, tx.at)
  await insertSession(tx, {
    id: sessionId,
    tokenHash: hashToken(token),
    audience,
    personId: 'personId' in who ? who.personId : null,
    staffId: 'staffId' in who ? who.staffId : null,
    at: tx.at,
    expiresAt: new Date(tx.at.getTime() + lifeMs),
  })
  if ('personId' in who) await endOldestSessions(tx, who.personId, LIVE_SESSIONS, tx.at)
  return { sessionId, token, maxAgeSeconds: lifeMs / 1000 }
}
