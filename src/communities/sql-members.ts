import type { Queryable, Tx } from '../platform/db.ts'
import { cellOf, type Id } from '../platform/ids.ts'
import type { Member } from './community.ts'
import type { Role } from './contract.ts'

export interface MemberRow {
  readonly id: Id<'mem'>
  readonly community_id: Id<'com'>
  readonly person_id: Id<'per'>
  readonly nickname: string
  readonly nickname_is_own: boolean
  readonly roles: Role[]
  readonly state: Member['state']
  readonly invited_by: Id<'per'> | null
  readonly invitation_id: Id<'inv'> | null
  readonly link_id: Id<'lnk'> | null
  readonly joined_at: Date | null
  readonly ban_reason: string | null
}

const MEMBER = `m.id, m.community_id, m.person_id, m.nickname, m.nickname_is_own, m.roles, m.state, m.invited_by, m.invitation_id, m.link_id, m.joined_at,
  m.ban_reason`

export interface Pair {
  readonly communityId: bigint
  readonly personId: bigint
}

export const findMembers = (q: Queryable, pairs: readonly Pair[]) =>
  q.query<MemberRow>(
    'communities.findMembers',
    `select ${MEMBER} from communities.member m
     join unnest($1::bigint[], $2::bigint[], $3::smallint[]) as t (community_id, person_id, cell_id)
       on m.community_id = t.community_id and m.person_id = t.person_id and m.cell_id = t.cell_id`,
    [
      pairs.map((pair) => pair.communityId),
      pairs.map((pair) => pair.personId),
      pairs.map((pair) => cellOf(pair.communityId)),
    ],
  )

/** Those who are not active members, with how they stand; null: they never stood at the door. */
export const standingsOfOthers = (q: Queryable, pairs: readonly Pair[]) =>
  q.query<{ community_id: bigint; person_id: bigint; state: Member['state'] | null }>(
    'communities.standingsOfOthers',
    `select t.community_id, t.person_id, m.state
     from unnest($1::bigint[], $2::bigint[], $3::smallint[]) as t (community_id, person_id, cell_id)
     left join communities.member m on m.community_id = t.community_id and m.person_id = t.person_id and m.cell_id = t.cell_id
     where m.state is distinct from 'active'`,
    [
      pairs.map((pair) => pair.communityId),
      pairs.map((pair) => pair.personId),
      pairs.map((pair) => cellOf(pair.communityId)),
    ],
  )

export const findMemberById = (q: Queryable, communityId: bigint, memberId: bigint) =>
  q.query<MemberRow>(
    'communities.findMemberById',
    `select ${MEMBER} from communities.member m where m.id = $1 and m.community_id = $2 and m.cell_id = $3`,
    [memberId, communityId, cellOf(communityId)],
  )

export const membersPage = (q: Queryable, communityId: bigint, state: string, after: bigint, limit: number) =>
  q.query<MemberRow & { inviter_nickname: string | null }>(
    'communities.membersPage',
    `select ${MEMBER}, i.nickname as inviter_nickname from communities.member m
     left join communities.member i on i.community_id = m.community_id and i.person_id = m.invited_by and i.cell_id = m.cell_id
     where m.community_id = $1 and m.cell_id = $2 and m.state = $3 and m.id > $4 order by m.id limit $5`,
    [communityId, cellOf(communityId), state, after, limit],
  )

export interface Entrance {
  readonly id: bigint
  readonly communityId: bigint
  readonly personId: bigint
  readonly nickname: string
  readonly nicknameIsOwn: boolean
  readonly roles: readonly Role[]
  readonly state: 'active' | 'waiting'
  readonly invitedBy: bigint | null
  readonly invitationId: bigint | null
  readonly linkId: bigint | null
  readonly acceptedRulesAt: Date | null
}

/** Who comes back keeps her row, its id, and the name that she chose here. The caller holds the community's lock, so no one else writes the pair. */
export const letIn = (tx: Tx, entrances: readonly Entrance[]) =>
  tx.query<MemberRow>(
    'communities.letIn',
    `insert into communities.member as m (id, cell_id, community_id, person_id, nickname, roles, state, invited_by, invitation_id,
       link_id, accepted_rules_at, joined_at, created_at, nickname_is_own)
     select id, cell_id, community_id, person_id, nickname, coalesce(string_to_array(nullif(roles, ''), ','), '{}'), state, invited_by,
       invitation_id, link_id, accepted_rules_at, case when state = 'active' then $12::timestamptz end, $12, nickname_is_own
     from unnest($1::bigint[], $2::smallint[], $3::bigint[], $4::bigint[], $5::text[], $6::text[], $7::text[], $8::bigint[],
       $9::bigint[], $10::bigint[], $11::timestamptz[], $13::boolean[]) as t (id, cell_id, community_id, person_id, nickname, roles, state,
       invited_by, invitation_id, link_id, accepted_rules_at, nickname_is_own)
     on conflict on constraint one_membership do update set
       nickname = case when m.nickname_is_own and not excluded.nickname_is_own then m.nickname else excluded.nickname end,
       nickname_is_own = m.nickname_is_own or excluded.nickname_is_own, state = excluded.state,
       invited_by = excluded.invited_by, invitation_id = excluded.invitation_id, link_id = excluded.link_id,
       accepted_rules_at = excluded.accepted_rules_at, joined_at = excluded.joined_at, left_at = null
     returning ${MEMBER}`,
    [
      entrances.map((e) => e.id),
      entrances.map((e) => cellOf(e.communityId)),
      entrances.map((e) => e.communityId),
      entrances.map((e) => e.personId),
      entrances.map((e) => e.nickname),
      entrances.map((e) => e.roles.join(',')),
      entrances.map((e) => e.state),
      entrances.map((e) => e.invitedBy),
      entrances.map((e) => e.invitationId),
      entrances.map((e) => e.linkId),
      entrances.map((e) => e.acceptedRulesAt?.toISOString() ?? null),
      tx.at,
      entrances.map((e) => e.nicknameIsOwn),
    ],
  )

