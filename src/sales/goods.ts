import { inLanguage, listProducts, readSkus, showPicture, showSku } from '../catalog/index.ts'
import { rulesInForce } from '../commissions/index.ts'
import { communityAsMember, mayCurate } from '../communities/index.ts'
import { curatorsByIds } from '../curators/index.ts'
import type { PersonActor } from '../platform/actor.ts'
import type { Queryable } from '../platform/db.ts'
import { Refusal } from '../platform/errors.ts'
import { formatId, parseId } from '../platform/ids.ts'
import type { Platform } from '../platform/platform.ts'
import { leftOf } from '../stock/index.ts'
import { refusals } from './contract.ts'
import { estimate, type Reader } from './show-sales.ts'

export interface GoodsQuery {
  readonly search?: string | undefined
  readonly cursor?: string | undefined
  readonly limit?: number | undefined
}

/** What she may sell: everything on sale, with what a unit earns her at her stage. */
export async function goodsFor(platform: Platform, actor: PersonActor, query: GoodsQuery, reader: Reader) {
  const { db } = platform
  const limit = query.limit ?? 20
  const filter = { search: query.search, cursor: query.cursor, limit }
  const { items, nextCursor } = await listProducts(db, filter, reader.at)
  const skuIds = items.flatMap((item) => item.skus.map((sku) => sku.skuId))
  const [left, rules, stage] = await Promise.all([
    leftOf(db, skuIds),
    rulesInForce(db, reader.at),
    stageOf(db, actor.personId),
  ])
  const goods = items.map(({ product, skus }) => ({
    productId: formatId('prd', product.id),
    name: inLanguage(reader.locale, product.name_zh, product.name_en),
    word: inLanguage(reader.locale, product.word_zh, product.word_en),
    category: product.category,
    picture: product.picture && showPicture(reader.locale, product.picture),
    skus: skus.map((sku) => ({
      ...showSku(reader, sku, left.get(sku.skuId) ?? 0),
      ...estimate(sku, rules, stage, reader.currency),
    })),
  }))
  return { items: goods, nextCursor }
}

/** 预计赚 before she posts. Refuses `not_found` for a community where she may not sell, `sku_not_for_sale`. */
export async function previewSale(
  platform: Platform,
  actor: PersonActor,
  input: { readonly skuIds: readonly string[]; readonly communityId: string },
  reader: Reader,
) {
  const { db } = platform
  await communityAsMember(db, parseId('com', input.communityId), actor.personId, mayCurate)
  const ids = input.skuIds.map((id) => parseId('sku', id))
  const [skus, rules, stage] = await Promise.all([
    readSkus(db, ids, reader.at),
    rulesInForce(db, reader.at),
    stageOf(db, actor.personId),
  ])
  const missing = ids.filter((id) => !skus.has(id))
  if (missing.length > 0)
    throw new Refusal(refusals.sku_not_for_sale, { skuIds: missing.map((id) => formatId('sku', id)) })
  const items = [...skus.values()].map((sku) => ({
    skuId: formatId('sku', sku.skuId),
    communityPrice: { amount: sku.communityFen, currency: reader.currency },
    ...estimate(sku, rules, stage, reader.currency),
  }))
  return { items }
}

/** The stage that commission rules may ask for; a novice's for who has none. */
async function stageOf(q: Queryable, personId: bigint): Promise<string> {
  return (await curatorsByIds(q, [personId])).get(personId)?.stage ?? 'novice'
}
