import { int2s, int4s, int8s } from '../platform/binary-array.ts'
import type { Queryable, Tx } from '../platform/db.ts'
import type { RuleInput } from './contract.ts'
import type { AccrualLine } from './rule.ts'

export interface RuleRow {
  readonly id: bigint
  readonly version: number
  readonly position: number
  readonly name: string
  readonly sku_id: bigint | null
  readonly category: string | null
  readonly stage: string | null
  readonly rate_bps: number
  readonly floor_fen: number
  readonly cap_fen: number | null
  readonly set_by: string
  readonly created_at: Date
  readonly superseded_at: Date | null
}

const RULE =
  'id, version, position, name, sku_id, category, stage, rate_bps, floor_fen, cap_fen, set_by, created_at, superseded_at'

export const rulesInForce = (q: Queryable, at: Date) =>
  q.query<RuleRow>(
    'commissions.rulesInForce',
    `select ${RULE} from commissions.rule where superseded_at is null and starts_at <= $1 and (ends_at is null or ends_at > $1) order by position, id`,
    [at],
  )

export const ruleHistory = (q: Queryable) =>
  q.query<RuleRow>(
    'commissions.ruleHistory',
    `select ${RULE} from commissions.rule order by position, id, version desc limit 500`,
  )

export const findRule = (q: Queryable, id: bigint) =>
  q.query<RuleRow>(
    'commissions.findRule',
    `select ${RULE} from commissions.rule where id = $1 and superseded_at is null`,
    [id],
  )

export const supersede = (tx: Tx, id: bigint) =>
  tx.query<{ version: number }>(
    'commissions.supersede',
    'update commissions.rule set superseded_at = $2 where id = $1 and superseded_at is null returning version',
    [id, tx.at],
  )

export const insertRule = (
  tx: Tx,
  id: bigint,
  version: number,
  rule: Omit<RuleInput, 'skuId'> & { skuId: bigint | null },
  setBy: string,
) =>
  tx.query(
    'commissions.insertRule',
    `insert into commissions.rule (id, version, position, name, sku_id, category, stage, rate_bps, floor_fen, cap_fen, starts_at, set_by, created_at)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $11)`,
    [
      id,
      version,
      rule.position,
      rule.name,
      rule.skuId,
      rule.category ?? null,
      rule.stage ?? null,
      rule.rateBps,
      rule.floorFen ?? 0,
      rule.capFen ?? null,
      tx.at,
      setBy,
    ],
  )

export const insertAccruals = (tx: Tx, lines: readonly (AccrualLine & { id: bigint; accruedFen: number })[]): void =>
  tx.send(
    'commissions.insertAccruals',
    `insert into commissions.accrual (id, cell_id, order_id, line_no, curator_person_id, buyer_person_id, rule_id, rule_version, rate_bps, floor_fen,
       cap_fen, goods_fen, accrued_fen, state, created_at)
     select *, 'frozen', $14::timestamptz from unnest($1::bigint[], $2::smallint[], $3::bigint[], $4::smallint[], $5::bigint[], $6::bigint[], $7::bigint[],
       $8::int[], $9::int[], $10::bigint[], $11::bigint[], $12::bigint[], $13::bigint[])`,
    [
      lines.map((l) => l.id),
      int2s(lines.map((l) => l.cellId)),
      lines.map((l) => l.orderId),
      int2s(lines.map((l) => l.lineNo)),
      lines.map((l) => l.curatorPersonId),
      lines.map((l) => l.buyerPersonId),
      lines.map((l) => l.rule.ruleId),
      int4s(lines.map((l) => l.rule.ruleVersion)),
      int4s(lines.map((l) => l.rule.rateBps)),
      int8s(lines.map((l) => l.rule.floorFen)),
      int8s(lines.map((l) => l.rule.capFen)),
      int8s(lines.map((l) => l.goodsFen)),
      int8s(lines.map((l) => l.accruedFen)),
      tx.at,
    ],
  )

/** The line that earned: what an accrual is found by. */
export interface AccrualKey {
  readonly order_id: bigint
  readonly line_no: number
}

const keysOf = (rows: readonly AccrualKey[]) => [rows.map((row) => row.order_id), rows.map((row) => row.line_no)]

export interface AccrualRow extends AccrualKey {
  readonly id: bigint
  readonly cell_id: number
  readonly curator_person_id: bigint
  readonly rate_bps: number
  readonly floor_fen: number
  readonly cap_fen: number | null
  readonly goods_fen: number
  readonly refunded_fen: number
  readonly accrued_fen: number
  readonly clawed_fen: number
  readonly state: 'frozen' | 'vested'
  readonly created_at: Date
  readonly received_at: Date | null
}

