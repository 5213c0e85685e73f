import type { Queryable, Tx } from '../platform/db.ts'
import { cellOf, type Id } from '../platform/ids.ts'
import type { EvidenceRow } from './evidence-rows.ts'
import type { PersonaRisk } from './persona-risk.ts'
import { EVIDENCE, type StoredRow, toRow } from './sql.ts'

/** Evidence of the whole platform in a window, page by page in the order of its ids. */
export const evidenceAfter = async (
  q: Queryable,
  page: { after: bigint; since: Date; until: Date; limit: number },
): Promise<EvidenceRow[]> =>
  (
    await q.query<StoredRow>(
      'trust.evidenceAfter',
      `select ${EVIDENCE} from trust.evidence where id > $1 and acted_at > $2 and acted_at <= $3 order by id limit $4`,
      [page.after, page.since, page.until, page.limit],
    )
  ).map(toRow)

export interface WalkRow {
  readonly made_at: Date
  readonly people: number
  readonly acts: number
  readonly audited: number
  readonly is_whole: boolean
}

export const lastWalk = (q: Queryable) =>
  q.query<WalkRow>(
    'trust.lastWalk',
    'select made_at, people, acts, audited, is_whole from trust.walk order by made_at desc limit 1',
  )

export const insertWalk = (tx: Tx, walk: WalkRow) =>
  tx.query(
    'trust.insertWalk',
    'insert into trust.walk (made_at, people, acts, audited, is_whole) values ($1, $2, $3, $4, $5) on conflict do nothing',
    [walk.made_at, walk.people, walk.acts, walk.audited, walk.is_whole],
  )

export const sweepWalks = (tx: Tx, before: Date) =>
  tx.query('trust.sweepWalks', 'delete from trust.walk where made_at < $1', [before])

export interface LookRow {
  readonly person_id: Id<'per'>
  readonly reach: number
  readonly moved: number
  readonly circle: number
}

export const clearList = (tx: Tx) => tx.query('trust.clearList', 'delete from trust.worth_a_look')

export const insertList = (tx: Tx, rows: readonly { person: bigint; reach: number; moved: number; circle: number }[]) =>
  tx.query(
    'trust.insertList',
    `insert into trust.worth_a_look (person_id, place, reach, moved, circle)
     select person, place, reach, moved, circle
     from unnest($1::bigint[], $2::float8[], $3::int[], $4::int[]) with ordinality as t (person, reach, moved, circle, place)`,
    [
      rows.map(({ person }) => person),
      rows.map(({ reach }) => reach),
      rows.map(({ moved }) => moved),
      rows.map(({ circle }) => circle),
    ],
  )

export const worthALook = (q: Queryable, limit: number) =>
  q.query<LookRow>(
    'trust.worthALook',
    'select person_id, reach, moved, circle from trust.worth_a_look order by place limit $1',
    [limit],
  )

export const takeOffTheList = (tx: Tx, personId: bigint) =>
  tx.query('trust.takeOffTheList', 'delete from trust.worth_a_look where person_id = $1', [personId])

/** No row when she was looked over before. */
export const insertLookedOver = (tx: Tx, personId: bigint, by: string, words: string) =>
  tx.query<{ person_id: bigint }>(
    'trust.insertLookedOver',
    `insert into trust.looked_over (person_id, looked_by, words, looked_at) values ($1, $2, $3, $4)
     on conflict (person_id) do nothing returning person_id`,
    [personId, by, words, tx.at],
  )

export const forgetLookedOver = (tx: Tx, personId: bigint) =>
  tx.query('trust.forgetLookedOver', 'delete from trust.looked_over where person_id = $1', [personId])

export const lookedOver = (q: Queryable, limit: number) =>
  q.query<{ person_id: bigint }>(
    'trust.lookedOver',
    'select person_id from trust.looked_over order by person_id limit $1',
    [limit],
  )

export const communitiesAtRisk = (q: Queryable, limit: number) =>
  q.query<{ community_id: Id<'com'>; owner_share: number | null; persona: unknown; read_at: Date }>(
    'trust.communitiesAtRisk',
    `select community_id, owner_share, persona, read_at from trust.community where at_risk
     order by active_members desc, community_id limit $1`,
    [limit],
  )

/** Beside their readings, which were kept a moment before. */
export const keepPersonas = (tx: Tx, kept: readonly { communityId: bigint; persona: PersonaRisk }[]) =>
  tx.query(
    'trust.keepPersonas',
    `update trust.community c set at_risk = t.at_risk, persona = t.persona::jsonb
     from unnest($1::bigint[], $2::smallint[], $3::boolean[], $4::text[]) as t (id, cell_id, at_risk, persona)
     where c.community_id = t.id and c.cell_id = t.cell_id`,
    [
      kept.map((one) => one.communityId),
      kept.map((one) => cellOf(one.communityId)),
      kept.map(({ persona }) => persona.isAtRisk),
      kept.map(({ persona }) => JSON.stringify(persona)),
    ],
  )

export interface MoverRow {
  readonly community_id: Id<'com'>
  readonly label: string
  readonly label_before: string
  readonly owner_share: number
  readonly together: number
  readonly owner_share_before: number
  readonly together_before: number
  readonly owner_share_interval: unknown
  readonly together_interval: unknown
}

/** Communities that stand on the map now and stood there in a week, those that went furthest first. */
export const moversSince = (q: Queryable, weekOn: string, labels: readonly string[], least: number, limit: number) =>
  q.query<MoverRow>(
    'trust.moversSince',
    `select c.community_id, c.label, w.label as label_before, c.owner_share, c.together,
       w.owner_share as owner_share_before, w.together as together_before,
       c.reading #> '{verdict,reading,ownerShareInterval}' as owner_share_interval,
       c.reading #> '{verdict,reading,togetherInterval}' as together_interval
     from trust.community c join trust.week w on w.community_id = c.community_id and w.cell_id = c.cell_id and w.week_on = $1
     where c.label = any($2::text[]) and w.label = any($2::text[]) and c.owner_share is not null and c.together is not null
       and w.owner_share is not null and w.together is not null
       and greatest(abs(c.owner_share - w.owner_share), abs(c.together - w.together)) >= $3
     order by abs(c.owner_share - w.owner_share) + abs(c.together - w.together) desc, c.community_id limit $4`,
    [weekOn, labels, least, limit],
  )
