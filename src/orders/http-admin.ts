import { productNames } from '../catalog/index.ts'
import { communitiesByIds } from '../communities/index.ts'
import { curatorApplications } from '../curators/index.ts'
import { readJournals } from '../ledger/index.ts'
import { findIntents, presentIntent, presentRefund, refundsOf } from '../payments/index.ts'
import { addressOf, findPeopleLike, nicknamesOf, peopleByIds, recordActivity } from '../people/index.ts'
import { dateIn } from '../platform/clock.ts'
import { isRefusal, Refusal } from '../platform/errors.ts'
import { route, staff } from '../platform/http.ts'
import { formatId, type Id, parseId } from '../platform/ids.ts'
import type { Platform } from '../platform/platform.ts'
import { problemOf } from '../platform/problem.ts'
import { idOf, Money, oneOf, orNull, PageQuery, page, platformRefusals, strict, Type, text } from '../platform/wire.ts'
import { openSaleCount, readSales } from '../sales/index.ts'
import { cancelOrder, closeAtProvider } from './cancel-orders.ts'
import { AdminOrder, AdminOrderRow, OrderShape, orderStates } from './contract.ts'
import { readPickupCode } from './pickup-code.ts'
import { handOver, shipOrder } from './ship-orders.ts'
import { distinct, showOrder } from './show-order.ts'
import * as sql from './sql.ts'

const LAST = 9223372036854775807n
const DAY_MS = 24 * 3_600_000
const ById = strict({ id: idOf('ord') })
const ShipInput = { carrier: text(40), trackingNo: Type.String({ pattern: '^[A-Za-z0-9-]{4,40}$' }) }
const operators = staff('operator', 'service')

