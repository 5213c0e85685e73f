import { bindingFor, findLinks, type Link, readLinkToken } from '../attribution/index.ts'
import { readSkus } from '../catalog/index.ts'
import { rulesInForce } from '../commissions/index.ts'
import { curatorsByIds } from '../curators/index.ts'
import { openIntents } from '../payments/index.ts'
import { addressesExist } from '../people/index.ts'
import type { PersonActor } from '../platform/actor.ts'
import { actorName } from '../platform/actor.ts'
import type { Tx } from '../platform/db.ts'
import { isRefusal, Refusal } from '../platform/errors.ts'
import { type Claim, claimName, judgeClaims, recordMade, releaseKeys } from '../platform/idempotency.ts'
import { cellByHash, formatId, parseId } from '../platform/ids.ts'
import type { Platform } from '../platform/platform.ts'
import { platformRefusals } from '../platform/wire.ts'
import { givePersonCounts, readSales, type Sale, saleState, takePersonCounts } from '../sales/index.ts'
import { reserveStock } from '../stock/index.ts'
import { type PlaceInput, refusals } from './contract.ts'
import { type Entrance, enterByLink } from './enter-by-link.ts'
import { type Binding, type Draft, draft } from './order.ts'
import * as sql from './sql.ts'

/** How long an order waits for its payment, and how long one waits for the door to open. */
export const PAY_WITHIN_MS = 15 * 60_000
export const DOOR_WITHIN_MS = 24 * 3_600_000

export interface Placing {
  readonly actor: PersonActor
  readonly claim: Claim
  readonly input: PlaceInput
}

export interface PlacedOrder {
  readonly orderId: bigint
  readonly replayed: boolean
}

/** One order on its way through the batch: what was read for it and what has been decided so far. */
interface Candidate {
  readonly placing: Placing
  readonly link: Link | null
  readonly sale: Sale | null
  readonly cellId: number
  readonly entrance: Entrance
  readonly binding: Binding | null
  readonly draft: Draft
  readonly addressId: bigint | null
  readonly pickupPointId: bigint | null
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

/** Reads everything once for the whole list, then lets each order in or refuses it, in plain code. */
async function decide(platform: Platform, tx: Tx, placings: readonly Placing[]): Promise<(Candidate | Refusal)[]> {
  if (placings.length === 0) return []
  const linkIds = placings.map(({ input }) =>
    tryRefusal(() => (input.token ? readLinkToken(platform.keys, input.token) : null)),
  )
  const [links, skus, rules, addresses] = await Promise.all([
    findLinks(tx, [...new Set(linkIds.filter((id): id is bigint => typeof id === 'bigint'))]),
    readSkus(
      tx,
      [...new Set(placings.flatMap(({ input }) => input.lines.map((line) => parseId('sku', line.skuId))))],
      tx.at,
    ),
    rulesInForce(tx, tx.at),
    addressesExist(
      tx,
      placings.flatMap(({ actor, input }) =>
        input.addressId ? [{ personId: actor.personId, addressId: parseId('adr', input.addressId) }] : [],
      ),
    ),
  ])
  const sales = await readSales(tx, [...new Set([...links.values()].map((link) => link.saleId))], tx.at)
  const curators = await curatorsByIds(tx, [...new Set([...links.values()].map((link) => link.curatorPersonId))])
  const judged: (Candidate | Refusal)[] = []
  for (const [index, placing] of placings.entries()) {
    const linkId = linkIds[index]
    try {
      if (linkId instanceof Refusal) throw linkId
      const link = typeof linkId === 'bigint' ? (links.get(linkId) ?? null) : null
      const sale = link ? (sales.get(link.saleId) ?? null) : null
      const addressId = assertAddress(placing, addresses)
      const pickupPointId = assertDelivery(placing, sale)
      if (sale && link) assertSaleOpen(sale, placing, tx.at, curators.get(sale.curatorPersonId)?.state === 'active')
      const entrance = await enterByLink(platform, tx, placing.actor, link, linkId ?? null)
      const bound = link ? bindingFor({ link, buyerPersonId: placing.actor.personId }) : null
      const binding =
        bound && link ? { ...bound, curatorStage: curators.get(link.curatorPersonId)?.stage ?? 'novice' } : null
      const lines = placing.input.lines.map((line) => ({ skuId: parseId('sku', line.skuId), quantity: line.quantity }))
      const drafted = draft(
        { buyerPersonId: placing.actor.personId, lines, delivery: placing.input.delivery, binding },
        skus,
        rules,
      )
      assertExpected(platform, placing.input, drafted)
      const cellId = link ? link.cellId : cellByHash(placing.actor.personId)
      judged.push({ placing, link, sale, cellId, entrance, binding, draft: drafted, addressId, pickupPointId })
    } catch (error) {
      if (!isRefusal(error)) throw error
      judged.push(error)
    }
  }
  return judged
}

function assertAddress({ actor, input }: Placing, known: ReadonlySet<string>): bigint | null {
  if (input.delivery !== 'parcel') return null
  if (!input.addressId) throw new Refusal(refusals.address_needed)
  const addressId = parseId('adr', input.addressId)
  if (!known.has(`${actor.personId}/${addressId}`)) throw new Refusal(platformRefusals.not_found)
  return addressId
}

function assertDelivery({ input }: Placing, sale: Sale | null): bigint | null {
  const offered = sale?.delivery ?? 'parcel'
  if (input.delivery !== offered) throw new Refusal(refusals.delivery_not_offered)
  return offered === 'pickup' ? (sale?.pickupPointId ?? null) : null
}

function assertSaleOpen(sale: Sale, { input }: Placing, at: Date, curatorIsActive: boolean): void {
  const state = curatorIsActive ? saleState(sale, at) : 'stopped'
  if (state === 'planned') throw new Refusal(refusals.sale_not_open, { opensAt: sale.opensAt.toISOString() })
  if (state !== 'open') throw new Refusal(refusals.sale_closed, { cutsOffAt: sale.cutsOffAt.toISOString() })
  const offered = new Set(sale.skus.map((one) => one.skuId))
  if (input.lines.some((line) => !offered.has(parseId('sku', line.skuId)))) throw new Refusal(refusals.not_in_this_sale)
}

function assertExpected(platform: Platform, input: PlaceInput, drafted: Draft): void {
  if (drafted.needsFreshConfirmation && input.freshConfirmed !== true) throw new Refusal(refusals.fresh_not_confirmed)
  const { amount, currency } = input.expectedTotal
  if (amount === drafted.totalFen && currency === platform.config.currency) return
  const money = (fen: number) => ({ amount: fen, currency: platform.config.currency })
  throw new Refusal(refusals.price_changed, {
    quote: { goods: money(drafted.goodsFen), freight: money(drafted.freightFen), total: money(drafted.totalFen) },
  })
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

function tryRefusal<T>(work: () => T): T | Refusal {
  try {
    return work()
  } catch (error) {
    if (isRefusal(error)) return error
    throw error
  }
}
