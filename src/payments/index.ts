/**
 * Payments: what payers are asked for, what the provider proved, what goes back.
 *
 * Words: an *intent* asks for one amount for one purpose and reference; the *inbox* holds proven notifications; a
 * *refund* is accepted first (booked as payable) and sent by the worker. A timeout is *unknown*: only the provider's
 * answer leaves it. A *bill* is the provider's own account of one of its days; a *difference* is what it and our books do not
 * both say, and stands in suspense until a person settles it or the other side turns up.
 * Invariants: at most one successful payment per reference · any order and number of true notifications ends in the
 * same state · refunds never exceed what was paid · what nothing wants goes back by itself · a line
 * of a bill and a movement of ours belong to each other alone · what the bills say is what the books say, but for suspense.
 */
import type { Tx } from '../platform/db.ts'
import type { Platform } from '../platform/platform.ts'
import type { Room } from '../platform/room.ts'
import { askOpenIntents } from './ask-provider.ts'
import { checks } from './checks.ts'
import { refusals } from './contract.ts'
import { billRefusals } from './contract-bills.ts'
import { routes } from './http.ts'
import { billRoutes } from './http-bills.ts'
import { refundRoutes } from './http-refunds.ts'
import type { Intent } from './intent.ts'
import { providerOf } from './provider.ts'
import { reconcile } from './reconcile.ts'
import { sendRefunds } from './refunds.ts'
import * as sql from './sql.ts'

export { bank, pspClearing, refundPayable } from './accounts.ts'
export { type Answer, closeIntent, closeIntents } from './ask-provider.ts'
export { diagnosePayments } from './diagnose.ts'
export type { Intent, PaidFact } from './intent.ts'
export { type OutcomeHandler, onOutcome, type PaidIntent, type RefundDone, type Taken } from './outcomes.ts'
export { useProvider } from './provider.ts'
export { providerFor } from './provider-for.ts'
export { ProviderRefused, type ProviderTransfer, ProviderUnknown } from './providers/port.ts'
export { startSandbox } from './providers/sandbox/sandbox.ts'
export { openMoney, presentIntent, presentRefunds } from './read-payments.ts'
export { acceptRefunds, type RefundWanted } from './refunds.ts'
export { findIntents, lockIntents, markEnded as markIntentsEnded, refundsOf, resetExpiry } from './sql.ts'
export { lockFreeIntents } from './sql-sweeps.ts'
export { onTransfers, queryTransfer, startTransfer, type TransferOwner } from './transfers.ts'

/** Opens intents, a list in one statement that is sent with the commit. */
export const openIntents = (
  platform: Platform,
  tx: Tx,
  intents: readonly Omit<Intent, 'state' | 'providerTxn' | 'channel' | 'submittedAt' | 'endedAt'>[],
): void => sql.insertIntents(tx, providerOf(platform).name, intents)

export const room: Room = {
  name: 'payments',
  refusals: { ...refusals, ...billRefusals },
  routes: [...routes, ...refundRoutes, ...billRoutes],
  checks,
  schedules: [
    { name: 'payments.ask', everyMs: 5_000, run: askOpenIntents },
    { name: 'payments.refunds', everyMs: 1_000, run: sendRefunds },
    { name: 'payments.bills', everyMs: 60_000, run: reconcile },
  ],
}
