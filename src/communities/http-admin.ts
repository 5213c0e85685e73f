import { route, staff } from '../platform/http.ts'
import { parseId } from '../platform/ids.ts'
import { idOf, oneOf, PageQuery, strict, Type, text } from '../platform/wire.ts'
import { AdminCommunities, AdminCommunity, Members, memberStates } from './contract.ts'
import { adminCommunities, adminCommunity, adminMembers } from './read-communities.ts'

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
  route({
    method: 'GET',
    path: '/v1/admin/communities/:id/members',
    audience: 'admin',
    who: staff('operator', 'service'),
    summary: 'Members of a community in one state, by the nicknames that they have there',
    params: strict({ id: idOf('com') }),
    query: strict({ ...PageQuery, cursor: Type.Optional(idOf('mem')), state: Type.Optional(oneOf(...memberStates)) }),
    answer: Members,
    handle: (platform, { params, query }) => adminMembers(platform, parseId('com', params.id), query),
  }),
]
