import type { Queryable, Tx } from '../platform/db.ts'
import { cellOf, type Id } from '../platform/ids.ts'
import type { DelaySteps } from './delays.ts'
import type { WeekRow } from './sql.ts'

/** The communities that are due, the longest due first, with how many rows of evidence each has since then, up to `most`. */
export const dueCommunities = (q: Queryable, now: Date, limit: number, since: Date, most: number) =>
  q.query<{ community_id: Id<'com'>; changes: number; rows: number }>(
    'trust.dueCommunities',
    `select due.community_id, due.changes, counted.rows from (
       select community_id, cell_id, changes, due_at from trust.community where due_at <= $1
       order by due_at, community_id limit $2) due
     cross join lateral (select count(*)::int as rows from (select from trust.evidence e
       where e.community_id = due.community_id and e.cell_id = due.cell_id and e.acted_at > $3 limit $4) one) counted
     order by due.due_at, due.community_id`,
    [now, limit, since, most],
  )

export interface KeptReading {
  readonly communityId: bigint
  readonly changes: number
  readonly dueAt: Date
  readonly label: string
  readonly ownerShare: number | null
  readonly together: number | null
  readonly activeMembers: number
  readonly reading: string
  readonly week: WeekRow
}

/** Keeps readings; news that came meanwhile keeps its community due. */
export const keepReadings = (tx: Tx, kept: readonly KeptReading[], readAt: Date) =>
  tx.query(
    'trust.keepReadings',
    `insert into trust.community as c (community_id, cell_id, due_at, changes, read_at, label, owner_share, together, active_members, reading)
     select id, cell_id, due_at, changes, $3, label, owner_share, together, active_members, reading::jsonb
     from unnest($1::bigint[], $2::smallint[], $4::timestamptz[], $5::int[], $6::text[], $7::float8[], $8::float8[], $9::int[], $10::text[])
       as t (id, cell_id, due_at, changes, label, owner_share, together, active_members, reading)
     on conflict (community_id, cell_id) do update set
       due_at = case when c.changes = excluded.changes then excluded.due_at else c.due_at end,
       read_at = excluded.read_at, label = excluded.label, owner_share = excluded.owner_share, together = excluded.together,
       active_members = excluded.active_members, reading = excluded.reading`,
    [
      kept.map((one) => one.communityId),
      kept.map((one) => cellOf(one.communityId)),
      readAt,
      kept.map((one) => one.dueAt.toISOString()),
      kept.map((one) => one.changes),
      kept.map((one) => one.label),
      kept.map((one) => one.ownerShare),
      kept.map((one) => one.together),
      kept.map((one) => one.activeMembers),
      kept.map((one) => one.reading),
    ],
  )

/** One row a community and week: the last reading of that week. */
export const keepWeeks = (tx: Tx, kept: readonly KeptReading[], readAt: Date) =>
  tx.query(
    'trust.keepWeeks',
    `insert into trust.week (community_id, cell_id, week_on, label, owner_share, together, active_members, kept_orders, covered_orders, r, k, read_at)
     select *, $3::timestamptz from unnest($1::bigint[], $2::smallint[], $4::date[], $5::text[], $6::float8[], $7::float8[], $8::int[],
       $9::int[], $10::int[], $11::float8[], $12::float8[])
     on conflict (community_id, week_on, cell_id) do update set label = excluded.label, owner_share = excluded.owner_share,
       together = excluded.together, active_members = excluded.active_members, kept_orders = excluded.kept_orders,
       covered_orders = excluded.covered_orders, r = excluded.r, k = excluded.k, read_at = excluded.read_at`,
    [
      kept.map((one) => one.communityId),
      kept.map((one) => cellOf(one.communityId)),
      readAt,
      kept.map(({ week }) => week.week_on),
      kept.map(({ week }) => week.label),
      kept.map(({ week }) => week.owner_share),
      kept.map(({ week }) => week.together),
      kept.map(({ week }) => week.active_members),
      kept.map(({ week }) => week.kept_orders),
      kept.map(({ week }) => week.covered_orders),
      kept.map(({ week }) => week.r),
      kept.map(({ week }) => week.k),
    ],
  )

/** Tries these again later: their reading failed, and the others must not wait for them. */
export const postpone = (tx: Tx, communityIds: readonly bigint[], dueAt: Date) =>
  tx.query(
    'trust.postpone',
    `update trust.community c set due_at = $3 from unnest($1::bigint[], $2::smallint[]) as t (id, cell_id)
     where c.community_id = t.id and c.cell_id = t.cell_id`,
    [communityIds, communityIds.map(cellOf), dueAt],
  )

/** Communities with evidence, drawn by lot, another lot each day. */
export const communitiesByLot = (q: Queryable, day: string, limit: number) =>
  q.query<{ community_id: Id<'com'> }>(
    'trust.communitiesByLot',
    `select community_id from trust.community order by hashtextextended(community_id::text || $1, 0), community_id limit $2`,
    [day, limit],
  )

/** The delays between orders that the platform has seen; null until they were fitted. */
export const findDelays = async (q: Queryable): Promise<DelaySteps | null> => {
  const [row] = await q.query<{ seen: number; after_ms: number[]; shares: number[] }>(
    'trust.findDelays',
    `select seen, after_ms::float8[] as after_ms, shares from trust.delays where kind = 'child'`,
    [],
  )
  return row ? { afterMs: row.after_ms, shares: row.shares, seen: row.seen } : null
}

export const keepDelays = (tx: Tx, steps: DelaySteps, communities: number) =>
  tx.query(
    'trust.keepDelays',
    `insert into trust.delays (kind, fitted_at, seen, communities, after_ms, shares)
     values ('child', $1, $2, $3, $4::float8[]::bigint[], $5::float8[])
     on conflict (kind) do update set fitted_at = excluded.fitted_at, seen = excluded.seen,
       communities = excluded.communities, after_ms = excluded.after_ms, shares = excluded.shares`,
    [tx.at, steps.seen, communities, steps.afterMs.map(Math.round), steps.shares],
  )
