import { describeSkus, inLanguage, type SkuForSale, showPicture, skuName } from '../catalog/index.ts'
import { commissionOf, quoteCommission, type RuleInForce, rulesInForce } from '../commissions/index.ts'
import { type PickupPoint, pickupPointsByIds } from '../communities/index.ts'
import { curatorsByIds } from '../curators/index.ts'
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

/** Sales as shoppers see them, by id: what each says of itself and its SKUs with prices and what is left. */
export async function showSalesToShoppers(q: Queryable, sales: readonly Sale[], reader: Reader) {
  const around = await readAround(q, sales, reader.at)
  return new Map(
    sales.map((sale) => [
      sale.id as bigint,
      { ...showSale(sale, around, reader), skus: showSkus(sale, around, reader) },
    ]),
  )
}

/** Sales as their curator sees them, by id: also what one unit earns her (预计赚) by the rules in force. */
export async function showSalesToCurator(q: Queryable, sales: readonly Sale[], reader: Reader) {
  const [around, rules, curators] = await Promise.all([
    readAround(q, sales, reader.at),
    rulesInForce(q, reader.at),
    curatorsByIds(
      q,
      sales.map((sale) => sale.curatorPersonId),
    ),
  ])
  return new Map(
    sales.map((sale) => {
      const stage = curators.get(sale.curatorPersonId)?.stage ?? 'novice'
      const skus = known(sale, around).map(([offered, sku]) => ({
        ...showSku(offered, sku, around, reader),
        ...estimate(sku, rules, stage, reader.currency),
      }))
      return [sale.id as bigint, { ...showSale(sale, around, reader), skus, version: sale.version }]
    }),
  )
}

/** Sales as rows of a list, in the order given. */
export async function showSaleRows(q: Queryable, sales: readonly Sale[], reader: Reader) {
  const around = await readAround(q, sales, reader.at)
  return sales.map((sale) => ({
    ...showSale(sale, around, reader),
    skuNames: known(sale, around).map(([, sku]) => skuName(sku, reader.locale).name),
    version: sale.version,
  }))
}

/** 预计赚: what one unit at the community price earns before any refund. A planned figure, fixed only by an order. */
export function estimate(sku: SkuForSale, rules: readonly RuleInForce[], stage: string, currency: string) {
  const rule = quoteCommission(rules, { skuId: sku.skuId, category: sku.category, stage })
  const amount = rule ? commissionOf(sku.communityFen, rule) : 0
  return { estimatedEarn: { amount, currency }, rateBps: rule?.rateBps ?? 0 }
}

/** All that showing some sales needs, read together for all of them. */
interface Around {
  readonly skus: ReadonlyMap<bigint, SkuForSale>
  readonly left: ReadonlyMap<bigint, number>
  readonly pickupPoints: ReadonlyMap<bigint, PickupPoint>
}

async function readAround(q: Queryable, sales: readonly Sale[], at: Date): Promise<Around> {
  const skuIds = [...new Set(sales.flatMap((sale) => sale.skus.map((sku) => sku.skuId)))]
  const pointIds = sales.flatMap((sale) => (sale.pickupPointId ? [sale.pickupPointId] : []))
  const [skus, left, pickupPoints] = await Promise.all([
    describeSkus(q, skuIds, at),
    leftOf(q, skuIds),
    pickupPointsByIds(q, pointIds),
  ])
  return { skus, left, pickupPoints }
}

function showSale(sale: Sale, around: Around, { at }: Reader) {
  const point = sale.pickupPointId ? around.pickupPoints.get(sale.pickupPointId) : undefined
  return {
    id: formatId('sal', sale.id),
    kind: sale.kind,
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

const showSkus = (sale: Sale, around: Around, reader: Reader) =>
  known(sale, around).map(([offered, sku]) => showSku(offered, sku, around, reader))

/** In the curator's order. A SKU without a price now is not shown. */
const known = (sale: Sale, around: Around): [SaleSku, SkuForSale][] =>
  sale.skus.flatMap((offered) => {
    const sku = around.skus.get(offered.skuId)
    return sku ? [[offered, sku]] : []
  })

/** Of what was withdrawn nothing is left. */
function showSku(offered: SaleSku, sku: SkuForSale, { left }: Around, { locale, currency }: Reader) {
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
