import { book } from '../ledger/index.ts'
import { bank } from '../payments/index.ts'
import { recordActivity } from '../people/index.ts'
import { actorName, type StaffActor } from '../platform/actor.ts'
import { openFindings } from '../platform/audit.ts'
import type { Tx } from '../platform/db.ts'
import { Refusal } from '../platform/errors.ts'
import { formatId, type Id } from '../platform/ids.ts'
import type { Platform } from '../platform/platform.ts'
import { platformRefusals } from '../platform/wire.ts'
import { dueTo } from './accounts.ts'
import { APPROVAL_FROM_FEN, APPROVALS_NEEDED, refusals } from './contract.ts'
import { periodRefusals } from './contract-periods.ts'
import * as sql from './sql-suppliers.ts'

interface PaymentWish {
  readonly amountFen: number
  readonly bankReference: string
  readonly reason: string
}

/**
 * A payment of what is due by one statement. Whoever asks is the first of the two who must agree once the statement's
 * payments reach the limit, however they are cut; below it one is enough and it is booked at once. Refuses
 * `above_due`, and `payouts_wait` while the audit has an open finding.
 */
export async function paySupplier(
  platform: Platform,
  tx: Tx,
  actor: StaffActor,
  settlementId: bigint,
  wish: PaymentWish,
): Promise<Id<'spy'>> {
  if ((await openFindings(tx)).length > 0) throw new Refusal(refusals.payouts_wait)
  const [settlement] = await sql.lockSupplierSettlement(tx, settlementId)
  if (!settlement) throw new Refusal(platformRefusals.not_found)
  const asked = (await sql.supplierPaymentsOf(tx, [settlementId])).filter((row) => row.state === 'asked')
  const committedFen = settlement.paid_fen + asked.reduce((sum, row) => sum + row.amount_fen, 0) + wish.amountFen
  if (committedFen > settlement.due_fen) throw new Refusal(periodRefusals.above_due)
  const id = platform.ids.next<'spy'>(0)
  await sql.insertSupplierPayment(tx, {
    ...{ id, settlement_id: settlementId, amount_fen: wish.amountFen, bank_reference: wish.bankReference },
    ...{ reason: wish.reason, needs_two: committedFen >= APPROVAL_FROM_FEN, asked_by: actor.staffId },
  })
  await recordActivity(tx, {
    ...{ actor, action: 'supplier_payment.ask', subject: formatId('spy', id), reason: wish.reason },
    facts: { amountFen: wish.amountFen, supplierId: formatId('sup', settlement.supplier_id) },
  })
  await agree(platform, tx, actor, id)
  return id
}

/** The second of two people agrees and it is booked. Refuses `approved_already`, `supplier_payment_ended`, `payouts_wait`. */
export async function approveSupplierPayment(
  platform: Platform,
  tx: Tx,
  actor: StaffActor,
  id: bigint,
): Promise<bigint> {
  if ((await openFindings(tx)).length > 0) throw new Refusal(refusals.payouts_wait)
  await lockSettlementOf(tx, id)
  await agree(platform, tx, actor, id)
  await recordActivity(tx, { actor, action: 'supplier_payment.approve', subject: formatId('spy', id) })
  return id
}

/** It is not paid; what it would have taken is due as before. Refuses `supplier_payment_ended`. */
export async function rejectSupplierPayment(tx: Tx, actor: StaffActor, id: bigint, reason: string): Promise<bigint> {
  await lockSettlementOf(tx, id)
  await lockAsked(tx, id)
  await sql.endSupplierPayment(tx, id, 'rejected', reason)
  await recordActivity(tx, { actor, action: 'supplier_payment.reject', subject: formatId('spy', id), reason })
  return id
}

/** Statements before their payments, as everywhere, so that two who act at once do not wait in a circle. */
async function lockSettlementOf(tx: Tx, paymentId: bigint): Promise<void> {
  const [payment] = await sql.findSupplierPayment(tx, paymentId)
  if (!payment) throw new Refusal(platformRefusals.not_found)
  await sql.lockSupplierSettlement(tx, payment.settlement_id)
}

async function lockAsked(tx: Tx, id: bigint): Promise<sql.SupplierPaymentRow> {
  const [row] = await sql.lockSupplierPayment(tx, id)
  if (!row) throw new Refusal(platformRefusals.not_found)
  if (row.state !== 'asked') throw new Refusal(periodRefusals.supplier_payment_ended)
  return row
}

async function agree(platform: Platform, tx: Tx, actor: StaffActor, id: bigint): Promise<void> {
  const row = await lockAsked(tx, id)
  const [added] = await sql.insertSupplierApproval(tx, id, actor.staffId)
  if (!added) throw new Refusal(refusals.approved_already)
  if (row.needs_two && (await sql.supplierApprovalsOf(tx, [id])).length < APPROVALS_NEEDED) return
  const [settlement] = await sql.findSupplierSettlement(tx, row.settlement_id)
  if (!settlement) throw new Error('a payment of no statement')
  await sql.endSupplierPayment(tx, id, 'paid', null)
  await sql.addPaid(tx, row.settlement_id, row.amount_fen)
  await book(platform, tx, [
    {
      ...{ kind: 'supplier_paid', key: `spay:${formatId('spy', id)}`, cellId: 0, reference: id },
      actor: actorName(actor),
      transfers: [{ debit: dueTo(settlement.supplier_id), credit: bank, amountFen: row.amount_fen }],
    },
  ])
}
