/**
 * Settlements: what curators withdraw and the tax that is withheld of it; what curators and suppliers come to in a
 * period, and what suppliers are paid.
 *
 * Words: a *period* is a month or a week of business days; closing it settles every party of it, once. A *statement* is
 * one supplier's period: deliveries, less the claims and fees that the supplier bears, is what is *due*.
 * A *payout* is asked for by the curator, agreed to by two people when it is large, sent through the provider and
 * confirmed by her in its app. What nobody can tell about is *unknown* and asked about; only the provider's answer ends it.
 * Invariants: nothing is booked into a closed period · a supplier is paid what is due and no fen more, from the limit on
 * with two people · one open payout a curator · asked = net + tax · never more than she has · a failed or rejected one is hers
 * again, once · no real name or number leaves unmasked, but to the provider, sealed.
 * Says: payout.succeeded, payout.failed.
 */
import type { TransferOwner } from '../payments/index.ts'
import type { Room } from '../platform/room.ts'
import { checks } from './checks.ts'
import { workOnPeriods } from './close-periods.ts'
import { refusals } from './contract.ts'
import { periodRefusals } from './contract-periods.ts'
import { routes } from './http.ts'
import { periodRoutes } from './http-periods.ts'
import { supplierRoutes } from './http-suppliers.ts'
import { showIdentity } from './identity.ts'
import { findTransfers } from './own-transfers.ts'
import { periodChecks } from './period-checks.ts'
import { workOnPayouts } from './send-payouts.ts'
import * as sql from './sql.ts'
import { takeTransfers } from './take-transfers.ts'

const WORK_EVERY_MS = 2_000
const PERIODS_EVERY_MS = 5_000

/** Registered in the wiring: payments asks here about the transfers that bills and notifications name. */
export const transferOwner: TransferOwner = { find: findTransfers, take: takeTransfers }

export const room: Room = {
  name: 'settlements',
  refusals: { ...refusals, ...periodRefusals },
  routes: [...routes, ...periodRoutes, ...supplierRoutes],
  checks: [...checks, ...periodChecks],
  schedules: [
    { name: 'settlements.payouts', everyMs: WORK_EVERY_MS, run: workOnPayouts },
    { name: 'settlements.periods', everyMs: PERIODS_EVERY_MS, run: workOnPeriods },
  ],
  exportPerson: (q, _platform, personId) => showIdentity(q, personId),
  erasePerson: async (_platform, tx, personId) => void (await sql.forgetIdentity(tx, personId)),
}
