import { type KnownLink, refusals as linkRefusals, revokedLinks } from '../attribution/index.ts'
import { readSkus, type SkuForSale } from '../catalog/index.ts'
import { type RuleInForce, rulesInForce } from '../commissions/index.ts'
import { type Seller, sellersByIds, whyNotSelling } from '../curators/index.ts'
import { actorName, type PersonActor } from '../platform/actor.ts'
import type { Tx } from '../platform/db.ts'
import { Refusal } from '../platform/errors.ts'
import { type Claim, claimName, judgeClaims, releaseKeys } from '../platform/idempotency.ts'
import { formatId, parseId } from '../platform/ids.ts'
import type { Platform } from '../platform/platform.ts'
import { platformRefusals } from '../platform/wire.ts'
import { type OrderedSale, refusals as saleRefusals, salesForOrders, whyNoOrders } from '../sales/index.ts'
import { keepReservations, lockWithPool } from '../stock/index.ts'
import { assertRoom, assertRow, TAKE_WITHIN_MS } from './brought.ts'
import { refusals } from './contract.ts'
import { type BroughtRow, broughtRefusals } from './contract-brought.ts'
import { bindingThrough, type Draft, draft, type WantedLine } from './order.ts'
import { tryRefusal } from './placing.ts'
import * as sql from './sql.ts'
import * as sqlBrought from './sql-brought.ts'

/** One row of a list that a curator brings, through her own link of the sale in that community. */
export interface Bringing {
  readonly actor: PersonActor
  readonly claim: Claim
  readonly link: KnownLink
  readonly row: BroughtRow
}

export interface Brought {
  readonly orderId: bigint
  readonly replayed: boolean
}

interface Candidate {
  readonly bringing: Bringing
  readonly orderId: bigint
  readonly sale: OrderedSale
  readonly nickname: string
  readonly note: string
  readonly lines: readonly WantedLine[]
  readonly draft: Draft
}

/**
 * Places what a curator brings, a list in one transaction, each row with a verdict of its own: an order that is nobody's
 * yet, with its price and its goods kept for half an hour. Limits per person, the door, the address and the payment come
 * when its person takes it. Locks as everywhere: keys, how many wait, stock.
 */
export async function bringOrders(
  platform: Platform,
  tx: Tx,
  bringings: readonly Bringing[],
): Promise<(Brought | Refusal)[]> {
  const ids = bringings.map(({ link }) => platform.ids.next<'ord'>(link.cellId))
  const [verdicts, reading] = await Promise.all([claim(tx, bringings, ids), read(platform, tx, bringings)])
  const open = bringings.flatMap((bringing, index) => (verdicts[index] === undefined ? [{ bringing, index }] : []))
  const candidates: { index: number; candidate: Candidate }[] = []
  for (const { bringing, index } of open) {
    const judged = tryRefusal(() => judge(bringing, ids[index] as bigint, reading, tx.at))
    if (judged instanceof Refusal) verdicts[index] = judged
    else candidates.push({ index, candidate: judged })
  }
  const kept = await reserveAndWrite(
    platform,
    tx,
    candidates.map(({ candidate }) => candidate),
  )
  candidates.forEach(({ index }, at) => {
    verdicts[index] = kept[at] ?? { orderId: ids[index] as bigint, replayed: false }
  })
  releaseKeys(
    tx,
    open.filter(({ index }) => verdicts[index] instanceof Refusal).map(({ bringing }) => bringing.claim),
  )
  return verdicts as (Brought | Refusal)[]
}

/** Each row has a key of its own, so a list that is sent again places what is missing and nothing twice. */
async function claim(tx: Tx, bringings: readonly Bringing[], ids: readonly bigint[]) {
  const first = new Map<string, number>()
  bringings.forEach((one, index) => {
    const name = claimName(one.claim)
    if (!first.has(name)) first.set(name, index)
  })
  const distinct = [...first.values()]
  const judged = await judgeClaims(
    tx,
    distinct.map((index) => ({ ...(bringings[index] as Bringing).claim, making: ids[index] as bigint })),
  )
  const verdicts = bringings.map((): Brought | Refusal | undefined => new Refusal(platformRefusals.in_progress))
  distinct.forEach((index, at) => {
    const before = judged[at]
    verdicts[index] = typeof before === 'bigint' ? { orderId: before, replayed: true } : before
  })
  return verdicts
}

interface Reading {
  readonly revoked: ReadonlySet<bigint>
  readonly sales: ReadonlyMap<bigint, OrderedSale>
  readonly curators: ReadonlyMap<bigint, Seller>
  readonly skus: ReadonlyMap<bigint, SkuForSale>
  readonly rules: readonly RuleInForce[]
}

async function read(platform: Platform, tx: Tx, bringings: readonly Bringing[]): Promise<Reading> {
  const links = [...new Map(bringings.map(({ link }) => [link.id, link])).values()]
  const wants = bringings.map(({ link, row }) => ({
    saleId: link.saleId,
    skuIds: row.lines.flatMap(({ skuId }) => readableId(skuId)),
  }))
  const [revoked, sales, curators, skus, rules] = await Promise.all([
    revokedLinks(tx, links),
    salesForOrders(
      platform,
      tx,
      links.map((link) => link.saleId),
    ),
    sellersByIds(
      tx,
      links.map((link) => link.curatorPersonId),
    ),
    readSkus(tx, [...new Set(wants.flatMap(({ skuIds }) => skuIds))], tx.at),
    rulesInForce(tx, tx.at),
  ])
  return { revoked, sales, curators, skus, rules }
}

/** None for what is no id of goods; `judge` refuses that row. */
function readableId(skuId: string): bigint[] {
  const id = tryRefusal(() => parseId('sku', skuId))
  return id instanceof Refusal ? [] : [id]
}

