import { hasMadeUpNickname } from '../people/index.ts'
import type { PersonActor } from '../platform/actor.ts'
import type { Queryable } from '../platform/db.ts'
import { Refusal } from '../platform/errors.ts'
import type { Locale } from '../platform/http.ts'
import { formatId, type Id, parseId } from '../platform/ids.ts'
import { NEWEST, pageOf } from '../platform/paging.ts'
import type { Platform } from '../platform/platform.ts'
import { platformRefusals } from '../platform/wire.ts'
import { type Community, type Member, mayInvite, maySeeMembers } from './community.ts'
import { refusals } from './contract.ts'
import { assertOpen, type Invitation, readInvitationToken } from './invitation.ts'
import { findInvitation, invitationsOf } from './invite.ts'
import { presentCarrier, presentCommunity, presentInvitation, presentMember } from './present.ts'
import { communitiesByIds, communityAsMember, findMember, membersOf, pairKey, toCommunity, toMember } from './rows.ts'
import * as sql from './sql.ts'
import * as membersSql from './sql-members.ts'

/** A person's communities with what she is in each, by id; only those where she is active or waits. */
export async function communitiesOfPerson(q: Queryable, personId: bigint) {
  const memberships = (await membersSql.membershipsOf(q, personId)).filter(
    (row) => row.state === 'active' || row.state === 'waiting',
  )
  const communities = await communitiesByIds(
    q,
    memberships.map((row) => row.community_id),
  )
  return memberships.flatMap((row) => {
    const community = communities.get(row.community_id)
    return community ? [{ community, state: row.state as 'active' | 'waiting', roles: row.roles }] : []
  })
}

/** Where people wait for a nod of this person, who governs the door: how many in each community. */
export async function waitingMembersOf(q: Queryable, personId: bigint) {
  const governed = (await communitiesOfPerson(q, personId)).filter(
    ({ state, roles }) => state === 'active' && (roles.includes('owner') || roles.includes('manager')),
  )
  if (governed.length === 0) return []
  const ids = governed.map(({ community }) => community.id)
  const counts = new Map((await membersSql.countWaiting(q, ids)).map((row) => [row.community_id, row.n]))
  return governed.flatMap(({ community: { id, name } }) => {
    const count = counts.get(id) ?? 0
    return count > 0 ? [{ communityId: id, name, count }] : []
  })
}

/** The shopper's list. */
export async function myCommunities(platform: Platform, actor: PersonActor) {
  return (await communitiesOfPerson(platform.db, actor.personId)).map(({ community, state, roles }) => ({
    id: formatId('com', community.id),
    name: community.name,
    purpose: community.purpose,
    roles,
    membership: state,
    memberCount: community.memberCount,
    carrier: presentCarrier(community),
  }))
}

/** A community as its members see it. Refuses `not_found` for everyone else. */
export async function communityForMember(platform: Platform, actor: PersonActor, id: Id<'com'>) {
  const { community, me } = await communityAsMember(platform.db, id, actor.personId)
  const { name, purpose, rules, memberCount, carriers } = presentCommunity(community)
  const mine = {
    nickname: me.nickname,
    isNicknameMadeUp: !me.nicknameIsOwn && (await hasMadeUpNickname(platform.db, actor.personId)),
    roles: me.roles,
    joinedAt: (me.joinedAt as Date).toISOString(),
  }
  return { id: formatId('com', id), name, purpose, rules, memberCount, carriers, me: mine }
}

/** The communities that the actor helps to run. */
export async function communitiesRunBy(platform: Platform, actor: PersonActor) {
  const all = await communitiesOfPerson(platform.db, actor.personId)
  return all
    .filter(({ state, roles }) => state === 'active' && roles.length > 0)
    .map(({ community }) => presentCommunity(community))
}

export async function communityRunBy(platform: Platform, actor: PersonActor, id: Id<'com'>) {
  const { community } = await communityAsMember(platform.db, id, actor.personId, (me) => me.roles.length > 0)
  return presentCommunity(community)
}

export interface MembersQuery {
  readonly state?: Member['state'] | undefined
  readonly cursor?: string | undefined
  readonly limit?: number | undefined
}

/** One page of a community's members in one state, in the order in which they came. */
export async function membersPage(platform: Platform, actor: PersonActor, id: Id<'com'>, query: MembersQuery) {
  await communityAsMember(platform.db, id, actor.personId, maySeeMembers)
  return membersInState(platform, id, query)
}

/** The same for the staff. Nicknames only: who somebody is elsewhere is another page, with its own record. */
export async function adminMembers(platform: Platform, id: Id<'com'>, query: MembersQuery) {
  if (!(await communitiesByIds(platform.db, [id])).has(id)) throw new Refusal(platformRefusals.not_found)
  return membersInState(platform, id, query)
}

