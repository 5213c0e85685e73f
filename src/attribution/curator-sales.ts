import { type Community, communitiesByIds } from '../communities/index.ts'
import type { PersonActor } from '../platform/actor.ts'
import type { Queryable, Tx } from '../platform/db.ts'
import { Refusal } from '../platform/errors.ts'
import type { Locale } from '../platform/http.ts'
import { formatId, type Id } from '../platform/ids.ts'
import type { Platform } from '../platform/platform.ts'
import { platformRefusals } from '../platform/wire.ts'
import {
  createSale,
  type Reader,
  type Sale,
  type SalesQuery,
  saleOfCurator,
  salesOfCurator,
  showSaleRows,
  showSalesToCurator,
} from '../sales/index.ts'
import type { SaleLink } from './contract.ts'
import { type Link, signLink } from './link.ts'
import { saleLinksFor, toLink } from './make-links.ts'
import { type Posted, salePost } from './post-text.ts'
import * as sql from './sql.ts'

type SaleInput = Parameters<typeof createSale>[3]

/** Opens a sale together with the links of its communities. Refuses as `createSale` of sales. */
export async function openSale(platform: Platform, tx: Tx, actor: PersonActor, input: SaleInput): Promise<Id<'sal'>> {
  const sale = await createSale(platform, tx, actor, input)
  const communities = await communitiesByIds(tx, sale.communityIds)
  await saleLinksFor(platform, tx, sale, communities.values())
  return sale.id
}

/** A curator's own sale with its links. Refuses `not_found` for an absent sale and for someone else's alike. */
export async function curatorSale(platform: Platform, actor: PersonActor, id: Id<'sal'>, locale: Locale) {
  const { db } = platform
  const reader = readerOf(platform, locale)
  const sale = await saleOfCurator(db, id, actor.personId, reader.at)
  if (!sale) throw new Refusal(platformRefusals.not_found)
  const [shown, communities, links] = await Promise.all([
    showSalesToCurator(db, [sale], reader),
    communitiesByIds(db, sale.communityIds),
    curatorLinksOf(db, [sale]),
  ])
  const described = shown.get(id) as ShownSale
  const posted: Posted = {
    ...described,
    cutsOffAt: sale.cutsOffAt,
    pickupPointName: described.pickupPoint?.name ?? null,
  }
  return {
    ...described,
    communities: sale.communityIds.flatMap((communityId) => {
      const community = communities.get(communityId)
      const link = links.get(linkKey(id, communityId))
      if (!community || !link) return []
      const shownLink = showLink(platform, link, community, posted, locale)
      return [{ id: formatId('com', communityId), name: community.name, link: shownLink }]
    }),
  }
}

type ShownSale = Awaited<ReturnType<typeof showSalesToCurator>> extends Map<bigint, infer Shown> ? Shown : never

/** A curator's sales, newest first, with the names of their communities. */
export async function curatorSales(platform: Platform, actor: PersonActor, query: SalesQuery, locale: Locale) {
  const { items: sales, nextCursor } = await salesOfCurator(platform, actor.personId, query)
  const [rows, communities] = await Promise.all([
    showSaleRows(platform.db, sales, readerOf(platform, locale)),
    communitiesByIds(
      platform.db,
      sales.flatMap((sale) => sale.communityIds),
    ),
  ])
  const items = rows.map((row, index) => ({
    ...row,
    communities: (sales[index] as Sale).communityIds.map((id) => ({
      id: formatId('com', id),
      name: communities.get(id)?.name ?? '',
    })),
  }))
  return { items, nextCursor }
}

/** The curator's own links of some sales, by `linkKey`. */
export async function curatorLinksOf(q: Queryable, sales: readonly Sale[]): Promise<Map<string, Link>> {
  const wanted = sales.flatMap((sale) =>
    sale.communityIds.map((communityId) => ({ saleId: sale.id, communityId, fromPersonId: sale.curatorPersonId })),
  )
  if (wanted.length === 0) return new Map()
  const rows = await sql.linksFrom(q, wanted)
  return new Map(rows.map((row) => [linkKey(row.sale_id, row.community_id), toLink(row)]))
}

/** The curator's own link of a sale in one of its communities. Refuses `not_found` for any other community. */
export async function curatorLinkIn(platform: Platform, sale: Sale, communityId: bigint): Promise<Link> {
  const link = (await curatorLinksOf(platform.db, [sale])).get(linkKey(sale.id, communityId))
  if (!link) throw new Refusal(platformRefusals.not_found)
  return link
}

export const linkKey = (saleId: bigint, communityId: bigint): string => `${saleId}:${communityId}`

export function showLink(
  platform: Platform,
  link: Link,
  community: Community,
  posted: Posted,
  locale: Locale,
): SaleLink {
  const { publicUrl, timeZone } = platform.config
  const token = signLink(platform.keys, link.id)
  const url = `${publicUrl}/s/${token}`
  return { url, qrUrl: `/qr/${token}.svg`, text: salePost(community, posted, url, locale, timeZone) }
}

export const readerOf = (platform: Platform, locale: Locale): Reader => ({
  locale,
  currency: platform.config.currency,
  at: platform.clock.now(),
})