export const adminRoutes = [
  route({
    method: 'GET',
    path: '/v1/admin/orders',
    audience: 'admin',
    who: staff('operator', 'service', 'finance'),
    summary: 'Orders, newest first; search takes an order id or a nickname',
    query: strict({
      ...PageQuery,
      state: Type.Optional(oneOf(...orderStates)),
      saleId: Type.Optional(idOf('sal')),
      search: Type.Optional(text(60)),
    }),
    answer: page(AdminOrderRow),
    handle: async (platform, { query, locale }) => {
      const limit = query.limit ?? 20
      const orderId = query.search?.startsWith('ord_') ? parseId('ord', query.search) : null
      const buyerIds = query.search && orderId === null ? await findPeopleLike(platform, query.search) : null
      const filter = {
        before: query.cursor ? parseId('ord', query.cursor) : LAST,
        state: query.state ?? null,
        saleId: query.saleId ? parseId('sal', query.saleId) : null,
        orderId,
        buyerIds,
      }
      const rows = await sql.ordersForAdmin(platform.db, filter, limit)
      const last = rows.at(-1)
      return {
        items: await adminRows(platform, rows, locale),
        nextCursor: rows.length === limit && last ? formatId('ord', last.id) : null,
      }
    },
  }),
  route({
    method: 'GET',
    path: '/v1/admin/orders/:id',
    audience: 'admin',
    who: staff('operator', 'service', 'finance'),
    summary: 'An order with its evidence: attribution, payment, refunds, journals',
    params: ById,
    answer: AdminOrder,
    handle: async (platform, { params, locale }) => adminOrder(platform, await found(platform, params.id), locale),
  }),
  route({
    method: 'POST',
    path: '/v1/admin/orders/:id/ship',
    audience: 'admin',
    who: operators,
    summary: 'Pack and ship: lots first expired first, parcel with tracking number',
    params: ById,
    body: strict(ShipInput),
    moves: true,
    answer: OrderShape,
    handle: async (platform, { actor, params, body, locale, once }) => {
      const order = await found(platform, params.id)
      await once(order.cell_id, (tx) => shipOrder(platform, tx, actor, { orderId: order.id, ...body }))
      return showOrder(platform, await found(platform, params.id), locale)
    },
  }),
  route({
    method: 'POST',
    path: '/v1/admin/orders/ship-many',
    audience: 'admin',
    who: operators,
    summary: 'Ship up to 100 orders; each has its own verdict, one mistake loses none',
    body: strict({ items: Type.Array(strict({ orderId: idOf('ord'), ...ShipInput }), { minItems: 1, maxItems: 100 }) }),
    moves: true,
    answer: Type.Object({
      items: Type.Array(
        Type.Object({
          orderId: idOf('ord'),
          ok: Type.Boolean(),
          code: orNull(Type.String()),
          title: orNull(Type.String()),
        }),
      ),
    }),
    handle: async (platform, { actor, body, locale }) => ({
      items: await Promise.all(
        body.items.map(async ({ orderId, carrier, trackingNo }) => {
          try {
            await platform.db.inTransaction(platform, (tx) =>
              shipOrder(platform, tx, actor, { orderId: parseId('ord', orderId), carrier, trackingNo }),
            )
            return { orderId, ok: true, code: null, title: null }
          } catch (error) {
            if (!isRefusal(error)) throw error
            return { orderId, ok: false, code: error.refusal.code, title: problemOf(error.refusal, locale, '').title }
          }
        }),
      ),
    }),
  }),
  route({
    method: 'POST',
    path: '/v1/admin/handovers',
    audience: 'admin',
    who: operators,
    summary: 'Hand an order over at a pick-up point by its code',
    body: strict({ pickupCode: text(40, 8) }),
    moves: true,
    answer: OrderShape,
    handle: async (platform, { actor, body, locale, once }) => {
      const order = await found(platform, formatId('ord', readPickupCode(platform.keys, body.pickupCode)))
      await once(order.cell_id, (tx) => handOver(platform, tx, actor, order.id))
      return showOrder(platform, await found(platform, formatId('ord', order.id)), locale)
    },
  }),
  route({
    method: 'POST',
    path: '/v1/admin/orders/:id/cancel',
    audience: 'admin',
    who: operators,
    summary: 'Cancel for the shopper, with a reason on record',
    params: ById,
    body: strict({ reason: text(80) }),
    moves: true,
    answer: OrderShape,
    handle: async (platform, { actor, params, body, locale, once }) => {
      const order = await found(platform, params.id)
      const { replayed } = await once(order.cell_id, (tx) => cancelOrder(platform, tx, actor, order.id, body.reason))
      if (!replayed) await closeAtProvider(platform, order.id)
      return showOrder(platform, await found(platform, params.id), locale)
    },
  }),
  route({
    method: 'GET',
    path: '/v1/admin/orders/:id/address',
    audience: 'admin',
    who: operators,
    summary: 'The whole address for the label; the look is on record',
    params: ById,
    answer: Type.Object({
      recipient: Type.String(),
      phone: Type.String(),
      region: Type.String(),
      street: Type.String(),
    }),
    handle: async (platform, { actor, params }) => {
      const order = await found(platform, params.id)
      if (order.address_id === null) throw new Refusal(platformRefusals.not_found)
      await platform.db.inTransaction(platform, (tx) =>
        recordActivity(tx, { actor, action: 'order.look_at_address', subject: params.id }),
      )
      const { recipient, phone, region, street } = await addressOf(
        platform,
        platform.db,
        order.buyer_person_id as Id<'per'>,
        order.address_id as Id<'adr'>,
      )
      return { recipient, phone, region, street }
    },
  }),
  route({
    method: 'GET',
    path: '/v1/admin/today',
    audience: 'admin',
    who: staff('operator', 'service', 'finance', 'scout'),
    summary: 'What waits for the platform team, and seven days of sales',
    answer: Type.Object({
      counts: Type.Object({
        toShip: Type.Integer(),
        toHandOver: Type.Integer(),
        awaitingPayment: Type.Integer(),
        shipped: Type.Integer(),
        openSales: Type.Integer(),
        applications: Type.Integer(),
      }),
      sold: Type.Array(Type.Object({ date: Type.String(), orders: Type.Integer(), amount: Money })),
    }),
    handle: (platform) => readAdminToday(platform),
  }),
]

async function found(platform: Platform, id: string): Promise<sql.OrderRow> {
  const [order] = await sql.findOrders(platform.db, [parseId('ord', id)])
  if (!order) throw new Refusal(platformRefusals.not_found)
  return order
}

