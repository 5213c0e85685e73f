import type { PersonActor } from '../platform/actor.ts'
import { aCurator, anyone, aPerson, type Route, route } from '../platform/http.ts'
import { cellByHash, type Id, parseId } from '../platform/ids.ts'
import { idOf, strict, Type } from '../platform/wire.ts'
import { changeSale, stopSale } from '../sales/index.ts'
import {
  SaleCard,
  SaleChange,
  SaleInput,
  SaleLink,
  SaleListQuery,
  SalePage,
  SaleRowsPage,
  SaleWithLinks,
} from './contract.ts'
import { curatorSale, curatorSales, openSale } from './curator-sales.ts'
import { readLinkToken } from './link.ts'
import { passOnLinkFor } from './make-links.ts'
import { drawTokenQr } from './qr.ts'
import { openSalesForMember, passedOnLink, salePage } from './sale-page.ts'
import { recordTouch } from './touches.ts'

const ById = strict({ id: idOf('sal') })
const ByToken = strict({ token: Type.String({ maxLength: 64 }) })
const base = '/v1/curator/sales'

const curatorRoutes: readonly Route[] = [
  route({
    method: 'POST',
    path: base,
    audience: 'curator',
    who: aCurator,
    summary: '开团: open a sale; it comes with a link for each community',
    body: SaleInput,
    moves: true,
    status: 201,
    answer: SaleWithLinks,
    handle: async (platform, { actor, body, once, locale }) => {
      const me = actor as PersonActor
      const { made } = await once(cellByHash(me.personId), (tx) => openSale(platform, tx, me, body))
      return curatorSale(platform, me, made as Id<'sal'>, locale)
    },
  }),
  route({
    method: 'GET',
    path: base,
    audience: 'curator',
    who: aCurator,
    summary: 'My sales, newest first',
    query: SaleListQuery,
    answer: SaleRowsPage,
    handle: (platform, { actor, query, locale }) => curatorSales(platform, actor as PersonActor, query, locale),
  }),
  route({
    method: 'GET',
    path: `${base}/:id`,
    audience: 'curator',
    who: aCurator,
    summary: 'One sale of mine; its totals are at /totals',
    params: ById,
    answer: SaleWithLinks,
    handle: (platform, { actor, params, locale }) =>
      curatorSale(platform, actor as PersonActor, parseId('sal', params.id), locale),
  }),
  route({
    method: 'PATCH',
    path: `${base}/:id`,
    audience: 'curator',
    who: aCurator,
    summary: 'Change the words, the cut-off or the promised arrival',
    params: ById,
    body: SaleChange,
    answer: SaleWithLinks,
    handle: async (platform, { actor, params, body, locale }) => {
      const me = actor as PersonActor
      const id = parseId('sal', params.id)
      await platform.db.inTransaction(platform, (tx) => changeSale(platform, tx, me, id, body))
      return curatorSale(platform, me, id, locale)
    },
  }),
  route({
    method: 'POST',
    path: `${base}/:id/stop`,
    audience: 'curator',
    who: aCurator,
    summary: 'Stop a sale at once and for good; orders that were taken stay',
    params: ById,
    moves: true,
    answer: SaleWithLinks,
    handle: async (platform, { actor, params, once, locale }) => {
      const me = actor as PersonActor
      const id = parseId('sal', params.id)
      await once(cellByHash(me.personId), async (tx) => {
        await stopSale(tx, me, id)
        return id
      })
      return curatorSale(platform, me, id, locale)
    },
  }),
]

const storeRoutes: readonly Route[] = [
  route({
    method: 'GET',
    path: '/v1/store/sales/:token',
    audience: 'store',
    who: anyone,
    summary: 'The sale that a link opens',
    params: ByToken,
    answer: SalePage,
    limit: { max: 600, perSeconds: 60 },
    handle: async (platform, { actor, params, locale, ip }) => {
      const page = await salePage(platform, actor, params.token, locale)
      const personId = actor.kind === 'person' ? actor.personId : null
      recordTouch(platform, { linkId: readLinkToken(platform.keys, params.token), personId, visitor: ip })
      return page
    },
  }),
  route({
    method: 'POST',
    path: '/v1/store/sales/:token/pass-on',
    audience: 'store',
    who: aPerson,
    summary: 'A link of my own to this sale, for who has bought in its community',
    params: ByToken,
    moves: true,
    status: 201,
    answer: SaleLink,
    handle: async (platform, { actor, params, once, locale }) => {
      const me = actor as PersonActor
      const { made } = await once(cellByHash(me.personId), (tx) => passOnLinkFor(platform, tx, me, params.token))
      return passedOnLink(platform, made, locale)
    },
  }),
  route({
    method: 'GET',
    path: '/v1/store/communities/:id/sales',
    audience: 'store',
    who: aPerson,
    summary: 'What is open in a community that I am in',
    params: strict({ id: idOf('com') }),
    answer: Type.Object({ items: Type.Array(SaleCard) }),
    handle: async (platform, { actor, params, locale }) => ({
      items: await openSalesForMember(platform, actor as PersonActor, parseId('com', params.id), locale),
    }),
  }),
  route({
    method: 'GET',
    path: '/qr/:token.svg',
    audience: 'public',
    who: anyone,
    summary: 'The QR code of a sale link or an invitation',
    params: ByToken,
    contentType: 'image/svg+xml',
    handle: async (platform, { params, header }) => {
      const svg = await drawTokenQr(platform, params.token)
      // The same token always draws the same picture.
      header('cache-control', 'public, max-age=86400, immutable')
      return svg
    },
  }),
]

export const routes: readonly Route[] = [...curatorRoutes, ...storeRoutes]
