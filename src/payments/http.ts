import type { PersonActor } from '../platform/actor.ts'
import { anyone, aPerson, route, staff } from '../platform/http.ts'
import { formatId, parseId } from '../platform/ids.ts'
import type { Platform } from '../platform/platform.ts'
import { idOf, PageQuery, page, strict, Type } from '../platform/wire.ts'
import { askAbout } from './ask-provider.ts'
import { AdminPayment, AdminRefund, CashierShape, PaymentShape, StartInput } from './contract.ts'
import type { Intent } from './intent.ts'
import { providerOf } from './provider.ts'
import * as sql from './sql.ts'
import { findOwnIntent, startPayment } from './start-payment.ts'
import { takeNotification } from './take-notification.ts'

const LAST = 9223372036854775807n
const ListQuery = strict({ ...PageQuery, state: Type.Optional(Type.String({ maxLength: 20 })) })
const ById = strict({ id: idOf('pay') })

export const routes = [
  route({
    method: 'POST',
    path: '/v1/store/payments/:id/start',
    audience: 'store',
    who: aPerson,
    summary: 'Start paying: what the cashier needs',
    params: ById,
    body: StartInput,
    moves: true,
    answer: CashierShape,
    handle: (platform, { actor, params, body, ip }) =>
      startPayment(platform, actor as PersonActor, parseId('pay', params.id), body.channel, ip),
  }),
  route({
    method: 'GET',
    path: '/v1/store/payments/:id',
    audience: 'store',
    who: aPerson,
    summary: 'Where a payment stands; asks the provider while it is open',
    params: ById,
    answer: PaymentShape,
    handle: async (platform, { actor, params }) => {
      const id = parseId('pay', params.id)
      const intent = await findOwnIntent(platform, actor as PersonActor, id)
      if ((await askAbout(platform, intent)) === 'open') return presentIntent(platform, intent)
      return presentIntent(platform, await findOwnIntent(platform, actor as PersonActor, id))
    },
  }),
  route({
    method: 'POST',
    path: '/v1/provider/wechatpay/notifications',
    audience: 'provider',
    who: anyone,
    summary: 'Signed notifications of WeChat Pay',
    handle: async (platform, { headers, rawBody, header }) => {
      await takeNotification(platform, { headers, rawBody, now: platform.clock.now() })
      header('content-type', providerOf(platform).acceptance.contentType)
      return providerOf(platform).acceptance.body
    },
  }),
  route({
    method: 'GET',
    path: '/v1/admin/payments',
    audience: 'admin',
    who: staff('operator', 'finance', 'service'),
    summary: 'Payments, newest first',
    query: ListQuery,
    answer: page(AdminPayment),
    handle: async (platform, { query }) => {
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
    },
  }),
  route({
    method: 'GET',
    path: '/v1/admin/refunds',
    audience: 'admin',
    who: staff('operator', 'finance', 'service'),
    summary: 'Refunds, newest first',
    query: ListQuery,
    answer: page(AdminRefund),
    handle: async (platform, { query }) => {
      const limit = query.limit ?? 20
      const rows = await sql.refundsBefore(
        platform.db,
        query.cursor ? parseId('rfd', query.cursor) : LAST,
        query.state ?? null,
        limit,
      )
      const items = rows.map((row) => presentRefund(platform, row))
      return { items, nextCursor: items.length === limit ? (items.at(-1)?.id ?? null) : null }
    },
  }),
]

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
    askedBy: row.asked_by,
    createdAt: row.created_at.toISOString(),
    endedAt: row.ended_at?.toISOString() ?? null,
  }
}

const money = (platform: Platform, amount: number) => ({ amount, currency: platform.config.currency })
