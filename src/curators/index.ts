/**
 * Curators: leaders who choose and sell for commission, and sign for it: 我选的，我负责.
 *
 * Words: a *stage* (新手·熟手·专业) tells how she works, and some commission rules ask for it; *resting* (休市) means that
 * her open sales take no orders while everything else of hers goes on.
 * Invariants: an application is decided once, by staff, on record · who was declined may apply again · nobody is above or
 * below another curator: there is no column for it.
 * Says: curator.applied/approved/declined/rested/returned/closed/stage_changed; the subject is the person.
 */
import type { Room } from '../platform/room.ts'
import { refusals } from './contract.ts'
import { routes } from './http.ts'
import { erasePerson, exportPerson } from './keep-profile.ts'

export { apply } from './apply.ts'
export { type Curator, isActive, whyNotSelling } from './curator.ts'
export { decideApplication } from './decide.ts'
export {
  activeCuratorIds,
  curatorApplications,
  curatorsByIds,
  isCurator,
  presentCurator,
  type Seller,
  sellersByIds,
} from './read-curators.ts'

export const room: Room = { name: 'curators', refusals, routes, exportPerson, erasePerson }
