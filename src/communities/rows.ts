import type { Queryable } from '../platform/db.ts'
import { Refusal } from '../platform/errors.ts'
import type { Id } from '../platform/ids.ts'
import { platformRefusals } from '../platform/wire.ts'
import type { Carrier, Community, Member } from './community.ts'
import * as sql from './sql.ts'
import * as membersSql from './sql-members.ts'

export const pairKey = (communityId: bigint, personId: bigint): string => `${communityId}:${personId}`

/** Communities with the carriers that they live on now, by id; an unknown id has no entry. */
export async function communitiesByIds(q: Queryable, ids: Iterable<bigint>): Promise<Map<bigint, Community>> {
  const wanted = [...new Set(ids)]
  if (wanted.length === 0) return new Map()
  return new Map((await sql.findCommunities(q, wanted)).map((row) => [row.id, toCommunity(row)]))
}

/** Members for pairs of community and person, whatever their state, by `pairKey`. */
export async function membersOf(q: Queryable, pairs: readonly membersSql.Pair[]): Promise<Map<string, Member>> {
  if (pairs.length === 0) return new Map()
  const rows = await membersSql.findMembers(q, pairs)
  return new Map(rows.map((row) => [pairKey(row.community_id, row.person_id), toMember(row)]))
}

/** `none`: never stood at the door. */
export type HowSheStands = Member['state'] | 'none'

/** How people stand who are not active members, by `pairKey`; who has no entry is one. */
export async function standingsOfOthers(
  q: Queryable,
  pairs: readonly membersSql.Pair[],
): Promise<Map<string, HowSheStands>> {
  if (pairs.length === 0) return new Map()
  const rows = await membersSql.standingsOfOthers(q, pairs)
  return new Map(rows.map((row) => [pairKey(row.community_id, row.person_id), row.state ?? 'none']))
}

/** One member, whatever her state; undefined for someone who never stood at the door. */
export async function findMember(q: Queryable, communityId: bigint, personId: bigint): Promise<Member | undefined> {
  const [row] = await membersSql.findMembers(q, [{ communityId, personId }])
  return row && toMember(row)
}

/**
 * The community and the asker's own membership in it, when she is active there and `allowed`. Refuses `not_found` alike
 * for a community that is absent and for one that is not hers.
 */
export async function communityAsMember(
  q: Queryable,
  communityId: Id<'com'>,
  personId: Id<'per'>,
  allowed: (member: Member) => boolean = () => true,
): Promise<{ community: Community; me: Member }> {
  const [communities, me] = await Promise.all([
    communitiesByIds(q, [communityId]),
    findMember(q, communityId, personId),
  ])
  const community = communities.get(communityId)
  if (!community || me?.state !== 'active' || !allowed(me)) throw new Refusal(platformRefusals.not_found)
  return { community, me }
}

export function toCommunity(row: sql.CommunityRow): Community {
  return {
    id: row.id,
    name: row.name,
    purpose: row.purpose,
    rules: row.rules,
    city: row.city,
    ownerPersonId: row.owner_person_id,
    door: row.door,
    maySell: row.may_sell,
    memberCap: row.member_cap,
    memberCount: row.member_count,
    saleLinkDays: row.sale_link_days,
    saleLinkJoins: row.sale_link_joins,
    state: row.state,
    version: row.version,
    createdAt: row.created_at,
    carriers: carriersOf(row),
  }
}

export function toMember(row: membersSql.MemberRow): Member {
  return {
    id: row.id,
    communityId: row.community_id,
    personId: row.person_id,
    nickname: row.nickname,
    nicknameIsOwn: row.nickname_is_own,
    roles: row.roles,
    state: row.state,
    invitedBy: row.invited_by,
    invitationId: row.invitation_id,
    linkId: row.link_id,
    joinedAt: row.joined_at,
    banReason: row.ban_reason,
  }
}

const carriersOf = (row: sql.CommunityRow): Carrier[] =>
  (row.carrier_ids ?? []).map((id, index) => ({
    id,
    kind: (row.carrier_kinds as Carrier['kind'][])[index] as Carrier['kind'],
    name: row.carrier_names?.[index] ?? '',
  }))
