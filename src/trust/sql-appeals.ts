import type { Queryable, Tx } from '../platform/db.ts'
import { cellOf, type Id } from '../platform/ids.ts'
import type { appealStates } from './contract-appeals.ts'

export interface AppealRow {
  readonly id: Id<'apl'>
  readonly community_id: Id<'com'>
  readonly person_id: Id<'per'>
  readonly label: string
  readonly words: string
  readonly appealed_at: Date
  readonly state: (typeof appealStates)[number]
  readonly answer: string | null
  readonly answered_by: string | null
  readonly answered_at: Date | null
}

const APPEAL = 'id, community_id, person_id, label, words, appealed_at, state, answer, answered_by, answered_at'

export interface NewAppeal {
  readonly id: bigint
  readonly communityId: bigint
  readonly personId: bigint
  readonly label: string
  readonly readAt: Date
  readonly words: string
}

/** No row when another one waits already. */
export const insertAppeal = (tx: Tx, appeal: NewAppeal) =>
  tx.query<{ id: bigint }>(
    'trust.insertAppeal',
    `insert into trust.appeal (id, cell_id, community_id, person_id, label, read_at, words, appealed_at)
     values ($1, $2, $3, $4, $5, $6, $7, $8)
     on conflict (community_id, cell_id) where state = 'waiting' do nothing returning id`,
    [
      appeal.id,
      cellOf(appeal.communityId),
      appeal.communityId,
      appeal.personId,
      appeal.label,
      appeal.readAt,
      appeal.words,
      tx.at,
    ],
  )

export const latestAppeal = (q: Queryable, communityId: bigint) =>
  q.query<AppealRow>(
    'trust.latestAppeal',
    `select ${APPEAL} from trust.appeal where community_id = $1 and cell_id = $2 order by id desc limit 1`,
    [communityId, cellOf(communityId)],
  )

export const lockAppeal = (tx: Tx, id: bigint) =>
  tx.query<AppealRow>(
    'trust.lockAppeal',
    `select ${APPEAL} from trust.appeal where id = $1 and cell_id = $2 for update`,
    [id, cellOf(id)],
  )

export const answerAppeal = (tx: Tx, id: bigint, state: AppealRow['state'], answer: string, by: string) =>
  tx.query(
    'trust.answerAppeal',
    `update trust.appeal set state = $3, answer = $4, answered_by = $5, answered_at = $6 where id = $1 and cell_id = $2`,
    [id, cellOf(id), state, answer, by, tx.at],
  )

/** Those that wait, the oldest first; those that were answered, the newest first. */
export const appealsWaiting = (q: Queryable, after: bigint, limit: number) =>
  q.query<AppealRow>(
    'trust.appealsWaiting',
    `select ${APPEAL} from trust.appeal where state = 'waiting' and id > $1 order by id limit $2`,
    [after, limit],
  )

export const appealsAnswered = (q: Queryable, before: bigint, limit: number) =>
  q.query<AppealRow>(
    'trust.appealsAnswered',
    `select ${APPEAL} from trust.appeal where state <> 'waiting' and id < $1 order by id desc limit $2`,
    [before, limit],
  )

export const appealById = (q: Queryable, id: bigint) =>
  q.query<AppealRow>('trust.appealById', `select ${APPEAL} from trust.appeal where id = $1 and cell_id = $2`, [
    id,
    cellOf(id),
  ])

export const appealsOf = (q: Queryable, personId: bigint, limit: number) =>
  q.query<AppealRow>(
    'trust.appealsOf',
    `select ${APPEAL} from trust.appeal where person_id = $1 order by id desc limit $2`,
    [personId, limit],
  )

export const forgetAppeals = (tx: Tx, personId: bigint) =>
  tx.query('trust.forgetAppeals', 'delete from trust.appeal where person_id = $1', [personId])

export const summariesOf = (q: Queryable, communityIds: readonly bigint[]) =>
  q.query<{
    community_id: Id<'com'>
    label: string | null
    owner_share: number | null
    together: number | null
    active_members: number | null
  }>(
    'trust.summariesOf',
    `select community_id, label, owner_share, together, active_members from trust.community
     where community_id = any($1::bigint[]) and cell_id = any($2::smallint[])`,
    [communityIds, communityIds.map(cellOf)],
  )