async function membersInState(platform: Platform, id: Id<'com'>, query: MembersQuery) {
  const limit = query.limit ?? 20
  const after = query.cursor ? parseId('mem', query.cursor) : 0n
  const rows = await membersSql.membersPage(platform.db, id, query.state ?? 'active', after, limit + 1)
  const members = rows.map((row) => presentMember(toMember(row), row.inviter_nickname))
  return pageOf(members, limit, (last) => last.id)
}

/** One member as those who run the community see her. */
export async function memberRow(platform: Platform, communityId: Id<'com'>, memberId: bigint) {
  const [row] = await membersSql.findMemberById(platform.db, communityId, memberId)
  if (!row) throw new Refusal(platformRefusals.not_found)
  const member = toMember(row)
  const inviter = member.invitedBy && (await findMember(platform.db, communityId, member.invitedBy))
  return presentMember(member, inviter ? inviter.nickname : null)
}

/** What a newcomer is told about her own entrance. */
export async function entrance(platform: Platform, actor: PersonActor, token: string) {
  const invitation = await knownInvitation(platform, token)
  const member = await findMember(platform.db, invitation.communityId, actor.personId)
  if (!member) throw new Refusal(platformRefusals.not_found)
  const { id, communityId, state, nickname } = member
  return { member: { id: formatId('mem', id), communityId: formatId('com', communityId), state, nickname } }
}

/** The invitations of a community that the actor may invite to, newest first. */
export async function invitationList(platform: Platform, actor: PersonActor, id: Id<'com'>, locale: Locale) {
  const { community } = await communityAsMember(platform.db, id, actor.personId, mayInvite)
  const invitations = await invitationsOf(platform.db, id)
  const inviters = await membersOf(
    platform.db,
    invitations.map((one) => ({ communityId: id, personId: one.inviterPersonId })),
  )
  return invitations.map((one) => {
    const inviter = inviters.get(pairKey(id, one.inviterPersonId))
    return presentInvitation(platform, community, one, inviter?.nickname ?? '', locale)
  })
}

export async function invitationRow(
  platform: Platform,
  actor: PersonActor,
  id: Id<'com'>,
  invitationId: bigint,
  locale: Locale,
) {
  const { community } = await communityAsMember(platform.db, id, actor.personId, mayInvite)
  const invitation = await findInvitation(platform.db, invitationId)
  if (!invitation || invitation.communityId !== id) throw new Refusal(platformRefusals.not_found)
  const inviter = await findMember(platform.db, id, invitation.inviterPersonId)
  return presentInvitation(platform, community, invitation, inviter?.nickname ?? '', locale)
}

/** What a stranger sees before entering. Refuses as `acceptInvitation` does, but for who is in or banned. */
export async function invitationPage(platform: Platform, token: string) {
  const invitation = await knownInvitation(platform, token)
  assertOpen(invitation, platform.clock.now())
  const [communities, inviter] = await Promise.all([
    communitiesByIds(platform.db, [invitation.communityId]),
    findMember(platform.db, invitation.communityId, invitation.inviterPersonId),
  ])
  const community = communities.get(invitation.communityId) as Community
  if (community.state === 'closed') throw new Refusal(refusals.community_closed)
  const { name, purpose, rules, memberCount, memberCap, door } = community
  return {
    community: { name, purpose, rules, memberCount, cap: memberCap, door, carrier: presentCarrier(community) },
    inviter: { nickname: inviter?.nickname ?? '' },
    expiresAt: invitation.expiresAt.toISOString(),
    state: 'open' as const,
  }
}

/** Communities for the staff, newest first, by a part of their name. */
export async function adminCommunities(
  platform: Platform,
  query: { search?: string | undefined; cursor?: string | undefined; limit?: number | undefined },
) {
  const limit = query.limit ?? 20
  const before = query.cursor ? parseId('com', query.cursor) : NEWEST
  const rows = await sql.searchCommunities(platform.db, query.search ?? '', before, limit + 1)
  return pageOf(await withOwners(platform, rows.map(toCommunity)), limit, (last) => last.id)
}

export async function adminCommunity(platform: Platform, id: Id<'com'>) {
  const community = (await communitiesByIds(platform.db, [id])).get(id)
  if (!community) throw new Refusal(platformRefusals.not_found)
  const [shown] = await withOwners(platform, [community])
  return shown
}

async function withOwners(platform: Platform, communities: readonly Community[]) {
  const owners = await membersOf(
    platform.db,
    communities.map((one) => ({ communityId: one.id, personId: one.ownerPersonId })),
  )
  return communities.map((one) => {
    const nickname = owners.get(pairKey(one.id, one.ownerPersonId))?.nickname ?? ''
    return { ...presentCommunity(one), owner: { personId: formatId('per', one.ownerPersonId), nickname } }
  })
}

async function knownInvitation(platform: Platform, token: string): Promise<Invitation> {
  const invitation = await findInvitation(platform.db, readInvitationToken(platform.keys, token))
  if (!invitation) throw new Refusal(refusals.invitation_forged)
  return invitation
}
