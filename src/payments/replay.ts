import { recordActivity } from '../people/index.ts'
import type { StaffActor } from '../platform/actor.ts'
import type { Tx } from '../platform/db.ts'
import { Refusal } from '../platform/errors.ts'
import { parseId } from '../platform/ids.ts'
import { NEWEST, pageOf } from '../platform/paging.ts'
import type { Platform } from '../platform/platform.ts'
import { platformRefusals } from '../platform/wire.ts'
import type { Notification } from './contract-bills.ts'
import { applyNews } from './inbox.ts'
import { referenceText } from './own-movements.ts'
import * as sql from './sql-inbox.ts'

/** Outcomes that moved something, now. */
const DID = new Set(['paid', 'unwanted', 'refunded', 'transferred'])
const PAGE = 20

interface ListQuery {
  readonly cursor?: string
  readonly limit?: number
  readonly kind?: string
  readonly outcome?: string
  readonly search?: string
}

/** What the provider told us, newest first; search takes the id of a payment, a refund or a payout. */
export async function listNotifications(platform: Platform, query: ListQuery) {
  const limit = query.limit ?? PAGE
  const rows = await sql.inboxBefore(
    platform.db,
    {
      before: query.cursor ? BigInt(query.cursor) : NEWEST,
      ...{ kind: query.kind ?? null, outcome: query.outcome ?? null, seq: null },
      reference: query.search ? referenceIn(query.search.trim()) : null,
    },
    limit + 1,
  )
  return pageOf(
    rows.map((row) => present(platform, row)),
    limit,
    (last) => last.no,
  )
}

export async function showNotification(platform: Platform, seq: bigint): Promise<Notification> {
  const filter = { before: NEWEST, kind: null, outcome: null, reference: null, seq }
  const [row] = await sql.inboxBefore(platform.db, filter, 1)
  if (!row) throw new Refusal(platformRefusals.not_found)
  return present(platform, row)
}

/**
 * Applies a kept notification once more, exactly as when it came: what it says was proven then. Safe any number of times;
 * whatever it did already it does not do again.
 */
export async function replayNotification(platform: Platform, tx: Tx, actor: StaffActor, seq: bigint): Promise<bigint> {
  const [row] = await sql.lockKept(tx, seq)
  if (!row) throw new Refusal(platformRefusals.not_found)
  const { notification_id: notificationId, kind, reference, facts } = row
  const [outcome = 'noted'] = await applyNews(platform, tx, [{ notificationId, kind, reference, facts }])
  await sql.markReplayed(tx, seq, DID.has(outcome) || row.outcome === null ? outcome : null)
  await recordActivity(tx, {
    ...{ actor, action: 'notification.replay', subject: referenceOf(row) ?? notificationId },
    facts: { no: String(seq), outcome },
  })
  return seq
}

const WHAT = { payment: 'payment', refund: 'refund', transfer: 'transfer', other: 'other' } as const
const referenceOf = (row: sql.KeptRow): string | null => referenceText(WHAT[row.kind], row.reference)

/** An id of ours that no notification can name finds nothing. */
function referenceIn(text: string): bigint {
  const prefix = /^(pay|rfd|wdr)_/.exec(text)?.[1] as 'pay' | 'rfd' | 'wdr' | undefined
  return prefix ? parseId(prefix, text) : -1n
}

function present(platform: Platform, row: sql.KeptRow): Notification {
  const { amountFen, providerTxn, providerRefund, providerBill, event } = row.facts
  const number = providerTxn ?? providerRefund ?? providerBill
  return {
    ...{ no: String(row.seq), notificationId: row.notification_id, provider: row.provider, kind: row.kind },
    reference: row.kind === 'other' ? null : referenceOf(row),
    providerNo: typeof number === 'string' ? number : null,
    event: typeof event === 'string' ? event : null,
    amount: typeof amountFen === 'number' ? { amount: amountFen, currency: platform.config.currency } : null,
    ...{ outcome: row.outcome, receivedAt: row.received_at.toISOString(), replays: row.replays },
    replayedAt: row.replayed_at?.toISOString() ?? null,
  }
}
