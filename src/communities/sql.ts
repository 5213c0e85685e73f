import type { Queryable, Tx } from '../platform/db.ts'
import { cellOf, type Id } from '../platform/ids.ts'
import type { Community } from './community.ts'
import type { CarrierKind } from './contract.ts'

export interface CommunityRow {
  readonly id: Id<'com'>
  readonly name: string
  readonly purpose: string
  readonly rules: string
  readonly city: string
  readonly owner_person_id: Id<'per'>
  readonly door: Community['door']
  readonly may_sell: boolean
  readonly member_cap: number
  readonly member_count: number
  readonly sale_link_days: number
  readonly sale_link_joins: number
  readonly state: Community['state']
  readonly version: number
  readonly created_at: Date
  readonly carrier_ids: Id<'car'>[] | null
  readonly carrier_kinds: CarrierKind[] | null
  readonly carrier_names: string[] | null
}

const COMMUNITY = `c.id, c.name, c.purpose, c.rules, c.city, c.owner_person_id, c.door, c.may_sell, c.member_cap, c.member_count,
  c.sale_link_days, c.sale_link_joins, c.state, c.version, c.created_at, k.carrier_ids, k.carrier_kinds, k.carrier_names`
const WITH_CARRIERS = `communities.community c left join lateral (
    select array_agg(id order by since, id) as carrier_ids, array_agg(kind order by since, id) as carrier_kinds,
      array_agg(name order by since, id) as carrier_names
    from communities.carrier where community_id = c.id and cell_id = c.cell_id and left_at is null) k on true`

export const findCommunities = (q: Queryable, ids: readonly bigint[]) =>
  q.query<CommunityRow>(
    'communities.findCommunities',
    `select ${COMMUNITY} from ${WITH_CARRIERS} where c.id = any($1::bigint[]) and c.cell_id = any($2::smallint[])`,
    [ids, ids.map(cellOf)],
  )

/** Locked in the order of their ids: whoever changes members locks the community first, so nobody waits in a circle. */
export const lockCommunities = (tx: Tx, ids: readonly bigint[]) =>
  tx.query<CommunityRow>(
    'communities.lockCommunities',
    `select ${COMMUNITY} from ${WITH_CARRIERS} where c.id = any($1::bigint[]) and c.cell_id = any($2::smallint[])
     order by c.id for update of c`,
    [ids, ids.map(cellOf)],
  )

export const searchCommunities = (q: Queryable, search: string, before: bigint, limit: number) =>
  q.query<CommunityRow>(
    'communities.searchCommunities',
    `select ${COMMUNITY} from ${WITH_CARRIERS}
     where c.id < $2 and ($1 = '' or position(lower($1) in lower(c.name)) > 0) order by c.id desc limit $3`,
    [search, before, limit],
  )

export const countOwned = (q: Queryable, personId: bigint) =>
  q.query<{ n: number }>(
    'communities.countOwned',
    `select count(*)::int as n from communities.community where owner_person_id = $1 and state = 'open'`,
    [personId],
  )

export type NewCommunity = Omit<Community, 'carriers' | 'state' | 'version' | 'memberCount' | 'createdAt'>

export const insertCommunity = (tx: Tx, community: NewCommunity) =>
  tx.query(
    'communities.insertCommunity',
    `insert into communities.community (id, cell_id, name, purpose, rules, city, owner_person_id, door, may_sell, member_cap,
       sale_link_days, sale_link_joins, created_at)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)`,
    [
      community.id,
      cellOf(community.id),
      community.name,
      community.purpose,
      community.rules,
      community.city,
      community.ownerPersonId,
      community.door,
      community.maySell,
      community.memberCap,
      community.saleLinkDays,
      community.saleLinkJoins,
      tx.at,
    ],
  )

export const updateCommunity = (tx: Tx, community: Omit<NewCommunity, 'ownerPersonId'>, version: number) =>
  tx.query(
    'communities.updateCommunity',
    `update communities.community set name = $4, purpose = $5, rules = $6, city = $7, door = $8, may_sell = $9,
       member_cap = $10, sale_link_days = $11, sale_link_joins = $12, version = version + 1
     where id = $1 and cell_id = $2 and version = $3`,
    [
      community.id,
      cellOf(community.id),
      version,
      community.name,
      community.purpose,
      community.rules,
      community.city,
      community.door,
      community.maySell,
      community.memberCap,
      community.saleLinkDays,
      community.saleLinkJoins,
    ],
  )

export const closeCommunities = (tx: Tx, ids: readonly bigint[]) =>
  tx.query(
    'communities.closeCommunities',
    `update communities.community set state = 'closed', version = version + 1
     where id = any($1::bigint[]) and cell_id = any($2::smallint[]) and state = 'open'`,
    [ids, ids.map(cellOf)],
  )

/** Adds to the seats taken, per community; the constraint `community_not_overfull` stands behind it. */
export const addSeats = (tx: Tx, seats: ReadonlyMap<bigint, number>) =>
  tx.query(
    'communities.addSeats',
    `update communities.community c set member_count = c.member_count + t.seats
     from unnest($1::bigint[], $2::smallint[], $3::int[]) as t (id, cell_id, seats) where c.id = t.id and c.cell_id = t.cell_id`,
    [[...seats.keys()], [...seats.keys()].map(cellOf), [...seats.values()]],
  )

export const insertCarrier = (tx: Tx, id: bigint, communityId: bigint, kind: CarrierKind, name: string) =>
  tx.query(
    'communities.insertCarrier',
    'insert into communities.carrier (id, cell_id, community_id, kind, name, since) values ($1, $2, $3, $4, $5, $6)',
    [id, cellOf(communityId), communityId, kind, name, tx.at],
  )

