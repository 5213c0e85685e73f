import type { Tx } from '../platform/db.ts'
import { isRefusal } from '../platform/errors.ts'
import { parseId } from '../platform/ids.ts'
import type { Platform } from '../platform/platform.ts'
import { applyPaid } from './apply-facts.ts'
import type { ProviderPayment, ProviderTransfer, VerifiedNotification } from './providers/port.ts'
import { applyRefunded } from './refunds.ts'
import type { InboxRow } from './sql-inbox.ts'
import { transferOwner } from './transfers.ts'

/** A proven notification as it is kept: enough to apply it, today and again. No personal data. */
export interface News extends InboxRow {
  /** The provider's name for the account that paid: used when it is applied, never kept. */
  readonly payer?: string | null
}

/** What was proven, reduced to what is kept. News that ask nothing of us are kept as they came and change nothing. */
export function newsOf(verified: VerifiedNotification): News {
  const { notificationId } = verified
  switch (verified.kind) {
    case 'payment': {
      const { intentNo, providerTxn, amountFen, currency, paidAt, state, payer } = verified.payment
      const facts = { providerTxn, amountFen, currency, paidAt: paidAt?.toISOString() ?? null, state }
      return { notificationId, kind: 'payment', reference: readOwnNo('pay', intentNo), facts, payer }
    }
    case 'refund': {
      const { refundNo, providerRefund, amountFen, state } = verified.refund
      return {
        notificationId,
        kind: 'refund',
        reference: readOwnNo('rfd', refundNo),
        facts: { providerRefund, amountFen, state },
      }
    }
    case 'transfer': {
      const reference = readOwnNo('wdr', verified.transfer.billNo.replace(/^wdr/, 'wdr_'))
      return { notificationId, kind: 'transfer', reference, facts: { ...verified.transfer, confirmPackage: null } }
    }
    default:
      return { notificationId, kind: 'other', reference: 0n, facts: { event: verified.event.slice(0, 64) } }
  }
}

/**
 * Applies news, a list in one transaction: payments first, then refunds, then transfers, each under its rows' locks. The
 * end is the same for any order and number of times.
 * @returns what became of each, in order
 */
export async function applyNews(platform: Platform, tx: Tx, news: readonly News[]): Promise<string[]> {
  const outcomes = new Map<News, string>()
  const of = (kind: News['kind'], state: string) =>
    news.filter((one) => one.kind === kind && (one.facts.state ?? 'succeeded') === state)
  const payments = of('payment', 'succeeded')
  const paid = await applyPaid(platform, tx, payments.map(paidFactOf))
  payments.forEach((one, index) => void outcomes.set(one, paid[index] ?? 'foreign'))
  const refunds = of('refund', 'succeeded')
  const refunded = await applyRefunded(
    platform,
    tx,
    refunds.map((one) => ({ id: one.reference, answer: refundOf(one) })),
  )
  refunds.forEach((one, index) => void outcomes.set(one, refunded[index] ? 'refunded' : 'duplicate'))
  const transfers = news.filter((one) => one.kind === 'transfer')
  const taken = transfers.length > 0 ? await transferOwner()?.take(platform, tx, transfers.map(transferOf)) : []
  transfers.forEach((one, index) => void outcomes.set(one, taken?.[index] ? 'transferred' : 'duplicate'))
  return news.map((one) => outcomes.get(one) ?? 'noted')
}

export const paidFact = (source: string, intentId: bigint, payment: ProviderPayment) => ({
  source,
  intentId,
  providerTxn: payment.providerTxn ?? '',
  amountFen: payment.amountFen ?? -1,
  currency: payment.currency ?? '',
  paidAt: payment.paidAt ?? new Date(0),
  payer: payment.payer,
})

const paidFactOf = ({ notificationId, reference, facts, payer }: News) => ({
  source: notificationId,
  intentId: reference,
  providerTxn: String(facts.providerTxn ?? ''),
  amountFen: Number(facts.amountFen ?? -1),
  currency: String(facts.currency ?? ''),
  paidAt: new Date(String(facts.paidAt ?? 0)),
  payer: payer ?? null,
})

const refundOf = ({ facts }: News) => ({
  ...{ refundNo: '', intentNo: null, state: 'succeeded' as const, succeededAt: null },
  ...{ providerRefund: String(facts.providerRefund ?? ''), amountFen: Number(facts.amountFen ?? -1) },
})

const transferOf = ({ facts }: News) => facts as unknown as ProviderTransfer

/** A genuine notification may name a number that is not ours (another system on the same account): kept as 0. */
function readOwnNo(prefix: 'pay' | 'rfd' | 'wdr', no: string): bigint {
  try {
    return parseId(prefix, no)
  } catch (error) {
    if (isRefusal(error)) return 0n
    throw error
  }
}
