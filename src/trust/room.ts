import type { Room } from '../platform/room.ts'
import { checks } from './checks.ts'
import { refusals as appealRefusals } from './contract-appeals.ts'
import { refusals as reviewRefusals } from './contract-review.ts'
import { fitPlatformDelays } from './fit-delays.ts'
import { routes } from './http.ts'
import { appealRoutes } from './http-appeals.ts'
import { reviewRoutes } from './http-review.ts'
import { keepEvidence } from './keep-evidence.ts'
import { readDueCommunities } from './read-due-communities.ts'
import { erasePerson, exportPerson } from './show-person.ts'
import { walkPlatform } from './walk-platform.ts'

/** A burst of news costs one reading: what is due is read every two seconds, and everything once a day. */
const READ_EVERY_MS = 2_000
/** Whether a day has gone by since the last walk. */
const LOOK_EVERY_MS = 10_000

/** Delays change slowly; a day is often enough. */
const FIT_EVERY_MS = 24 * 3_600_000

export const room: Room = {
  name: 'trust',
  refusals: { ...appealRefusals, ...reviewRefusals },
  routes: [...routes, ...appealRoutes, ...reviewRoutes],
  checks,
  subscriptions: [keepEvidence],
  schedules: [
    { name: 'trust.read_communities', everyMs: READ_EVERY_MS, run: readDueCommunities },
    { name: 'trust.fit_delays', everyMs: FIT_EVERY_MS, run: fitPlatformDelays },
    { name: 'trust.walk_platform', everyMs: LOOK_EVERY_MS, run: walkPlatform },
  ],
  exportPerson,
  erasePerson,
}
