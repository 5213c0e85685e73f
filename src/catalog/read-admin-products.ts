import { staffNamesOf } from '../people/index.ts'
import type { Queryable } from '../platform/db.ts'
import { Refusal } from '../platform/errors.ts'
import { platformRefusals } from '../platform/wire.ts'
import type { ProductState } from './contract.ts'
import { type FactWithHistory, latestFacts } from './dossier.ts'
import { missingOf } from './publish-product.ts'
import { factOf } from './read-products.ts'
import * as sellable from './sellable-sql.ts'
import * as sql from './sql.ts'
import { namesOfActors } from './staff-names.ts'

/** All that staff may see of a product: who recorded what, every price, every lot. */
export interface WholeProduct {
  readonly product: sql.ProductRow
  readonly supplier: sql.SupplierRow
  readonly scoutName: string
  readonly missing: readonly string[]
  readonly facts: readonly FactWithHistory[]
  readonly pictures: readonly sellable.PictureRow[]
  readonly skus: readonly sql.SkuRow[]
  readonly templates: ReadonlyMap<bigint, sql.FreightTemplateRow>
  readonly offers: readonly sellable.OfferRow[]
  readonly lots: readonly sql.LotRow[]
  /** The name behind `staff:…` in `recordedBy`, `set_by`, `created_by`. */
  readonly nameOf: (actor: string) => string
  readonly at: Date
}

export interface WholeProductList {
  readonly rows: readonly sql.ProductListRow[]
  readonly scoutNames: ReadonlyMap<bigint, string>
  readonly pictures: ReadonlyMap<bigint, sellable.PictureRow>
}

/** Refuses `not_found`. */
export async function readWholeProduct(q: Queryable, productId: bigint, at: Date): Promise<WholeProduct> {
  const [product] = await sql.findProduct(q, productId)
  if (!product) throw new Refusal(platformRefusals.not_found)
  const [[supplier], factRows, pictures, skus, offers, lots, missing, scouts] = await Promise.all([
    sql.findSupplier(q, product.supplier_id),
    sellable.factsOfProduct(q, productId),
    sellable.picturesOfProduct(q, productId),
    sql.skusOfProduct(q, productId),
    sql.offersOfProduct(q, productId),
    sql.lotsOfProduct(q, productId),
    missingOf(q, product, at),
    staffNamesOf(q, [product.scout_id]),
  ])
  const templates = await sql.freightTemplatesById(q, [...new Set(skus.map((sku) => sku.freight_template_id))])
  const actors = [
    ...factRows.map((row) => row.recorded_by),
    ...offers.map((row) => row.set_by),
    ...lots.map((row) => row.created_by),
  ]
  return {
    product,
    supplier: supplier as sql.SupplierRow,
    scoutName: scouts.get(product.scout_id) ?? '',
    missing,
    facts: latestFacts(factRows.map(factOf)),
    pictures,
    skus,
    templates: new Map(templates.map((row) => [row.id, row])),
    offers,
    lots,
    nameOf: await namesOfActors(q, actors),
    at,
  }
}

/** Newest first, with what a list shows. */
export async function listWholeProducts(
  q: Queryable,
  filter: { before: bigint; limit: number; state: ProductState | null; search: string },
  at: Date,
): Promise<WholeProductList> {
  const rows = await sql.productsBefore(q, { ...filter, at })
  const [scoutNames, pictures] = await Promise.all([
    staffNamesOf(q, [...new Set(rows.map((row) => row.scout_id))]),
    sql.firstPicturesOf(
      q,
      rows.map((row) => row.id),
    ),
  ])
  return { rows, scoutNames, pictures: new Map(pictures.map((row) => [row.product_id, row])) }
}

/** Growers and suppliers, newest first. */
export const listSuppliers = (q: Queryable, before: bigint, limit: number) => sql.suppliersBefore(q, before, limit)

export const listFreightTemplates = (q: Queryable, before: bigint, limit: number) =>
  sql.freightTemplatesBefore(q, before, limit)

export async function readSupplier(q: Queryable, id: bigint): Promise<sql.SupplierRow | undefined> {
  return (await sql.findSupplier(q, id))[0]
}

/** Names of growers and suppliers by id. */
export async function supplierNamesOf(q: Queryable, ids: readonly bigint[]): Promise<Map<bigint, string>> {
  return new Map((await sql.supplierNames(q, ids)).map((row) => [row.id, row.name]))
}

export async function readFreightTemplate(q: Queryable, id: bigint): Promise<sql.FreightTemplateRow | undefined> {
  return (await sql.freightTemplatesById(q, [id]))[0]
}

export async function readOffer(
  q: Queryable,
  id: bigint,
): Promise<{ row: sellable.OfferRow; setBy: string } | undefined> {
  const [row] = await sql.findOffer(q, id)
  return row && { row, setBy: (await namesOfActors(q, [row.set_by]))(row.set_by) }
}

/** Names of SKUs for staff, by id, whatever state their product is in. */
export async function skuNamesOf(q: Queryable, skuIds: readonly bigint[]): Promise<Map<bigint, sql.SkuNames>> {
  const rows = skuIds.length > 0 ? await sql.namesOfSkus(q, skuIds) : []
  return new Map(rows.map((row) => [row.id, row]))
}

const SEARCH_LIMIT = 500
/** SKUs whose own or whose product's name contains the words; at most 500. */
export async function searchSkuIds(q: Queryable, search: string): Promise<bigint[]> {
  return (await sql.skuIdsLike(q, search, SEARCH_LIMIT)).map((row) => row.id)
}
