import type { Room } from '../platform/room.ts'
import { checks } from './checks.ts'
import { routes } from './http.ts'
import { keepEvidence } from './keep-evidence.ts'
import { readDueCommunities } from './read-community.ts'
import { erasePerson, exportPerson } from './show-person.ts'

/** A burst of news costs one reading: what is due is read every two seconds, and everything once a day. */
const READ_EVERY_MS = 2_000

export const room: Room = {
  name: 'trust',
  routes,
  checks,
  subscriptions: [keepEvidence],
  schedules: [{ name: 'trust.read_communities', everyMs: READ_EVERY_MS, run: readDueCommunities }],
  exportPerson,
  erasePerson,
}
