import type { PersonActor } from '../platform/actor.ts'
import { aCurator, anyone, aPerson, type Route, route, staff } from '../platform/http.ts'
import { parseId } from '../platform/ids.ts'
import { idOf, strict } from '../platform/wire.ts'
import { SaleChangeAnswer, SaleChangesAnswer } from './contract-sales.ts'
import {
  ArcAnswer,
  CheckUpAnswer,
  FriendsAnswer,
  MeshAnswer,
  MyTrustAnswer,
  TrustMapAnswer,
} from './contract-screens.ts'
import { showArc, showCheckUp, showMesh } from './show-community.ts'
import { showMap } from './show-map.ts'
import { showMyTrust } from './show-my-trust.ts'
import { showFriends } from './show-person.ts'
import { showSaleChange, showSaleChanges } from './show-sale-change.ts'

const ByCommunity = strict({ id: idOf('com') })
const base = '/v1/curator/communities/:id'

const curatorRoutes: readonly Route[] = [
  route({
    method: 'GET',
    path: `${base}/check-up`,
    audience: 'curator',
    who: aCurator,
    summary: '社群体检: what can be said of a community of mine, why, and one step; private to who sells in it',
    params: ByCommunity,
    answer: CheckUpAnswer,
    handle: (platform, { actor, params, locale }) =>
      showCheckUp(platform, actor as PersonActor, parseId('com', params.id), locale),
  }),
  route({
    method: 'GET',
    path: `${base}/mesh`,
    audience: 'curator',
    who: aCurator,
    summary: 'Who acted on whose word in a community of mine, to be drawn',
    params: ByCommunity,
    answer: MeshAnswer,
    handle: (platform, { actor, params }) => showMesh(platform, actor as PersonActor, parseId('com', params.id)),
  }),
  route({
    method: 'GET',
    path: `${base}/mesh/:from/:to`,
    audience: 'curator',
    who: aCurator,
    summary: 'Why there is an arc between two members, piece by piece',
    params: strict({ id: idOf('com'), from: idOf('mem'), to: idOf('mem') }),
    answer: ArcAnswer,
    handle: (platform, { actor, params, locale }) =>
      showArc(platform, actor as PersonActor, parseId('com', params.id), params, locale),
  }),
  route({
    method: 'GET',
    path: `${base}/sale-changes`,
    audience: 'curator',
    who: aCurator,
    summary: 'The last sales in a community of mine, and what each left in the mesh',
    params: ByCommunity,
    answer: SaleChangesAnswer,
    handle: (platform, { actor, params, locale }) =>
      showSaleChanges(platform, actor as PersonActor, parseId('com', params.id), locale),
  }),
  route({
    method: 'GET',
    path: `${base}/sales/:saleId/change`,
    audience: 'curator',
    who: aCurator,
    summary: 'The mesh before and after one sale: who was moved by whom, and what counts of it by now',
    params: strict({ id: idOf('com'), saleId: idOf('sal') }),
    answer: SaleChangeAnswer,
    handle: (platform, { actor, params, locale }) =>
      showSaleChange(platform, actor as PersonActor, parseId('com', params.id), parseId('sal', params.saleId), locale),
  }),
]

const storeRoutes: readonly Route[] = [
  route({
    method: 'GET',
    path: '/v1/store/products/:id/friends',
    audience: 'store',
    // Every page asks, signed in or not: nobody is no error.
    who: anyone,
    summary: 'Who in my communities bought this, those whom I trust first; nobody for who is not signed in',
    params: strict({ id: idOf('prd') }),
    answer: FriendsAnswer,
    limit: { max: 120, perSeconds: 60 },
    handle: async (platform, { actor, params }) =>
      actor.kind === 'person' ? showFriends(platform, actor, parseId('prd', params.id)) : { items: [] },
  }),
  route({
    method: 'GET',
    path: '/v1/store/me/trust',
    audience: 'store',
    who: aPerson,
    summary: 'On whose word I acted and why, how often others acted on mine, and who may see it',
    answer: MyTrustAnswer,
    handle: (platform, { actor, locale }) => showMyTrust(platform, actor as PersonActor, locale),
  }),
]

const adminRoutes: readonly Route[] = [
  route({
    method: 'GET',
    path: '/v1/admin/trust/map',
    audience: 'admin',
    who: staff('operator'),
    summary: 'All communities by OS and G, with their own past',
    answer: TrustMapAnswer,
    handle: (platform, { locale }) => showMap(platform, locale),
  }),
]

export const routes: readonly Route[] = [...curatorRoutes, ...storeRoutes, ...adminRoutes]
