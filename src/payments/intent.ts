import type { IntentState } from './contract.ts'

/** What a payer is asked for: one amount, for one purpose and reference. */
export interface Intent {
  readonly id: bigint
  readonly cellId: number
  readonly purpose: string
  readonly reference: bigint
  readonly payerPersonId: bigint
  readonly amountFen: number
  readonly state: IntentState
  readonly providerTxn: string | null
  readonly channel: string | null
  readonly submittedAt: Date | null
  readonly expiresAt: Date
  readonly endedAt: Date | null
}

/** A success as the provider proved it: by a signed notification or by a signed answer to our question. */
export interface PaidFact {
  readonly source: string
  readonly intentId: bigint
  readonly providerTxn: string
  readonly amountFen: number
  readonly currency: string
  readonly paidAt: Date
  /** The provider's name for the account that paid, if it said one: personal data, never kept. */
  readonly payer?: string | null
}

export type Judgement = 'paid' | 'duplicate' | 'second' | 'mismatch'

/**
 * What a success means for an intent. The first counts, whatever state we thought it was in, because money came in; the
 * same transaction again is a duplicate; another one is a second payment that must go back; another amount or currency
 * is never applied.
 */
export function judge(
  intent: Pick<Intent, 'state' | 'amountFen' | 'providerTxn'>,
  fact: PaidFact,
  currency: string,
): Judgement {
  if (fact.amountFen !== intent.amountFen || fact.currency !== currency) return 'mismatch'
  if (intent.state !== 'succeeded') return 'paid'
  return intent.providerTxn === fact.providerTxn ? 'duplicate' : 'second'
}

/** States in which only the provider's answer decides. */
export const isOpenAtProvider = (state: IntentState): boolean =>
  state === 'submitted' || state === 'pending' || state === 'unknown'
export const mayStart = (state: IntentState): boolean => state === 'created' || isOpenAtProvider(state)
