import { recordActivity } from '../people/index.ts'
import { type Actor, actorName } from '../platform/actor.ts'
import type { Tx } from '../platform/db.ts'
import { Refusal } from '../platform/errors.ts'
import { formatId, type Id } from '../platform/ids.ts'
import type { Platform } from '../platform/platform.ts'
import { platformRefusals } from '../platform/wire.ts'
import { type OfferInput, refusals } from './contract.ts'
import { pricesInOrder, startOfOffer } from './offer.ts'
import * as sql from './sql.ts'

/**
 * Sets a price from a moment on and ends the one before at that moment, in one transaction, so that a SKU never has
 * two prices and never none. Orders keep the offer that they were placed at. A planned price that the new one precedes
 * is dropped. Refuses `prices_out_of_order`, `offer_in_the_past`.
 */
export async function setOffer(
  platform: Platform,
  tx: Tx,
  actor: Actor,
  skuId: bigint,
  input: OfferInput,
): Promise<Id<'off'>> {
  const prices = { ...input, passFen: input.passFen ?? null }
  if (!pricesInOrder(prices)) throw new Refusal(refusals.prices_out_of_order)
  const startsAt = startOfOffer(input.startsAt === undefined ? undefined : new Date(input.startsAt), tx.at)
  if (!startsAt) throw new Refusal(refusals.offer_in_the_past)
  // Also what makes two prices for one SKU wait for each other.
  await sql.bumpVersion(tx)
  const [sku] = await sql.findSku(tx, skuId)
  if (!sku) throw new Refusal(platformRefusals.not_found)
  const id = platform.ids.next<'off'>(0)
  await sql.endOffers(tx, skuId, startsAt)
  await sql.insertOffer(tx, { ...prices, id, skuId, startsAt, setBy: actorName(actor) })
  const facts = { skuId: formatId('sku', skuId), directFen: input.directFen, communityFen: input.communityFen }
  await recordActivity(tx, { actor, action: 'offer.set', subject: formatId('prd', sku.product_id), facts })
  tx.say({
    name: 'offer.set',
    cellId: 0,
    subject: sku.product_id,
    actor: actorName(actor),
    data: { ...facts, offerId: formatId('off', id), startsAt: startsAt.toISOString() },
  })
  return id
}
