import type { PersonActor } from '../platform/actor.ts'
import type { Tx } from '../platform/db.ts'
import { aCurator, aPerson, type Incoming, route } from '../platform/http.ts'
import { cellByHash, cellOf, type Id, parseId } from '../platform/ids.ts'
import type { Platform } from '../platform/platform.ts'
import { idOf, oneOf, PageQuery, strict, Type } from '../platform/wire.ts'
import { changeCommunity } from './change-communities.ts'
import * as contract from './contract.ts'
import { createCommunity } from './create-communities.ts'
import { approveMember, banMember, declineMember, liftBan, setRoles } from './decide-members.ts'
import { makeInvitation, revokeInvitation } from './invite.ts'
import { closePickupPoint, openPickupPoint, pickupPointsByIds, pickupPointsOf } from './pickup-points.ts'
import { presentPickupPoint } from './present.ts'
import { drawQr } from './qr.ts'
import * as read from './read-communities.ts'
import { communityAsMember } from './rows.ts'

const ById = strict({ id: idOf('com') })
const ByMember = strict({ id: idOf('com'), memberId: idOf('mem') })
const ByInvitation = strict({ id: idOf('com'), invitationId: idOf('inv') })
const ByPickupPoint = strict({ id: idOf('com'), pickupPointId: idOf('pkp') })
const base = '/v1/curator/communities'

/** One decision on one member, once per key; answers with the member as she stands then. */
async function decide(
  platform: Platform,
  request: Pick<Incoming, 'once'> & { readonly params: { id: string; memberId: string } },
  work: (tx: Tx, community: Id<'com'>, member: Id<'mem'>) => Promise<void>,
) {
  const communityId = parseId('com', request.params.id)
  const memberId = parseId('mem', request.params.memberId)
  await request.once(cellOf(communityId), async (tx) => {
    await work(tx, communityId, memberId)
    return memberId
  })
  return read.memberRow(platform, communityId, memberId)
}

const communityRoutes = [
  route({
    method: 'POST',
    path: base,
    audience: 'curator',
    who: aCurator,
    summary: 'Open a community; I am its owner',
    body: contract.CommunityInput,
    moves: true,
    status: 201,
    answer: contract.Community,
    handle: async (platform, { actor, body, once }) => {
      const me = actor as PersonActor
      const { made } = await once(cellByHash(me.personId), (tx) => createCommunity(platform, tx, me, body))
      return read.communityRunBy(platform, me, made as Id<'com'>)
    },
  }),
  route({
    method: 'GET',
    path: base,
    audience: 'curator',
    who: aPerson,
    summary: 'The communities that I help to run',
    answer: Type.Object({ items: Type.Array(contract.Community) }),
    handle: async (platform, { actor }) => ({ items: await read.communitiesRunBy(platform, actor as PersonActor) }),
  }),
  route({
    method: 'GET',
    path: `${base}/:id`,
    audience: 'curator',
    who: aPerson,
    summary: 'One community that I help to run',
    params: ById,
    answer: contract.Community,
    handle: (platform, { actor, params }) =>
      read.communityRunBy(platform, actor as PersonActor, parseId('com', params.id)),
  }),
  route({
    method: 'PATCH',
    path: `${base}/:id`,
    audience: 'curator',
    who: aPerson,
    summary: 'Change a community, its door, its limits, or where it lives',
    params: ById,
    body: contract.CommunityChange,
    answer: contract.Community,
    handle: async (platform, { actor, params, body }) => {
      const id = parseId('com', params.id)
      const me = actor as PersonActor
      await platform.db.inTransaction(platform, (tx) => changeCommunity(platform, tx, me, id, body))
      return read.communityRunBy(platform, me, id)
    },
  }),
]

const memberRoutes = [
  route({
    method: 'GET',
    path: `${base}/:id/members`,
    audience: 'curator',
    who: aPerson,
    summary: 'The members in one state, active when it is not said',
    params: ById,
    query: strict({
      ...PageQuery,
      cursor: Type.Optional(idOf('mem')),
      state: Type.Optional(oneOf(...contract.memberStates)),
    }),
    answer: contract.Members,
    handle: (platform, { actor, params, query }) =>
      read.membersPage(platform, actor as PersonActor, parseId('com', params.id), query),
  }),
  route({
    method: 'POST',
    path: `${base}/:id/members/:memberId/approve`,
    audience: 'curator',
    who: aPerson,
    summary: 'Let in someone who waits',
    params: ByMember,
    moves: true,
    answer: contract.Member,
    handle: (platform, request) =>
      decide(platform, request, (tx, id, member) => approveMember(tx, request.actor as PersonActor, id, member)),
  }),
  route({
    method: 'POST',
    path: `${base}/:id/members/:memberId/decline`,
    audience: 'curator',
    who: aPerson,
    summary: 'Send away someone who waits',
    params: ByMember,
    moves: true,
    answer: contract.Member,
    handle: (platform, request) =>
      decide(platform, request, (tx, id, member) => declineMember(tx, request.actor as PersonActor, id, member)),
  }),
  route({
    method: 'POST',
    path: `${base}/:id/members/:memberId/ban`,
    audience: 'curator',
    who: aPerson,
    summary: 'Put someone out, with a reason',
    params: ByMember,
    body: contract.BanInput,
    moves: true,
    answer: contract.Member,
    handle: (platform, request) =>
      decide(platform, request, (tx, id, member) =>
        banMember(tx, request.actor as PersonActor, id, member, request.body.reason),
      ),
  }),
  route({
    method: 'POST',
    path: `${base}/:id/members/:memberId/lift-ban`,
    audience: 'curator',
    who: aPerson,
    summary: 'Take a ban back',
    params: ByMember,
    moves: true,
    answer: contract.Member,
    handle: (platform, request) =>
      decide(platform, request, (tx, id, member) => liftBan(tx, request.actor as PersonActor, id, member)),
  }),
  route({
    method: 'POST',
    path: `${base}/:id/members/:memberId/roles`,
    audience: 'curator',
    who: aPerson,
    summary: 'Give a member the roles that are said, and no others',
    params: ByMember,
    body: contract.RolesInput,
    moves: true,
    answer: contract.Member,
    handle: (platform, request) =>
      decide(platform, request, (tx, id, member) =>
        setRoles(tx, request.actor as PersonActor, id, member, request.body.roles),
      ),
  }),
]