/** Leaving active takes the roles along; a ban needs its reason; becoming active stamps the entrance. */
export const setMemberState = (
  tx: Tx,
  member: Pick<Member, 'id' | 'communityId'>,
  state: Member['state'],
  banReason: string | null = null,
) =>
  tx.query<MemberRow>(
    'communities.setMemberState',
    `update communities.member m set state = $3, ban_reason = $4, roles = case when $3 = 'active' then m.roles else '{}' end,
       joined_at = case when $3 = 'active' then $5 else m.joined_at end, left_at = case when $3 in ('left', 'banned', 'declined') then $5 end
     where m.id = $1 and m.cell_id = $2 returning ${MEMBER}`,
    [member.id, cellOf(member.communityId), state, banReason, tx.at],
  )

export const setRoles = (tx: Tx, member: Pick<Member, 'id' | 'communityId'>, roles: readonly Role[]) =>
  tx.query<MemberRow>(
    'communities.setRoles',
    `update communities.member m set roles = $3 where m.id = $1 and m.cell_id = $2 and m.state = 'active' returning ${MEMBER}`,
    [member.id, cellOf(member.communityId), roles],
  )

export const setNickname = (tx: Tx, communityId: bigint, personId: bigint, nickname: string) =>
  tx.query<MemberRow>(
    'communities.setNickname',
    `update communities.member m set nickname = $4, nickname_is_own = true
     where m.community_id = $1 and m.person_id = $2 and m.cell_id = $3 and m.state = 'active' returning ${MEMBER}`,
    [communityId, personId, cellOf(communityId), nickname],
  )

/** A person's new nickname, wherever she set none by hand. The pairs name the rows, so each is found by its key. */
export const followNicknames = (tx: Tx, renamed: readonly (Pair & { readonly nickname: string })[]) =>
  tx.query(
    'communities.followNicknames',
    `update communities.member m set nickname = t.nickname
     from unnest($1::bigint[], $2::bigint[], $3::smallint[], $4::text[]) as t (community_id, person_id, cell_id, nickname)
     where m.community_id = t.community_id and m.person_id = t.person_id and m.cell_id = t.cell_id and not m.nickname_is_own`,
    [
      renamed.map((one) => one.communityId),
      renamed.map((one) => one.personId),
      renamed.map((one) => cellOf(one.communityId)),
      renamed.map((one) => one.nickname),
    ],
  )

/** The person's own list follows every change of her memberships. */
export const keepMemberships = (tx: Tx, members: readonly Member[]) =>
  tx.query(
    'communities.keepMemberships',
    `insert into communities.membership (person_id, community_id, member_id, state, roles)
     select person_id, community_id, member_id, state, coalesce(string_to_array(nullif(roles, ''), ','), '{}')
     from unnest($1::bigint[], $2::bigint[], $3::bigint[], $4::text[], $5::text[]) as t (person_id, community_id, member_id, state, roles)
     on conflict (person_id, community_id) do update set state = excluded.state, roles = excluded.roles`,
    [
      members.map((m) => m.personId),
      members.map((m) => m.communityId),
      members.map((m) => m.id),
      members.map((m) => m.state),
      members.map((m) => m.roles.join(',')),
    ],
  )

export interface MembershipRow {
  readonly community_id: Id<'com'>
  readonly member_id: Id<'mem'>
  readonly state: Member['state']
  readonly roles: Role[]
}

export const membershipsOf = (q: Queryable, personId: bigint) =>
  q.query<MembershipRow>(
    'communities.membershipsOf',
    'select community_id, member_id, state, roles from communities.membership where person_id = $1 order by community_id',
    [personId],
  )

export const countWaiting = (q: Queryable, communityIds: readonly bigint[]) =>
  q.query<{ community_id: Id<'com'>; n: number }>(
    'communities.countWaiting',
    `select community_id, count(*)::int as n from communities.member
     where community_id = any($1::bigint[]) and cell_id = any($2::smallint[]) and state = 'waiting' group by community_id`,
    [communityIds, communityIds.map(cellOf)],
  )

export const forgetNicknames = (tx: Tx, members: readonly Pick<Member, 'id' | 'communityId'>[], nickname: string) =>
  tx.query(
    'communities.forgetNicknames',
    `update communities.member m set nickname = $3 from unnest($1::bigint[], $2::smallint[]) as t (id, cell_id)
     where m.id = t.id and m.cell_id = t.cell_id`,
    [members.map((m) => m.id), members.map((m) => cellOf(m.communityId)), nickname],
  )
