import { productNames, readSkus } from '../catalog/index.ts'
import { communitiesByIds, pickupPointsByIds } from '../communities/index.ts'
import { curatorsByIds } from '../curators/index.ts'
import type { Actor } from '../platform/actor.ts'
import { Refusal } from '../platform/errors.ts'
import type { Locale } from '../platform/http.ts'
import { formatId } from '../platform/ids.ts'
import type { Platform } from '../platform/platform.ts'
import { readSales, type Sale } from '../sales/index.ts'
import { broughtState, payTokenOf } from './brought.ts'
import {
  type BroughtOrder,
  broughtRefusals,
  MOST_OPEN,
  mistakeWords,
  type PayLink,
  type ReadList,
} from './contract-brought.ts'
import { needsFreshConfirmation } from './order.ts'
import { readPastedList } from './pasted-list.ts'
import * as sql from './sql.ts'
import * as sqlBrought from './sql-brought.ts'

/** How a pasted list reads for a sale. Places nothing. */
export async function readListFor(platform: Platform, sale: Sale, text: string, locale: Locale): Promise<ReadList> {
  const { db } = platform
  const skuIds = sale.skus.map((sku) => sku.skuId as bigint)
  const [zh, en] = await Promise.all([
    productNames(platform, db, skuIds, 'zh-CN'),
    productNames(platform, db, skuIds, 'en'),
  ])
  const shown = locale === 'en' ? en : zh
  const both = (id: bigint, field: 'name' | 'unit') => [zh, en].flatMap((names) => names.get(id)?.[field] ?? [])
  const goods = skuIds.map((id) => ({ skuId: formatId('sku', id), names: both(id, 'name'), units: both(id, 'unit') }))
  const named = new Map(skuIds.map((id) => [formatId('sku', id) as string, shown.get(id)]))
  const { rows, more } = readPastedList(text, goods)
  const items = rows.map(({ mistake, lines, ...row }) => ({
    ...row,
    lines: lines.map(({ skuId, quantity }) => ({
      skuId,
      name: named.get(skuId)?.name ?? '',
      unit: named.get(skuId)?.unit ?? '',
      quantity,
    })),
    mistake: mistake && { code: mistake, title: mistakeWords[mistake][locale === 'en' ? 'en' : 'zh'] },
  }))
  return { items, more }
}

/** Those of a sale that wait for their person, newest first. */
export async function openBroughtOf(platform: Platform, saleId: bigint, locale: Locale): Promise<BroughtOrder[]> {
  const rows = await sqlBrought.openBrought(platform.db, saleId, platform.clock.now(), MOST_OPEN * 10)
  return showBrought(
    platform,
    rows.map((row) => row.order_id),
    locale,
  )
}

/** Brought orders as their curator sees them, in the given order. */
export async function showBrought(platform: Platform, ids: readonly bigint[], locale: Locale): Promise<BroughtOrder[]> {
  if (ids.length === 0) return []
  const { db, clock, keys, config } = platform
  const [orders, brought, lines] = await Promise.all([
    sql.findOrders(db, ids),
    sqlBrought.broughtByIds(db, ids),
    sql.linesOf(db, ids),
  ])
  const names = await productNames(platform, db, [...new Set(lines.map((line) => line.sku_id))], locale)
  return ids.flatMap((id) => {
    const order = orders.find((one) => one.id === id)
    const row = brought.find((one) => one.order_id === id)
    if (!order || !row) return []
    return [
      {
        orderId: formatId('ord', id),
        state: broughtState(order, clock.now()),
        nickname: row.nickname,
        communityId: formatId('com', row.community_id),
        lines: lines.filter((line) => line.order_id === id).map((line) => showLine(platform, line, names)),
        total: { amount: order.total_fen, currency: config.currency },
        expiresAt: order.expires_at.toISOString(),
        payUrl: `${config.publicUrl}/b/${payTokenOf(keys, id)}`,
      },
    ]
  })
}

/** What opens behind a pay link. Whom it went to, and where she lives, is nobody else's to see. */
export async function showPayLink(platform: Platform, actor: Actor, orderId: bigint, locale: Locale): Promise<PayLink> {
  const { db, clock, config } = platform
  const [[order], [brought], lines] = await Promise.all([
    sql.findOrders(db, [orderId]),
    sqlBrought.broughtByIds(db, [orderId]),
    sql.linesOf(db, [orderId]),
  ])
  if (!order?.sale_id || !order.community_id || !brought) throw new Refusal(broughtRefusals.pay_link_forged)
  const skuIds = [...new Set(lines.map((line) => line.sku_id))]
  const [names, skus, sales, communities, points, curators] = await Promise.all([
    productNames(platform, db, skuIds, locale),
    readSkus(db, skuIds, clock.now()),
    readSales(db, [order.sale_id], clock.now()),
    communitiesByIds(db, [order.community_id]),
    pickupPointsByIds(db, order.pickup_point_id === null ? [] : [order.pickup_point_id]),
    curatorsByIds(db, [brought.curator_person_id]),
  ])
  const sale = sales.get(order.sale_id)
  const [point] = [...points.values()]
  const money = (amount: number) => ({ amount, currency: config.currency })
  const isMine = actor.kind === 'person' && order.buyer_person_id === actor.personId
  return {
    state: broughtState(order, clock.now()),
    nickname: brought.nickname,
    lines: lines.map((line) => showLine(platform, line, names)),
    goods: money(order.goods_fen),
    freight: money(order.freight_fen),
    total: money(order.total_fen),
    expiresAt: order.expires_at.toISOString(),
    delivery: order.delivery,
    pickupPoint: point ? { name: point.name, place: point.place, hours: point.hours } : null,
    needsFreshConfirmation: needsFreshConfirmation([...skus.values()]),
    sale: { title: sale?.title ?? '', arrivesOn: sale?.arrivesOn ?? '' },
    community: { name: communities.get(order.community_id)?.name ?? '' },
    curator: { displayName: curators.get(brought.curator_person_id)?.displayName ?? '' },
    orderId: isMine ? formatId('ord', orderId) : null,
  }
}

const showLine = (platform: Platform, line: sql.LineRow, names: Awaited<ReturnType<typeof productNames>>) => ({
  name: names.get(line.sku_id)?.name ?? '',
  unit: names.get(line.sku_id)?.unit ?? '',
  quantity: line.quantity,
  goods: { amount: line.goods_fen, currency: platform.config.currency },
})
