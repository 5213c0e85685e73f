import { payoutBack, payoutDone } from '../commissions/index.ts'
import { book } from '../ledger/index.ts'
import { bank, type ProviderTransfer, type TransferOwner } from '../payments/index.ts'
import type { Tx } from '../platform/db.ts'
import { formatId } from '../platform/ids.ts'
import type { Platform } from '../platform/platform.ts'
import { taxWithheld } from './accounts.ts'
import { idOfBill } from './own-transfers.ts'
import { isAtProvider, payoutOf } from './payout.ts'
import * as sql from './sql.ts'

const ACTOR = 'system:settlements'

/** News about transfers, proven by payments, inside its transaction. Rows are locked in id order. */
export const takeTransfers: TransferOwner['take'] = async (platform, tx, answers) => {
  const ids = answers.map((answer) => idOfBill(answer.billNo))
  await sql.lockPayouts(
    tx,
    ids.filter((id) => id !== null),
  )
  const taken: boolean[] = []
  for (const [at, answer] of answers.entries()) {
    const id = ids[at] ?? null
    taken.push(id !== null && (await takeTransfer(platform, tx, id, answer)))
  }
  return taken
}

/**
 * Applies the provider's own, proven answer about a payout under its row's lock, whoever brings it and however often: an
 * answer, a question or a notification. A failure releases the money, also of one that is held; a success about another
 * amount than was asked for is held for a person. Says whether it changed anything.
 */
export async function takeTransfer(platform: Platform, tx: Tx, id: bigint, answer: ProviderTransfer): Promise<boolean> {
  const [row] = await sql.lockPayout(tx, id)
  if (!row || !isAtProvider(row)) return false
  const of = { bill: answer.providerBill, confirmPackage: answer.confirmPackage }
  if (answer.state === 'failed' || answer.state === 'cancelled')
    return endPayout(platform, tx, id, 'failed', { bill: of.bill, reason: answer.failReason ?? answer.state })
  if (answer.state === 'unknown_transfer') return false
  if (answer.amountFen !== row.net_fen) {
    await sql.markHeld(tx, id, tx.at)
    platform.log.error(
      { room: 'settlements', subject: formatId('wdr', id), code: 'other_amount' },
      'a payout was answered with another amount; it is held for a person',
    )
    return row.held === null
  }
  if (row.held) await sql.markReleased(tx, id)
  if (answer.state === 'succeeded') return endPayout(platform, tx, id, 'succeeded', { bill: of.bill, reason: null })
  await sql.markAtProvider(tx, id, { ...of, state: answer.state === 'confirming' ? 'confirming' : 'sent' }, tx.at)
  return false
}

/** Ends a payout once, whoever comes first: the journal and the state in one transaction, under the row's lock. */
export async function endPayout(
  platform: Platform,
  tx: Tx,
  id: bigint,
  state: 'succeeded' | 'failed',
  of: { bill: string | null; reason: string | null },
): Promise<boolean> {
  const [row] = await sql.lockPayout(tx, id)
  if (!row || !isAtProvider(row)) return false
  await sql.markEnded(tx, id, state, of)
  const payout = payoutOf(row, ACTOR)
  const parts = [
    { to: bank, amountFen: row.net_fen },
    { to: taxWithheld, amountFen: row.tax_fen },
  ]
  await book(platform, tx, [state === 'succeeded' ? payoutDone(payout, parts) : await payoutBack(tx, payout)])
  tx.say({
    name: state === 'succeeded' ? 'payout.succeeded' : 'payout.failed',
    cellId: row.cell_id,
    subject: row.curator_person_id,
    actor: ACTOR,
    data: { payoutId: formatId('wdr', id), grossFen: row.gross_fen, netFen: row.net_fen },
  })
  return true
}
