import { payoutBack, payoutDone } from '../commissions/index.ts'
import { book } from '../ledger/index.ts'
import {
  bank,
  ProviderRefused,
  type ProviderTransfer,
  ProviderUnknown,
  queryTransfer,
  startTransfer,
} from '../payments/index.ts'
import { openFindings } from '../platform/audit.ts'
import { formatId } from '../platform/ids.ts'
import type { Platform } from '../platform/platform.ts'
import { taxWithheld } from './accounts.ts'
import { nameForTransfer } from './identity.ts'
import { billNoOf, isAtProvider, payoutOf } from './payout.ts'
import * as sql from './sql.ts'

const ASK_EVERY_MS = 30_000
const BATCH = 50
const ACTOR = 'system:settlements'

/**
 * Sends what is approved and asks about what the provider has. A timer never decides: only the provider's answer ends a
 * payout. While the audit has an open finding nothing new is sent; what was sent is still asked about.
 */
export async function workOnPayouts(platform: Platform): Promise<number> {
  const mayWork = (await openFindings(platform.db)).length === 0
  const before = new Date(platform.clock.now().getTime() - ASK_EVERY_MS)
  const rows = await sql.payoutsToWork(platform.db, before, BATCH)
  for (const row of rows)
    if (row.state !== 'approved') await askAboutPayout(platform, row)
    else if (mayWork) await sendPayout(platform, row)
  return 0
}

/** Marked as sent before the call: if we die in between, it is asked about under the same number, never sent as another. */
async function sendPayout(platform: Platform, row: sql.PayoutRow): Promise<void> {
  const name = await nameForTransfer(platform, row.curator_person_id)
  const [sent] = await sql.markSent(platform.db, row.id, platform.clock.now())
  if (!sent) return
  if (name === null) return endPayout(platform, row.id, 'failed', { bill: null, reason: 'identity_gone' })
  try {
    const answer = await startTransfer(platform, {
      billNo: billNoOf(row.id),
      amountFen: row.net_fen,
      payee: formatId('per', row.curator_person_id),
      payeeName: name,
      remark: '甄选师佣金',
      post: '社群甄选师',
      description: `${row.tax_month.slice(0, 7)} 推广佣金`,
    })
    await takeAnswer(platform, row, answer)
  } catch (error) {
    await takeFailure(platform, row, error)
  }
}

/** Asks the provider about one payout and applies the answer. One that never arrived there is sent again, same number. */
export async function askAboutPayout(platform: Platform, row: sql.PayoutRow): Promise<void> {
  if (!isAtProvider(row) || row.held) return
  try {
    const answer = await queryTransfer(platform, billNoOf(row.id))
    // Only the answer to the request itself says where she confirms; the same number again is the same transfer.
    const isLost = answer.state === 'confirming' && row.confirm_package === null
    if (answer.state === 'unknown_transfer' || isLost) await sendPayout(platform, row)
    else await takeAnswer(platform, row, answer)
  } catch (error) {
    await takeFailure(platform, row, error)
  }
}

async function takeAnswer(platform: Platform, row: sql.PayoutRow, answer: ProviderTransfer): Promise<void> {
  const at = platform.clock.now()
  const of = { bill: answer.providerBill, confirmPackage: answer.confirmPackage }
  if (answer.amountFen !== row.net_fen) {
    await sql.markHeld(platform.db, row.id, at)
    platform.log.error(
      { room: 'settlements', subject: formatId('wdr', row.id), code: 'other_amount' },
      'a payout was answered with another amount; it is held for a person',
    )
  } else if (answer.state === 'succeeded')
    await endPayout(platform, row.id, 'succeeded', { bill: answer.providerBill, reason: null })
  else if (answer.state === 'failed' || answer.state === 'cancelled')
    await endPayout(platform, row.id, 'failed', {
      bill: answer.providerBill,
      reason: answer.failReason ?? answer.state,
    })
  else
    await sql.markAtProvider(
      platform.db,
      row.id,
      { ...of, state: answer.state === 'confirming' ? 'confirming' : 'sent' },
      at,
    )
}

/** A signed refusal had no effect and ends it; anything else says nothing about the money. */
async function takeFailure(platform: Platform, row: sql.PayoutRow, error: unknown): Promise<void> {
  if (error instanceof ProviderRefused && !error.retryable && row.state === 'approved')
    return endPayout(platform, row.id, 'failed', { bill: null, reason: error.code })
  if (!(error instanceof ProviderUnknown) && !(error instanceof ProviderRefused)) throw error
  const unknown = { state: 'unknown', bill: null, confirmPackage: null } as const
  await sql.markAtProvider(platform.db, row.id, unknown, platform.clock.now())
  platform.log.warn(
    { room: 'settlements', subject: formatId('wdr', row.id), code: error.name },
    'the provider did not say what became of a payout',
  )
}

/** Ends a payout once, whoever comes first: the journal and the state in one transaction, under the row's lock. */
async function endPayout(
  platform: Platform,
  id: bigint,
  state: 'succeeded' | 'failed',
  of: { bill: string | null; reason: string | null },
): Promise<void> {
  await platform.db.inTransaction(platform, async (tx) => {
    const [row] = await sql.lockPayout(tx, id)
    if (!row || !isAtProvider(row)) return
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
  })
}
