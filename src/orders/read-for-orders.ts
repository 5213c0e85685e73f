import { knownLinks, readLinkToken, revokedLinks } from '../attribution/index.ts'
import { readSkus } from '../catalog/index.ts'
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
  const linkIds = read.flatMap((one) => (one instanceof Refusal || one.linkId === null ? [] : [one.linkId]))
  const known = await knownLinks(platform, linkIds)
  return read.map((one, index) => {
    if (one instanceof Refusal) return one
    const placing = placings[index] as Placing
    const link = one.linkId === null ? null : (known.get(one.linkId) ?? null)
    const cellId = link ? link.cellId : placing.claim.cellId
    const { linkId, addressId, lines } = one
    return { placing, linkId, known: link, addressId, lines, orderId: platform.ids.next<'ord'>(cellId), cellId }
  })
}

/** One statement a room, all of them on the way at once: where a link leads is known, so nothing waits for another. */
export async function readForOrders(platform: Platform, tx: Tx, asked: readonly Asked[]): Promise<Reading> {
  const links = [...new Map(asked.flatMap(({ known }) => (known ? [[known.id, known] as const] : []))).values()]
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
    standingsOfOthers(
      tx,
      asked.flatMap(({ known, placing }) =>
        known ? [{ communityId: known.communityId, personId: placing.actor.personId }] : [],
      ),
    ),
    readSkus(tx, [...new Set(asked.flatMap(({ lines }) => lines.map((line) => line.skuId)))], tx.at),
    rulesInForce(tx, tx.at),
    addressesForOrders(
      platform,
      tx,
      asked.flatMap(({ addressId, placing }) =>
        addressId === null ? [] : [{ personId: placing.actor.personId, addressId }],
      ),
    ),
  ])
  return { revoked, sales, curators, communityNames: names, standings, skus, rules, addresses }
}
