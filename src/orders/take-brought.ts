import { findLinks } from '../attribution/index.ts'
import { readSkus } from '../catalog/index.ts'
import { standingsOfOthers } from '../communities/index.ts'
import { openIntents } from '../payments/index.ts'
import { addressesForOrders } from '../people/index.ts'
import { actorName, type PersonActor } from '../platform/actor.ts'
import type { Tx } from '../platform/db.ts'
import { Refusal } from '../platform/errors.ts'
import { parseId } from '../platform/ids.ts'
import type { Platform } from '../platform/platform.ts'
import { platformRefusals } from '../platform/wire.ts'
import { countIn, keepPersonCounts, lockPersonCounts, salesForOrders, whyOverLimit } from '../sales/index.ts'
import { broughtState } from './brought.ts'
import { eventData } from './cancel-orders.ts'
import { refusals } from './contract.ts'
import { broughtRefusals, type TakeInput } from './contract-brought.ts'
import { enterByLinks } from './enter-by-links.ts'
import { lowerOpenCounts } from './open-counts.ts'
import { needsFreshConfirmation } from './order.ts'
import { DOOR_WITHIN_MS, PAY_WITHIN_MS } from './place-orders.ts'
import * as sql from './sql.ts'
import * as sqlBrought from './sql-brought.ts'

/**
 * A brought order becomes a person's: of who opens its pay link first. Its price and goods are those that were kept for
 * it; the door, her limit per person, the address and the word about fresh food are as in placing. Asked again by her it
 * changes nothing. Refuses `pay_link_taken`, `pay_link_ended`, and what placing refuses of a buyer.
 */
export async function takeBrought(
  platform: Platform,
  tx: Tx,
  actor: PersonActor,
  orderId: bigint,
  input: TakeInput,
): Promise<bigint> {
  const [seen] = await sql.findOrders(tx, [orderId])
  if (!seen) throw new Refusal(broughtRefusals.pay_link_forged)
  if (isHers(seen, actor)) return orderId
  assertOpen(seen, tx.at)
  // The door before the order, as in placing: nobody waits for a community with an order in her hand.
  const entrance = await enter(platform, tx, actor, seen)
  const [order] = await sql.lockOrders(tx, [orderId])
  if (order && isHers(order, actor)) return orderId
  assertOpen(order, tx.at)
  const lines = await sql.linesOf(tx, [orderId])
  await assertFreshConfirmed(tx, lines, input)
  const addressId = await herAddress(platform, tx, actor, order, input)
  await lowerOpenCounts(tx, [order])
  await countHerLimit(platform, tx, actor, order, lines)
  const waits = entrance === 'waiting'
  const expiresAt = new Date(tx.at.getTime() + (waits ? DOOR_WITHIN_MS : PAY_WITHIN_MS))
  const state = waits ? 'waiting_for_door' : 'awaiting_payment'
  const freshConfirmed = input.freshConfirmed === true
  await sqlBrought.giveToBuyer(tx, orderId, {
    buyerPersonId: actor.personId,
    addressId,
    state,
    freshConfirmed,
    expiresAt,
  })
  openIntents(platform, tx, [
    {
      id: order.intent_id,
      cellId: order.cell_id,
      purpose: 'order',
      reference: orderId,
      payerPersonId: actor.personId,
      amountFen: order.total_fen,
      expiresAt,
    },
  ])
  const data = eventData(order)
  tx.say({ name: 'order.placed', cellId: order.cell_id, subject: orderId, actor: actorName(actor), data })
  return orderId
}

const isHers = (order: sql.OrderRow, actor: PersonActor): boolean => order.buyer_person_id === actor.personId

function assertOpen(order: sql.OrderRow | undefined, at: Date): asserts order is sql.OrderRow {
  const state = order ? broughtState(order, at) : 'ended'
  if (state === 'taken') throw new Refusal(broughtRefusals.pay_link_taken)
  if (state === 'ended') throw new Refusal(broughtRefusals.pay_link_ended)
}

/** The pay link is an invitation as the sale's own link is. */
async function enter(platform: Platform, tx: Tx, actor: PersonActor, order: sql.OrderRow) {
  const linkId = order.link_id as bigint
  const communityId = order.community_id as bigint
  const [links, standings] = await Promise.all([
    findLinks(tx, [linkId]),
    standingsOfOthers(tx, [{ communityId, personId: actor.personId }]),
  ])
  const atTheDoor = { asked: { linkId, placing: { actor } }, link: links.get(linkId) ?? null }
  const [entrance] = await enterByLinks(platform, tx, [atTheDoor], { standings, revoked: new Set() })
  if (!entrance || entrance instanceof Refusal) throw entrance ?? new Refusal(broughtRefusals.pay_link_forged)
  return entrance
}

async function assertFreshConfirmed(tx: Tx, lines: readonly sql.LineRow[], input: TakeInput): Promise<void> {
  if (input.freshConfirmed === true) return
  const skus = await readSkus(tx, [...new Set(lines.map((line) => line.sku_id))], tx.at)
  if (needsFreshConfirmation([...skus.values()])) throw new Refusal(refusals.fresh_not_confirmed)
}

async function herAddress(platform: Platform, tx: Tx, actor: PersonActor, order: sql.OrderRow, input: TakeInput) {
  if (order.delivery !== 'parcel') return null
  if (input.addressId === undefined) throw new Refusal(refusals.address_needed)
  const addressId = parseId('adr', input.addressId)
  const { missing } = await addressesForOrders(platform, tx, [{ personId: actor.personId, addressId }])
  if (missing.size > 0) throw new Refusal(platformRefusals.not_found)
  return addressId
}

/** What nobody's order could not be counted for: how many this person may have in this sale. */
async function countHerLimit(
  platform: Platform,
  tx: Tx,
  actor: PersonActor,
  order: sql.OrderRow,
  lines: readonly sql.LineRow[],
) {
  const saleId = order.sale_id as bigint
  const sale = (await salesForOrders(platform, tx, [saleId])).get(saleId)
  const limited = lines.flatMap(({ sku_id: skuId, quantity }) => {
    const allowed = sale ? sale.limitOf(skuId) : null
    return allowed === null ? [] : [{ skuId, quantity, allowed }]
  })
  const isFlash = sale?.kind === 'flash'
  const want = { saleId, communityId: order.community_id, personId: actor.personId, isFlash, lines: limited }
  const counts = await lockPersonCounts(tx, [want])
  const over = whyOverLimit(want, counts)
  if (over) throw over
  countIn(want, counts)
  keepPersonCounts(tx, counts)
}