function judge(bringing: Bringing, orderId: bigint, reading: Reading, at: Date): Candidate {
  const { link, actor } = bringing
  const { nickname, note, lines: asked } = assertRow(bringing.row)
  const lines = asked.flatMap(({ skuId, quantity }) => readableId(skuId).map((id) => ({ skuId: id, quantity })))
  if (lines.length < asked.length) throw new Refusal(broughtRefusals.row_unreadable)
  const sale = reading.sales.get(link.saleId)
  const curator = reading.curators.get(link.curatorPersonId)
  if (!sale) throw new Refusal(platformRefusals.not_found)
  const why = whyNotSelling(curator) ?? whyNoOrders(sale, at)
  if (why) throw why
  if (reading.revoked.has(link.id)) throw new Refusal(linkRefusals.link_revoked)
  for (const { skuId, quantity } of lines) {
    const allowed = sale.limitOf(skuId)
    if (allowed !== null && quantity > allowed)
      throw new Refusal(saleRefusals.over_person_limit, { skuId: formatId('sku', skuId), left: allowed })
  }
  // Whom it is for is not known yet; that nobody earns on her own order is judged when it is paid.
  const binding = bindingThrough(link, 0n, curator)
  const drafted = draft({ buyerPersonId: 0n, lines, delivery: sale.delivery, binding }, reading.skus, reading.rules)
  return { bringing: { ...bringing, actor }, orderId, sale, nickname, note, lines, draft: drafted }
}

/** How many wait, then stock, both locked in one order; then plain code, row by row. */
async function reserveAndWrite(
  platform: Platform,
  tx: Tx,
  candidates: readonly Candidate[],
): Promise<(Refusal | undefined)[]> {
  if (candidates.length === 0) return []
  const keys = new Map(candidates.map((one) => [keyText(one), keyOf(one)]))
  const [counted, shelves] = await Promise.all([
    sqlBrought.lockOpenCounts(tx, [...keys.values()]),
    // With the pools at once: such lists are few, and who is short here is short everywhere.
    lockWithPool(tx, candidates.map(inItsCell)),
  ])
  const before = new Map(counted.map((row) => [`${row.curator_person_id}/${row.community_id}`, row.open]))
  const now = new Map(before)
  const orders: sql.NewOrder[] = []
  const kept: Candidate[] = []
  const verdicts = candidates.map((candidate, orderIndex): Refusal | undefined => {
    const open = tryRefusal(() => assertRoom(now.get(keyText(candidate)) ?? 0))
    if (open instanceof Refusal) return open
    const stock = shelves.take({ orderIndex, ...inItsCell(candidate) })
    if (!stock.ok) return new Refusal(refusals.stock_gone, { skuId: formatId('sku', stock.skuId), left: stock.left })
    now.set(keyText(candidate), open)
    orders.push(newOrder(platform, tx, candidate, stock.lines))
    kept.push(candidate)
    return undefined
  })
  if (orders.length === 0) return verdicts
  sqlBrought.addToOpenCounts(
    tx,
    [...keys].map(([text, key]) => ({ ...key, by: (now.get(text) ?? 0) - (before.get(text) ?? 0) })),
  )
  keepReservations(tx, shelves)
  write(tx, orders, kept)
  return verdicts
}

const inItsCell = ({ bringing: { link }, lines }: Candidate) => ({ cellId: link.cellId, lines })
const keyOf = ({ bringing: { link } }: Candidate) => ({
  curatorPersonId: link.curatorPersonId,
  communityId: link.communityId,
})
const keyText = ({ bringing: { link } }: Candidate): string => `${link.curatorPersonId}/${link.communityId}`

function newOrder(
  platform: Platform,
  tx: Tx,
  { bringing, orderId, sale, note, draft: drafted }: Candidate,
  stock: sql.NewOrder['stock'],
): sql.NewOrder {
  const { link } = bringing
  return {
    id: orderId,
    // The payment that its person will open; until then there is none.
    intentId: platform.ids.next<'pay'>(link.cellId),
    cellId: link.cellId,
    buyerPersonId: null,
    saleId: link.saleId,
    communityId: link.communityId,
    linkId: link.id,
    state: 'awaiting_buyer',
    delivery: sale.delivery,
    addressId: null,
    pickupPointId: sale.delivery === 'pickup' ? sale.pickupPointId : null,
    freshConfirmed: false,
    note,
    expiresAt: new Date(tx.at.getTime() + TAKE_WITHIN_MS),
    draft: drafted,
    stock,
    curatorPersonId: link.curatorPersonId,
    viaPersonId: null,
    viaLinkId: link.id,
  }
}

function write(tx: Tx, orders: readonly sql.NewOrder[], kept: readonly Candidate[]): void {
  sql.insertOrders(tx, orders)
  sql.insertLines(tx, orders)
  sqlBrought.insertBrought(
    tx,
    kept.map(({ orderId, nickname, bringing: { link } }) => ({
      order_id: orderId,
      curator_person_id: link.curatorPersonId,
      community_id: link.communityId,
      sale_id: link.saleId,
      nickname,
    })),
  )
  orders.forEach((order, index) => {
    tx.say({
      name: 'order.brought',
      cellId: order.cellId,
      subject: order.id,
      actor: actorName((kept[index] as Candidate).bringing.actor),
      data: {
        orderId: formatId('ord', order.id),
        saleId: order.saleId === null ? null : formatId('sal', order.saleId),
        communityId: order.communityId === null ? null : formatId('com', order.communityId),
        totalFen: order.draft.totalFen,
      },
    })
  })
}
