import type { Queryable, Tx } from '../platform/db.ts'
import { cellOf, type Id } from '../platform/ids.ts'
import type { Link } from './link.ts'

export interface LinkRow {
  readonly id: Id<'lnk'>
  readonly cell_id: number
  readonly kind: Link['kind']
  readonly sale_id: Id<'sal'>
  readonly community_id: Id<'com'>
  readonly curator_person_id: Id<'per'>
  readonly from_person_id: Id<'per'>
  readonly max_joins: number
  readonly joins: number
  readonly expires_at: Date
  readonly revoked_at: Date | null
}

const LINK = `l.id, l.cell_id, l.kind, l.sale_id, l.community_id, l.curator_person_id, l.from_person_id, l.max_joins, l.joins,
  l.expires_at, l.revoked_at`

export const findLinks = (q: Queryable, ids: readonly bigint[]) =>
  q.query<LinkRow>(
    'attribution.findLinks',
    `select ${LINK} from attribution.link l join unnest($1::bigint[], $2::smallint[]) as t (id, cell_id)
       on l.id = t.id and l.cell_id = t.cell_id`,
    [ids, ids.map(cellOf)],
  )

export const ownLinksOf = (q: Queryable, saleIds: readonly bigint[]) =>
  q.query<LinkRow>(
    'attribution.ownLinksOf',
    `select ${LINK} from attribution.link l where l.sale_id = any($1::bigint[]) and l.kind = 'sale'`,
    [saleIds],
  )

/** Those of these links that were withdrawn: usually none, so nothing travels. */
export const revokedAmong = (q: Queryable, ids: readonly bigint[]) =>
  q.query<{ id: bigint }>(
    'attribution.revokedAmong',
    `select l.id from attribution.link l join unnest($1::bigint[], $2::smallint[]) as t (id, cell_id)
       on l.id = t.id and l.cell_id = t.cell_id where l.revoked_at is not null`,
    [ids, ids.map(cellOf)],
  )

/** Locked in id order, as everywhere. */
export const lockLinks = (tx: Tx, ids: readonly bigint[]) =>
  tx.query<LinkRow>(
    'attribution.lockLinks',
    `select ${LINK} from attribution.link l join unnest($1::bigint[], $2::smallint[]) as t (id, cell_id)
       on l.id = t.id and l.cell_id = t.cell_id order by l.id for update of l`,
    [ids, ids.map(cellOf)],
  )

/** The links by which a person shows sales in communities. */
export const linksFrom = (
  q: Queryable,
  wanted: readonly { saleId: bigint; communityId: bigint; fromPersonId: bigint }[],
) =>
  q.query<LinkRow>(
    'attribution.linksFrom',
    `select ${LINK} from attribution.link l
     join unnest($1::bigint[], $2::bigint[], $3::bigint[], $4::smallint[]) as t (sale_id, community_id, from_person_id, cell_id)
       on l.sale_id = t.sale_id and l.community_id = t.community_id and l.from_person_id = t.from_person_id and l.cell_id = t.cell_id`,
    [
      wanted.map((one) => one.saleId),
      wanted.map((one) => one.communityId),
      wanted.map((one) => one.fromPersonId),
      wanted.map((one) => cellOf(one.communityId)),
    ],
  )

export const passedOnBy = (q: Queryable, personId: bigint) =>
  q.query<LinkRow & { created_at: Date }>(
    'attribution.passedOnBy',
    `select ${LINK}, l.created_at from attribution.link l where l.from_person_id = $1 and l.kind = 'passed_on' order by l.id desc limit 1000`,
    [personId],
  )

export type NewLink = Omit<Link, 'joins' | 'revokedAt'>

/** One link each: who asks again gets the one there is, with its time renewed unless it was withdrawn. */
export const keepLinks = (tx: Tx, links: readonly NewLink[]) =>
  tx.query<LinkRow & { is_new: boolean }>(
    'attribution.keepLinks',
    `insert into attribution.link as l (id, cell_id, kind, sale_id, community_id, curator_person_id, from_person_id, max_joins,
       expires_at, created_at)
     select *, $10::timestamptz from unnest($1::bigint[], $2::smallint[], $3::text[], $4::bigint[], $5::bigint[], $6::bigint[],
       $7::bigint[], $8::int[], $9::timestamptz[])
     on conflict on constraint one_link_each do update set expires_at = greatest(l.expires_at, excluded.expires_at)
     returning ${LINK}, l.id = any($1::bigint[]) as is_new`,
    [
      links.map((link) => link.id),
      links.map((link) => link.cellId),
      links.map((link) => link.kind),
      links.map((link) => link.saleId),
      links.map((link) => link.communityId),
      links.map((link) => link.curatorPersonId),
      links.map((link) => link.fromPersonId),
      links.map((link) => link.maxJoins),
      links.map((link) => link.expiresAt.toISOString()),
      tx.at,
    ],
  )

/** `link_not_overused` stands behind it. */
export const countJoins = (tx: Tx, joined: ReadonlyMap<bigint, number>) =>
  tx.query(
    'attribution.countJoins',
    `update attribution.link l set joins = l.joins + t.joined from unnest($1::bigint[], $2::smallint[], $3::int[]) as t (id, cell_id, joined)
     where l.id = t.id and l.cell_id = t.cell_id`,
    [[...joined.keys()], [...joined.keys()].map(cellOf), [...joined.values()]],
  )

export const revokeLinksFrom = (tx: Tx, communityId: bigint, personId: bigint) =>
  tx.query(
    'attribution.revokeLinksFrom',
    `update attribution.link set revoked_at = $4
     where community_id = $1 and cell_id = $2 and from_person_id = $3 and kind = 'passed_on' and revoked_at is null`,
    [communityId, cellOf(communityId), personId, tx.at],
  )

export interface TouchRow {
  readonly id: bigint
  readonly linkId: bigint
  readonly personId: bigint | null
  readonly touchedAt: Date
}

export const insertTouches = (q: Queryable, touches: readonly TouchRow[]) =>
  q.query(
    'attribution.insertTouches',
    `insert into attribution.touch (id, cell_id, link_id, person_id, touched_at)
     select * from unnest($1::bigint[], $2::smallint[], $3::bigint[], $4::bigint[], $5::timestamptz[])`,
    [
      touches.map((touch) => touch.id),
      touches.map((touch) => cellOf(touch.linkId)),
      touches.map((touch) => touch.linkId),
      touches.map((touch) => touch.personId),
      touches.map((touch) => touch.touchedAt.toISOString()),
    ],
  )

export const rememberBuyers = (tx: Tx, buyers: readonly { communityId: bigint; personId: bigint }[]): void =>
  tx.send(
    'attribution.rememberBuyers',
    `insert into attribution.buyer (person_id, community_id, cell_id, since)
     select *, $4::timestamptz from unnest($1::bigint[], $2::bigint[], $3::smallint[]) on conflict do nothing`,
    [
      buyers.map((buyer) => buyer.personId),
      buyers.map((buyer) => buyer.communityId),
      buyers.map((buyer) => cellOf(buyer.communityId)),
      tx.at,
    ],
  )

export const findBuyer = (q: Queryable, communityId: bigint, personId: bigint) =>
  q.query<{ since: Date }>(
    'attribution.findBuyer',
    'select since from attribution.buyer where person_id = $1 and community_id = $2 and cell_id = $3',
    [personId, communityId, cellOf(communityId)],
  )
