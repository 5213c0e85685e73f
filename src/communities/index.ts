/**
 * Communities: places with a purpose, a closed door, roles, and the carriers that they live on.
 *
 * Words: a *carrier* is where the community lives (所在平台) and caps its size; a *member* belongs, with a nickname and
 * roles that hold in this community only; an *invitation* is signed, limited, ends and can be withdrawn.
 * Invariants: seats taken = active members ≤ cap · invitation uses ≤ its limit, also when fifty accept at once · a banned
 * person neither enters nor orders · a community that is not yours answers like one that does not exist. Whoever changes
 * members locks the community first · a nickname set by hand stays; one that was not follows the person's.
 * Hears: person.renamed. Says: community.created/changed/closed, member.joined/waiting/declined/left/banned/ban_lifted/roles_changed,
 * invitation.made/revoked.
 */
import type { Room } from '../platform/room.ts'
import { checks } from './checks.ts'
import { refusals } from './contract.ts'
import { followNicknames } from './follow-nicknames.ts'
import { erasePerson, exportPerson } from './forget-person.ts'
import { routes } from './http.ts'

export { type Post, writePost } from './carrier.ts'
export { type Carrier, type Community, type Member, mayCurate } from './community.ts'
export { refusals } from './contract.ts'
export { createCommunity } from './create-communities.ts'
export { readInvitationToken } from './invitation.ts'
export { type Joined, type JoinWant, joinMany } from './join.ts'
export { communityNames } from './known-names.ts'
export { type PickupPoint, pickupPointsByIds } from './pickup-points.ts'
export { drawQr } from './qr.ts'
export { communitiesOfPerson, invitationPage, waitingMembersOf } from './read-communities.ts'
export {
  communitiesByIds,
  communityAsMember,
  findMember,
  type HowSheStands,
  membersOf,
  pairKey,
  standingsOfOthers,
} from './rows.ts'
export { type CalledMember, membersByIds, membersCalled, standingsOf } from './standing.ts'

export const room: Room = {
  name: 'communities',
  refusals,
  routes,
  checks,
  subscriptions: [followNicknames],
  exportPerson,
  erasePerson,
}
