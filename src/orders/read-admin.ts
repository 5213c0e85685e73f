import { productNames, readLots } from '../catalog/index.ts'
import { accrualsOfOrders, earningState } from '../commissions/index.ts'
import { communitiesByIds } from '../communities/index.ts'
import { curatorApplications } from '../curators/index.ts'
import { readJournals } from '../ledger/index.ts'
import { findIntents, openMoney, presentIntent, presentRefunds, refundsOf } from '../payments/index.ts'
import { findPeopleLike, nicknamesOf, peopleByIds } from '../people/index.ts'
import { lastAudit } from '../platform/audit.ts'
import { dateIn } from '../platform/clock.ts'
import { Refusal } from '../platform/errors.ts'
import type { Locale } from '../platform/http.ts'
import { formatId, parseId } from '../platform/ids.ts'
import { NEWEST } from '../platform/paging.ts'
import type { Platform } from '../platform/platform.ts'
import { platformRefusals } from '../platform/wire.ts'
import { openSaleCount, readSales, saleIdsOfCommunity } from '../sales/index.ts'
import type { OrderState } from './contract.ts'
import { distinct, showOrder } from './show-order.ts'
import * as sql from './sql.ts'
import * as sqlAdmin from './sql-admin.ts'
import * as sqlLists from './sql-lists.ts'

const DAY_MS = 24 * 3_600_000

export interface OrdersQuery {
  readonly cursor?: string
  readonly limit?: number
  readonly state?: OrderState
  readonly saleId?: string
  readonly communityId?: string
  readonly buyerId?: string
  readonly delivery?: 'parcel' | 'pickup'
  readonly search?: string
}

/** Orders for staff, newest first; the search takes an order's id, a phone number, or the start of a nickname. */
export async function listOrders(platform: Platform, query: OrdersQuery, locale: Locale) {
  const limit = query.limit ?? 20
  const orderId = query.search?.startsWith('ord_') ? parseId('ord', query.search) : null
  const found = query.search && orderId === null ? await findPeopleLike(platform, query.search) : null
  const buyerId = query.buyerId ? parseId('per', query.buyerId) : null
  const communityId = query.communityId ? parseId('com', query.communityId) : null
  const filter = {
    before: query.cursor ? parseId('ord', query.cursor) : NEWEST,
    state: query.state ?? null,
    delivery: query.delivery ?? null,
    saleId: query.saleId ? parseId('sal', query.saleId) : null,
    communityId,
    communitySales: communityId === null ? null : await saleIdsOfCommunity(platform, communityId),
    orderId,
    buyerIds: buyerId === null ? found : [buyerId].filter((id) => found === null || found.includes(id)),
  }
  const rows = await sqlAdmin.ordersForAdmin(platform.db, filter, limit)
  const last = rows.at(-1)
  return {
    items: await adminRows(platform, rows, locale),
    nextCursor: rows.length === limit && last ? formatId('ord', last.id) : null,
  }
}

/** Any order, for staff. */
export async function found(platform: Platform, id: string): Promise<sql.OrderRow> {
  const [order] = await sql.findOrders(platform.db, [parseId('ord', id)])
  if (!order) throw new Refusal(platformRefusals.not_found)
  return order
}

