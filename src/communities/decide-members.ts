import { actorName, type PersonActor } from '../platform/actor.ts'
import type { Tx } from '../platform/db.ts'
import { Refusal } from '../platform/errors.ts'
import { cellOf, formatId, type Id } from '../platform/ids.ts'
import { platformRefusals } from '../platform/wire.ts'
import { type Community, type Member, mayGovern, standsOver } from './community.ts'
import { type Role, refusals } from './contract.ts'
import { sayEntrance } from './join.ts'
import { communityAsMember, findMember, toCommunity, toMember } from './rows.ts'
import * as sql from './sql.ts'
import * as membersSql from './sql-members.ts'

/** Lets in someone who waits. Refuses `member_not_waiting`, `community_full`, `community_closed`; twice is once. */
export async function approveMember(tx: Tx, actor: PersonActor, communityId: Id<'com'>, id: Id<'mem'>): Promise<void> {
  const { community, member } = await standBefore(tx, actor, communityId, id)
  if (member.state === 'active') return
  if (member.state !== 'waiting') throw new Refusal(refusals.member_not_waiting)
  if (community.state === 'closed') throw new Refusal(refusals.community_closed)
  if (community.memberCount >= community.memberCap) throw new Refusal(refusals.community_full)
  sayEntrance(tx, await settle(tx, member, 'active'))
}

/** Sends away someone who waits; she may ask again. Refuses `member_not_waiting`. */
export async function declineMember(tx: Tx, actor: PersonActor, communityId: Id<'com'>, id: Id<'mem'>): Promise<void> {
  const { member } = await standBefore(tx, actor, communityId, id)
  if (member.state === 'declined') return
  if (member.state !== 'waiting') throw new Refusal(refusals.member_not_waiting)
  say(tx, actor, 'member.declined', await settle(tx, member, 'declined'))
}

/** Puts someone out for good, with a reason on record; her invitations end with her. Refuses `not_over_this_member`. */
export async function banMember(
  tx: Tx,
  actor: PersonActor,
  communityId: Id<'com'>,
  id: Id<'mem'>,
  reason: string,
): Promise<void> {
  const { me, member } = await standBefore(tx, actor, communityId, id)
  if (!standsOver(me, member)) throw new Refusal(refusals.not_over_this_member)
  if (member.state === 'banned') return
  const banned = await settle(tx, member, 'banned', reason)
  await sql.revokeInvitationsOf(tx, communityId, member.personId)
  say(tx, actor, 'member.banned', banned)
}

/** Takes a ban back: she is outside, and may be invited again. */
export async function liftBan(tx: Tx, actor: PersonActor, communityId: Id<'com'>, id: Id<'mem'>): Promise<void> {
  const { member } = await standBefore(tx, actor, communityId, id)
  if (member.state !== 'banned') return
  say(tx, actor, 'member.ban_lifted', await settle(tx, member, 'left'))
}

/** Gives and takes roles; the owner's own role neither comes nor goes here. Refuses `member_not_active`. */
export async function setRoles(
  tx: Tx,
  actor: PersonActor,
  communityId: Id<'com'>,
  id: Id<'mem'>,
  roles: readonly Exclude<Role, 'owner'>[],
): Promise<void> {
  const { me, member } = await standBefore(tx, actor, communityId, id)
  if (!me.roles.includes('owner')) throw new Refusal(refusals.not_over_this_member)
  if (member.state !== 'active') throw new Refusal(refusals.member_not_active)
  const owner: Role[] = member.roles.includes('owner') ? ['owner'] : []
  const [row] = await membersSql.setRoles(tx, member, [...owner, ...roles])
  const changed = toMember(row as membersSql.MemberRow)
  await membersSql.keepMemberships(tx, [changed])
  say(tx, actor, 'member.roles_changed', changed)
}

/** Leaves by oneself, roles and all. Refuses `owner_stays`; leaving twice is leaving once. */
export async function leaveCommunity(tx: Tx, actor: PersonActor, communityId: Id<'com'>): Promise<void> {
  const [row] = await sql.lockCommunities(tx, [communityId])
  const member = row && (await findMember(tx, communityId, actor.personId))
  if (!member || member.state === 'banned' || member.state === 'declined') throw new Refusal(platformRefusals.not_found)
  if (member.roles.includes('owner')) throw new Refusal(refusals.owner_stays)
  if (member.state === 'left') return
  const left = await settle(tx, member, 'left')
  await sql.revokeInvitationsOf(tx, communityId, actor.personId)
  say(tx, actor, 'member.left', left)
}

/** Another name in this community. Refuses `not_found` for who is not in it. */
export async function renameSelf(
  tx: Tx,
  actor: PersonActor,
  communityId: Id<'com'>,
  nickname: string,
): Promise<Id<'mem'>> {
  const [row] = await membersSql.setNickname(tx, communityId, actor.personId, nickname.trim())
  if (!row) throw new Refusal(platformRefusals.not_found)
  return row.id
}

/** The locked community, the actor who governs it, and the member to decide on: `not_found` when one of them is not. */
async function standBefore(
  tx: Tx,
  actor: PersonActor,
  communityId: Id<'com'>,
  memberId: Id<'mem'>,
): Promise<{ community: Community; me: Member; member: Member }> {
  const { me } = await communityAsMember(tx, communityId, actor.personId, mayGovern)
  const [row] = await sql.lockCommunities(tx, [communityId])
  const [member] = await membersSql.findMemberById(tx, communityId, memberId)
  if (!row || !member) throw new Refusal(platformRefusals.not_found)
  return { community: toCommunity(row), me, member: toMember(member) }
}

/** Moves a member from one state to another: her row, her own list, and the seat that she takes or frees. */
async function settle(tx: Tx, member: Member, state: Member['state'], reason?: string): Promise<Member> {
  const [row] = await membersSql.setMemberState(tx, member, state, reason ?? null)
  const after = toMember(row as membersSql.MemberRow)
  await membersSql.keepMemberships(tx, [after])
  const seats = Number(after.state === 'active') - Number(member.state === 'active')
  if (seats !== 0) await sql.addSeats(tx, new Map([[member.communityId, seats]]))
  return after
}

type MemberNews = 'member.declined' | 'member.left' | 'member.banned' | 'member.ban_lifted' | 'member.roles_changed'

function say(tx: Tx, actor: PersonActor, name: MemberNews, member: Member): void {
  const data = { communityId: formatId('com', member.communityId), personId: formatId('per', member.personId) }
  tx.say({ name, cellId: cellOf(member.communityId), subject: member.id, actor: actorName(actor), data })
}
