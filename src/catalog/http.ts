import { Refusal } from '../platform/errors.ts'
import { openFiles } from '../platform/files.ts'
import { anyone, type Locale, route, staff, type Upload } from '../platform/http.ts'
import { parseId } from '../platform/ids.ts'
import { NEWEST, pageOf } from '../platform/paging.ts'
import type { Platform } from '../platform/platform.ts'
import { idOf, platformRefusals, strict, Type } from '../platform/wire.ts'
import {
  AdminProduct,
  AdminProductQuery,
  AdminProductRows,
  FactInput,
  Offer,
  OfferInput,
  ProductChange,
  ProductInput,
  SkuInput,
  WithdrawInput,
} from './contract.ts'
import { createSku } from './create-sku.ts'
import { supplierRoutes } from './http-suppliers.ts'
import { taxRoutes } from './http-tax.ts'
import { addPicture, removePicture } from './keep-pictures.ts'
import { encodePicture } from './picture.ts'
import { showAdminProduct, showAdminRow, showOffer } from './present-admin.ts'
import { publishProduct, withdrawProduct } from './publish-product.ts'
import { listWholeProducts, readOffer, readWholeProduct } from './read-admin-products.ts'
import { recordFact } from './record-fact.ts'
import { setOffer } from './set-offer.ts'
import { changeProduct, createProduct } from './write-product.ts'

const LIMIT = 20
const ALT_LENGTH = 100
const ofProduct = strict({ id: idOf('prd') })