async function adminRows(platform: Platform, rows: readonly sql.OrderRow[], locale: 'zh-CN' | 'en') {
  const lines = await sql.linesOf(
    platform.db,
    rows.map((row) => row.id),
  )
  const [names, nicknames, communities, sales] = await Promise.all([
    productNames(platform, platform.db, [...new Set(lines.map((line) => line.sku_id))], locale),
    nicknamesOf(platform.db, [...new Set(rows.map((row) => row.buyer_person_id))]),
    communitiesByIds(platform.db, distinct(rows.map((row) => row.community_id))),
    readSales(platform.db, distinct(rows.map((row) => row.sale_id)), platform.clock.now()),
  ])
  return rows.map((row) => ({
    id: formatId('ord', row.id),
    state: row.state,
    buyerNickname: nicknames.get(row.buyer_person_id) ?? '',
    communityName: row.community_id === null ? null : (communities.get(row.community_id)?.name ?? null),
    saleTitle: row.sale_id === null ? null : (sales.get(row.sale_id)?.title ?? null),
    lines: lines
      .filter((line) => line.order_id === row.id)
      .map((line) => ({
        name: names.get(line.sku_id)?.name ?? '',
        unit: names.get(line.sku_id)?.unit ?? '',
        quantity: line.quantity,
      })),
    total: { amount: row.total_fen, currency: platform.config.currency },
    delivery: row.delivery,
    placedAt: row.placed_at.toISOString(),
    paidAt: row.paid_at?.toISOString() ?? null,
  }))
}

async function adminOrder(platform: Platform, order: sql.OrderRow, locale: 'zh-CN' | 'en') {
  const lines = await sql.linesOf(platform.db, [order.id])
  const people = [
    ...new Set(
      lines.flatMap((line) => [line.curator_person_id, line.via_person_id]).filter((id): id is bigint => id !== null),
    ),
  ]
  const [shown, buyers, nicknames, intents, refunds] = await Promise.all([
    showOrder(platform, order, locale),
    peopleByIds(platform, platform.db, [order.buyer_person_id]),
    nicknamesOf(platform.db, people),
    findIntents(platform.db, [order.intent_id]),
    refundsOf(platform.db, [order.id]),
  ])
  const journals = await readJournals(platform.db, [order.id, order.intent_id])
  const buyer = buyers.get(order.buyer_person_id)
  return {
    order: shown,
    buyer: {
      id: formatId('per', order.buyer_person_id),
      nickname: buyer?.nickname ?? '',
      phoneMasked: buyer?.phoneMasked ?? '',
    },
    attribution: lines.map((line) => ({
      lineNo: line.line_no,
      curator: line.curator_person_id === null ? null : (nicknames.get(line.curator_person_id) ?? ''),
      via: line.via_person_id === null ? null : (nicknames.get(line.via_person_id) ?? ''),
      rule:
        line.rule_id === null
          ? null
          : { id: formatId('rul', line.rule_id), version: line.rule_version ?? 0, rateBps: line.rate_bps ?? 0 },
    })),
    payments: intents.map((intent) => ({ ...presentIntent(platform, intent), providerTxn: intent.providerTxn })),
    refunds: refunds.map((refund) => presentRefund(platform, refund)),
    journals,
  }
}

async function readAdminToday(platform: Platform) {
  const now = platform.clock.now()
  const [counts] = await sql.countsForAdmin(platform.db)
  const since = new Date(now.getTime() - 7 * DAY_MS)
  const sold = new Map((await sql.soldByDay(platform.db, since, platform.config.timeZone)).map((row) => [row.day, row]))
  const days = Array.from({ length: 7 }, (_, index) =>
    dateIn(platform.config.timeZone, new Date(now.getTime() - (6 - index) * DAY_MS)),
  )
  return {
    counts: {
      toShip: counts?.to_ship ?? 0,
      toHandOver: counts?.to_hand_over ?? 0,
      awaitingPayment: counts?.awaiting_payment ?? 0,
      shipped: counts?.shipped ?? 0,
      openSales: await openSaleCount(platform.db, now),
      applications: await curatorApplications(platform.db),
    },
    sold: days.map((date) => ({
      date,
      orders: sold.get(date)?.orders ?? 0,
      amount: { amount: sold.get(date)?.amount_fen ?? 0, currency: platform.config.currency },
    })),
  }
}
