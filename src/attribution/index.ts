/**
 * Attribution: who brought whom. Signed links to a sale in one community, the touches made through them, and the
 * operator's binding rule. It also keeps whom a buyer names when she is asked 谁让你动心的?
 *
 * Words: a *sale link* is the curator's, a *passed-on* link a buyer's; both are also invitations of that sale, within the
 * community's days and number; a *touch* is one opening of a link; *via* is who passed on the link that bound an order; a
 * *word* is a member whom the buyer named.
 * Invariants: a token is ours or it is nothing (`link_forged`) · joins stay within a link's number, however many come at
 * once · last touch binds: the link through which an order is placed, frozen on its lines; later touches move nothing ·
 * nobody is via for herself · up to three are named for an order, none of them its buyer, once until she takes it back, and
 * that moves no money.
 * Says: link.passed_on, words.given, words.taken_back. Hears: member.banned (her links end).
 */
import type { Room } from '../platform/room.ts'
import { checks } from './checks.ts'
import { refusals } from './contract.ts'
import { endLinksOfBanned } from './enter-by-links.ts'
import { erasePerson, exportPerson } from './export-person.ts'
import { routes } from './http.ts'

export { refusals } from './contract.ts'
export { curatorLinkIn } from './curator-sales.ts'
export { joinThroughLinks } from './enter-by-links.ts'
export { giveWords, takeWordsBack, wordsOf } from './give-words.ts'
export { type KnownLink, knownLinks, rememberLinks, revokedLinks } from './known-links.ts'
export {
  bindingFor,
  type Link,
  readLinkToken,
  signLink as linkTokenOf,
} from './link.ts'
export { findLinks } from './make-links.ts'
export { openSaleCards, salePage } from './sale-page.ts'
export { recordTouch, rememberBuyers } from './touches.ts'

export const room: Room = {
  name: 'attribution',
  refusals,
  routes,
  checks,
  subscriptions: [endLinksOfBanned],
  exportPerson,
  erasePerson,
}
