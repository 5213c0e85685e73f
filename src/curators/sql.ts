import type { Queryable, Tx } from '../platform/db.ts'
import type { Id } from '../platform/ids.ts'
import type { Stage } from './contract.ts'
import type { Curator } from './curator.ts'

export interface CuratorRow {
  readonly person_id: Id<'per'>
  readonly display_name: string
  readonly introduction: string
  readonly stage: Stage
  readonly state: Curator['state']
  readonly applied_at: Date
  readonly decided_at: Date | null
  readonly decision_note: string
  readonly version: number
}

const CURATOR = 'person_id, display_name, introduction, stage, state, applied_at, decided_at, decision_note, version'

export const findCurators = (q: Queryable, personIds: readonly bigint[]) =>
  q.query<CuratorRow>(
    'curators.findCurators',
    `select ${CURATOR} from curators.curator where person_id = any($1::bigint[])`,
    [personIds],
  )

/** Curators as orders need them. */
export const findSellers = (q: Queryable, personIds: readonly bigint[]) =>
  q.query<Pick<CuratorRow, 'person_id' | 'display_name' | 'stage' | 'state'>>(
    'curators.findSellers',
    'select person_id, display_name, stage, state from curators.curator where person_id = any($1::bigint[])',
    [personIds],
  )

export const lockCurator = (tx: Tx, personId: bigint) =>
  tx.query<CuratorRow>(
    'curators.lockCurator',
    `select ${CURATOR} from curators.curator where person_id = $1 for update`,
    [personId],
  )

/** The newest people first; the cursor is the person's id. */
export const curatorsPage = (
  q: Queryable,
  { state, personId, name, before }: { state: string; personId: bigint | null; name: string; before: bigint },
  limit: number,
) =>
  q.query<CuratorRow>(
    'curators.curatorsPage',
    `select ${CURATOR} from curators.curator where ($1 = '' or state = $1) and person_id < $2
       and ($3::bigint is null or person_id = $3) and ($4 = '' or position(lower($4) in lower(display_name)) > 0)
     order by person_id desc limit $5`,
    [state, before, personId, name, limit],
  )

export const activeCurators = (q: Queryable, limit: number) =>
  q.query<{ person_id: Id<'per'> }>(
    'curators.activeCurators',
    `select person_id from curators.curator where state in ('active', 'resting') order by person_id limit $1`,
    [limit],
  )

export const countApplications = (q: Queryable) =>
  q.query<{ n: number }>(
    'curators.countApplications',
    `select count(*)::int as n from curators.curator where state = 'applied'`,
  )

/** No row when somebody else applied for her in the same moment. */
export const insertApplication = (tx: Tx, personId: bigint, displayName: string, introduction: string) =>
  tx.query<{ person_id: bigint }>(
    'curators.insertApplication',
    `insert into curators.curator (person_id, display_name, introduction, state, applied_at)
     values ($1, $2, $3, 'applied', $4) on conflict (person_id) do nothing returning person_id`,
    [personId, displayName, introduction, tx.at],
  )

export const applyAgain = (tx: Tx, personId: bigint, displayName: string, introduction: string) =>
  tx.query(
    'curators.applyAgain',
    `update curators.curator set display_name = $2, introduction = $3, state = 'applied', applied_at = $4, decided_by = null,
       decided_at = null, decision_note = '', version = version + 1 where person_id = $1`,
    [personId, displayName, introduction, tx.at],
  )

export const decide = (tx: Tx, personId: bigint, state: 'active' | 'declined', by: string, note: string) =>
  tx.query(
    'curators.decide',
    `update curators.curator set state = $2, decided_by = $3, decided_at = $4, decision_note = $5, version = version + 1
     where person_id = $1`,
    [personId, state, by, tx.at, note],
  )

export const setState = (tx: Tx, personId: bigint, state: 'active' | 'resting') =>
  tx.query('curators.setState', 'update curators.curator set state = $2, version = version + 1 where person_id = $1', [
    personId,
    state,
  ])

export const setStage = (tx: Tx, personId: bigint, stage: Stage) =>
  tx.query('curators.setStage', 'update curators.curator set stage = $2, version = version + 1 where person_id = $1', [
    personId,
    stage,
  ])

export const setProfile = (tx: Tx, personId: bigint, displayName: string, introduction: string) =>
  tx.query(
    'curators.setProfile',
    'update curators.curator set display_name = $2, introduction = $3, version = version + 1 where person_id = $1',
    [personId, displayName, introduction],
  )

export const forget = (tx: Tx, personId: bigint, name: string) =>
  tx.query<{ person_id: bigint }>(
    'curators.forget',
    `update curators.curator set display_name = $2, introduction = '', decision_note = '', state = 'closed',
       decided_at = coalesce(decided_at, $3), version = version + 1 where person_id = $1 returning person_id`,
    [personId, name, tx.at],
  )
