import { type Seller, whyNotSelling } from '../curators/index.ts'
import type { AddressesForOrders, MaskedAddress } from '../people/index.ts'
import type { Tx } from '../platform/db.ts'
import { Refusal } from '../platform/errors.ts'
import type { Platform } from '../platform/platform.ts'
import { platformRefusals } from '../platform/wire.ts'
import { type OrderedSale, whyNoOrders } from '../sales/index.ts'
import { type PlaceInput, refusals } from './contract.ts'
import { enterByLinks } from './enter-by-links.ts'
import { bindingThrough, type Draft, draft } from './order.ts'
import { type Asked, type Candidate, type Entrance, type Placing, type Reading, tryRefusal } from './placing.ts'

type AtTheDoor = Omit<Candidate, 'entrance' | 'binding' | 'draft'>

/** Lets each order in or refuses it, in plain code; only newcomers to a community are asked of the database here. */
export async function decide(
  platform: Platform,
  tx: Tx,
  asked: readonly Asked[],
  reading: Reading,
): Promise<(Candidate | Refusal)[]> {
  const atTheDoor = asked.map((one) => tryRefusal(() => judgePlacing(one, reading, tx.at)))
  const entrances = await enterByLinks(
    platform,
    tx,
    atTheDoor.map((one) => (one instanceof Refusal ? null : one)),
    reading,
  )
  return atTheDoor.map((one, index) => {
    if (one instanceof Refusal) return one
    const entrance = entrances[index]
    if (entrance instanceof Refusal || !entrance) return entrance ?? new Refusal(platformRefusals.internal_error)
    return tryRefusal(() => judgePrice(platform, one, entrance, reading))
  })
}

/** What can be said before the community's door: address, delivery, and whether the sale takes orders. */
function judgePlacing(asked: Asked, reading: Reading, at: Date): AtTheDoor {
  const link = asked.known
  const sale = link ? (reading.sales.get(link.saleId) ?? null) : null
  const curator = link ? reading.curators.get(link.curatorPersonId) : undefined
  const address = assertAddress(asked, reading.addresses)
  const pickupPointId = assertDelivery(asked.placing, sale)
  const limits = sale && link ? assertSaleOpen(sale, asked, at, curator) : []
  return { asked, link, sale, curator, address, pickupPointId, limits }
}

/** What it costs and who earns, and whether the buyer agreed to that. */
function judgePrice(platform: Platform, one: AtTheDoor, entrance: Entrance, reading: Reading): Candidate {
  const { placing, lines } = one.asked
  const buyerPersonId = placing.actor.personId
  const binding = one.link ? bindingThrough(one.link, buyerPersonId, one.curator) : null
  const drafted = draft(
    { buyerPersonId, lines, delivery: placing.input.delivery, binding },
    reading.skus,
    reading.rules,
  )
  assertExpected(platform, placing.input, drafted)
  const { asked, link, sale, curator, address, pickupPointId, limits } = one
  return { asked, link, sale, curator, address, pickupPointId, limits, entrance, binding, draft: drafted }
}

function assertAddress({ placing, addressId }: Asked, { missing, masked }: AddressesForOrders): MaskedAddress | null {
  if (placing.input.delivery !== 'parcel') return null
  if (addressId === null) throw new Refusal(refusals.address_needed)
  if (missing.size > 0 && missing.has(`${placing.actor.personId}/${addressId}`))
    throw new Refusal(platformRefusals.not_found)
  return masked.get(addressId) ?? null
}

function assertDelivery({ input }: Placing, sale: OrderedSale | null): bigint | null {
  const offered = sale?.delivery ?? 'parcel'
  if (input.delivery !== offered) throw new Refusal(refusals.delivery_not_offered)
  return offered === 'pickup' ? (sale?.pickupPointId ?? null) : null
}

/** Answers how many of each line's goods one person may have. */
function assertSaleOpen(
  sale: OrderedSale,
  { lines }: Asked,
  at: Date,
  curator: Seller | undefined,
): readonly (number | null)[] {
  const why = whyNotSelling(curator) ?? whyNoOrders(sale, at)
  if (why) throw why
  return lines.map((line) => sale.limitOf(line.skuId))
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
