import { showActor } from '../platform/actor.ts'
import { formatId, parseId } from '../platform/ids.ts'
import type { Platform } from '../platform/platform.ts'
import type { Intent } from './intent.ts'
import * as sql from './sql.ts'

interface ListQuery {
  readonly cursor?: string
  readonly limit?: number
  readonly state?: string
}

const LAST = 9223372036854775807n

/** Payments, newest first. */
export async function listPayments(platform: Platform, query: ListQuery) {
  const limit = query.limit ?? 20
  const rows = await sql.intentsBefore(
    platform.db,
    query.cursor ? parseId('pay', query.cursor) : LAST,
    query.state ?? null,
    limit,
  )
  const items = rows.map((row) => ({
    id: formatId('pay', row.id),
    purpose: row.purpose,
    reference: formatId('ord', row.reference),
    amount: money(platform, row.amount_fen),
    refunded: money(platform, row.refunded_fen),
    provider: row.provider,
    providerTxn: row.provider_txn,
    state: row.state,
    createdAt: row.created_at.toISOString(),
    endedAt: row.ended_at?.toISOString() ?? null,
  }))
  return { items, nextCursor: items.length === limit ? (items.at(-1)?.id ?? null) : null }
}

/** Refunds, newest first. */
export async function listRefunds(platform: Platform, query: ListQuery) {
  const limit = query.limit ?? 20
  const rows = await sql.refundsBefore(
    platform.db,
    query.cursor ? parseId('rfd', query.cursor) : LAST,
    query.state ?? null,
    limit,
  )
  const items = rows.map((row) => presentRefund(platform, row))
  return { items, nextCursor: items.length === limit ? (items.at(-1)?.id ?? null) : null }
}

export function presentIntent(platform: Platform, intent: Intent) {
  return {
    id: formatId('pay', intent.id),
    state: intent.state,
    amount: money(platform, intent.amountFen),
    orderId: intent.purpose === 'order' ? formatId('ord', intent.reference) : null,
    expiresAt: intent.expiresAt.toISOString(),
    paidAt: intent.state === 'succeeded' ? (intent.endedAt?.toISOString() ?? null) : null,
  }
}

export function presentRefund(platform: Platform, row: sql.RefundRow) {
  return {
    id: formatId('rfd', row.id),
    intentId: formatId('pay', row.intent_id),
    reference: formatId('ord', row.reference),
    amount: money(platform, row.amount_fen),
    reason: row.reason,
    state: row.state,
    providerRefund: row.provider_refund,
    askedBy: showActor(row.asked_by),
    createdAt: row.created_at.toISOString(),
    endedAt: row.ended_at?.toISOString() ?? null,
  }
}

const money = (platform: Platform, amount: number) => ({ amount, currency: platform.config.currency })
