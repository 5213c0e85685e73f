import { type KnownLink, knownLinks, readLinkToken, revokedLinks } from '../attribution/index.ts'
import { lookUpSkus } from '../catalog/index.ts'
import { rulesInForce } from '../commissions/index.ts'
import { communityNames, standingsOfOthers } from '../communities/index.ts'
import { sellersByIds } from '../curators/index.ts'
import { addressesForOrders } from '../people/index.ts'
import type { Tx } from '../platform/db.ts'
import { Refusal } from '../platform/errors.ts'
import { parseId } from '../platform/ids.ts'
import type { Platform } from '../platform/platform.ts'
import { salesForOrders } from '../sales/index.ts'
import { type Asked, type Placing, type Reading, tryRefusal } from './placing.ts'

/** Reads the ids of each placing and gives its order an id in the cell of its community, or in the buyer's own. */
export async function readPlacings(platform: Platform, placings: readonly Placing[]): Promise<(Asked | Refusal)[]> {
  const read = placings.map(({ input }) =>
    tryRefusal(() => ({
      linkId: input.token ? readLinkToken(platform.keys, input.token) : null,
      addressId: input.addressId ? parseId('adr', input.addressId) : null,
      lines: input.lines.map((line) => ({ skuId: parseId('sku', line.skuId), quantity: line.quantity })),
    })),
  )
  const links = await knownLinks(
    platform,
    read.map((one) => (one instanceof Refusal ? null : one.linkId)),
  )
  return read.map((one, index) => {
    if (one instanceof Refusal) return one
    const placing = placings[index] as Placing
    const link = links[index] ?? null
    const cellId = link ? link.cellId : placing.claim.cellId
    const { linkId, addressId, lines } = one
    return { placing, linkId, known: link, addressId, lines, orderId: platform.ids.next<'ord'>(cellId), cellId }
  })
}

/** One statement a room, all of them on the way at once: where a link leads is known, so nothing waits for another. */
export async function readForOrders(platform: Platform, tx: Tx, asked: readonly Asked[]): Promise<Reading> {
  const links = linksOf(asked)
  const [revoked, sales, curators, names, standings, skus, rules, addresses] = await Promise.all([
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
    communityNames(
      platform,
      tx,
      links.map((link) => link.communityId),
    ),
    standingsOfOthers(tx, visitsOf(asked)),
    lookUpSkus(tx, tx.at),
    rulesInForce(tx, tx.at),
    addressesForOrders(platform, tx, deliveriesOf(asked)),
  ])
  return { revoked, sales, curators, communityNames: names, standings, skus, rules, addresses }
}

/** Each link once. Loops here and below: an array for each order, to be joined, is garbage of a list's own length. */
function linksOf(asked: readonly Asked[]): KnownLink[] {
  const links = new Set<KnownLink>()
  for (const { known } of asked) if (known) links.add(known)
  return [...links]
}

function visitsOf(asked: readonly Asked[]) {
  const visits: { communityId: bigint; personId: bigint }[] = []
  for (const { known, placing } of asked)
    if (known) visits.push({ communityId: known.communityId, personId: placing.actor.personId })
  return visits
}

function deliveriesOf(asked: readonly Asked[]) {
  const deliveries: { personId: bigint; addressId: bigint }[] = []
  for (const { addressId, placing } of asked)
    if (addressId !== null) deliveries.push({ personId: placing.actor.personId, addressId })
  return deliveries
}
