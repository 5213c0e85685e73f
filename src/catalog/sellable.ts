import type { Queryable } from '../platform/db.ts'
import type { ProductState, ReturnClass } from './contract.ts'
import { type OfferPeriod, offerAt } from './offer.ts'
import * as sql from './sellable-sql.ts'

/** A picture as presenters need it: `showPicture` makes its addresses. */
export type PictureOf = sql.PictureRow

/** What an order needs to know of a SKU at a moment. */
export interface SkuForSale {
  readonly skuId: bigint
  readonly productId: bigint
  readonly nameZh: string
  readonly nameEn: string
  readonly productNameZh: string
  readonly productNameEn: string
  readonly wordZh: string
  readonly wordEn: string
  readonly unitZh: string
  readonly unitEn: string
  readonly category: string
  readonly directFen: number
  readonly communityFen: number
  readonly passFen: number | null
  readonly floorFen: number
  readonly offerId: bigint
  readonly freightTemplate: { readonly id: bigint; readonly feeFen: number; readonly freeFromFen: number | null }
  readonly returnClass: ReturnClass
  readonly promiseZh: string
  readonly promiseEn: string
  /** A retired SKU counts as withdrawn. */
  readonly state: ProductState
  readonly picture: PictureOf | null
}

export interface ProductForSale extends sql.ProductForSaleRow {
  readonly picture: PictureOf | null
  readonly skus: readonly SellableSku[]
}

type SellableSku = sql.SkuForSaleRow & { readonly product: ProductForSale; readonly offers: readonly PricedPeriod[] }
interface PricedPeriod extends OfferPeriod {
  described?: SkuForSale
}

/** Everything that was ever published with its prices, as of one version. */
export interface Sellable {
  readonly version: number
  readonly products: ReadonlyMap<bigint, ProductForSale>
  readonly skus: ReadonlyMap<bigint, SellableSku>
}

/** Prices that ended within a day are kept, for callers whose moment lies a little before the reading. */
const KEEP_ENDED_MS = 24 * 3_600_000
const TRIES = 5
/** The version before a change may still be read by a transaction that began earlier. */
const VERSIONS_KEPT = 2
const cache = new Map<string, Promise<Sellable>>()

/** The number that any change to what is sold raises, in the same transaction. */
export async function catalogVersion(q: Queryable): Promise<number> {
  return (await currentVersion(q)).version
}

/**
 * The sellable catalogue: one small statement to learn the version, the rest from memory unless it changed. Callers
 * that come together share one reading. `at` is about now.
 */
export async function readSellable(q: Queryable, at: Date): Promise<Sellable> {
  const { stamp } = await currentVersion(q)
  const known = cache.get(stamp)
  if (known) return known
  const loading = loadAt(q, at, stamp)
  cache.set(stamp, loading)
  for (const old of [...cache.keys()].slice(0, -VERSIONS_KEPT)) cache.delete(old)
  try {
    return await loading
  } catch (error) {
    if (cache.get(stamp) === loading) cache.delete(stamp)
    throw error
  }
}

/** What orders need of the SKUs that may be sold at a moment. A draft, withdrawn, retired or priceless SKU is absent. */
export async function readSkus(q: Queryable, skuIds: readonly bigint[], at: Date): Promise<Map<bigint, SkuForSale>> {
  const described = await describeSkus(q, skuIds, at)
  for (const [skuId, sku] of described) if (sku.state !== 'published') described.delete(skuId)
  return described
}

/**
 * As `readSkus`, and also those that are no longer sold, told by their `state`: names and pictures for old orders and
 * sales. Nothing may be sold by it.
 */
export async function describeSkus(
  q: Queryable,
  skuIds: readonly bigint[],
  at: Date,
): Promise<Map<bigint, SkuForSale>> {
  const { skus } = await readSellable(q, at)
  const found = new Map<bigint, SkuForSale>()
  for (const skuId of skuIds) {
    const described = describedAt(skus.get(skuId), at)
    if (described) found.set(skuId, described)
  }
  return found
}

function describedAt(sku: SellableSku | undefined, at: Date): SkuForSale | undefined {
  const offer = sku && offerAt(sku.offers, at)
  return sku && offer && describe(sku, offer)
}

/** SKUs with their prices at a moment, one at a time: lists of orders want hundreds of them. */
export interface SkuLookup {
  /** As in `describeSkus`: whether it may be sold is told by its `state`. */
  get(skuId: bigint): SkuForSale | undefined
}

export async function lookUpSkus(q: Queryable, at: Date): Promise<SkuLookup> {
  const { skus } = await readSellable(q, at)
  return { get: (skuId) => describedAt(skus.get(skuId), at) }
}

/** The SKUs of a product that may be bought at a moment, with their prices. */
export function skusOnSale(product: ProductForSale, at: Date): SkuForSale[] {
  return product.skus.flatMap((sku) => {
    const offer = offerAt(sku.offers, at)
    if (!offer) return []
    const described = describe(sku, offer)
    return described.state === 'published' ? [described] : []
  })
}

