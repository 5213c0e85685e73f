import { openIntents } from '../payments/index.ts'
import { actorName } from '../platform/actor.ts'
import type { Tx } from '../platform/db.ts'
import { Refusal } from '../platform/errors.ts'
import { claimName, judgeClaims, recordMade, releaseKeys } from '../platform/idempotency.ts'
import { formatId } from '../platform/ids.ts'
import type { Platform } from '../platform/platform.ts'
import { platformRefusals } from '../platform/wire.ts'
import { givePersonCounts, takePersonCounts } from '../sales/index.ts'
import { reserveStock } from '../stock/index.ts'
import { refusals } from './contract.ts'
import { type Candidate, decide, type Placing } from './decide-orders.ts'
import * as sql from './sql.ts'

export type { Placing }

/** How long an order waits for its payment, and how long one waits for the door to open. */
export const PAY_WITHIN_MS = 15 * 60_000
export const DOOR_WITHIN_MS = 24 * 3_600_000

export interface PlacedOrder {
  readonly orderId: bigint
  readonly replayed: boolean
}

type Verdict = PlacedOrder | Refusal

/**
 * Places a list of orders in one transaction: read, decide each by itself, write. One order is a list of one. Every
 * member gets its own verdict; a refused one leaves no trace but that its buyer may have entered the community by the
 * link, which stands by itself.
 */
export async function placeOrders(platform: Platform, tx: Tx, placings: readonly Placing[]): Promise<Verdict[]> {
  const verdicts: (Verdict | undefined)[] = await claim(tx, placings)
  const open = placings
    .map((placing, index) => ({ placing, index }))
    .filter(({ index }) => verdicts[index] === undefined)
  const judged = await decide(
    platform,
    tx,
    open.map(({ placing }) => placing),
  )
  open.forEach(({ index }, at) => {
    const one = judged[at]
    if (one instanceof Refusal) verdicts[index] = one
  })
  const candidates = open.flatMap(({ index }, at) => {
    const candidate = judged[at]
    return candidate instanceof Refusal || !candidate ? [] : [{ index, candidate }]
  })
  const reserved = await reserve(
    tx,
    candidates.map(({ candidate }) => candidate),
  )
  const orders: { order: sql.NewOrder; placing: Placing }[] = []
  candidates.forEach(({ index, candidate }, at) => {
    const stock = reserved[at]
    if (!stock || stock instanceof Refusal) {
      verdicts[index] = stock ?? new Refusal(platformRefusals.internal_error)
      return
    }
    const order = newOrder(platform, tx, candidate, stock)
    orders.push({ order, placing: candidate.placing })
    verdicts[index] = { orderId: order.id, replayed: false }
  })
  await write(platform, tx, orders)
  const refused = open.filter(({ index }) => verdicts[index] instanceof Refusal)
  await releaseKeys(
    tx,
    refused.map(({ placing }) => placing.claim),
  )
  return verdicts as Verdict[]
}

/** Keys first. The same key twice in one list: the second waits, as it would across processes. */
async function claim(tx: Tx, placings: readonly Placing[]): Promise<(Verdict | undefined)[]> {
  const first = new Map<string, number>()
  placings.forEach((placing, index) => {
    const name = claimName(placing.claim)
    if (!first.has(name)) first.set(name, index)
  })
  const distinct = [...first.values()]
  const judged = await judgeClaims(
    tx,
    distinct.map((index) => (placings[index] as Placing).claim),
  )
  const verdicts: (Verdict | undefined)[] = placings.map(() => new Refusal(platformRefusals.in_progress))
  distinct.forEach((index, at) => {
    const before = judged[at]
    verdicts[index] = typeof before === 'bigint' ? { orderId: before, replayed: true } : before
  })
  return verdicts
}

