import { staffNamesOf } from '../people/index.ts'
import type { Queryable } from '../platform/db.ts'
import { formatId, parseId } from '../platform/ids.ts'
import { type FactWithHistory, latestFacts, type RecordedFact } from './dossier.ts'
import { type ProductForSale, readSellable, type Sellable, type SkuForSale, skusOnSale } from './sellable.ts'
import * as sql from './sellable-sql.ts'
import { categoryName } from './words.ts'

/** A product that may be bought now, with its SKUs and prices. */
export interface ProductOnSale {
  readonly product: ProductForSale
  readonly skus: readonly SkuForSale[]
}

/** All that the page of a product tells, except what is left. */
export interface ProductPage extends ProductOnSale {
  readonly scoutName: string
  readonly pictures: readonly sql.PictureRow[]
  readonly facts: readonly FactWithHistory[]
  readonly lot: sql.LastLotRow | null
}

export interface ProductFilter {
  readonly category?: string | undefined
  readonly search?: string | undefined
  readonly cursor?: string | undefined
  readonly limit: number
}

const PAGES_KEPT = 2_000
/** Dossiers by version of the catalogue: when it changes they go with it. */
const pages = new WeakMap<Sellable, Map<bigint, Promise<Dossier>>>()
type Dossier = Omit<ProductPage, keyof ProductOnSale>

/** Products on sale, newest first. */
export async function listProducts(
  q: Queryable,
  filter: ProductFilter,
  at: Date,
): Promise<{ items: ProductOnSale[]; nextCursor: string | null }> {
  const { products } = await readSellable(q, at)
  const before = filter.cursor ? parseId('prd', filter.cursor) : undefined
  const items: ProductOnSale[] = []
  for (const product of products.values()) {
    if (before !== undefined && product.id >= before) continue
    if (!matches(product, filter)) continue
    const skus = skusOnSale(product, at)
    if (skus.length === 0) continue
    if (items.length === filter.limit) return { items, nextCursor: formatId('prd', items.at(-1)?.product.id as bigint) }
    items.push({ product, skus })
  }
  return { items, nextCursor: null }
}

/** The page of a product; undefined when it is not on sale. */
export async function readProductPage(q: Queryable, productId: bigint, at: Date): Promise<ProductPage | undefined> {
  const sellable = await readSellable(q, at)
  const product = sellable.products.get(productId)
  const skus = product ? skusOnSale(product, at) : []
  if (!product || skus.length === 0) return undefined
  return { product, skus, ...(await dossierOf(q, sellable, product)) }
}

function matches(product: ProductForSale, { category, search }: ProductFilter): boolean {
  if (category && product.category !== category && !product.category.startsWith(`${category}.`)) return false
  if (!search) return true
  const words = [
    product.name_zh,
    product.name_en,
    product.word_zh,
    product.word_en,
    categoryName('zh-CN', product.category),
  ]
  return words.join('\n').toLowerCase().includes(search.trim().toLowerCase())
}

async function dossierOf(q: Queryable, sellable: Sellable, product: ProductForSale): Promise<Dossier> {
  const known = pages.get(sellable) ?? new Map<bigint, Promise<Dossier>>()
  pages.set(sellable, known)
  const page = known.get(product.id) ?? loadDossier(q, product)
  if (known.size >= PAGES_KEPT) known.clear()
  known.set(product.id, page)
  try {
    return await page
  } catch (error) {
    known.delete(product.id)
    throw error
  }
}

async function loadDossier(q: Queryable, product: ProductForSale): Promise<Dossier> {
  const [pictures, facts, [lot], scouts] = await Promise.all([
    sql.picturesOfProduct(q, product.id),
    sql.factsOfProduct(q, product.id),
    sql.lastLotOfProduct(q, product.id),
    staffNamesOf(q, [product.scout_id]),
  ])
  const scoutName = scouts.get(product.scout_id) ?? ''
  return { scoutName, pictures, facts: latestFacts(facts.map(factOf)), lot: lot ?? null }
}

export const factOf = (row: sql.FactRow): RecordedFact => ({
  id: row.id,
  fact: row.fact,
  wordsZh: row.words_zh,
  wordsEn: row.words_en,
  recordedBy: row.recorded_by,
  recordedAt: row.recorded_at,
})
