import { bindingFor, findLinks, type Link, readLinkToken } from '../attribution/index.ts'
import { readSkus } from '../catalog/index.ts'
import { rulesInForce } from '../commissions/index.ts'
import { type Curator, curatorsByIds, whyNotSelling } from '../curators/index.ts'
import { addressesExist } from '../people/index.ts'
import type { PersonActor } from '../platform/actor.ts'
import type { Tx } from '../platform/db.ts'
import { isRefusal, Refusal } from '../platform/errors.ts'
import type { Claim } from '../platform/idempotency.ts'
import { cellByHash, parseId } from '../platform/ids.ts'
import type { Platform } from '../platform/platform.ts'
import { platformRefusals } from '../platform/wire.ts'
import { readSales, type Sale, skuInSale, whyNoOrders } from '../sales/index.ts'
import { type PlaceInput, refusals } from './contract.ts'
import { type Entrance, enterByLink } from './enter-by-link.ts'
import { type Binding, type Draft, draft } from './order.ts'

export interface Placing {
  readonly actor: PersonActor
  readonly claim: Claim
  readonly input: PlaceInput
}

/** One order on its way through the batch: what was read for it and what has been decided so far. */
export interface Candidate {
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

/** Reads everything once for the whole list, then lets each order in or refuses it, in plain code. */
export async function decide(
  platform: Platform,
  tx: Tx,
  placings: readonly Placing[],
): Promise<(Candidate | Refusal)[]> {
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
      if (sale && link) assertSaleOpen(sale, placing, tx.at, curators.get(sale.curatorPersonId))
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

function assertSaleOpen(sale: Sale, { input }: Placing, at: Date, curator: Curator | undefined): void {
  const why = whyNotSelling(curator) ?? whyNoOrders(sale, at)
  if (why) throw why
  for (const line of input.lines) skuInSale(sale, parseId('sku', line.skuId))
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

function tryRefusal<T>(work: () => T): T | Refusal {
  try {
    return work()
  } catch (error) {
    if (isRefusal(error)) return error
    throw error
  }
}
