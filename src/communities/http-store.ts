import type { PersonActor } from '../platform/actor.ts'
import { anyone, aPerson, route } from '../platform/http.ts'
import { cellByHash, cellOf, parseId } from '../platform/ids.ts'
import { idOf, strict, Type } from '../platform/wire.ts'
import { acceptInvitation } from './accept-invitations.ts'
import { Acceptance, Accepted, CommunityForMember, InvitationPage, MyCommunity, NicknameInput } from './contract.ts'
import { leaveCommunity, renameSelf } from './decide-members.ts'
import { communityForMember, entrance, invitationPage, myCommunities } from './read-communities.ts'

const ById = strict({ id: idOf('com') })
const ByToken = strict({ token: Type.String({ maxLength: 64 }) })

export const storeRoutes = [
  route({
    method: 'GET',
    path: '/v1/store/communities',
    audience: 'store',
    who: aPerson,
    summary: 'The communities that I am in, or wait to be let into',
    answer: Type.Object({ items: Type.Array(MyCommunity) }),
    handle: async (platform, { actor }) => ({ items: await myCommunities(platform, actor as PersonActor) }),
  }),
  route({
    method: 'GET',
    path: '/v1/store/communities/:id',
    audience: 'store',
    who: aPerson,
    summary: 'A community that I am in',
    params: ById,
    answer: CommunityForMember,
    handle: (platform, { actor, params }) =>
      communityForMember(platform, actor as PersonActor, parseId('com', params.id)),
  }),
  route({
    method: 'PATCH',
    path: '/v1/store/communities/:id/me',
    audience: 'store',
    who: aPerson,
    summary: 'Change my nickname in this community',
    params: ById,
    body: NicknameInput,
    answer: CommunityForMember,
    handle: async (platform, { actor, params, body }) => {
      const id = parseId('com', params.id)
      await platform.db.inTransaction(platform, (tx) => renameSelf(tx, actor as PersonActor, id, body.nickname))
      return communityForMember(platform, actor as PersonActor, id)
    },
  }),
  route({
    method: 'POST',
    path: '/v1/store/communities/:id/leave',
    audience: 'store',
    who: aPerson,
    summary: 'Leave a community',
    params: ById,
    moves: true,
    status: 204,
    handle: async (_platform, { actor, params, once }) => {
      const id = parseId('com', params.id)
      await once(cellOf(id), async (tx) => {
        await leaveCommunity(tx, actor as PersonActor, id)
        return id
      })
    },
  }),
  route({
    method: 'GET',
    path: '/v1/store/invitations/:token',
    audience: 'store',
    who: anyone,
    summary: 'What an invitation invites to',
    params: ByToken,
    answer: InvitationPage,
    handle: (platform, { params }) => invitationPage(platform, params.token),
  }),
  route({
    method: 'POST',
    path: '/v1/store/invitations/:token/accept',
    audience: 'store',
    who: aPerson,
    summary: 'Enter by an invitation and accept the rules',
    params: ByToken,
    body: Acceptance,
    moves: true,
    answer: Accepted,
    handle: async (platform, { actor, params, body, once }) => {
      const person = actor as PersonActor
      await once(cellByHash(person.personId), (tx) => acceptInvitation(platform, tx, person, params.token, body))
      return entrance(platform, person, params.token)
    },
  }),
]
