import { Batcher } from '../platform/batcher.ts'
import type { Tx } from '../platform/db.ts'
import { isRefusal, Refusal } from '../platform/errors.ts'
import { parseId } from '../platform/ids.ts'
import type { Platform } from '../platform/platform.ts'
import { applyPaid } from './apply-facts.ts'
import { refusals } from './contract.ts'
import { providerOf } from './provider.ts'
import {
  ForgedNotification,
  type ProviderPayment,
  type ProviderRefund,
  type RawNotification,
} from './providers/port.ts'
import { applyRefunded } from './refunds.ts'
import * as sql from './sql.ts'

type Verified =
  | {
      readonly notificationId: string
      readonly kind: 'payment'
      readonly reference: bigint
      readonly payment: ProviderPayment
    }
  | {
      readonly notificationId: string
      readonly kind: 'refund'
      readonly reference: bigint
      readonly refund: ProviderRefund
    }

const batchers = new WeakMap<Platform, Batcher<Verified, string>>()

/**
 * Takes one notification: verified on its raw bytes, stored in the inbox, applied with others of the moment in one
 * transaction. Resolves when it is durable. Refuses `notification_forged`; what is genuine but names nothing of ours is
 * kept and accepted, so that the provider stops sending it.
 */
export async function takeNotification(platform: Platform, raw: RawNotification): Promise<string> {
  const verified = verify(platform, raw)
  if (!verified) return 'ignored'
  let batcher = batchers.get(platform)
  if (!batcher) {
    batcher = new Batcher({
      name: 'notifications',
      run: (items) => platform.db.inTransaction(platform, (tx) => applyNotifications(platform, tx, items)),
      maxBatch: 200,
    })
    batchers.set(platform, batcher)
  }
  return batcher.submit(verified)
}

function verify(platform: Platform, raw: RawNotification): Verified | undefined {
  try {
    const verified = providerOf(platform).verifyNotification(raw)
    if (verified.kind === 'payment' && verified.payment.state === 'succeeded')
      return {
        notificationId: verified.notificationId,
        kind: 'payment',
        reference: readOwnNo('pay', verified.payment.intentNo),
        payment: verified.payment,
      }
    if (verified.kind === 'refund' && verified.refund.state === 'succeeded')
      return {
        notificationId: verified.notificationId,
        kind: 'refund',
        reference: readOwnNo('rfd', verified.refund.refundNo),
        refund: verified.refund,
      }
    return undefined
  } catch (error) {
    if (!(error instanceof ForgedNotification)) throw error
    platform.log.warn({ room: 'payments', code: `forged_${error.reason}` }, 'a notification was refused')
    throw new Refusal(refusals.notification_forged)
  }
}

/** A genuine notification may name a number that is not ours (another system on the same account): kept as 0. */
function readOwnNo(prefix: 'pay' | 'rfd', no: string): bigint {
  try {
    return parseId(prefix, no)
  } catch (error) {
    if (isRefusal(error)) return 0n
    throw error
  }
}

/** Inbox rows first (the provider's id makes a second delivery visible), then facts, in one transaction for the list. */
async function applyNotifications(platform: Platform, tx: Tx, items: readonly Verified[]): Promise<string[]> {
  const provider = providerOf(platform).name
  const distinct = [...new Map(items.map((item) => [item.notificationId, item])).values()]
  const fresh = new Set((await sql.insertInbox(tx, provider, distinct.map(inboxRow))).map((row) => row.notification_id))
  const payments = distinct.filter((item) => item.kind === 'payment' && fresh.has(item.notificationId)) as Extract<
    Verified,
    { kind: 'payment' }
  >[]
  const refunds = distinct.filter((item) => item.kind === 'refund' && fresh.has(item.notificationId)) as Extract<
    Verified,
    { kind: 'refund' }
  >[]
  const paid = await applyPaid(
    platform,
    tx,
    payments.map(({ notificationId, reference, payment }) => paidFact(notificationId, reference, payment)),
  )
  const refunded = await applyRefunded(
    platform,
    tx,
    refunds.map((item) => ({ id: item.reference, answer: item.refund })),
  )
  const outcomes = new Map<string, string>([
    ...payments.map((item, index) => [item.notificationId, paid[index] ?? 'foreign'] as const),
    ...refunds.map((item, index) => [item.notificationId, refunded[index] ? 'refunded' : 'duplicate'] as const),
  ])
  await sql.settleInbox(
    tx,
    provider,
    [...outcomes].map(([notificationId, outcome]) => ({ notificationId, outcome })),
  )
  return items.map((item) => outcomes.get(item.notificationId) ?? 'duplicate')
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

function inboxRow(item: Verified): sql.InboxRow {
  const facts =
    item.kind === 'payment'
      ? {
          providerTxn: item.payment.providerTxn,
          amountFen: item.payment.amountFen,
          currency: item.payment.currency,
          paidAt: item.payment.paidAt,
        }
      : { providerRefund: item.refund.providerRefund, amountFen: item.refund.amountFen }
  return { notificationId: item.notificationId, kind: item.kind, reference: item.reference, facts }
}
