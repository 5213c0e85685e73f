import {
  ProviderRefused,
  type ProviderTransfer,
  ProviderUnknown,
  queryTransfer,
  startTransfer,
} from '../payments/index.ts'
import { recordActivity } from '../people/index.ts'
import type { StaffActor } from '../platform/actor.ts'
import { openFindings } from '../platform/audit.ts'
import { Outage, Refusal } from '../platform/errors.ts'
import { formatId } from '../platform/ids.ts'
import type { Platform } from '../platform/platform.ts'
import { platformRefusals } from '../platform/wire.ts'
import { refusals } from './contract.ts'
import { nameForTransfer } from './identity.ts'
import { billNoOf, isAtProvider } from './payout.ts'
import * as sql from './sql.ts'
import { endPayout, takeTransfer } from './take-transfers.ts'

const ASK_EVERY_MS = 30_000
const BATCH = 50

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
  if (name === null) {
    await fail(platform, row.id, 'identity_gone')
    return
  }
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

/**
 * A person asks about a payout now, also about one that is held: the provider's own answer alone releases it, as paid
 * with the amount that we asked for or as failed. Safe to repeat. Refuses `payout_not_at_provider`.
 */
export async function askNow(platform: Platform, actor: StaffActor, id: bigint): Promise<void> {
  const [row] = await sql.findPayouts(platform.db, [id])
  if (!row) throw new Refusal(platformRefusals.not_found)
  if (!isAtProvider(row)) throw new Refusal(refusals.payout_not_at_provider)
  await platform.db.inTransaction(platform, (tx) =>
    recordActivity(tx, {
      actor,
      action: 'payout.ask',
      subject: formatId('wdr', id),
      facts: { held: row.held !== null },
    }),
  )
  if (!row.held) return askAboutPayout(platform, row)
  try {
    await takeAnswer(platform, row, await queryTransfer(platform, billNoOf(id)))
  } catch (error) {
    if (error instanceof ProviderUnknown || error instanceof ProviderRefused)
      throw new Outage('payment provider', 5, { cause: error })
    throw error
  }
}

const takeAnswer = (platform: Platform, row: sql.PayoutRow, answer: ProviderTransfer): Promise<boolean> =>
  platform.db.inTransaction(platform, (tx) => takeTransfer(platform, tx, row.id, answer))

/** A signed refusal had no effect and ends it; anything else says nothing about the money. */
async function takeFailure(platform: Platform, row: sql.PayoutRow, error: unknown): Promise<void> {
  if (error instanceof ProviderRefused && !error.retryable && row.state === 'approved') {
    await fail(platform, row.id, error.code)
    return
  }
  if (!(error instanceof ProviderUnknown) && !(error instanceof ProviderRefused)) throw error
  const unknown = { state: 'unknown', bill: null, confirmPackage: null } as const
  await sql.markAtProvider(platform.db, row.id, unknown, platform.clock.now())
  platform.log.warn(
    { room: 'settlements', subject: formatId('wdr', row.id), code: error.name },
    'the provider did not say what became of a payout',
  )
}

const fail = (platform: Platform, id: bigint, reason: string): Promise<boolean> =>
  platform.db.inTransaction(platform, (tx) => endPayout(platform, tx, id, 'failed', { bill: null, reason }))
