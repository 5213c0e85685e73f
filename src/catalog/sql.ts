import type { Queryable, Tx } from '../platform/db.ts'
import type { FactInput, ProductState, ReturnClass, SkuInput } from './contract.ts'
import type { Prices } from './offer.ts'
import type { EncodedPicture } from './picture.ts'
import { OFFER, type OfferRow, PICTURE, type PictureRow } from './sellable-sql.ts'

export interface SupplierRow {
  readonly id: bigint
  readonly name: string
  readonly kind: 'grower' | 'supplier'
  readonly place: string
  readonly created_at: Date
}

export interface FreightTemplateRow {
  readonly id: bigint
  readonly name: string
  readonly fee_fen: number
  readonly free_from_fen: number | null
  readonly created_at: Date
}

export interface ProductRow {
  readonly id: bigint
  readonly category: string
  readonly name_zh: string
  readonly name_en: string
  readonly word_zh: string
  readonly word_en: string
  readonly scout_id: bigint
  readonly supplier_id: bigint
  readonly return_class: ReturnClass
  readonly promise_zh: string
  readonly promise_en: string
  readonly state: ProductState
  readonly version: number
  readonly created_at: Date
  readonly published_at: Date | null
  readonly withdrawn_at: Date | null
}

export interface ProductListRow extends ProductRow {
  readonly supplier_name: string
  readonly sku_count: number
  readonly community_from_fen: number | null
}

export interface SkuRow {
  readonly id: bigint
  readonly product_id: bigint
  readonly name_zh: string
  readonly name_en: string
  readonly unit_zh: string
  readonly unit_en: string
  readonly freight_template_id: bigint
  readonly state: 'active' | 'retired'
}

export interface LotRow {
  readonly id: bigint
  readonly sku_id: bigint
  readonly code: string
  readonly origin_zh: string
  readonly origin_en: string
  readonly picked_on: string | null
  readonly best_before: string | null
  readonly intake_note: string
  readonly cost_fen: number
  readonly created_by: string
  readonly created_at: Date
}

export type ProductWords = Omit<ProductRow, 'id' | 'state' | 'version' | 'created_at' | 'published_at' | 'withdrawn_at'>

const PRODUCT = `id, category, name_zh, name_en, word_zh, word_en, scout_id, supplier_id, return_class, promise_zh, promise_en,
  state, version, created_at, published_at, withdrawn_at`
const SKU = 'id, product_id, name_zh, name_en, unit_zh, unit_en, freight_template_id, state'
const LOT =
  'id, sku_id, code, origin_zh, origin_en, picked_on, best_before, intake_note, cost_fen, created_by, created_at'

/** Also the lock that lets one change of the catalogue happen at a time. */
export const bumpVersion = (tx: Tx) =>
  tx.query('catalog.bumpVersion', 'update catalog.version set version = version + 1, stamp = gen_random_uuid()')

export const insertSupplier = (tx: Tx, row: Omit<SupplierRow, 'created_at'>) =>
  tx.query(
    'catalog.insertSupplier',
    'insert into catalog.supplier (id, name, kind, place, created_at) values ($1, $2, $3, $4, $5)',
    [row.id, row.name, row.kind, row.place, tx.at],
  )

export const suppliersBefore = (q: Queryable, before: bigint, limit: number) =>
  q.query<SupplierRow>(
    'catalog.suppliersBefore',
    'select id, name, kind, place, created_at from catalog.supplier where id < $1 order by id desc limit $2',
    [before, limit],
  )

export const findSupplier = (q: Queryable, id: bigint) =>
  q.query<SupplierRow>(
    'catalog.findSupplier',
    'select id, name, kind, place, created_at from catalog.supplier where id = $1',
    [id],
  )

export const supplierNames = (q: Queryable, ids: readonly bigint[]) =>
  q.query<{ id: bigint; name: string }>(
    'catalog.supplierNames',
    'select id, name from catalog.supplier where id = any($1::bigint[])',
    [ids],
  )

export const insertFreightTemplate = (tx: Tx, row: Omit<FreightTemplateRow, 'created_at'>) =>
  tx.query(
    'catalog.insertFreightTemplate',
    'insert into catalog.freight_template (id, name, fee_fen, free_from_fen, created_at) values ($1, $2, $3, $4, $5)',
    [row.id, row.name, row.fee_fen, row.free_from_fen, tx.at],
  )

export const freightTemplatesBefore = (q: Queryable, before: bigint, limit: number) =>
  q.query<FreightTemplateRow>(
    'catalog.freightTemplatesBefore',
    `select id, name, fee_fen, free_from_fen, created_at from catalog.freight_template
     where id < $1 order by id desc limit $2`,
    [before, limit],
  )

export const freightTemplatesById = (q: Queryable, ids: readonly bigint[]) =>
  q.query<FreightTemplateRow>(
    'catalog.freightTemplatesById',
    'select id, name, fee_fen, free_from_fen, created_at from catalog.freight_template where id = any($1::bigint[])',
    [ids],
  )

