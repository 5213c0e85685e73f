import type { Queryable, Tx } from '../platform/db.ts'
import type { PeriodKind, Span } from './period.ts'

export interface PeriodRow {
  readonly id: bigint
  readonly kind: PeriodKind
  readonly first_day: string
  readonly last_day: string
  readonly state: 'open' | 'closing' | 'closed'
  readonly closing_by: bigint | null
  readonly closing_at: Date | null
  readonly closed_at: Date | null
  readonly journals: number | null
  readonly moved_fen: number | null
}

const PERIOD = 'id, kind, first_day, last_day, state, closing_by, closing_at, closed_at, journals, moved_fen'

export const lastPeriod = (q: Queryable) =>
  q.query<PeriodRow>(
    'settlements.lastPeriod',
    `select ${PERIOD} from settlements.period order by last_day desc limit 1`,
  )

export const insertPeriod = (tx: Tx, id: bigint, kind: PeriodKind, span: Span) =>
  tx.query(
    'settlements.insertPeriod',
    `insert into settlements.period (id, kind, first_day, last_day, state, opened_at) values ($1, $2, $3, $4, 'open', $5)
     on conflict do nothing`,
    [id, kind, span.from, span.through, tx.at],
  )

export const periodsBefore = (q: Queryable, before: bigint, limit: number) =>
  q.query<PeriodRow>(
    'settlements.periodsBefore',
    `select ${PERIOD} from settlements.period where id < $1 order by id desc limit $2`,
    [before, limit],
  )

export const periodsById = (q: Queryable, ids: readonly bigint[]) =>
  q.query<PeriodRow>(
    'settlements.periodsById',
    `select ${PERIOD} from settlements.period where id = any($1::bigint[])`,
    [ids],
  )

export const lockPeriod = (tx: Tx, id: bigint) =>
  tx.query<PeriodRow>('settlements.lockPeriod', `select ${PERIOD} from settlements.period where id = $1 for update`, [
    id,
  ])

/** Held while one party is settled, so that the period cannot be closed over it. */
export const holdPeriod = (tx: Tx, id: bigint) =>
  tx.query<PeriodRow>(
    'settlements.holdPeriod',
    `select ${PERIOD} from settlements.period where id = $1 and state = 'closing' for share`,
    [id],
  )

export const openBefore = (q: Queryable, firstDay: string) =>
  q.query<{ n: number }>(
    'settlements.openBefore',
    `select count(*) as n from settlements.period where first_day < $1::date and state = 'open'`,
    [firstDay],
  )

export const closingPeriods = (q: Queryable) =>
  q.query<PeriodRow>(
    'settlements.closingPeriods',
    `select ${PERIOD} from settlements.period where state = 'closing' order by first_day`,
  )

export const markClosing = (tx: Tx, id: bigint, staffId: bigint) =>
  tx.query(
    'settlements.markClosing',
    `update settlements.period set state = 'closing', closing_by = $2, closing_at = $3 where id = $1 and state = 'open'`,
    [id, staffId, tx.at],
  )

export const markPeriodClosed = (tx: Tx, id: bigint, of: { journals: number; movedFen: number }) =>
  tx.query(
    'settlements.markPeriodClosed',
    `update settlements.period set state = 'closed', closed_at = $2, journals = $3, moved_fen = $4 where id = $1 and state = 'closing'`,
    [id, tx.at, of.journals, of.movedFen],
  )

export interface CuratorSettlementRow {
  readonly period_id: bigint
  readonly curator_person_id: bigint
  readonly opening_fen: number
  readonly vested_fen: number
  readonly clawed_fen: number
  readonly paid_fen: number
  readonly tax_fen: number
  readonly closing_fen: number
  readonly settled_at: Date
}

const CURATOR =
  'period_id, curator_person_id, opening_fen, vested_fen, clawed_fen, paid_fen, tax_fen, closing_fen, settled_at'

/** Nothing when she was settled before. */
export const insertCuratorSettlement = (tx: Tx, of: Omit<CuratorSettlementRow, 'settled_at'>) =>
  tx.query<{ period_id: bigint }>(
    'settlements.insertCuratorSettlement',
    `insert into settlements.curator_settlement (${CURATOR}) values ($1, $2, $3, $4, $5, $6, $7, $8, $9) on conflict do nothing returning period_id`,
    [
      of.period_id,
      of.curator_person_id,
      of.opening_fen,
      of.vested_fen,
      of.clawed_fen,
      of.paid_fen,
      of.tax_fen,
      of.closing_fen,
      tx.at,
    ],
  )

export const curatorSettlementsOfPeriod = (q: Queryable, periodId: bigint) =>
  q.query<CuratorSettlementRow>(
    'settlements.curatorSettlementsOfPeriod',
    `select ${CURATOR} from settlements.curator_settlement where period_id = $1 order by curator_person_id`,
    [periodId],
  )

export const settlementsOfCurator = (q: Queryable, curator: bigint, before: bigint, limit: number) =>
  q.query<CuratorSettlementRow>(
    'settlements.settlementsOfCurator',
    `select ${CURATOR} from settlements.curator_settlement where curator_person_id = $1 and period_id < $2 order by period_id desc limit $3`,
    [curator, before, limit],
  )
