import { showActor } from '../platform/actor.ts'
import type { Queryable } from '../platform/db.ts'
import { formatId, parseId } from '../platform/ids.ts'
import { idOfActor, namesOf } from '../platform/names.ts'
import { NEWEST } from '../platform/paging.ts'
import type { Platform } from '../platform/platform.ts'
import type { OpenMoney } from './contract.ts'
import type { Intent } from './intent.ts'
import { oldBefore } from './read-bills.ts'
import * as sql from './sql.ts'
import { openDifferences } from './sql-differences.ts'

interface ListQuery {
  readonly cursor?: string
  readonly limit?: number
  readonly state?: string
  /** The id of a payment, a refund or an order; anything else is the provider's number. */
  readonly search?: string
}

/** Payments, newest first. */
export async function listPayments(platform: Platform, query: ListQuery) {
  const limit = query.limit ?? 20
  const rows = await sql.intentsBefore(platform.db, filterOf(query, 'pay'), limit)
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
  const rows = await sql.refundsBefore(platform.db, filterOf(query, 'rfd'), limit)
  const items = await presentRefunds(platform, platform.db, rows)
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

/** Refunds as staff see them, with the name of whoever asked. */
export async function presentRefunds(platform: Platform, q: Queryable, rows: readonly sql.RefundRow[]) {
  const names = await namesOf(
    q,
    rows.map((row) => idOfActor(showActor(row.asked_by))),
  )
  return rows.map((row) => ({
    ...presentRefund(platform, row),
    askedByName: names.get(idOfActor(showActor(row.asked_by))) ?? null,
  }))
}

export async function showRefund(platform: Platform, id: bigint) {
  return (await presentRefunds(platform, platform.db, await sql.findRefunds(platform.db, [id])))[0]
}

/** What of our business at the provider is not finished, in numbers. */
export async function openMoney(q: Queryable, now: Date): Promise<OpenMoney> {
  const [row] = await sql.openMoney(q)
  const [differences] = await openDifferences(q, oldBefore(now))
  return {
    refundsOpen: row?.refunds_open ?? 0,
    refundsFailed: row?.refunds_failed ?? 0,
    paymentsUnknown: row?.payments_unknown ?? 0,
    differencesOpen: differences?.open ?? 0,
    differencesOld: differences?.old ?? 0,
  }
}

function filterOf(query: ListQuery, prefix: 'pay' | 'rfd'): sql.ListFilter {
  const search = query.search?.trim() ?? ''
  const idOr = (one: 'pay' | 'rfd' | 'ord') => (search.startsWith(`${one}_`) ? parseId(one, search) : null)
  const [payId, refundId, orderId] = [idOr('pay'), idOr('rfd'), idOr('ord')]
  const isNumber = search !== '' && payId === null && refundId === null && orderId === null
  return {
    before: query.cursor ? parseId(prefix, query.cursor) : NEWEST,
    state: query.state ?? null,
    payId,
    refundId,
    orderId,
    providerNo: isNumber ? search : null,
  }
}

function presentRefund(platform: Platform, row: sql.RefundRow) {
  return {
    id: formatId('rfd', row.id),
    intentId: formatId('pay', row.intent_id),
    reference: formatId('ord', row.reference),
    amount: money(platform, row.amount_fen),
    reason: row.reason,
    state: row.state,
    outcome: row.outcome,
    providerRefund: row.provider_refund,
    askedBy: showActor(row.asked_by),
    createdAt: row.created_at.toISOString(),
    endedAt: row.ended_at?.toISOString() ?? null,
  }
}

const money = (platform: Platform, amount: number) => ({ amount, currency: platform.config.currency })
