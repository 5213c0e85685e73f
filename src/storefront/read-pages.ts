import type { Product, Sale } from '../../web/storefront/shapes.ts'
import { knownLinks, openSaleCards, readLinkToken, recordTouch, salePage } from '../attribution/index.ts'
import { listProducts, readProductPage, showCard, showProduct } from '../catalog/index.ts'
import { communitiesOfPerson, pairKey, standingsOfOthers } from '../communities/index.ts'
import type { Actor } from '../platform/actor.ts'
import { Refusal } from '../platform/errors.ts'
import type { Locale } from '../platform/http.ts'
import { parseId } from '../platform/ids.ts'
import type { Platform } from '../platform/platform.ts'
import { platformRefusals } from '../platform/wire.ts'
import { leftOf } from '../stock/index.ts'
import type { HomePageData } from './home-page.tsx'

/** Every read of the pages, through the doors of the rooms that own what is shown. Nothing here decides or writes. */

const GOODS_ON_A_PAGE = 24

/** Who looks, in which language. */
export interface Looker {
  readonly actor: Actor
  readonly locale: Locale
  readonly ip: string
}

export interface HomeWish {
  readonly search: string
  readonly category: string
  readonly cursor: string | undefined
}

/** What is open in my communities (null for a stranger) and what anyone may buy. */
export async function readHome(platform: Platform, looker: Looker, wish: HomeWish): Promise<HomePageData> {
  const filter = { ...wish, limit: GOODS_ON_A_PAGE }
  const [sales, { items, nextCursor }] = await Promise.all([
    mySales(platform, looker),
    listProducts(platform.db, filter, platform.clock.now()),
  ])
  const left = await leftOf(
    platform.db,
    items.flatMap(({ skus }) => skus.map(({ skuId }) => skuId)),
  )
  const reader = { locale: looker.locale, currency: platform.config.currency }
  return {
    sales,
    products: items.map((item) => showCard(reader, item, left)),
    nextCursor,
    search: wish.search,
    category: wish.category,
  }
}

/** A product at the direct price. Refuses `not_found` when it is not on sale. */
export async function readProduct(platform: Platform, { locale }: Looker, id: string): Promise<Product> {
  const page = await readProductPage(platform.db, parseId('prd', id), platform.clock.now())
  if (!page) throw new Refusal(platformRefusals.not_found)
  const left = await leftOf(
    platform.db,
    page.skus.map(({ skuId }) => skuId),
  )
  return showProduct({ locale, currency: platform.config.currency }, page, left)
}

export interface SaleVisit {
  /** All that a sale's page depends on of its visitor. */
  readonly standing: string
  /** Records that the link was opened. */
  remember(): void
}

/** How a visitor stands in the community of a sale's link. Refuses `link_forged`. */
export async function visitSaleAs(platform: Platform, { actor, ip }: Looker, token: string): Promise<SaleVisit> {
  const linkId = readLinkToken(platform.keys, token)
  const [link] = await knownLinks(platform, [linkId])
  const personId = actor.kind === 'person' ? actor.personId : null
  const remember = () => recordTouch(platform, { linkId, personId, visitor: ip })
  if (!link || personId === null) return { standing: 'none', remember }
  const pair = { communityId: link.communityId, personId }
  const standings = await standingsOfOthers(platform.db, [pair])
  return { standing: standings.get(pairKey(link.communityId, personId)) ?? 'active', remember }
}

export interface SaleToShow {
  readonly sale: Sale
  /** The product to tell about; null on a sale of several products, or when its dossier is closed. */
  readonly product: Product | null
}

/**
 * The sale that a link opens, and the one product to tell about: the named one, or the only one.
 * Refuses `link_forged`, `link_expired`, `link_revoked`; `not_found` for a product that is not in the sale.
 */
export async function readSale(
  platform: Platform,
  looker: Looker,
  token: string,
  productId?: string,
): Promise<SaleToShow> {
  const { actor, locale } = looker
  const sale = await salePage(platform, actor, token, locale)
  const productIds = new Set(sale.skus.map((sku) => sku.productId))
  if (productId !== undefined && !productIds.has(productId)) throw new Refusal(platformRefusals.not_found)
  const [only] = productIds
  const told = productId ?? (productIds.size === 1 ? only : undefined)
  if (told === undefined) return { sale, product: null }
  const page = await readProductPage(platform.db, parseId('prd', told), platform.clock.now())
  const reader = { locale, currency: platform.config.currency }
  // What is left comes with the sale's own SKUs.
  return { sale, product: page ? showProduct(reader, page, new Map()) : null }
}

async function mySales(platform: Platform, { actor, locale }: Looker): Promise<HomePageData['sales']> {
  if (actor.kind !== 'person') return null
  const mine = await communitiesOfPerson(platform.db, actor.personId)
  const ids = mine.filter(({ state }) => state === 'active').map(({ community }) => community.id)
  return ids.length === 0 ? [] : openSaleCards(platform, ids, locale)
}