async function currentVersion(q: Queryable): Promise<sql.VersionRow> {
  const [row] = await sql.readVersion(q)
  if (!row) throw new Error('catalog.version has no row')
  return row
}

/** Reads until the version stood still meanwhile: several statements see several moments. */
async function loadAt(q: Queryable, at: Date, stamp: string): Promise<Sellable> {
  let before = stamp
  for (let attempt = 0; attempt < TRIES; attempt++) {
    const rows = await loadRows(q, at)
    const after = await currentVersion(q)
    if (after.stamp === before) return assemble(after.version, ...rows)
    before = after.stamp
  }
  throw new Error('the catalogue changed faster than it could be read')
}

const loadRows = (q: Queryable, at: Date) =>
  Promise.all([
    sql.productsEverSold(q),
    sql.skusEverSold(q),
    sql.offersSince(q, new Date(at.getTime() - KEEP_ENDED_MS)),
    sql.firstPictures(q),
  ])

function assemble(
  version: number,
  productRows: readonly sql.ProductForSaleRow[],
  skuRows: readonly sql.SkuForSaleRow[],
  offerRows: readonly sql.OfferRow[],
  pictureRows: readonly sql.PictureRow[],
): Sellable {
  const pictures = new Map(pictureRows.map((row) => [row.product_id, row]))
  const products = new Map<bigint, ProductForSale & { skus: SellableSku[] }>()
  for (const row of productRows) products.set(row.id, productOf(row, pictures.get(row.id) ?? null))
  const offers = new Map<bigint, PricedPeriod[]>(skuRows.map((row) => [row.id, []]))
  for (const row of offerRows) offers.get(row.sku_id)?.push(periodOf(row))
  const skus = new Map<bigint, SellableSku>()
  for (const row of skuRows) {
    const product = products.get(row.product_id)
    if (!product) continue
    const sku = skuOf(row, product, offers.get(row.id) ?? [])
    skus.set(row.id, sku)
    product.skus.push(sku)
  }
  return { version, products, skus }
}

// Each field by itself, here and below: what is spread and added to has a shape of its own each time, which is slow to read.
const productOf = (
  row: sql.ProductForSaleRow,
  picture: PictureOf | null,
): ProductForSale & { skus: SellableSku[] } => ({
  id: row.id,
  category: row.category,
  name_zh: row.name_zh,
  name_en: row.name_en,
  word_zh: row.word_zh,
  word_en: row.word_en,
  scout_id: row.scout_id,
  supplier_name: row.supplier_name,
  supplier_place: row.supplier_place,
  supplier_kind: row.supplier_kind,
  return_class: row.return_class,
  promise_zh: row.promise_zh,
  promise_en: row.promise_en,
  state: row.state,
  version: row.version,
  picture,
  skus: [],
})

const skuOf = (row: sql.SkuForSaleRow, product: ProductForSale, offers: readonly PricedPeriod[]): SellableSku => ({
  id: row.id,
  product_id: row.product_id,
  name_zh: row.name_zh,
  name_en: row.name_en,
  unit_zh: row.unit_zh,
  unit_en: row.unit_en,
  state: row.state,
  template_id: row.template_id,
  fee_fen: row.fee_fen,
  free_from_fen: row.free_from_fen,
  product,
  offers,
})

export const periodOf = (row: sql.OfferRow): OfferPeriod => ({
  offerId: row.id,
  directFen: row.direct_fen,
  communityFen: row.community_fen,
  passFen: row.pass_fen,
  floorFen: row.floor_fen,
  startsAt: row.starts_at,
  endsAt: row.ends_at,
})

/** A period of a price belongs to one SKU of one version, so what it describes is made once. */
function describe(sku: SellableSku, offer: PricedPeriod): SkuForSale {
  offer.described ??= describeAnew(sku, offer)
  return offer.described
}

function describeAnew(sku: SellableSku, offer: OfferPeriod): SkuForSale {
  const { product } = sku
  return {
    skuId: sku.id,
    productId: product.id,
    nameZh: sku.name_zh,
    nameEn: sku.name_en,
    productNameZh: product.name_zh,
    productNameEn: product.name_en,
    wordZh: product.word_zh,
    wordEn: product.word_en,
    unitZh: sku.unit_zh,
    unitEn: sku.unit_en,
    category: product.category,
    directFen: offer.directFen,
    communityFen: offer.communityFen,
    passFen: offer.passFen,
    floorFen: offer.floorFen,
    offerId: offer.offerId,
    freightTemplate: { id: sku.template_id, feeFen: sku.fee_fen, freeFromFen: sku.free_from_fen },
    returnClass: product.return_class,
    promiseZh: product.promise_zh,
    promiseEn: product.promise_en,
    state: sku.state === 'retired' ? 'withdrawn' : product.state,
    picture: product.picture,
  }
}