export const routes = [
  ...supplierRoutes,
  ...taxRoutes,
  route({
    method: 'GET',
    path: '/v1/admin/products',
    audience: 'admin',
    who: staff('scout', 'operator', 'service', 'finance'),
    summary: 'Products in every state, newest first',
    query: AdminProductQuery,
    answer: AdminProductRows,
    handle: async (platform, { query, locale }) => {
      const limit = query.limit ?? LIMIT
      const before = query.cursor ? parseId('prd', query.cursor) : NEWEST
      const filter = { before, limit: limit + 1, state: query.state ?? null, search: query.search ?? '' }
      const list = await listWholeProducts(platform.db, filter, platform.clock.now())
      const reader = { locale, currency: platform.config.currency }
      const items = list.rows.map((row) => showAdminRow(reader, list, row))
      return pageOf(items, limit, (last) => last.id)
    },
  }),
  route({
    method: 'POST',
    path: '/v1/admin/products',
    audience: 'admin',
    who: staff('scout', 'operator'),
    summary: 'Open a dossier: a draft that a scout answers for',
    body: ProductInput,
    moves: true,
    status: 201,
    answer: AdminProduct,
    handle: async (platform, { actor, body, once, locale }) => {
      const { made } = await once(0, (tx) => createProduct(platform, tx, actor, body))
      return show(platform, locale, made)
    },
  }),
  route({
    method: 'PATCH',
    path: '/v1/admin/products/:id',
    audience: 'admin',
    who: staff('scout', 'operator'),
    summary: 'Change what is said of a product; with the version that was read',
    params: ofProduct,
    body: ProductChange,
    answer: AdminProduct,
    handle: async (platform, { actor, params, body, locale }) => {
      const id = parseId('prd', params.id)
      await platform.db.inTransaction(platform, (tx) => changeProduct(tx, actor, id, body))
      return show(platform, locale, id)
    },
  }),
  route({
    method: 'POST',
    path: '/v1/admin/products/:id/facts',
    audience: 'admin',
    who: staff('scout', 'operator'),
    summary: 'Record a fact in the dossier; earlier ones stay as history',
    params: ofProduct,
    body: FactInput,
    moves: true,
    status: 201,
    answer: AdminProduct,
    handle: async (platform, { actor, params, body, once, locale }) => {
      const id = parseId('prd', params.id)
      await once(0, async (tx) => {
        await recordFact(platform, tx, actor, id, body)
        return id
      })
      return show(platform, locale, id)
    },
  }),
  route({
    method: 'POST',
    path: '/v1/admin/products/:id/pictures',
    audience: 'admin',
    who: staff('scout', 'operator'),
    summary: 'Upload a picture (multipart: file, altZh, altEn); it is encoded anew as WebP in two sizes',
    params: ofProduct,
    takesFile: true,
    moves: true,
    status: 201,
    answer: AdminProduct,
    limit: { max: 60, perSeconds: 60 },
    handle: async (platform, { actor, params, upload, once, locale }) => {
      const productId = parseId('prd', params.id)
      const words = wordsOf(upload)
      const picture = await encodePicture((upload as Upload).bytes)
      await once(0, (tx) => addPicture(platform, tx, actor, { productId, picture, ...words }))
      return show(platform, locale, productId)
    },
  }),
  route({
    method: 'DELETE',
    path: '/v1/admin/products/:id/pictures/:pictureId',
    audience: 'admin',
    who: staff('scout', 'operator'),
    summary: 'Take a picture down',
    params: strict({ id: idOf('prd'), pictureId: idOf('pic') }),
    answer: AdminProduct,
    handle: async (platform, { actor, params, locale }) => {
      const id = parseId('prd', params.id)
      const pictureId = parseId('pic', params.pictureId)
      await platform.db.inTransaction(platform, (tx) => removePicture(tx, actor, id, pictureId))
      return show(platform, locale, id)
    },
  }),
  route({
    method: 'POST',
    path: '/v1/admin/products/:id/skus',
    audience: 'admin',
    who: staff('scout', 'operator'),
    summary: 'Add what can be bought of a product',
    params: ofProduct,
    body: SkuInput,
    moves: true,
    status: 201,
    answer: AdminProduct,
    handle: async (platform, { actor, params, body, once, locale }) => {
      const id = parseId('prd', params.id)
      await once(0, (tx) => createSku(platform, tx, actor, id, body))
      return show(platform, locale, id)
    },
  }),
  route({
    method: 'POST',
    path: '/v1/admin/skus/:id/offers',
    audience: 'admin',
    who: staff('scout', 'operator'),
    summary: 'Set a price from a moment on; it ends the one before',
    params: strict({ id: idOf('sku') }),
    body: OfferInput,
    moves: true,
    status: 201,
    answer: Offer,
    handle: async (platform, { actor, params, body, once }) => {
      const { made } = await once(0, (tx) => setOffer(platform, tx, actor, parseId('sku', params.id), body))
      const offer = await readOffer(platform.db, made)
      return offer && showOffer(platform.config.currency, offer.row, offer.setBy)
    },
  }),
  route({
    method: 'POST',
    path: '/v1/admin/products/:id/publish',
    audience: 'admin',
    who: staff('scout'),
    summary: 'Put a product on sale once its dossier answers for it',
    params: ofProduct,
    body: strict({}),
    moves: true,
    answer: AdminProduct,
    handle: async (platform, { actor, params, once, locale }) => {
      const id = parseId('prd', params.id)
      await once(0, async (tx) => {
        await publishProduct(tx, actor, id)
        return id
      })
      return show(platform, locale, id)
    },
  }),
  route({
    method: 'POST',
    path: '/v1/admin/products/:id/withdraw',
    audience: 'admin',
    who: staff('scout', 'operator'),
    summary: 'Take a product off sale, with a reason on record',
    params: ofProduct,
    body: WithdrawInput,
    moves: true,
    answer: AdminProduct,
    handle: async (platform, { actor, params, body, once, locale }) => {
      const id = parseId('prd', params.id)
      await once(0, async (tx) => {
        await withdrawProduct(tx, actor, id, body.reason)
        return id
      })
      return show(platform, locale, id)
    },
  }),
  route({
    method: 'GET',
    path: '/media/:name',
    audience: 'public',
    who: anyone,
    summary: 'A picture. Its name carries a fingerprint of its content, so it never changes',
    params: strict({ name: Type.String({ maxLength: 110 }) }),
    contentType: 'image/webp',
    handle: async (platform, { params, header }) => {
      if (!params.name.endsWith('.webp')) throw new Refusal(platformRefusals.not_found)
      const bytes = await openFiles(platform.config).read(params.name)
      header('cache-control', 'public, max-age=31536000, immutable')
      header('x-content-type-options', 'nosniff')
      // Even if something else than a picture came to lie here, a browser would run nothing of it.
      header('content-security-policy', "default-src 'none'; sandbox")
      return bytes
    },
  }),
]

async function show(platform: Platform, locale: Locale, productId: bigint) {
  const whole = await readWholeProduct(platform.db, productId, platform.clock.now())
  return showAdminProduct({ locale, currency: platform.config.currency }, whole)
}

/** The fields beside the file. Refuses `invalid_request` without words for those who cannot see it. */
function wordsOf(upload: Upload | undefined): { altZh: string; altEn: string } {
  const altZh = upload?.fields.altZh?.trim() ?? ''
  const altEn = upload?.fields.altEn?.trim() ?? ''
  if (altZh === '' || altZh.length > ALT_LENGTH || altEn.length > 2 * ALT_LENGTH)
    throw new Refusal(platformRefusals.invalid_request, { field: 'altZh' })
  return { altZh, altEn }
}