export const insertProduct = (tx: Tx, id: bigint, words: ProductWords, isSynthetic: boolean) =>
  tx.query(
    'catalog.insertProduct',
    `insert into catalog.product (id, category, name_zh, name_en, word_zh, word_en, scout_id, supplier_id, return_class,
       promise_zh, promise_en, state, is_synthetic, created_at)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, 'draft', $12, $13)`,
    [id, ...wordValues(words), isSynthetic, tx.at],
  )

/** Answers no row when the version has moved on. */
export const updateProduct = (tx: Tx, id: bigint, version: number, words: ProductWords) =>
  tx.query<{ version: number }>(
    'catalog.updateProduct',
    `update catalog.product set category = $3, name_zh = $4, name_en = $5, word_zh = $6, word_en = $7, scout_id = $8,
       supplier_id = $9, return_class = $10, promise_zh = $11, promise_en = $12, version = version + 1
     where id = $1 and version = $2 returning version`,
    [id, version, ...wordValues(words)],
  )

const wordValues = (words: ProductWords): unknown[] => [
  words.category,
  words.name_zh,
  words.name_en,
  words.word_zh,
  words.word_en,
  words.scout_id,
  words.supplier_id,
  words.return_class,
  words.promise_zh,
  words.promise_en,
]

export const findProduct = (q: Queryable, id: bigint) =>
  q.query<ProductRow>('catalog.findProduct', `select ${PRODUCT} from catalog.product where id = $1`, [id])

export const markPublished = (tx: Tx, id: bigint) =>
  tx.query(
    'catalog.markPublished',
    `update catalog.product set state = 'published', version = version + 1, withdrawn_at = null,
       published_at = coalesce(published_at, $2) where id = $1`,
    [id, tx.at],
  )

export const markWithdrawn = (tx: Tx, id: bigint) =>
  tx.query(
    'catalog.markWithdrawn',
    `update catalog.product set state = 'withdrawn', version = version + 1, withdrawn_at = $2 where id = $1`,
    [id, tx.at],
  )

export const productsBefore = (
  q: Queryable,
  filter: { before: bigint; limit: number; state: ProductState | null; search: string; at: Date },
) =>
  q.query<ProductListRow>(
    'catalog.productsBefore',
    `select ${PRODUCT.replaceAll(/\b(\w+)\b/g, 'p.$1')}, s.name as supplier_name,
       (select count(*) from catalog.sku k where k.product_id = p.id) as sku_count,
       (select min(o.community_fen) from catalog.sku k join catalog.offer o on o.sku_id = k.id
        where k.product_id = p.id and k.state = 'active' and o.starts_at <= $5 and (o.ends_at is null or o.ends_at > $5)) as community_from_fen
     from catalog.product p join catalog.supplier s on s.id = p.supplier_id
     where p.id < $1 and ($3::text is null or p.state = $3)
       and ($4 = '' or position(lower($4) in lower(p.name_zh || ' ' || p.name_en || ' ' || p.category || ' ' || s.name)) > 0)
     order by p.id desc limit $2`,
    [filter.before, filter.limit, filter.state, filter.search, filter.at],
  )

export const insertFact = (tx: Tx, id: bigint, productId: bigint, fact: FactInput, recordedBy: string) =>
  tx.query(
    'catalog.insertFact',
    `insert into catalog.dossier_fact (id, product_id, fact, words_zh, words_en, recorded_by, recorded_at)
     values ($1, $2, $3, $4, $5, $6, $7)`,
    [id, productId, fact.fact, fact.wordsZh, fact.wordsEn ?? '', recordedBy, tx.at],
  )

export const insertPicture = (
  tx: Tx,
  row: { id: bigint; productId: bigint; picture: EncodedPicture; altZh: string; altEn: string },
) =>
  tx.query(
    'catalog.insertPicture',
    `insert into catalog.picture (id, product_id, file, alt_zh, alt_en, position, width, height, created_at)
     select $1, $2, $3, $4, $5, coalesce(max(position), -1) + 1, $6, $7, $8 from catalog.picture where product_id = $2`,
    [row.id, row.productId, row.picture.file, row.altZh, row.altEn, row.picture.width, row.picture.height, tx.at],
  )

export const removePicture = (tx: Tx, productId: bigint, pictureId: bigint) =>
  tx.query<{ id: bigint }>(
    'catalog.removePicture',
    'update catalog.picture set removed_at = $3 where id = $1 and product_id = $2 and removed_at is null returning id',
    [pictureId, productId, tx.at],
  )

export const firstPicturesOf = (q: Queryable, productIds: readonly bigint[]) =>
  q.query<PictureRow>(
    'catalog.firstPicturesOf',
    `select distinct on (product_id) ${PICTURE} from catalog.picture
     where product_id = any($1::bigint[]) and removed_at is null order by product_id, position, id`,
    [productIds],
  )