async function adminRows(platform: Platform, rows: readonly sql.OrderRow[], locale: Locale) {
  const lines = await sql.linesOf(
    platform.db,
    rows.map((row) => row.id),
  )
  const [names, nicknames, communities, sales] = await Promise.all([
    productNames(platform, platform.db, [...new Set(lines.map((line) => line.sku_id))], locale),
    nicknamesOf(platform.db, distinct(rows.map((row) => row.buyer_person_id))),
    communitiesByIds(platform.db, distinct(rows.map((row) => row.community_id))),
    readSales(platform.db, distinct(rows.map((row) => row.sale_id)), platform.clock.now()),
  ])
  return rows.map((row) => ({
    id: formatId('ord', row.id),
    state: row.state,
    buyerNickname: (row.buyer_person_id === null ? undefined : nicknames.get(row.buyer_person_id)) ?? '',
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

/** An order with its evidence. */
export async function adminOrder(platform: Platform, order: sql.OrderRow, locale: Locale) {
  const { db } = platform
  const [shown, buyers, intents, refunds, journals] = await Promise.all([
    showOrder(platform, order, locale),
    peopleByIds(platform, db, distinct([order.buyer_person_id])),
    findIntents(db, [order.intent_id]),
    refundsOf(db, [order.id]),
    readJournals(db, [order.id, order.intent_id]),
  ])
  const buyer = order.buyer_person_id === null ? undefined : buyers.get(order.buyer_person_id)
  return {
    order: shown,
    buyer: {
      id: order.buyer_person_id === null ? null : formatId('per', order.buyer_person_id),
      nickname: buyer?.nickname ?? '',
      phoneMasked: buyer?.phoneMasked ?? '',
    },
    attribution: await attributionOf(platform, order),
    packed: await packedOf(platform, order),
    payments: intents.map((intent) => ({ ...presentIntent(platform, intent), providerTxn: intent.providerTxn })),
    refunds: await presentRefunds(platform, db, refunds),
    journals,
  }
}

/** Who earns on each line and through whom it came, as it was frozen, and what it has earned so far. */
async function attributionOf(platform: Platform, order: sql.OrderRow) {
  const lines = await sql.linesOf(platform.db, [order.id])
  const [nicknames, accruals] = await Promise.all([
    nicknamesOf(platform.db, distinct(lines.flatMap((line) => [line.curator_person_id, line.via_person_id]))),
    accrualsOfOrders(platform.db, [order.id]),
  ])
  const money = (amount: number) => ({ amount, currency: platform.config.currency })
  const named = (id: bigint | null) =>
    id === null ? null : { personId: formatId('per', id), nickname: nicknames.get(id) ?? '' }
  return lines.map((line) => {
    const accrual = accruals.find((one) => one.line_no === line.line_no)
    return {
      lineNo: line.line_no,
      curator: named(line.curator_person_id),
      via: named(line.via_person_id),
      rule:
        line.rule_id === null
          ? null
          : { id: formatId('rul', line.rule_id), version: line.rule_version ?? 0, rateBps: line.rate_bps ?? 0 },
      commission: accrual
        ? {
            accrued: money(accrual.accrued_fen),
            clawedBack: money(accrual.clawed_fen),
            state: earningState(accrual),
          }
        : null,
    }
  })
}

async function packedOf(platform: Platform, order: sql.OrderRow) {
  const packed = await sqlAdmin.packedLines(platform.db, order.id)
  const lots = await readLots(platform.db, distinct(packed.map((line) => line.lot_id)))
  return packed.map((line) => ({
    parcelId: formatId('prc', line.parcel_id),
    lineNo: line.line_no,
    lotId: formatId('lot', line.lot_id),
    lotCode: lots.get(line.lot_id)?.code ?? '',
    quantity: line.quantity,
  }))
}

/** What waits for the platform team, and seven days of sales. */
export async function readAdminToday(platform: Platform) {
  const now = platform.clock.now()
  const [counts] = await sqlLists.countsForAdmin(platform.db)
  const since = new Date(now.getTime() - 7 * DAY_MS)
  const sold = new Map(
    (await sqlLists.soldByDay(platform.db, since, platform.config.timeZone)).map((row) => [row.day, row]),
  )
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
      ...(await openMoney(platform.db, now)),
    },
    lastAudit: await lastAudit(platform.db),
    sold: days.map((date) => ({
      date,
      orders: sold.get(date)?.orders ?? 0,
      amount: { amount: sold.get(date)?.amount_fen ?? 0, currency: platform.config.currency },
    })),
  }
}
