/**
 * Catalog: what is sold, who answers for it, and at what price.
 *
 * Words: a *dossier* (产品档案) is what the scout knows of a product, fact by fact, each with who recorded it and when;
 * an *offer* (售价) is the prices of a SKU over a period; a *lot* (批次) is goods that came in together; *sellable* is
 * everything that was ever published, with its prices, as of one version.
 * Invariants: direct ≥ community ≥ pass ≥ floor, always · a SKU has at most one price at a moment, and once it had one
 * never none · facts, lots and prices are never rewritten, later ones take their place · nothing is published before
 * its dossier answers for it · `catalog.version` moves in the same transaction as any change, which also makes changes
 * wait for each other, so a cache that is keyed by it is never stale and never mixed.
 * Says: `product.published`, `product.withdrawn`, `offer.set`.
 */
import { declareNames } from '../platform/names.ts'
import type { Room } from '../platform/room.ts'
import { checks } from './checks.ts'
import { refusals } from './contract.ts'
import { taxRefusals } from './contract-tax.ts'
import { routes } from './http.ts'
import { supplierNamesOf } from './read-admin-products.ts'

export { createSku } from './create-sku.ts'
export { type FreightTerms, freightFor, type GoodsToCarry } from './freight.ts'
export { addPicture, type PictureInput } from './keep-pictures.ts'
export { createFreightTemplate, createSupplier } from './keep-suppliers.ts'
export { encodePicture } from './picture.ts'
export { type Reader, showCard, showPicture, showProduct, showSku } from './present.ts'
export { showAdminProduct } from './present-admin.ts'
export { type ProductLabel, productLabels } from './product-labels.ts'
export { publishProduct, withdrawProduct } from './publish-product.ts'
export {
  readWholeProduct,
  searchSkuIds,
  skuNamesOf,
  supplierNamesOf,
  type WholeProduct,
} from './read-admin-products.ts'
export { listProducts, type ProductOnSale, type ProductPage, readProductPage } from './read-products.ts'
export { recordFact } from './record-fact.ts'
export { type LotCost, type LotWords, lotCosts, readLots, recordLot } from './record-lot.ts'
export {
  catalogVersion,
  describeSkus,
  lookUpSkus,
  readSkus,
  type SkuForSale,
  type SkuLookup,
} from './sellable.ts'
export { setOffer } from './set-offer.ts'
export { taxRatesOn } from './set-tax-rate.ts'
export { productNames, type SkuName, skuName } from './sku-names.ts'
export { inLanguage } from './words.ts'
export { changeProduct, createProduct } from './write-product.ts'

declareNames('sup', supplierNamesOf)

export const room: Room = { name: 'catalog', refusals: { ...refusals, ...taxRefusals }, routes, checks }
