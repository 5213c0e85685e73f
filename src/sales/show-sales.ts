import { describeSkus, inLanguage, type SkuForSale, showPicture } from '../catalog/index.ts'
import { commissionOf, quoteCommission, type RuleInForce } from '../commissions/index.ts'
import { type PickupPoint, pickupPointsByIds } from '../communities/index.ts'
import type { Queryable } from '../platform/db.ts'
import type { Locale } from '../platform/http.ts'
import { formatId } from '../platform/ids.ts'
import { leftOf } from '../stock/index.ts'
import { type Sale, type SaleSku, saleState } from './sale.ts'

/** Who reads: in which language, in which money, at which moment. */
export interface Reader {
  readonly locale: Locale
  readonly currency: string
  readonly at: Date
}

/** All that presenting some sales needs, read together for all of them. */
export interface Surroundings {
  readonly skus: ReadonlyMap<bigint, SkuForSale>
  readonly left: ReadonlyMap<bigint, number>
  readonly pickupPoints: ReadonlyMap<bigint, PickupPoint>
}

export async function readSurroundings(q: Queryable, sales: readonly Sale[], at: Date): Promise<Surroundings> {
  const skuIds = [...new Set(sales.flatMap((sale) => sale.skus.map((sku) => sku.skuId)))]
  const pointIds = sales.flatMap((sale) => (sale.pickupPointId ? [sale.pickupPointId] : []))
  const [skus, left, pickupPoints] = await Promise.all([
    describeSkus(q, skuIds, at),
    leftOf(q, skuIds),
    pickupPointsByIds(q, pointIds),
  ])
  return { skus, left, pickupPoints }
}

/** What a sale says of itself to everyone. */
export function showSale(sale: Sale, around: Surroundings, { at }: Reader) {
  const point = sale.pickupPointId ? around.pickupPoints.get(sale.pickupPointId) : undefined
  return {
    id: formatId('sal', sale.id),
    title: sale.title,
    word: sale.word,
    state: saleState(sale, at),
    opensAt: sale.opensAt.toISOString(),
    cutsOffAt: sale.cutsOffAt.toISOString(),
    arrivesOn: sale.arrivesOn,
    delivery: sale.delivery,
    pickupPoint: point
      ? { id: formatId('pkp', point.id), name: point.name, place: point.place, hours: point.hours }
      : null,
  }
}

/** The SKUs of a sale in her order. One without a price now is not shown; one that was withdrawn has nothing left. */
export function showSaleSkus(sale: Sale, around: Surroundings, reader: Reader) {
  return sale.skus.flatMap((offered) => {
    const sku = around.skus.get(offered.skuId)
    return sku ? [showSku(offered, sku, around.left, reader)] : []
  })
}

/** As `showSaleSkus`, with what one unit earns the curator (预计赚), by the rules in force. */
export function showSaleSkusForCurator(
  sale: Sale,
  around: Surroundings,
  reader: Reader,
  rules: readonly RuleInForce[],
  stage: string,
) {
  return sale.skus.flatMap((offered) => {
    const sku = around.skus.get(offered.skuId)
    if (!sku) return []
    return [{ ...showSku(offered, sku, around.left, reader), ...estimate(sku, rules, stage, reader.currency) }]
  })
}

/** 预计赚: what one unit at the community price earns before any refund. A planned figure, fixed only by an order. */
export function estimate(sku: SkuForSale, rules: readonly RuleInForce[], stage: string, currency: string) {
  const rule = quoteCommission(rules, { skuId: sku.skuId, category: sku.category, stage })
  const amount = rule ? commissionOf(sku.communityFen, rule) : 0
  return { estimatedEarn: { amount, currency }, rateBps: rule?.rateBps ?? 0 }
}

function showSku(offered: SaleSku, sku: SkuForSale, left: ReadonlyMap<bigint, number>, reader: Reader) {
  const { locale, currency } = reader
  return {
    skuId: formatId('sku', sku.skuId),
    productId: formatId('prd', sku.productId),
    name: inLanguage(locale, sku.productNameZh, sku.productNameEn),
    skuName: inLanguage(locale, sku.nameZh, sku.nameEn),
    unit: inLanguage(locale, sku.unitZh, sku.unitEn),
    word: inLanguage(locale, sku.wordZh, sku.wordEn),
    picture: sku.picture && showPicture(locale, sku.picture),
    communityPrice: { amount: sku.communityFen, currency },
    directPrice: { amount: sku.directFen, currency },
    left: sku.state === 'published' ? (left.get(sku.skuId) ?? 0) : 0,
    perPerson: offered.perPerson,
  }
}
