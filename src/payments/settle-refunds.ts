import { book } from '../ledger/index.ts'
import { recordActivity } from '../people/index.ts'
import { actorName, type StaffActor } from '../platform/actor.ts'
import type { Tx } from '../platform/db.ts'
import { Outage, Refusal } from '../platform/errors.ts'
import { formatId } from '../platform/ids.ts'
import type { Platform } from '../platform/platform.ts'
import { platformRefusals } from '../platform/wire.ts'
import { bank, refundPayable } from './accounts.ts'
import { refusals } from './contract.ts'
import { providerOf } from './provider.ts'
import { ProviderRefused, ProviderUnknown } from './providers/port.ts'
import { takeRefundAnswer } from './refunds.ts'
import * as sql from './sql.ts'

/** What a person does about refunds that did not go through: the machine has stopped trying. */

const waitsForPerson = (row: sql.RefundRow): boolean => row.state === 'failed' || row.state === 'held'

/** Asks the provider what became of a refund and believes only that. Outside any transaction; safe to repeat. */
export async function askRefund(platform: Platform, id: bigint): Promise<void> {
  const [row] = await sql.findRefunds(platform.db, [id])
  if (!row) throw new Refusal(platformRefusals.not_found)
  try {
    await takeRefundAnswer(platform, row, await providerOf(platform).queryRefund(formatId('rfd', id)))
  } catch (error) {
    if (error instanceof ProviderUnknown || error instanceof ProviderRefused)
      throw new Outage('payment provider', 5, { cause: error })
    throw error
  }
}

/**
 * Sends a refund again under a new number. Only when the provider has closed or refused the old one for good: under the
 * same number it would answer the same for ever, and while an old one may still arrive, a second would pay twice.
 * Refuses `refund_not_closed`.
 */
export async function resendRefund(platform: Platform, tx: Tx, actor: StaffActor, id: bigint): Promise<bigint> {
  const row = await lockRefund(tx, id)
  if (row.state !== 'failed' || (row.outcome !== 'closed' && row.outcome !== 'refused'))
    throw new Refusal(refusals.refund_not_closed)
  const fresh = platform.ids.next<'rfd'>(row.cell_id)
  await sql.endRefund(tx, id, 'replaced')
  await sql.insertRefunds(tx, providerOf(platform).name, [
    { ...row, id: fresh, replaces: id, asked_by: actorName(actor) },
  ])
  await recordActivity(tx, {
    actor,
    action: 'refund.resend',
    subject: formatId('rfd', id),
    facts: { refundId: formatId('rfd', fresh) },
  })
  return fresh
}

/**
 * The payer got the money another way (a bank transfer after an abnormal refund): what was owed is settled from the
 * bank, with a reason on record. Refuses `refund_not_stuck` while the provider may still do it.
 */
export async function settleRefund(platform: Platform, tx: Tx, actor: StaffActor, id: bigint, reason: string) {
  const row = await lockRefund(tx, id)
  if (!waitsForPerson(row)) throw new Refusal(refusals.refund_not_stuck)
  await sql.endRefund(tx, id, 'settled')
  await book(platform, tx, [
    {
      kind: 'refund_settled',
      key: `rfhand:${formatId('rfd', id)}`,
      cellId: row.cell_id,
      reference: row.reference,
      actor: actorName(actor),
      transfers: [{ debit: refundPayable, credit: bank, amountFen: row.amount_fen }],
    },
  ])
  await recordActivity(tx, {
    actor,
    action: 'refund.settle',
    subject: formatId('rfd', id),
    reason,
    facts: { amountFen: row.amount_fen },
  })
  return id
}

async function lockRefund(tx: Tx, id: bigint): Promise<sql.RefundRow> {
  const [row] = await sql.lockRefunds(tx, [id])
  if (!row) throw new Refusal(platformRefusals.not_found)
  return row
}
