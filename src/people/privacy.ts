import type { PersonActor } from '../platform/actor.ts'
import type { Queryable, Tx } from '../platform/db.ts'
import { Refusal } from '../platform/errors.ts'
import { cellByHash, formatId, type Id } from '../platform/ids.ts'
import type { Platform } from '../platform/platform.ts'
import type { Room } from '../platform/room.ts'
import { platformRefusals } from '../platform/wire.ts'
import { presentActivities, recordActivity } from './activity.ts'
import { openLabel } from './address.ts'
import { listConsents } from './keep-consents.ts'
import { ERASED_NICKNAME } from './person.ts'
import { presentKey } from './person-key.ts'
import { phoneOf } from './read-people.ts'
import { forgetSessions } from './read-session.ts'
import {
  addressesOf,
  deleteCode,
  lockedPerson,
  personsByIds,
  removeAddresses,
  shredPerson,
  withdrawConsents,
} from './sql.ts'
import { activities, endSessionsOfPerson, sessionsOf } from './sql-staff.ts'

const LOOKS_TOLD = 500

/** What this room knows of a person, opened; and who of the staff looked at it. */
export async function exportPerson(q: Queryable, platform: Platform, personId: Id<'per'>): Promise<unknown> {
  const [person] = await personsByIds(q, [personId])
  const dataKey = presentKey(platform.keys, personId, person?.wrappedKey)
  if (!person) throw new Refusal(platformRefusals.not_found)
  const looks = await activities(q, formatId('per', personId), null, LOOKS_TOLD)
  return {
    id: formatId('per', personId),
    nickname: person.nickname,
    phone: phoneOf(platform.keys, person),
    locale: person.locale,
    createdAt: person.createdAt.toISOString(),
    addresses: (await addressesOf(q, personId)).map((row) => openLabel(dataKey, personId, row)),
    consents: await listConsents(q, personId),
    sessions: await sessionsOf(q, personId),
    seenByStaff: (await presentActivities(q, looks)).map(({ actorName, action, reason, happenedAt }) => ({
      ...{ actorName, action, reason, happenedAt },
    })),
  }
}

/**
 * Forgets a person: their data key is shredded, so that nothing sealed with it opens again, here or in parcels; the phone
 * is freed, sessions end. Orders and money keep the id, which names nobody any more. A backup from before still holds the
 * key: who restores one erases again (docs/operations.md).
 */
export async function erasePerson(_platform: Platform, tx: Tx, personId: Id<'per'>): Promise<void> {
  const [person] = await lockedPerson(tx, personId)
  if (!person?.wrappedKey) throw new Refusal(platformRefusals.not_found)
  if (person.fingerprint) await deleteCode(tx, person.fingerprint)
  await removeAddresses(tx, personId, tx.at)
  await withdrawConsents(tx, personId, tx.at)
  await endSessionsOfPerson(tx, personId, tx.at)
  await shredPerson(tx, personId, ERASED_NICKNAME, tx.at)
  tx.say({ name: 'person.erased', cellId: cellByHash(personId), subject: personId, actor: `person:${personId}` })
}

/** Everything that all rooms know of the one who asks, by room. */
export async function exportEverywhere(platform: Platform, actor: PersonActor, rooms: readonly Room[]) {
  const told: Record<string, unknown> = {}
  for (const room of rooms) {
    if (room.exportPerson) told[room.name] = await room.exportPerson(platform.db, platform, actor.personId)
  }
  return { exportedAt: platform.clock.now().toISOString(), rooms: told }
}

/** Erases in every room in one transaction; a room may refuse (money on its way), and then nothing is erased. */
export async function eraseEverywhere(platform: Platform, actor: PersonActor, tx: Tx, rooms: readonly Room[]) {
  // This room comes last: the others may need to read what its key still opens.
  const others = rooms.filter((room) => room.name !== 'people')
  for (const room of others) await room.erasePerson?.(platform, tx, actor.personId)
  await erasePerson(platform, tx, actor.personId)
  await recordActivity(tx, { actor, action: 'person.erased', subject: formatId('per', actor.personId) })
  return actor.personId
}

export function forgetPerson(platform: Platform, personId: Id<'per'>): void {
  forgetSessions(platform, (kept) => kept.kind === 'person' && kept.personId === personId)
}
