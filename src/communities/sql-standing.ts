import type { Queryable } from '../platform/db.ts'
import { cellOf, type Id } from '../platform/ids.ts'
import type { Role } from './contract.ts'

export const withRoles = (q: Queryable, communityIds: readonly bigint[], roles: readonly Role[]) =>
  q.query<{ community_id: Id<'com'>; person_id: Id<'per'> }>(
    'communities.withRoles',
    `select m.community_id, m.person_id
     from unnest($1::bigint[], $2::smallint[]) as wanted (community_id, cell_id)
     join communities.member m on m.community_id = wanted.community_id and m.cell_id = wanted.cell_id
     where m.state = 'active' and m.roles && $3::text[] order by m.id`,
    [communityIds, communityIds.map(cellOf), roles],
  )

export const leftSince = (q: Queryable, communityIds: readonly bigint[], since: Date) =>
  q.query<{ community_id: Id<'com'>; n: number }>(
    'communities.leftSince',
    `select m.community_id, count(*)::int as n
     from unnest($1::bigint[], $2::smallint[]) as wanted (community_id, cell_id)
     join communities.member m on m.community_id = wanted.community_id and m.cell_id = wanted.cell_id
     where m.state = 'left' and m.left_at >= $3 group by m.community_id`,
    [communityIds, communityIds.map(cellOf), since],
  )

export interface NamedMemberRow {
  readonly id: Id<'mem'>
  readonly person_id: Id<'per'>
  readonly nickname: string
}

/** Active members whose nickname holds these characters, as they are written; the first ones for an empty text. */
export const membersCalled = (q: Queryable, communityId: bigint, text: string, limit: number) =>
  q.query<NamedMemberRow>(
    'communities.membersCalled',
    `select m.id, m.person_id, m.nickname from communities.member m
     where m.community_id = $1 and m.cell_id = $2 and m.state = 'active' and position(lower($3) in lower(m.nickname)) > 0
     order by m.id limit $4`,
    [communityId, cellOf(communityId), text, limit],
  )

export const membersByIds = (q: Queryable, communityId: bigint, ids: readonly bigint[]) =>
  q.query<NamedMemberRow>(
    'communities.membersByIds',
    `select m.id, m.person_id, m.nickname from communities.member m
     where m.community_id = $1 and m.cell_id = $2 and m.state = 'active' and m.id = any($3::bigint[])`,
    [communityId, cellOf(communityId), ids],
  )
