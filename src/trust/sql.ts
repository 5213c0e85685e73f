import type { Queryable, Tx } from '../platform/db.ts'
import { cellOf, type Id } from '../platform/ids.ts'
import type { Evidence } from './evidence.ts'
import type { EvidenceRow } from './evidence-rows.ts'

export interface StoredRow {
  readonly id: bigint
  readonly community_id: Id<'com'>
  readonly kind: EvidenceRow['kind']
  readonly actor_person_id: bigint
  readonly acted_at: Date
  readonly known: Evidence['known']
  readonly words: bigint[]
  readonly product_ids: bigint[]
  readonly field: string | null
  readonly fate: EvidenceRow['fate']
  readonly kept_from: Date | null
}

export const EVIDENCE =
  'id, community_id, kind, actor_person_id, acted_at, known, words, product_ids, field, fate, kept_from'

export const toRow = (row: StoredRow): EvidenceRow => ({
  id: row.id,
  communityId: row.community_id,
  kind: row.kind,
  actorPersonId: row.actor_person_id,
  actedAt: row.acted_at,
  known: row.known,
  words: row.words,
  productIds: row.product_ids,
  field: row.field,
  fate: row.fate,
  keptFrom: row.kept_from,
})

/** Writes evidence anew; what was there under the same id is replaced. Lists travel as text: an array of arrays must be square. */
export const keepEvidence = (tx: Tx, rows: readonly EvidenceRow[]) =>
  tx.query(
    'trust.keepEvidence',
    `insert into trust.evidence (id, cell_id, community_id, kind, actor_person_id, acted_at, known, words, product_ids, field, fate, kept_from)
     select id, cell_id, community_id, kind, actor, acted_at, known, words::bigint[], product_ids::bigint[], field, fate, kept_from
     from unnest($1::bigint[], $2::smallint[], $3::bigint[], $4::text[], $5::bigint[], $6::timestamptz[], $7::text[], $8::text[], $9::text[],
       $10::text[], $11::text[], $12::timestamptz[])
       as t (id, cell_id, community_id, kind, actor, acted_at, known, words, product_ids, field, fate, kept_from)
     on conflict (id, cell_id) do update set acted_at = excluded.acted_at, known = excluded.known, words = excluded.words,
       product_ids = excluded.product_ids, field = excluded.field, fate = excluded.fate, kept_from = excluded.kept_from`,
    [
      rows.map((row) => row.id),
      rows.map((row) => cellOf(row.communityId)),
      rows.map((row) => row.communityId),
      rows.map((row) => row.kind),
      rows.map((row) => row.actorPersonId),
      rows.map((row) => row.actedAt.toISOString()),
      rows.map((row) => row.known),
      rows.map((row) => `{${row.words.join(',')}}`),
      rows.map((row) => `{${row.productIds.join(',')}}`),
      rows.map((row) => row.field),
      rows.map((row) => row.fate),
      rows.map((row) => row.keptFrom?.toISOString() ?? null),
    ],
  )

/** Asks for a new reading of these communities at once. */
export const askForReadings = (tx: Tx, communityIds: readonly bigint[]) =>
  tx.query(
    'trust.askForReadings',
    `insert into trust.community as c (community_id, cell_id, due_at)
     select *, $3::timestamptz from unnest($1::bigint[], $2::smallint[])
     on conflict (community_id, cell_id) do update set due_at = least(c.due_at, excluded.due_at), changes = c.changes + 1`,
    [communityIds, communityIds.map(cellOf), tx.at],
  )

/** Evidence of many communities, those of one together and in order of time; of each the newest `most` rows. */
export const evidenceOf = async (
  q: Queryable,
  communityIds: readonly bigint[],
  since: Date,
  until: Date,
  most: number,
) =>
  (
    await q.query<StoredRow>(
      'trust.evidenceOf',
      `select e.* from unnest($1::bigint[], $2::smallint[]) as wanted (id, cell_id) cross join lateral (
         select ${EVIDENCE} from trust.evidence where community_id = wanted.id and cell_id = wanted.cell_id
           and acted_at > $3 and acted_at <= $4 order by acted_at desc, id desc limit $5) e
       order by e.community_id, e.acted_at, e.id`,
      [communityIds, communityIds.map(cellOf), since, until, most],
    )
  ).map(toRow)

export const findReading = (q: Queryable, communityId: bigint) =>
  q.query<{ reading: unknown; read_at: Date | null; changes: number; due_at: Date }>(
    'trust.findReading',
    'select reading, read_at, changes, due_at from trust.community where community_id = $1 and cell_id = $2',
    [communityId, cellOf(communityId)],
  )

export interface WeekRow {
  readonly week_on: string
  readonly label: string
  readonly owner_share: number | null
  readonly together: number | null
  readonly active_members: number
  readonly kept_orders: number
  readonly covered_orders: number
  readonly r: number | null
  readonly k: number | null
}

export const weeksOf = (q: Queryable, communityId: bigint, limit: number) =>
  q.query<WeekRow>(
    'trust.weeksOf',
    `select week_on, label, owner_share, together, active_members, kept_orders, covered_orders, r, k from trust.week
     where community_id = $1 and cell_id = $2 order by week_on desc limit $3`,
    [communityId, cellOf(communityId), limit],
  )

export interface MapRow {
  readonly community_id: Id<'com'>
  readonly label: string
  readonly owner_share: number | null
  readonly together: number | null
  readonly active_members: number
  readonly read_at: Date
  readonly owner_share_before: number | null
  readonly together_before: number | null
}

/** The busiest communities that were read, each beside its own reading of the week that held `before`. */
export const communitiesOnMap = (q: Queryable, before: string, limit: number) =>
  q.query<MapRow>(
    'trust.communitiesOnMap',
    `select c.community_id, c.label, c.owner_share, c.together, c.active_members, c.read_at,
       w.owner_share as owner_share_before, w.together as together_before
     from trust.community c left join trust.week w on w.community_id = c.community_id and w.cell_id = c.cell_id and w.week_on = $1
     where c.read_at is not null order by c.active_members desc, c.community_id limit $2`,
    [before, limit],
  )

export const labelCounts = (q: Queryable) =>
  q.query<{ label: string; n: number }>(
    'trust.labelCounts',
    'select label, count(*)::int as n from trust.community where read_at is not null group by label order by label',
  )

export const communitiesWithEvidence = (q: Queryable, limit: number) =>
  q.query<{ community_id: Id<'com'> }>(
    'trust.communitiesWithEvidence',
    'select community_id from trust.community order by community_id limit $1',
    [limit],
  )
