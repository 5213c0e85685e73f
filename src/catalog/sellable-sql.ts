import type { Queryable } from '../platform/db.ts'
import type { FactName, ProductState, ReturnClass } from './contract.ts'

export interface VersionRow {
  readonly version: number
  readonly stamp: string
}

export interface ProductForSaleRow {
  readonly id: bigint
  readonly category: string
  readonly name_zh: string
  readonly name_en: string
  readonly word_zh: string
  readonly word_en: string
  readonly scout_id: bigint
  readonly supplier_name: string
  readonly supplier_place: string
  readonly supplier_kind: 'grower' | 'supplier'
  readonly return_class: ReturnClass
  readonly promise_zh: string
  readonly promise_en: string
  readonly state: ProductState
  readonly version: number
}

export interface SkuForSaleRow {
  readonly id: bigint
  readonly product_id: bigint
  readonly name_zh: string
  readonly name_en: string
  readonly unit_zh: string
  readonly unit_en: string
  readonly state: 'active' | 'retired'
  readonly template_id: bigint
  readonly fee_fen: number
  readonly free_from_fen: number | null
}

export interface OfferRow {
  readonly id: bigint
  readonly sku_id: bigint
  readonly direct_fen: number
  readonly community_fen: number
  readonly pass_fen: number | null
  readonly floor_fen: number
  readonly starts_at: Date
  readonly ends_at: Date | null
  readonly set_by: string
}

export interface PictureRow {
  readonly id: bigint
  readonly product_id: bigint
  readonly file: string
  readonly alt_zh: string
  readonly alt_en: string
  readonly width: number
  readonly height: number
}

export interface FactRow {
  readonly id: bigint
  readonly product_id: bigint
  readonly fact: FactName
  readonly words_zh: string
  readonly words_en: string
  readonly recorded_by: string
  readonly recorded_at: Date
}

export interface LastLotRow {
  readonly code: string
  readonly picked_on: string | null
  readonly origin_zh: string
  readonly origin_en: string
}

export const OFFER = 'id, sku_id, direct_fen, community_fen, pass_fen, floor_fen, starts_at, ends_at, set_by'
export const PICTURE = 'id, product_id, file, alt_zh, alt_en, width, height'

export const readVersion = (q: Queryable) =>
  q.query<VersionRow>('catalog.readVersion', 'select version, stamp from catalog.version')

/** Everything that was ever published: names of withdrawn goods are still asked for by old orders. */
export const productsEverSold = (q: Queryable) =>
  q.query<ProductForSaleRow>(
    'catalog.productsEverSold',
    `select p.id, p.category, p.name_zh, p.name_en, p.word_zh, p.word_en, p.scout_id, s.name as supplier_name,
            s.place as supplier_place, s.kind as supplier_kind, p.return_class, p.promise_zh, p.promise_en, p.state, p.version
     from catalog.product p join catalog.supplier s on s.id = p.supplier_id
     where p.published_at is not null order by p.id desc`,
  )

export const skusEverSold = (q: Queryable) =>
  q.query<SkuForSaleRow>(
    'catalog.skusEverSold',
    `select k.id, k.product_id, k.name_zh, k.name_en, k.unit_zh, k.unit_en, k.state, f.id as template_id, f.fee_fen, f.free_from_fen
     from catalog.sku k
     join catalog.product p on p.id = k.product_id and p.published_at is not null
     join catalog.freight_template f on f.id = k.freight_template_id
     order by k.id`,
  )

/** Prices in force after a moment; those that were replaced before they began never were. */
export const offersSince = (q: Queryable, since: Date) =>
  q.query<OfferRow>(
    'catalog.offersSince',
    `select ${OFFER} from catalog.offer
     where (ends_at is null or ends_at > $1) and (ends_at is null or ends_at > starts_at) order by sku_id, starts_at`,
    [since],
  )

export const firstPictures = (q: Queryable) =>
  q.query<PictureRow>(
    'catalog.firstPictures',
    `select distinct on (product_id) ${PICTURE} from catalog.picture
     where removed_at is null order by product_id, position, id`,
  )

export const picturesOfProduct = (q: Queryable, productId: bigint) =>
  q.query<PictureRow>(
    'catalog.picturesOfProduct',
    `select ${PICTURE} from catalog.picture where product_id = $1 and removed_at is null order by position, id`,
    [productId],
  )

export const factsOfProduct = (q: Queryable, productId: bigint) =>
  q.query<FactRow>(
    'catalog.factsOfProduct',
    `select id, product_id, fact, words_zh, words_en, recorded_by, recorded_at
     from catalog.dossier_fact where product_id = $1 order by id desc limit 500`,
    [productId],
  )

export const lastLotOfProduct = (q: Queryable, productId: bigint) =>
  q.query<LastLotRow>(
    'catalog.lastLotOfProduct',
    `select l.code, l.picked_on, l.origin_zh, l.origin_en from catalog.lot l join catalog.sku k on k.id = l.sku_id
     where k.product_id = $1 order by l.id desc limit 1`,
    [productId],
  )