const invitationRoutes = [
  route({
    method: 'POST',
    path: `${base}/:id/invitations`,
    audience: 'curator',
    who: aPerson,
    summary: 'Make an invitation: link, QR and words to post',
    params: ById,
    body: contract.InvitationInput,
    moves: true,
    status: 201,
    answer: contract.Invitation,
    handle: async (platform, { actor, params, body, once, locale }) => {
      const me = actor as PersonActor
      const id = parseId('com', params.id)
      const { made } = await once(cellOf(id), (tx) => makeInvitation(platform, tx, me, id, body))
      const shown = await read.invitationRow(platform, me, id, made, locale)
      return { ...shown, qrSvg: await drawQr(shown.url) }
    },
  }),
  route({
    method: 'GET',
    path: `${base}/:id/invitations`,
    audience: 'curator',
    who: aPerson,
    summary: 'The newest hundred invitations',
    params: ById,
    answer: Type.Object({ items: Type.Array(contract.Invitation) }),
    handle: async (platform, { actor, params, locale }) => ({
      items: await read.invitationList(platform, actor as PersonActor, parseId('com', params.id), locale),
    }),
  }),
  route({
    method: 'POST',
    path: `${base}/:id/invitations/:invitationId/revoke`,
    audience: 'curator',
    who: aPerson,
    summary: 'Withdraw an invitation; those who came in stay',
    params: ByInvitation,
    moves: true,
    answer: contract.Invitation,
    handle: async (platform, { actor, params, once, locale }) => {
      const me = actor as PersonActor
      const id = parseId('com', params.id)
      const invitationId = parseId('inv', params.invitationId)
      await once(cellOf(id), async (tx) => {
        await revokeInvitation(tx, me, id, invitationId)
        return invitationId
      })
      return read.invitationRow(platform, me, id, invitationId, locale)
    },
  }),
]

const pickupPointRoutes = [
  route({
    method: 'GET',
    path: `${base}/:id/pickup-points`,
    audience: 'curator',
    who: aPerson,
    summary: 'The open pick-up points',
    params: ById,
    answer: Type.Object({ items: Type.Array(contract.PickupPoint) }),
    handle: async (platform, { actor, params }) => {
      const id = parseId('com', params.id)
      await communityAsMember(platform.db, id, (actor as PersonActor).personId, (me) => me.roles.length > 0)
      return { items: (await pickupPointsOf(platform.db, id)).map(presentPickupPoint) }
    },
  }),
  route({
    method: 'POST',
    path: `${base}/:id/pickup-points`,
    audience: 'curator',
    who: aPerson,
    summary: 'Open a pick-up point',
    params: ById,
    body: contract.PickupPointInput,
    moves: true,
    status: 201,
    answer: contract.PickupPoint,
    handle: async (platform, { actor, params, body, once }) => {
      const id = parseId('com', params.id)
      const { made } = await once(cellOf(id), (tx) => openPickupPoint(platform, tx, actor as PersonActor, id, body))
      const point = (await pickupPointsByIds(platform.db, [made])).get(made)
      return point && presentPickupPoint(point)
    },
  }),
  route({
    method: 'POST',
    path: `${base}/:id/pickup-points/:pickupPointId/close`,
    audience: 'curator',
    who: aPerson,
    summary: 'Close a pick-up point: no new sale names it',
    params: ByPickupPoint,
    moves: true,
    status: 204,
    handle: async (_platform, { actor, params, once }) => {
      const id = parseId('com', params.id)
      const point = parseId('pkp', params.pickupPointId)
      await once(cellOf(id), async (tx) => {
        await closePickupPoint(tx, actor as PersonActor, id, point)
        return point
      })
    },
  }),
]

export const curatorRoutes = [...communityRoutes, ...memberRoutes, ...invitationRoutes, ...pickupPointRoutes]
