import { productNames } from '../catalog/index.ts'
import { commissionOf } from '../commissions/index.ts'
import { membersOf, pairKey, pickupPointsByIds } from '../communities/index.ts'
import { nicknamesOf } from '../people/index.ts'
import type { PersonActor } from '../platform/actor.ts'
import { Refusal } from '../platform/errors.ts'
import type { Incoming, Locale } from '../platform/http.ts'
import { formatId, parseId } from '../platform/ids.ts'
import { listenLive } from '../platform/live.ts'
import type { Platform } from '../platform/platform.ts'
import { platformRefusals } from '../platform/wire.ts'
import { readSales, type Sale } from '../sales/index.ts'
import { type ListRow, refusals } from './contract.ts'
import { readPickupCode } from './pickup-code.ts'
import { distinct } from './show-order.ts'
import * as sql from './sql.ts'
import { broughtByIds } from './sql-brought.ts'
import * as sqlLists from './sql-lists.ts'

/** Makes sure that the sale is hers; another curator's is as absent. */
export async function assertOwnSale(platform: Platform, actor: PersonActor, saleId: bigint): Promise<void> {
  await ownSale(platform, actor, saleId)
}

/** The sale, if it is hers. */
export async function ownSale(platform: Platform, actor: PersonActor, saleId: bigint): Promise<Sale> {
  const sale = (await readSales(platform.db, [saleId], platform.clock.now())).get(saleId)
  if (!sale || sale.curatorPersonId !== actor.personId) throw new Refusal(platformRefusals.not_found)
  return sale
}

/**
 * The order behind a pick-up code, if it is of a sale of hers. Refuses `pickup_of_another`: who holds a signed code knows
 * that the order exists, and the two at the table need to know why nothing happens.
 */
export async function ownPickup(platform: Platform, actor: PersonActor, code: string) {
  const orderId = readPickupCode(platform.keys, code)
  const [order] = await sql.findOrders(platform.db, [orderId])
  if (!order?.sale_id) throw new Refusal(platformRefusals.not_found)
  const sale = (await readSales(platform.db, [order.sale_id], platform.clock.now())).get(order.sale_id)
  if (!sale) throw new Refusal(platformRefusals.not_found)
  if (sale.curatorPersonId !== actor.personId) throw new Refusal(refusals.pickup_of_another)
  return { orderId, cellId: order.cell_id, sale, pickupPointId: order.pickup_point_id }
}

/** What stands behind a scanned code, for the curator's eyes before her tap. */
export async function readPickup(platform: Platform, actor: PersonActor, code: string, locale: Locale) {
  const { orderId, sale, pickupPointId } = await ownPickup(platform, actor, code)
  const [row, points] = await Promise.all([
    rowOf(platform, sale.id, orderId, locale),
    pickupPointsByIds(platform.db, pickupPointId === null ? [] : [pickupPointId]),
  ])
  if (!row) throw new Refusal(platformRefusals.not_found)
  const [point] = [...points.values()]
  return {
    row,
    sale: { id: formatId('sal', sale.id), title: sale.title, arrivesOn: sale.arrivesOn },
    pickupPoint: point?.name ?? null,
  }
}

/** The living list (接龙) of a sale, newest first, with its totals. */
export async function readLivingList(platform: Platform, saleId: bigint, locale: Locale) {
  const rows = await sqlLists.ordersOfSale(platform.db, saleId)
  return { items: await listRows(platform, rows, locale), totals: await readTotals(platform, saleId) }
}

export async function readTotals(platform: Platform, saleId: bigint) {
  const [totals] = await sqlLists.saleTotals(platform.db, saleId)
  const lines = await sqlLists.earningLines(platform.db, saleId)
  const earnFen = { paid: 0, unpaid: 0 }
  for (const line of lines) {
    const rule = { rateBps: line.rate_bps, floorFen: line.floor_fen, capFen: line.cap_fen }
    earnFen[line.is_paid ? 'paid' : 'unpaid'] += commissionOf(line.net_fen, rule)
  }
  const money = (amount: number) => ({ amount, currency: platform.config.currency })
  return {
    orders: totals?.orders ?? 0,
    paidOrders: totals?.paid_orders ?? 0,
    units: totals?.units ?? 0,
    goods: money(totals?.goods_fen ?? 0),
    estimatedEarn: money(earnFen.paid),
    unpaidOrders: totals?.unpaid_orders ?? 0,
    unpaidGoods: money(totals?.unpaid_fen ?? 0),
    unpaidEarn: money(earnFen.unpaid),
  }
}

