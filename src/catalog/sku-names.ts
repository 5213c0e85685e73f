import type { Queryable } from '../platform/db.ts'
import type { Locale } from '../platform/http.ts'
import type { Platform } from '../platform/platform.ts'
import type { Picture } from './contract.ts'
import { showPicture } from './present.ts'
import { describeSkus, type SkuForSale } from './sellable.ts'
import { inLanguage } from './words.ts'

/** What a line of an order calls its goods. */
export interface SkuName {
  readonly name: string
  readonly unit: string
  readonly picture: Picture | null
}

/** The product's name, then the SKU's own where it says more: 赣南脐橙 5 斤装. */
export function skuName(sku: SkuForSale, locale: Locale): SkuName {
  let names = known.get(sku)
  if (!names) {
    names = {}
    known.set(sku, names)
  }
  names[locale] ??= nameIn(sku, locale)
  return names[locale]
}

const known = new WeakMap<SkuForSale, Partial<Record<Locale, SkuName>>>()

function nameIn(sku: SkuForSale, locale: Locale): SkuName {
  const product = inLanguage(locale, sku.productNameZh, sku.productNameEn)
  const own = inLanguage(locale, sku.nameZh, sku.nameEn)
  return {
    name: own.includes(product) ? own : `${product} ${own}`,
    unit: inLanguage(locale, sku.unitZh, sku.unitEn),
    picture: sku.picture && showPicture(locale, sku.picture),
  }
}

/** Names of goods that were ever sold, by SKU; also of those that are withdrawn now. */
export async function productNames(
  platform: Platform,
  q: Queryable,
  skuIds: readonly bigint[],
  locale: Locale,
): Promise<Map<bigint, SkuName>> {
  const skus = await describeSkus(q, skuIds, platform.clock.now())
  return new Map([...skus].map(([id, sku]) => [id, skuName(sku, locale)]))
}
