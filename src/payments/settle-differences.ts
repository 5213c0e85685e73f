import { type Account, book } from '../ledger/index.ts'
import { recordActivity } from '../people/index.ts'
import { actorName, type StaffActor } from '../platform/actor.ts'
import type { Tx } from '../platform/db.ts'
import { Refusal } from '../platform/errors.ts'
import { formatId } from '../platform/ids.ts'
import type { Platform } from '../platform/platform.ts'
import { platformRefusals } from '../platform/wire.ts'
import { bank, refundPayable, unexplained } from './accounts.ts'
import { type HowSettled, billRefusals as refusals, SECOND_PERSON_FROM_FEN } from './contract-bills.ts'
import { suspenseTransfer } from './differences.ts'
import * as sql from './sql-differences.ts'

/** What a person does about a difference with the provider: out of suspense, with a reason on record. */

/** Where the money went or came from. */
const ACCOUNTS: Readonly<Record<HowSettled, Account>> = { bank, payer: refundPayable, result: unexplained }

/**
 * Settles a difference, or proposes how when it is large: then a second person must agree. Refuses `difference_ended`,
 * `difference_proposed`, `nothing_to_owe`.
 */
export async function settleDifference(
  platform: Platform,
  tx: Tx,
  actor: StaffActor,
  id: bigint,
  { how, reason }: { how: HowSettled; reason: string },
): Promise<bigint> {
  const row = await lock(tx, id)
  if (row.state === 'proposed') throw new Refusal(refusals.difference_proposed)
  if (how === 'payer' && row.suspense_fen > 0) throw new Refusal(refusals.nothing_to_owe)
  await sql.markProposed(tx, id, how, reason, actor.staffId)
  const isLarge = Math.abs(row.suspense_fen) >= SECOND_PERSON_FROM_FEN
  await record(tx, actor, isLarge ? 'difference.propose' : 'difference.settle', row, { how, reason })
  if (!isLarge) await settle(platform, tx, actor, row, how)
  return id
}

/** The second person agrees. Refuses `difference_not_proposed`, `second_person_needed`. */
export async function agreeToDifference(platform: Platform, tx: Tx, actor: StaffActor, id: bigint): Promise<bigint> {
  const row = await lockProposed(tx, id)
  if (row.proposed_by === actor.staffId) throw new Refusal(refusals.second_person_needed)
  await record(tx, actor, 'difference.settle', row, { how: row.how ?? 'result' })
  await settle(platform, tx, actor, row, row.how ?? 'result')
  return id
}

/** Anyone may say no to a proposal; the difference is open again. Refuses `difference_not_proposed`. */
export async function declineDifference(tx: Tx, actor: StaffActor, id: bigint, reason: string): Promise<bigint> {
  const row = await lockProposed(tx, id)
  await sql.markReopened(tx, id)
  await record(tx, actor, 'difference.decline', row, { reason })
  return id
}

async function settle(platform: Platform, tx: Tx, actor: StaffActor, row: sql.DifferenceRow, how: HowSettled) {
  await sql.markSettled(tx, row.id, actor.staffId)
  await book(platform, tx, [
    {
      ...{ kind: 'difference_settled', key: `difset:${formatId('dif', row.id)}`, cellId: 0, reference: row.id },
      actor: actorName(actor),
      transfers: [suspenseTransfer(ACCOUNTS[how], -row.suspense_fen)],
    },
  ])
}

async function lock(tx: Tx, id: bigint): Promise<sql.DifferenceRow> {
  const [row] = await sql.lockDifference(tx, id)
  if (!row) throw new Refusal(platformRefusals.not_found)
  if (row.state === 'settled' || row.state === 'cleared') throw new Refusal(refusals.difference_ended)
  return row
}

async function lockProposed(tx: Tx, id: bigint): Promise<sql.DifferenceRow> {
  const row = await lock(tx, id)
  if (row.state !== 'proposed') throw new Refusal(refusals.difference_not_proposed)
  return row
}

const record = (
  tx: Tx,
  actor: StaffActor,
  action: `difference.${string}`,
  row: sql.DifferenceRow,
  of: { how?: HowSettled; reason?: string },
) =>
  recordActivity(tx, {
    ...{ actor, action, subject: formatId('dif', row.id), reason: of.reason },
    facts: { suspenseFen: row.suspense_fen, ...(of.how && { how: of.how }) },
  })
