import type { Tx } from '../platform/db.ts'
import type { Platform } from '../platform/platform.ts'
import type { RefusalText } from '../platform/wire.ts'
import type { Intent, PaidFact } from './intent.ts'

export interface PaidIntent {
  readonly intent: Intent
  readonly fact: PaidFact
}

export type Taken = boolean | { readonly backBecause: string }

export interface RefundDone {
  readonly id: bigint
  readonly cellId: number
  readonly intentId: bigint
  readonly reference: bigint
  readonly amountFen: number
}

/** What the room that owns a purpose does with an outcome, inside the payments transaction, for the whole list. */
export interface OutcomeHandler {
  /** Posts the journals of those it wants and says which: the others become a refund payable, for a reason if it names one. */
  paid(platform: Platform, tx: Tx, paid: readonly PaidIntent[]): Promise<readonly Taken[]>
  /** Says why an intent may not be paid now; nothing when it may. */
  refuseStart?(platform: Platform, intent: Intent): Promise<RefusalText | undefined>
  refunded?(platform: Platform, tx: Tx, refunds: readonly RefundDone[]): Promise<void>
}

const handlers = new Map<string, OutcomeHandler>()

/** Registered in the wiring by the room that owns a purpose. */
export function onOutcome(purpose: string, handler: OutcomeHandler): void {
  handlers.set(purpose, handler)
}

export const handlerOf = (purpose: string): OutcomeHandler | undefined => handlers.get(purpose)
