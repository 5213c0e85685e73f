import { route, staff } from '../platform/http.ts'
import { parseId } from '../platform/ids.ts'
import { idOf, PageQuery, strict, Type, text } from '../platform/wire.ts'
import { AdminCommunities, AdminCommunity } from './contract.ts'
import { adminCommunities, adminCommunity } from './read-communities.ts'

export const adminRoutes = [
  route({
    method: 'GET',
    path: '/v1/admin/communities',
    audience: 'admin',
    who: staff('operator', 'service'),
    summary: 'Communities, newest first',
    query: strict({ ...PageQuery, cursor: Type.Optional(idOf('com')), search: Type.Optional(text(40, 0)) }),
    answer: AdminCommunities,
    handle: (platform, { query }) => adminCommunities(platform, query),
  }),
  route({
    method: 'GET',
    path: '/v1/admin/communities/:id',
    audience: 'admin',
    who: staff('operator', 'service'),
    summary: 'One community',
    params: strict({ id: idOf('com') }),
    answer: AdminCommunity,
    handle: (platform, { params }) => adminCommunity(platform, parseId('com', params.id)),
  }),
]