/** Sends every change of a sale's orders as it happens, one after the other: what is read later is sent later. */
export async function streamLivingList(
  platform: Platform,
  request: Incoming,
  send: (event: string, data: unknown) => void,
): Promise<() => void> {
  const saleId = parseId('sal', (request.params as { id: string }).id)
  await assertOwnSale(platform, request.actor as PersonActor, saleId)
  const saleText = formatId('sal', saleId)
  const sendNext = oneAfterTheOther((orderId) => sendRow(platform, saleId, orderId, request.locale, send), {
    failed: (error) => platform.log.warn({ error }, 'a live row could not be read'),
  })
  return listenLive(platform, (news) => {
    if (news.name.startsWith('order.') && news.data.saleId === saleText) sendNext(news.subject)
  })
}

/**
 * Rows of one stream are read one after the other. Two reads at once may end in either order, and the list would keep
 * the older row and the older totals. An order that waits its turn already is not read twice.
 */
export function oneAfterTheOther(
  sendOne: (orderId: bigint) => Promise<void>,
  { failed }: { readonly failed: (error: unknown) => void },
): (orderId: bigint) => void {
  const waiting = new Set<bigint>()
  let isSending = false
  const sendAll = async () => {
    isSending = true
    for (const orderId of waiting) {
      waiting.delete(orderId)
      await sendOne(orderId).catch(failed)
    }
    isSending = false
  }
  return (orderId) => {
    waiting.add(orderId)
    if (!isSending) void sendAll()
  }
}

/** One row of the list as it is now. */
export async function rowOf(
  platform: Platform,
  saleId: bigint,
  orderId: bigint,
  locale: Locale,
): Promise<ListRow | undefined> {
  const [order] = await sql.findOrders(platform.db, [orderId])
  const [place] = await sqlLists.listNoOf(platform.db, saleId, orderId)
  if (!order || !place) return undefined
  return (await listRows(platform, [{ ...order, list_no: place.list_no }], locale))[0]
}

async function sendRow(
  platform: Platform,
  saleId: bigint,
  orderId: bigint,
  locale: Locale,
  send: (event: string, data: unknown) => void,
): Promise<void> {
  const row = await rowOf(platform, saleId, orderId, locale)
  if (row) send('order', { row, totals: await readTotals(platform, saleId) })
}

async function listRows(
  platform: Platform,
  orders: readonly (sql.OrderRow & { list_no: number })[],
  locale: Locale,
): Promise<ListRow[]> {
  const lines = await sql.linesOf(
    platform.db,
    orders.map((order) => order.id),
  )
  const people = [
    ...new Set([
      ...distinct(orders.map((order) => order.buyer_person_id)),
      ...lines.flatMap((line) => (line.via_person_id === null ? [] : [line.via_person_id])),
    ]),
  ]
  const pairs = orders.flatMap((order) =>
    order.community_id === null
      ? []
      : people.map((personId) => ({ communityId: order.community_id as bigint, personId })),
  )
  const nobodys = orders.filter((order) => order.buyer_person_id === null).map((order) => order.id)
  const [names, members, nicknames, brought] = await Promise.all([
    productNames(platform, platform.db, [...new Set(lines.map((line) => line.sku_id))], locale),
    membersOf(platform.db, uniquePairs(pairs)),
    nicknamesOf(platform.db, people),
    nobodys.length === 0 ? [] : broughtByIds(platform.db, nobodys),
  ])
  const named = new Map(brought.map((row) => [row.order_id, row.nickname]))
  const nickname = (order: sql.OrderRow, personId: bigint) =>
    (order.community_id === null ? undefined : members.get(pairKey(order.community_id, personId))?.nickname) ??
    nicknames.get(personId) ??
    ''
  return orders.map((order) => {
    const mine = lines.filter((line) => line.order_id === order.id)
    const via = mine.find((line) => line.via_person_id !== null)?.via_person_id ?? null
    return {
      orderId: formatId('ord', order.id),
      listNo: order.list_no,
      nickname: order.buyer_person_id === null ? (named.get(order.id) ?? '') : nickname(order, order.buyer_person_id),
      lines: mine.map((line) => ({
        name: names.get(line.sku_id)?.name ?? '',
        unit: names.get(line.sku_id)?.unit ?? '',
        quantity: line.quantity,
      })),
      state: order.state,
      total: { amount: order.total_fen, currency: platform.config.currency },
      via: via === null ? null : { nickname: nickname(order, via) },
      delivery: order.delivery,
      placedAt: order.placed_at.toISOString(),
      paidAt: order.paid_at?.toISOString() ?? null,
      version: order.version,
    }
  })
}

const uniquePairs = (pairs: readonly { communityId: bigint; personId: bigint }[]) => [
  ...new Map(pairs.map((pair) => [pairKey(pair.communityId, pair.personId), pair])).values(),
]
