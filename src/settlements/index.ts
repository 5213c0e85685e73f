/**
 * Settlements: what curators withdraw, and the tax that is withheld of it.
 *
 * Words: a *payout* is asked for by the curator, agreed to by two people when it is large, sent through the provider and
 * confirmed by her in its app. What nobody can tell about is *unknown* and asked about; only the provider's answer ends it.
 * Invariants: one open payout a curator · asked = net + tax · never more than she has · a failed or rejected one is hers
 * again, once · no real name or number leaves unmasked, but to the provider, sealed.
 * Says: payout.succeeded, payout.failed.
 */
import type { TransferOwner } from '../payments/index.ts'
import type { Room } from '../platform/room.ts'
import { checks } from './checks.ts'
import { refusals } from './contract.ts'
import { routes } from './http.ts'
import { showIdentity } from './identity.ts'
import { findTransfers } from './own-transfers.ts'
import { workOnPayouts } from './send-payouts.ts'
import * as sql from './sql.ts'
import { takeTransfers } from './take-transfers.ts'

const WORK_EVERY_MS = 2_000

/** Registered in the wiring: payments asks here about the transfers that bills and notifications name. */
export const transferOwner: TransferOwner = { find: findTransfers, take: takeTransfers }

export const room: Room = {
  name: 'settlements',
  refusals,
  routes,
  checks,
  schedules: [{ name: 'settlements.payouts', everyMs: WORK_EVERY_MS, run: workOnPayouts }],
  exportPerson: (q, _platform, personId) => showIdentity(q, personId),
  erasePerson: async (_platform, tx, personId) => void (await sql.forgetIdentity(tx, personId)),
}
