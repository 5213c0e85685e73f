/**
 * People: who somebody is, how they come in, what they let us do. The only home of personal data.
 *
 * Words. A *person* is one human with one phone and one account, buyer here and seller there. *Staff* work for the
 * platform and come in by password and one-time code. A *session* is a browser that was let in for one audience (store,
 * curator, admin); an *API key* lets a machine in. A *consent* is given per purpose and can be withdrawn. An *activity*
 * is what staff did or looked at.
 *
 * Invariants. A phone has at most one person. A code opens once, within five minutes, and dies after five wrong tries,
 * however many are made at once; every refusal of a sign-in reads alike. Phone and addresses are sealed with the
 * person's own key; erasing shreds that key, ends the sessions and frees the phone. Addresses never change: a change is
 * a new row. A one-time code of staff is accepted once; five wrong tries lock for 15 minutes. Activities are append
 * only. No event, log, or activity holds a name, a phone or an address.
 *
 * Events (subject: the person; no data): `person.joined`, `person.renamed`, `person.erased`.
 */
import { declareNames } from '../platform/names.ts'
import type { Room } from '../platform/room.ts'
import { checks } from './checks.ts'
import { refusals } from './contract.ts'
import { routes } from './http.ts'
import { schedules } from './jobs.ts'
import { erasePerson, exportPerson } from './privacy.ts'
import { nicknamesOf } from './read-people.ts'
import { apiKeyNamesOf, staffNamesOf } from './staff-names.ts'

export { looksAt, recordActivity } from './activity.ts'
export type { Label } from './address.ts'
export { nameIfMadeUp } from './change-me.ts'
export { createPerson } from './create-person.ts'
export { createStaff } from './create-staff.ts'
export {
  type AddressesForOrders,
  addressesForOrders,
  findPeopleLike,
  type MaskedAddress,
  maskedAddresses,
  peopleByIds,
} from './for-orders.ts'
export { makeMeRoutes } from './http.ts'
export { devRoutes, makePrivacyRoutes } from './http-privacy.ts'
export { addressOf, openParcelAddress, sealedAddressFor } from './keep-addresses.ts'
export { readDemoPeople, readDevMessages } from './read-dev-messages.ts'
export { hasMadeUpNickname, isErased, nicknamesOf } from './read-people.ts'
export { readSession } from './read-session.ts'
export { staffNamesOf } from './staff-names.ts'
export { openForPerson, sealForPerson } from './vault.ts'

declareNames('per', nicknamesOf)
declareNames('stf', staffNamesOf)
declareNames('key', apiKeyNamesOf)

export const room: Room = { name: 'people', refusals, routes, checks, schedules, exportPerson, erasePerson }
