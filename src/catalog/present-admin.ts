import type { Locale } from '../platform/http.ts'
import { formatId } from '../platform/ids.ts'
import type { Static } from '../platform/wire.ts'
import { type AdminProduct, type AdminProductRows, facts } from './contract.ts'
import type { FactWithHistory, RecordedFact } from './dossier.ts'
import { offerAt } from './offer.ts'
import { type Reader, showPicture } from './present.ts'
import type { WholeProduct, WholeProductList } from './read-admin-products.ts'
import { periodOf } from './sellable.ts'
import type { OfferRow } from './sellable-sql.ts'
import type { FreightTemplateRow, LotRow, ProductListRow, SkuRow, SupplierRow } from './sql.ts'
import { categoryName, inLanguage } from './words.ts'

const timeOrNull = (at: Date | null): string | null => at?.toISOString() ?? null
const moneyIn = (currency: string) => (amount: number) => ({ amount, currency })

export const showSupplier = (row: SupplierRow) => ({
  id: formatId('sup', row.id),
  name: row.name,
  kind: row.kind,
  place: row.place,
  createdAt: row.created_at.toISOString(),
})

export function showFreightTemplate(currency: string, row: FreightTemplateRow) {
  const money = moneyIn(currency)
  return {
    id: formatId('frt', row.id),
    name: row.name,
    fee: money(row.fee_fen),
    freeFrom: row.free_from_fen === null ? null : money(row.free_from_fen),
    createdAt: row.created_at.toISOString(),
  }
}

export function showOffer(currency: string, row: OfferRow, setBy: string) {
  const money = moneyIn(currency)
  return {
    id: formatId('off', row.id),
    directPrice: money(row.direct_fen),
    communityPrice: money(row.community_fen),
    passPrice: row.pass_fen === null ? null : money(row.pass_fen),
    floor: money(row.floor_fen),
    startsAt: row.starts_at.toISOString(),
    endsAt: timeOrNull(row.ends_at),
    setBy,
  }
}

export function showAdminRow(
  reader: Reader,
  list: WholeProductList,
  row: ProductListRow,
): Static<typeof AdminProductRows>['items'][number] {
  const picture = list.pictures.get(row.id)
  return {
    id: formatId('prd', row.id),
    nameZh: row.name_zh,
    nameEn: row.name_en,
    category: row.category,
    categoryName: categoryName(reader.locale, row.category),
    state: row.state,
    supplierName: row.supplier_name,
    scoutName: list.scoutNames.get(row.scout_id) ?? '',
    picture: picture ? showPicture(reader.locale, picture) : null,
    skuCount: row.sku_count,
    communityPriceFrom: row.community_from_fen === null ? null : moneyIn(reader.currency)(row.community_from_fen),
    createdAt: row.created_at.toISOString(),
    publishedAt: timeOrNull(row.published_at),
  }
}

export function showAdminProduct({ locale, currency }: Reader, whole: WholeProduct): AdminProduct {
  const { product } = whole
  return {
    id: formatId('prd', product.id),
    nameZh: product.name_zh,
    nameEn: product.name_en,
    wordZh: product.word_zh,
    wordEn: product.word_en,
    category: product.category,
    categoryName: categoryName(locale, product.category),
    supplier: showSupplier(whole.supplier),
    scout: { id: formatId('stf', product.scout_id), name: whole.scoutName },
    returnClass: product.return_class,
    promiseZh: product.promise_zh,
    promiseEn: product.promise_en,
    state: product.state,
    version: product.version,
    createdAt: product.created_at.toISOString(),
    publishedAt: timeOrNull(product.published_at),
    withdrawnAt: timeOrNull(product.withdrawn_at),
    missing: [...whole.missing],
    facts: whole.facts.map((fact) => showFact(locale, whole, fact)),
    pictures: whole.pictures.map((row) => ({
      id: formatId('pic', row.id),
      altZh: row.alt_zh,
      altEn: row.alt_en,
      ...showPicture(locale, row),
    })),
    skus: whole.skus.map((sku) => showSku(currency, whole, sku)),
    lots: whole.lots.map((lot) => showLot(currency, whole, lot)),
  }
}

function showFact(locale: Locale, whole: WholeProduct, fact: FactWithHistory) {
  const entry = (one: RecordedFact) => ({
    wordsZh: one.wordsZh,
    wordsEn: one.wordsEn,
    recordedBy: whole.nameOf(one.recordedBy),
    recordedAt: one.recordedAt.toISOString(),
  })
  const words = facts[fact.fact]
  const label = inLanguage(locale, words.zh, words.en)
  return { fact: fact.fact, label, ...entry(fact), history: fact.history.map(entry) }
}

function showSku(currency: string, whole: WholeProduct, sku: SkuRow) {
  const offers = whole.offers.filter((row) => row.sku_id === sku.id)
  const inForce = offerAt(offers.map(periodOf), whole.at)
  const current = offers.find((row) => row.id === inForce?.offerId)
  const show = (row: OfferRow) => showOffer(currency, row, whole.nameOf(row.set_by))
  return {
    id: formatId('sku', sku.id),
    nameZh: sku.name_zh,
    nameEn: sku.name_en,
    unitZh: sku.unit_zh,
    unitEn: sku.unit_en,
    freightTemplate: showFreightTemplate(currency, whole.templates.get(sku.freight_template_id) as FreightTemplateRow),
    state: sku.state,
    offer: current ? show(current) : null,
    offers: offers.map(show),
  }
}

function showLot(currency: string, whole: WholeProduct, lot: LotRow) {
  return {
    id: formatId('lot', lot.id),
    skuId: formatId('sku', lot.sku_id),
    code: lot.code,
    pickedOn: lot.picked_on,
    bestBefore: lot.best_before,
    originZh: lot.origin_zh,
    originEn: lot.origin_en,
    intakeNote: lot.intake_note,
    cost: moneyIn(currency)(lot.cost_fen),
    createdBy: whole.nameOf(lot.created_by),
    createdAt: lot.created_at.toISOString(),
  }
}