export const leaveCarriers = (tx: Tx, ids: readonly bigint[], communityId: bigint) =>
  tx.query(
    'communities.leaveCarriers',
    'update communities.carrier set left_at = $3 where id = any($1::bigint[]) and cell_id = $2 and left_at is null',
    [ids, cellOf(communityId), tx.at],
  )

export interface InvitationRow {
  readonly id: Id<'inv'>
  readonly community_id: Id<'com'>
  readonly inviter_person_id: Id<'per'>
  readonly max_uses: number
  readonly uses: number
  readonly expires_at: Date
  readonly revoked_at: Date | null
}

const INVITATION = 'id, community_id, inviter_person_id, max_uses, uses, expires_at, revoked_at'

export const findInvitation = (q: Queryable, id: bigint) =>
  q.query<InvitationRow>(
    'communities.findInvitation',
    `select ${INVITATION} from communities.invitation where id = $1 and cell_id = $2`,
    [id, cellOf(id)],
  )

export const invitationsOf = (q: Queryable, communityId: bigint, limit: number) =>
  q.query<InvitationRow>(
    'communities.invitationsOf',
    `select ${INVITATION} from communities.invitation where community_id = $1 and cell_id = $2 order by id desc limit $3`,
    [communityId, cellOf(communityId), limit],
  )

export const countOpenInvitations = (q: Queryable, communityId: bigint, at: Date) =>
  q.query<{ n: number }>(
    'communities.countOpenInvitations',
    `select count(*)::int as n from communities.invitation
     where community_id = $1 and cell_id = $2 and revoked_at is null and expires_at > $3 and uses < max_uses`,
    [communityId, cellOf(communityId), at],
  )

export const insertInvitation = (
  tx: Tx,
  id: bigint,
  communityId: bigint,
  inviter: bigint,
  maxUses: number,
  expiresAt: Date,
) =>
  tx.query(
    'communities.insertInvitation',
    `insert into communities.invitation (id, cell_id, community_id, inviter_person_id, max_uses, expires_at, created_at)
     values ($1, $2, $3, $4, $5, $6, $7)`,
    [id, cellOf(communityId), communityId, inviter, maxUses, expiresAt, tx.at],
  )

/** One use, if one is left at this moment: no row when there is none. */
export const takeInvitationUse = (tx: Tx, id: bigint) =>
  tx.query<{ uses: number }>(
    'communities.takeInvitationUse',
    `update communities.invitation set uses = uses + 1
     where id = $1 and cell_id = $2 and uses < max_uses and revoked_at is null and expires_at > $3 returning uses`,
    [id, cellOf(id), tx.at],
  )

export const revokeInvitation = (tx: Tx, id: bigint, communityId: bigint) =>
  tx.query<{ id: bigint }>(
    'communities.revokeInvitation',
    `update communities.invitation set revoked_at = coalesce(revoked_at, $4)
     where id = $1 and community_id = $2 and cell_id = $3 returning id`,
    [id, communityId, cellOf(communityId), tx.at],
  )

export const revokeInvitationsOf = (tx: Tx, communityId: bigint, inviter: bigint) =>
  tx.query(
    'communities.revokeInvitationsOf',
    `update communities.invitation set revoked_at = $4
     where community_id = $1 and cell_id = $2 and inviter_person_id = $3 and revoked_at is null`,
    [communityId, cellOf(communityId), inviter, tx.at],
  )

export interface PickupPointRow {
  readonly id: Id<'pkp'>
  readonly community_id: Id<'com'>
  readonly name: string
  readonly place: string
  readonly hours: string
  readonly closed_at: Date | null
}

const PICKUP_POINT = 'id, community_id, name, place, hours, closed_at'

export const findPickupPoints = (q: Queryable, ids: readonly bigint[]) =>
  q.query<PickupPointRow>(
    'communities.findPickupPoints',
    `select ${PICKUP_POINT} from communities.pickup_point where id = any($1::bigint[]) and cell_id = any($2::smallint[])`,
    [ids, ids.map(cellOf)],
  )

export const pickupPointsOf = (q: Queryable, communityId: bigint) =>
  q.query<PickupPointRow>(
    'communities.pickupPointsOf',
    `select ${PICKUP_POINT} from communities.pickup_point
     where community_id = $1 and cell_id = $2 and closed_at is null order by id`,
    [communityId, cellOf(communityId)],
  )

export const insertPickupPoint = (tx: Tx, point: Omit<PickupPointRow, 'closed_at'>) =>
  tx.query(
    'communities.insertPickupPoint',
    `insert into communities.pickup_point (id, cell_id, community_id, name, place, hours, created_at)
     values ($1, $2, $3, $4, $5, $6, $7)`,
    [point.id, cellOf(point.community_id), point.community_id, point.name, point.place, point.hours, tx.at],
  )

export const closePickupPoint = (tx: Tx, id: bigint, communityId: bigint) =>
  tx.query<{ id: bigint }>(
    'communities.closePickupPoint',
    `update communities.pickup_point set closed_at = coalesce(closed_at, $4)
     where id = $1 and community_id = $2 and cell_id = $3 returning id`,
    [id, communityId, cellOf(communityId), tx.at],
  )

export const namesOf = (q: Queryable, ids: readonly bigint[]) =>
  q.query<{ id: bigint; name: string }>(
    'communities.namesOf',
    `select c.id, c.name from communities.community c join unnest($1::bigint[], $2::smallint[]) as t (id, cell_id)
       on c.id = t.id and c.cell_id = t.cell_id`,
    [ids, ids.map(cellOf)],
  )
