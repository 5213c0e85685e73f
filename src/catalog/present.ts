import type { Locale } from '../platform/http.ts'
import { formatId } from '../platform/ids.ts'
import { facts, type Picture, type Product, type ProductCard, type Sku } from './contract.ts'
import { largeFile, smallFile } from './picture.ts'
import type { ProductOnSale, ProductPage } from './read-products.ts'
import type { SkuForSale } from './sellable.ts'
import type { PictureRow } from './sellable-sql.ts'
import { categoryName, inLanguage } from './words.ts'

/** In whose language, and in which money. */
export interface Reader {
  readonly locale: Locale
  readonly currency: string
}

export const showPicture = (locale: Locale, row: PictureRow): Picture => ({
  url: `/media/${largeFile(row.file)}`,
  smallUrl: `/media/${smallFile(row.file)}`,
  alt: inLanguage(locale, row.alt_zh, row.alt_en),
  width: row.width,
  height: row.height,
})

/** @param left what may still be ordered of it; stock knows */
export function showSku({ locale, currency }: Reader, sku: SkuForSale, left: number): Sku {
  const money = (amount: number) => ({ amount, currency })
  return {
    id: formatId('sku', sku.skuId),
    name: inLanguage(locale, sku.nameZh, sku.nameEn),
    unit: inLanguage(locale, sku.unitZh, sku.unitEn),
    directPrice: money(sku.directFen),
    communityPrice: money(sku.communityFen),
    passPrice: sku.passFen === null ? null : money(sku.passFen),
    left,
    offerId: formatId('off', sku.offerId),
  }
}

/** @param left by SKU; one that is absent has nothing left */
export function showCard(
  reader: Reader,
  { product, skus }: ProductOnSale,
  left: ReadonlyMap<bigint, number>,
): ProductCard {
  const { locale, currency } = reader
  const cheapest = skus.reduce((a, b) => (b.communityFen < a.communityFen ? b : a))
  return {
    id: formatId('prd', product.id),
    name: inLanguage(locale, product.name_zh, product.name_en),
    word: inLanguage(locale, product.word_zh, product.word_en),
    category: product.category,
    categoryName: categoryName(locale, product.category),
    picture: product.picture && showPicture(locale, product.picture),
    directPrice: { amount: cheapest.directFen, currency },
    communityPrice: { amount: cheapest.communityFen, currency },
    left: skus.reduce((sum, sku) => sum + (left.get(sku.skuId) ?? 0), 0),
    unit: inLanguage(locale, cheapest.unitZh, cheapest.unitEn),
  }
}

/** @param left by SKU; one that is absent has nothing left */
export function showProduct(reader: Reader, page: ProductPage, left: ReadonlyMap<bigint, number>): Product {
  const { product } = page
  const say = (zh: string, en: string) => inLanguage(reader.locale, zh, en)
  return {
    id: formatId('prd', product.id),
    name: say(product.name_zh, product.name_en),
    word: say(product.word_zh, product.word_en),
    category: product.category,
    categoryName: categoryName(reader.locale, product.category),
    scout: { name: page.scoutName },
    supplier: { name: product.supplier_name, place: product.supplier_place, kind: product.supplier_kind },
    pictures: page.pictures.map((row) => showPicture(reader.locale, row)),
    promise: say(product.promise_zh, product.promise_en),
    returnClass: product.return_class,
    facts: page.facts
      .filter((entry) => !facts[entry.fact].forCurators)
      .map((entry) => ({
        fact: entry.fact,
        label: say(facts[entry.fact].zh, facts[entry.fact].en),
        words: say(entry.wordsZh, entry.wordsEn),
        recordedAt: entry.recordedAt.toISOString(),
      })),
    skus: page.skus.map((sku) => showSku(reader, sku, left.get(sku.skuId) ?? 0)),
    lot: page.lot && {
      code: page.lot.code,
      pickedOn: page.lot.picked_on,
      origin: say(page.lot.origin_zh, page.lot.origin_en),
    },
    version: product.version,
  }
}