const ACCRUAL = `a.id, a.cell_id, a.order_id, a.line_no, a.curator_person_id, a.rate_bps, a.floor_fen, a.cap_fen, a.goods_fen, a.refunded_fen, a.accrued_fen,
  a.clawed_fen, a.state, a.created_at, a.received_at`

export const lockAccruals = (tx: Tx, lines: readonly { orderId: bigint; lineNo: number }[]) =>
  tx.query<AccrualRow>(
    'commissions.lockAccruals',
    `select ${ACCRUAL} from commissions.accrual a join unnest($1::bigint[], $2::smallint[]) as t (order_id, line_no)
       on a.order_id = t.order_id and a.line_no = t.line_no order by a.id for update of a`,
    [lines.map((l) => l.orderId), lines.map((l) => l.lineNo)],
  )

export const clawAccruals = (tx: Tx, changes: readonly { row: AccrualKey; refundedFen: number; clawFen: number }[]) =>
  tx.query(
    'commissions.clawAccruals',
    `update commissions.accrual a set refunded_fen = a.refunded_fen + t.refunded, clawed_fen = a.clawed_fen + t.claw
     from unnest($1::bigint[], $2::smallint[], $3::bigint[], $4::bigint[]) as t (order_id, line_no, refunded, claw)
     where a.order_id = t.order_id and a.line_no = t.line_no`,
    [...keysOf(changes.map(({ row }) => row)), changes.map((c) => c.refundedFen), changes.map((c) => c.clawFen)],
  )

export const markReceived = (tx: Tx, orderIds: readonly bigint[]) =>
  tx.query(
    'commissions.markReceived',
    'update commissions.accrual set received_at = $2 where order_id = any($1::bigint[]) and received_at is null',
    [orderIds, tx.at],
  )

export interface DueRow extends AccrualKey {
  readonly id: bigint
  readonly received_at: Date
}

export const accrualsToVest = (q: Queryable, receivedBefore: Date, after: DueRow | undefined, limit: number) =>
  q.query<DueRow>(
    'commissions.accrualsToVest',
    `select id, order_id, line_no, received_at from commissions.accrual where state = 'frozen' and received_at <= $1
       and ($2::timestamptz is null or (received_at, id) > ($2, $3)) order by received_at, id limit $4`,
    [receivedBefore, after?.received_at ?? null, after?.id ?? 0n, limit],
  )

/** What another sweep or a refund holds is left to it. */
export const lockAccrualsToVest = (tx: Tx, due: readonly AccrualKey[]) =>
  tx.query<AccrualRow>(
    'commissions.lockAccrualsToVest',
    `select ${ACCRUAL} from commissions.accrual a join unnest($1::bigint[], $2::smallint[]) as t (order_id, line_no)
       on a.order_id = t.order_id and a.line_no = t.line_no
     where a.state = 'frozen' order by a.id for update of a skip locked`,
    keysOf(due),
  )

export const markVested = (tx: Tx, rows: readonly AccrualKey[]) =>
  tx.query(
    'commissions.markVested',
    `update commissions.accrual a set state = 'vested', vested_at = $3 from unnest($1::bigint[], $2::smallint[]) as t (order_id, line_no)
     where a.order_id = t.order_id and a.line_no = t.line_no and a.state = 'frozen'`,
    [...keysOf(rows), tx.at],
  )

export const walletSums = (q: Queryable, curator: bigint) =>
  q.query<{ estimated: number; pending: number }>(
    'commissions.walletSums',
    `select coalesce(sum(accrued_fen - clawed_fen) filter (where received_at is null), 0)::bigint as estimated,
       coalesce(sum(accrued_fen - clawed_fen) filter (where received_at is not null), 0)::bigint as pending
     from commissions.accrual where curator_person_id = $1 and state = 'frozen'`,
    [curator],
  )

export const accrualsOfOrders = (q: Queryable, orderIds: readonly bigint[]) =>
  q.query<AccrualRow>(
    'commissions.accrualsOfOrders',
    `select ${ACCRUAL} from commissions.accrual a where order_id = any($1::bigint[]) order by order_id, line_no`,
    [orderIds],
  )

export const entriesOf = (q: Queryable, curator: bigint, before: bigint, limit: number) =>
  q.query<AccrualRow>(
    'commissions.entriesOf',
    `select ${ACCRUAL} from commissions.accrual a where curator_person_id = $1 and id < $2 order by id desc limit $3`,
    [curator, before, limit],
  )
