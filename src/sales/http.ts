import type { PersonActor } from '../platform/actor.ts'
import { aCurator, type Incoming, type Route, route } from '../platform/http.ts'
import type { Platform } from '../platform/platform.ts'
import { GoodsPage, GoodsQuery, Preview, PreviewInput } from './contract.ts'
import { goodsFor, previewSale } from './goods.ts'
import type { Reader } from './show-sales.ts'

/** Routes that show a sale with its links are attribution's, which stands above this room. */
export const routes: readonly Route[] = [
  route({
    method: 'GET',
    path: '/v1/curator/goods',
    audience: 'curator',
    who: aCurator,
    summary: 'What I may sell, and what a unit earns me',
    query: GoodsQuery,
    answer: GoodsPage,
    handle: (platform, request) =>
      goodsFor(platform, request.actor as PersonActor, request.query, readerOf(platform, request)),
  }),
  route({
    method: 'POST',
    path: '/v1/curator/sales/preview',
    audience: 'curator',
    who: aCurator,
    summary: '预计赚, before posting',
    body: PreviewInput,
    moves: false,
    answer: Preview,
    handle: (platform, request) =>
      previewSale(platform, request.actor as PersonActor, request.body, readerOf(platform, request)),
  }),
]

const readerOf = (platform: Platform, request: Pick<Incoming, 'locale'>): Reader => ({
  locale: request.locale,
  currency: platform.config.currency,
  at: platform.clock.now(),
})