export const insertSku = (tx: Tx, id: bigint, productId: bigint, templateId: bigint, sku: SkuInput) =>
  tx.query(
    'catalog.insertSku',
    `insert into catalog.sku (id, product_id, name_zh, name_en, unit_zh, unit_en, freight_template_id, created_at)
     values ($1, $2, $3, $4, $5, $6, $7, $8)`,
    [id, productId, sku.nameZh, sku.nameEn ?? '', sku.unitZh ?? '份', sku.unitEn ?? 'pack', templateId, tx.at],
  )

export const skusOfProduct = (q: Queryable, productId: bigint) =>
  q.query<SkuRow>('catalog.skusOfProduct', `select ${SKU} from catalog.sku where product_id = $1 order by id`, [
    productId,
  ])

export const findSku = (q: Queryable, id: bigint) =>
  q.query<SkuRow>('catalog.findSku', `select ${SKU} from catalog.sku where id = $1`, [id])

export interface SkuNames {
  readonly id: bigint
  readonly product_id: bigint
  readonly sku_name: string
  readonly product_name: string
}

/** Names for staff, whatever state the product is in. */
export const namesOfSkus = (q: Queryable, ids: readonly bigint[]) =>
  q.query<SkuNames>(
    'catalog.namesOfSkus',
    `select k.id, k.product_id, k.name_zh as sku_name, p.name_zh as product_name
     from catalog.sku k join catalog.product p on p.id = k.product_id where k.id = any($1::bigint[])`,
    [ids],
  )

export const skuIdsLike = (q: Queryable, search: string, limit: number) =>
  q.query<{ id: bigint }>(
    'catalog.skuIdsLike',
    `select k.id from catalog.sku k join catalog.product p on p.id = k.product_id
     where position(lower($1) in lower(k.name_zh || ' ' || k.name_en || ' ' || p.name_zh || ' ' || p.name_en)) > 0
     order by k.id desc limit $2`,
    [search, limit],
  )

/** Every period that reaches beyond the moment ends there; a planned one that has not begun becomes empty. */
export const endOffers = (tx: Tx, skuId: bigint, endsAt: Date) =>
  tx.query(
    'catalog.endOffers',
    `update catalog.offer set ends_at = greatest(starts_at, $2)
     where sku_id = $1 and (ends_at is null or ends_at > greatest(starts_at, $2))`,
    [skuId, endsAt],
  )

export const insertOffer = (tx: Tx, row: Prices & { id: bigint; skuId: bigint; startsAt: Date; setBy: string }) =>
  tx.query(
    'catalog.insertOffer',
    `insert into catalog.offer (id, sku_id, direct_fen, community_fen, pass_fen, floor_fen, starts_at, set_by, created_at)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
    [row.id, row.skuId, row.directFen, row.communityFen, row.passFen, row.floorFen, row.startsAt, row.setBy, tx.at],
  )

export const findOffer = (q: Queryable, id: bigint) =>
  q.query<OfferRow>('catalog.findOffer', `select ${OFFER} from catalog.offer where id = $1`, [id])

/** The price history, newest first. */
export const offersOfProduct = (q: Queryable, productId: bigint) =>
  q.query<OfferRow>(
    'catalog.offersOfProduct',
    `select ${OFFER.replaceAll(/\b(\w+)\b/g, 'o.$1')} from catalog.offer o join catalog.sku k on k.id = o.sku_id
     where k.product_id = $1 order by o.id desc limit 500`,
    [productId],
  )

export const insertLot = (tx: Tx, row: Omit<LotRow, 'created_at'>) =>
  tx.query(
    'catalog.insertLot',
    `insert into catalog.lot (id, sku_id, code, origin_zh, picked_on, best_before, intake_note, cost_fen, created_by, created_at,
       origin_en)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)`,
    [
      row.id,
      row.sku_id,
      row.code,
      row.origin_zh,
      row.picked_on,
      row.best_before,
      row.intake_note,
      row.cost_fen,
      row.created_by,
      tx.at,
      row.origin_en,
    ],
  )

export const lotsOfProduct = (q: Queryable, productId: bigint) =>
  q.query<LotRow>(
    'catalog.lotsOfProduct',
    `select ${LOT.replaceAll(/\b(\w+)\b/g, 'l.$1')} from catalog.lot l join catalog.sku k on k.id = l.sku_id
     where k.product_id = $1 order by l.id desc limit 200`,
    [productId],
  )

export const lotCosts = (q: Queryable, ids: readonly bigint[]) =>
  q.query<{ id: bigint; cost_fen: number; supplier_id: bigint }>(
    'catalog.lotCosts',
    `select l.id, l.cost_fen, p.supplier_id from catalog.lot l
     join catalog.sku k on k.id = l.sku_id join catalog.product p on p.id = k.product_id where l.id = any($1::bigint[])`,
    [ids],
  )

export const lotsById = (q: Queryable, ids: readonly bigint[]) =>
  q.query<LotRow>('catalog.lotsById', `select ${LOT} from catalog.lot where id = any($1::bigint[])`, [ids])
