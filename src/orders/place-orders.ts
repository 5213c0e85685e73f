import { pickupPointsByIds } from '../communities/index.ts'
import { openIntents } from '../payments/index.ts'
import type { Tx } from '../platform/db.ts'
import { Refusal } from '../platform/errors.ts'
import { claimName, judgeClaims, releaseKeys } from '../platform/idempotency.ts'
import { formatId } from '../platform/ids.ts'
import type { Platform } from '../platform/platform.ts'
import { platformRefusals } from '../platform/wire.ts'
import { countIn, keepPersonCounts, lockPersonCounts, whyOverLimit } from '../sales/index.ts'
import { keepReservations, lockShelves, lockWithPool } from '../stock/index.ts'
import { refusals } from './contract.ts'
import { decide } from './decide-orders.ts'
import type { Asked, Candidate, Placing, Reading } from './placing.ts'
import { readForOrders, readPlacings } from './read-for-orders.ts'
import type { Made } from './show-placed.ts'
import * as sql from './sql.ts'

export type { Placing }

/** How long an order waits for its payment, and how long one waits for the door to open. */
export const PAY_WITHIN_MS = 15 * 60_000
export const DOOR_WITHIN_MS = 24 * 3_600_000

/** An order that was placed now, with what its buyer is shown, or the one that this key made before. */
export type PlacedOrder =
  | { readonly orderId: bigint; readonly replayed: true }
  | { readonly orderId: bigint; readonly replayed: false; readonly made: Made }

/** Her cell has too little of something, and perhaps another has it: the order is to be placed again, with the pool asked. */
export const DRY = Symbol('the cell ran dry')

export type Verdict = PlacedOrder | Refusal | typeof DRY

/**
 * Places a list of orders in one transaction: read, decide each by itself, write. One order is a list of one. Every
 * member gets its own verdict; a refused one leaves no trace but that its buyer may have entered the community by the
 * link, which stands by itself. Three waits for the database: what the orders are decided by, what they take from
 * (locked, in one order), and the writing together with the commit.
 */
export async function placeOrders(
  platform: Platform,
  tx: Tx,
  placings: readonly Placing[],
  from: 'cells' | 'pool' = 'cells',
): Promise<Verdict[]> {
  const asked = await readPlacings(platform, placings)
  const readable = asked.filter((one): one is Asked => !(one instanceof Refusal))
  const [verdicts, reading] = await Promise.all([claim(tx, placings, asked), readForOrders(platform, tx, readable)])
  const open = asked.flatMap((one, index) =>
    verdicts[index] === undefined && !(one instanceof Refusal) ? [{ asked: one, index }] : [],
  )
  const judged = await decide(
    platform,
    tx,
    open.map((one) => one.asked),
    reading,
  )
  const candidates: { index: number; candidate: Candidate }[] = []
  judged.forEach((one, at) => {
    const index = open[at]?.index as number
    if (one instanceof Refusal) verdicts[index] = one
    else candidates.push({ index, candidate: one })
  })
  const made = await reserveAndWrite(
    platform,
    tx,
    candidates.map(({ candidate }) => candidate),
    reading,
    from,
  )
  candidates.forEach(({ index }, at) => {
    const one = made[at]
    verdicts[index] =
      one === undefined || one === DRY || one instanceof Refusal
        ? (one ?? new Refusal(platformRefusals.internal_error))
        : { orderId: one.order.id, replayed: false, made: one }
  })
  const refused = open.filter(({ index }) => verdicts[index] === DRY || verdicts[index] instanceof Refusal)
  releaseKeys(
    tx,
    refused.map(({ asked: { placing } }) => placing.claim),
  )
  return verdicts as Verdict[]
}

/**
 * Keys first, each with the order that it is going to make. The same key twice in one list: the second waits, as it
 * would across processes.
 */
async function claim(
  tx: Tx,
  placings: readonly Placing[],
  asked: readonly (Asked | Refusal)[],
): Promise<(Verdict | undefined)[]> {
  const first = new Map<string, number>()
  const names = placings.map((placing) => claimName(placing.claim))
  names.forEach((name, index) => {
    if (!first.has(name)) first.set(name, index)
  })
  const verdicts = asked.map((one, index): Verdict | undefined => {
    if (one instanceof Refusal) return one
    const isFirst = first.get(names[index] as string) === index
    return isFirst ? undefined : new Refusal(platformRefusals.in_progress)
  })
  const distinct = [...first.values()].filter((index) => !(asked[index] instanceof Refusal))
  const judged = await judgeClaims(
    tx,
    distinct.map((index) => {
      const { actor, route, cellId, key, inputHash } = (placings[index] as Placing).claim
      return { actor, route, cellId, key, inputHash, making: (asked[index] as Asked).orderId }
    }),
  )
  distinct.forEach((index, at) => {
    const before = judged[at]
    verdicts[index] = typeof before === 'bigint' ? { orderId: before, replayed: true } : before
  })
  return verdicts
}