/** Limits per person, then stock, last: rows locked in one order. Refused by stock: the person's count is given back. */
async function reserve(
  tx: Tx,
  candidates: readonly Candidate[],
): Promise<(Refusal | { stockItemId: bigint; stockCellId: number }[])[]> {
  const limited = await takePersonCounts(tx, candidates.map(personWant))
  const wants = candidates.map((candidate, orderIndex) => ({
    orderIndex,
    lines:
      limited[orderIndex] instanceof Refusal
        ? []
        : candidate.draft.lines.map(({ skuId, quantity }) => ({ skuId, quantity })),
  }))
  const stocked = await reserveStock(
    tx,
    wants.filter((want) => want.lines.length > 0),
  )
  const byOrder = new Map(stocked.map((verdict) => [verdict.orderIndex, verdict]))
  const results = candidates.map((_, index) => {
    const over = limited[index]
    if (over instanceof Refusal) return over
    const verdict = byOrder.get(index)
    if (verdict?.ok) return [...verdict.lines]
    const gone = verdict as { skuId: bigint; left: number } | undefined
    return new Refusal(refusals.stock_gone, gone ? { skuId: formatId('sku', gone.skuId), left: gone.left } : {})
  })
  await givePersonCounts(
    tx,
    candidates
      .filter((_, index) => results[index] instanceof Refusal && !(limited[index] instanceof Refusal))
      .map(personWant),
  )
  return results
}

/** Only limited SKUs are counted; a direct order is limited by nothing but its quantity. */
const personWant = ({ sale, link, draft: drafted, placing }: Candidate) => ({
  saleId: sale?.id ?? 0n,
  communityId: link?.communityId ?? 0n,
  personId: placing.actor.personId,
  lines: drafted.lines.flatMap(({ skuId, quantity }) => {
    const allowed = sale?.skus.find((one) => one.skuId === skuId)?.perPerson ?? null
    return allowed === null ? [] : [{ skuId, quantity, allowed }]
  }),
})

function newOrder(
  platform: Platform,
  tx: Tx,
  candidate: Candidate,
  stock: readonly { stockItemId: bigint; stockCellId: number }[],
): sql.NewOrder {
  const { placing, link, cellId, entrance, binding } = candidate
  const waits = entrance === 'waiting'
  return {
    id: platform.ids.next<'ord'>(cellId),
    intentId: platform.ids.next<'pay'>(cellId),
    cellId,
    buyerPersonId: placing.actor.personId,
    saleId: link?.saleId ?? null,
    communityId: link?.communityId ?? null,
    linkId: link?.id ?? null,
    state: waits ? 'waiting_for_door' : 'awaiting_payment',
    delivery: placing.input.delivery,
    addressId: candidate.addressId,
    pickupPointId: candidate.pickupPointId,
    freshConfirmed: placing.input.freshConfirmed === true,
    note: placing.input.note ?? '',
    expiresAt: new Date(tx.at.getTime() + (waits ? DOOR_WITHIN_MS : PAY_WITHIN_MS)),
    draft: candidate.draft,
    stock,
    curatorPersonId: binding?.curatorPersonId ?? null,
    viaPersonId: binding?.viaPersonId ?? null,
    viaLinkId: binding?.viaLinkId ?? null,
  }
}

async function write(
  platform: Platform,
  tx: Tx,
  placed: readonly { order: sql.NewOrder; placing: Placing }[],
): Promise<void> {
  if (placed.length === 0) return
  const orders = placed.map(({ order }) => order)
  await Promise.all([
    sql.insertOrders(tx, orders),
    sql.insertLines(tx, orders),
    openIntents(
      platform,
      tx,
      orders.map((order) => ({
        id: order.intentId,
        cellId: order.cellId,
        purpose: 'order',
        reference: order.id,
        payerPersonId: order.buyerPersonId,
        amountFen: order.draft.totalFen,
        expiresAt: order.expiresAt,
      })),
    ),
    recordMade(
      tx,
      placed.map(({ placing }) => placing.claim),
      orders.map((order) => order.id),
    ),
  ])
  for (const { order, placing } of placed)
    tx.say({
      name: 'order.placed',
      cellId: order.cellId,
      subject: order.id,
      actor: actorName(placing.actor),
      data: {
        orderId: formatId('ord', order.id),
        saleId: order.saleId === null ? null : formatId('sal', order.saleId),
        communityId: order.communityId === null ? null : formatId('com', order.communityId),
        totalFen: order.draft.totalFen,
      },
    })
}
