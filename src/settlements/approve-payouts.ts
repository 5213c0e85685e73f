import { payoutBack } from '../commissions/index.ts'
import { book } from '../ledger/index.ts'
import { recordActivity } from '../people/index.ts'
import { actorName, type StaffActor } from '../platform/actor.ts'
import type { Tx } from '../platform/db.ts'
import { Refusal } from '../platform/errors.ts'
import { formatId } from '../platform/ids.ts'
import type { Platform } from '../platform/platform.ts'
import { platformRefusals } from '../platform/wire.ts'
import { APPROVALS_NEEDED, refusals } from './contract.ts'
import { payoutOf } from './payout.ts'
import * as sql from './sql.ts'

/** One of two people agrees; with the second it may be sent. Refuses `approved_already`, `payout_ended`. */
export async function approvePayout(tx: Tx, actor: StaffActor, id: bigint): Promise<bigint> {
  const row = await lockAsked(tx, id)
  const [added] = await sql.insertApproval(tx, row, actor.staffId)
  if (!added) throw new Refusal(refusals.approved_already)
  const approvals = await sql.approvalsOf(tx, [id])
  if (approvals.length >= APPROVALS_NEEDED) await sql.markState(tx, id, 'approved')
  await recordActivity(tx, {
    actor,
    action: 'payout.approve',
    subject: formatId('wdr', id),
    facts: { approvals: approvals.length, amountFen: row.gross_fen },
  })
  return id
}

/** Hers again, once: the state decides under the row's lock. Refuses `payout_ended`. */
export async function rejectPayout(
  platform: Platform,
  tx: Tx,
  actor: StaffActor,
  id: bigint,
  reason: string,
): Promise<bigint> {
  const row = await lockAsked(tx, id)
  await sql.markEnded(tx, id, 'rejected', { bill: null, reason })
  await book(platform, tx, [await payoutBack(tx, payoutOf(row, actorName(actor)))])
  await recordActivity(tx, { actor, action: 'payout.reject', subject: formatId('wdr', id), reason })
  return id
}

async function lockAsked(tx: Tx, id: bigint): Promise<sql.PayoutRow> {
  const [row] = await sql.lockPayout(tx, id)
  if (!row) throw new Refusal(platformRefusals.not_found)
  if (row.state !== 'asked') throw new Refusal(refusals.payout_ended)
  return row
}