/**
 * Limits per person, then stock, last: both locked in one order, then plain code decides, order by order, so that who is
 * refused takes nothing from who comes after her.
 */
async function reserveAndWrite(
  platform: Platform,
  tx: Tx,
  candidates: readonly Candidate[],
  reading: Reading,
  from: 'cells' | 'pool',
): Promise<(Made | Refusal | typeof DRY)[]> {
  if (candidates.length === 0) return []
  const limited = candidates.map(personWant)
  const [counts, shelves, points] = await Promise.all([
    lockPersonCounts(tx, limited),
    (from === 'cells' ? lockShelves : lockWithPool)(
      tx,
      candidates.map(({ asked }) => asked),
    ),
    pickupPointsByIds(
      tx,
      candidates.flatMap(({ pickupPointId }) => (pickupPointId === null ? [] : [pickupPointId])),
    ),
  ])
  const made = candidates.map((candidate, orderIndex): Made | Refusal | typeof DRY => {
    const want = limited[orderIndex] as ReturnType<typeof personWant>
    const over = whyOverLimit(want, counts)
    if (over) return over
    const stock = shelves.take({ orderIndex, cellId: candidate.asked.cellId, lines: candidate.asked.lines })
    if (!stock.ok && stock.isDry) return DRY
    if (!stock.ok) return new Refusal(refusals.stock_gone, { skuId: formatId('sku', stock.skuId), left: stock.left })
    countIn(want, counts)
    const { link, pickupPointId } = candidate
    return {
      order: newOrder(platform, tx, candidate, stock.lines),
      candidate,
      placedAt: tx.at,
      communityName: link ? (reading.communityNames.get(link.communityId) ?? '') : '',
      pickupPoint: pickupPointId === null ? null : (points.get(pickupPointId) ?? null),
    }
  })
  keepPersonCounts(tx, counts)
  keepReservations(tx, shelves)
  write(
    platform,
    tx,
    made.filter((one): one is Made => one !== DRY && !(one instanceof Refusal)),
  )
  return made
}

/** Only limited SKUs are counted; a direct order is limited by nothing but its quantity. */
const personWant = ({ sale, link, limits, asked }: Candidate) => ({
  saleId: sale?.id ?? 0n,
  communityId: link?.communityId ?? 0n,
  personId: asked.placing.actor.personId,
  isFlash: sale?.kind === 'flash',
  lines: limits.some((allowed) => allowed !== null) ? limitedLines(asked, limits) : [],
})

const limitedLines = ({ lines }: Asked, limits: readonly (number | null)[]) =>
  limits.flatMap((allowed, index) => {
    const line = lines[index]
    return allowed === null || !line ? [] : [{ skuId: line.skuId, quantity: line.quantity, allowed }]
  })

function newOrder(
  platform: Platform,
  tx: Tx,
  candidate: Candidate,
  stock: readonly { stockItemId: bigint; stockCellId: number }[],
): sql.NewOrder {
  const { asked, link, entrance, binding } = candidate
  const { placing, cellId } = asked
  const waits = entrance === 'waiting'
  return {
    id: asked.orderId,
    intentId: platform.ids.next<'pay'>(cellId),
    cellId,
    buyerPersonId: placing.actor.personId,
    saleId: link?.saleId ?? null,
    communityId: link?.communityId ?? null,
    linkId: link?.id ?? null,
    state: waits ? 'waiting_for_door' : 'awaiting_payment',
    delivery: placing.input.delivery,
    addressId: placing.input.delivery === 'parcel' ? asked.addressId : null,
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

/** Sent with the commit: every rule that these rows must keep stands in a constraint. */
function write(platform: Platform, tx: Tx, placed: readonly Made[]): void {
  if (placed.length === 0) return
  const orders = placed.map(({ order }) => order)
  sql.insertOrders(tx, orders)
  sql.insertLines(tx, orders)
  openIntents(
    platform,
    tx,
    placed.map(({ order, candidate }) => ({
      id: order.intentId,
      cellId: order.cellId,
      purpose: 'order',
      reference: order.id,
      payerPersonId: candidate.asked.placing.actor.personId,
      amountFen: order.draft.totalFen,
      expiresAt: order.expiresAt,
    })),
  )
  for (const { order, candidate } of placed)
    tx.say({
      name: 'order.placed',
      cellId: order.cellId,
      subject: order.id,
      actor: candidate.asked.placing.claim.actor,
      data: {
        orderId: formatId('ord', order.id),
        saleId: order.saleId === null ? null : formatId('sal', order.saleId),
        communityId: order.communityId === null ? null : formatId('com', order.communityId),
        totalFen: order.draft.totalFen,
      },
    })
}
