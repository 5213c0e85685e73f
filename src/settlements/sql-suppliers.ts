import type { Queryable, Tx } from '../platform/db.ts'

export interface SupplierSettlementRow {
  readonly id: bigint
  readonly period_id: bigint
  readonly supplier_id: bigint
  readonly lines: number
  readonly quantity: number
  readonly cost_fen: number
  readonly carried_fen: number
  readonly deducted_fen: number
  readonly set_off_fen: number
  readonly left_fen: number
  readonly due_fen: number
  readonly paid_fen: number
  readonly settled_at: Date
}

const SETTLEMENT =
  'id, period_id, supplier_id, lines, quantity, cost_fen, carried_fen, deducted_fen, set_off_fen, left_fen, due_fen, paid_fen, settled_at'

/** Nothing when the supplier was settled before. */
export const insertSupplierSettlement = (tx: Tx, of: Omit<SupplierSettlementRow, 'settled_at' | 'paid_fen'>) =>
  tx.query<{ id: bigint }>(
    'settlements.insertSupplierSettlement',
    `insert into settlements.supplier_settlement (${SETTLEMENT}) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, 0, $12)
     on conflict on constraint settled_once do nothing returning id`,
    [
      ...[of.id, of.period_id, of.supplier_id, of.lines, of.quantity, of.cost_fen, of.carried_fen, of.deducted_fen],
      ...[of.set_off_fen, of.left_fen, of.due_fen, tx.at],
    ],
  )

/** What the supplier's settlement before this period left over; none: nothing was settled yet. */
export const leftBefore = (q: Queryable, supplierId: bigint, firstDay: string) =>
  q.query<{ left_fen: number }>(
    'settlements.leftBefore',
    `select s.left_fen from settlements.supplier_settlement s join settlements.period p on p.id = s.period_id
     where s.supplier_id = $1 and p.last_day < $2::date order by p.last_day desc limit 1`,
    [supplierId, firstDay],
  )

/** Suppliers that still bear something from before, or of whom something was recorded through a day. */
export const suppliersThatBear = (q: Queryable, firstDay: string, lastDay: string) =>
  q.query<{ supplier_id: bigint }>(
    'settlements.suppliersThatBear',
    `select supplier_id from settlements.supplier_deduction where settlement_id is null and recorded_on <= $2::date
     union select supplier_id from (select distinct on (s.supplier_id) s.supplier_id, s.left_fen from settlements.supplier_settlement s
       join settlements.period p on p.id = s.period_id where p.last_day < $1::date order by s.supplier_id, p.last_day desc) as last where left_fen > 0
     order by 1`,
    [firstDay, lastDay],
  )

export const supplierSettlementsOfPeriod = (q: Queryable, periodId: bigint) =>
  q.query<SupplierSettlementRow>(
    'settlements.supplierSettlementsOfPeriod',
    `select ${SETTLEMENT} from settlements.supplier_settlement where period_id = $1 order by supplier_id`,
    [periodId],
  )

export const supplierSettlementsBefore = (q: Queryable, supplierId: bigint | null, before: bigint, limit: number) =>
  q.query<SupplierSettlementRow>(
    'settlements.supplierSettlementsBefore',
    `select ${SETTLEMENT} from settlements.supplier_settlement where ($1::bigint is null or supplier_id = $1) and id < $2 order by id desc limit $3`,
    [supplierId, before, limit],
  )

export const findSupplierSettlement = (q: Queryable, id: bigint) =>
  q.query<SupplierSettlementRow>(
    'settlements.findSupplierSettlement',
    `select ${SETTLEMENT} from settlements.supplier_settlement where id = $1`,
    [id],
  )

export const lockSupplierSettlement = (tx: Tx, id: bigint) =>
  tx.query<SupplierSettlementRow>(
    'settlements.lockSupplierSettlement',
    `select ${SETTLEMENT} from settlements.supplier_settlement where id = $1 for update`,
    [id],
  )

export const addPaid = (tx: Tx, id: bigint, amountFen: number) =>
  tx.query('settlements.addPaid', 'update settlements.supplier_settlement set paid_fen = paid_fen + $2 where id = $1', [
    id,
    amountFen,
  ])

export interface DeductionRow {
  readonly id: bigint
  readonly supplier_id: bigint
  readonly kind: 'claim' | 'fee'
  readonly amount_fen: number
  readonly reason: string
  readonly recorded_by: bigint
  readonly recorded_on: string
  readonly recorded_at: Date
  readonly settlement_id: bigint | null
}

const DEDUCTION = 'id, supplier_id, kind, amount_fen, reason, recorded_by, recorded_on, recorded_at, settlement_id'

export const insertDeduction = (
  tx: Tx,
  of: Omit<DeductionRow, 'recorded_on' | 'recorded_at' | 'settlement_id'>,
  timeZone: string,
) =>
  tx.query(
    'settlements.insertDeduction',
    `insert into settlements.supplier_deduction (${DEDUCTION}) values ($1, $2, $3, $4, $5, $6, ($7::timestamptz at time zone $8)::date, $7, null)`,
    [of.id, of.supplier_id, of.kind, of.amount_fen, of.reason, of.recorded_by, tx.at, timeZone],
  )

/** What stands in no statement yet, recorded through a day. */
export const lockDeductions = (tx: Tx, supplierId: bigint, through: string) =>
  tx.query<{ id: bigint; amount_fen: number }>(
    'settlements.lockDeductions',
    `select id, amount_fen from settlements.supplier_deduction where supplier_id = $1 and recorded_on <= $2::date and settlement_id is null
     order by id for update`,
    [supplierId, through],
  )

export const markDeductions = (tx: Tx, ids: readonly bigint[], settlementId: bigint) =>
  tx.query(
    'settlements.markDeductions',
    'update settlements.supplier_deduction set settlement_id = $2 where id = any($1::bigint[])',
    [ids, settlementId],
  )

export const deductionsOf = (q: Queryable, settlementId: bigint) =>
  q.query<DeductionRow>(
    'settlements.deductionsOf',
    `select ${DEDUCTION} from settlements.supplier_deduction where settlement_id = $1 order by id`,
    [settlementId],
  )

export interface SupplierPaymentRow {
  readonly id: bigint
  readonly settlement_id: bigint
  readonly amount_fen: number
  readonly bank_reference: string
  readonly reason: string
  readonly state: 'asked' | 'paid' | 'rejected'
  readonly needs_two: boolean
  readonly asked_by: bigint
  readonly asked_at: Date
  readonly ended_at: Date | null
  readonly end_reason: string | null
}

const PAYMENT =
  'id, settlement_id, amount_fen, bank_reference, reason, state, needs_two, asked_by, asked_at, ended_at, end_reason'

export const insertSupplierPayment = (
  tx: Tx,
  of: Omit<SupplierPaymentRow, 'state' | 'asked_at' | 'ended_at' | 'end_reason'>,
) =>
  tx.query(
    'settlements.insertSupplierPayment',
    `insert into settlements.supplier_payment (${PAYMENT}) values ($1, $2, $3, $4, $5, 'asked', $6, $7, $8, null, null)`,
    [of.id, of.settlement_id, of.amount_fen, of.bank_reference, of.reason, of.needs_two, of.asked_by, tx.at],
  )

export const supplierPaymentsOf = (q: Queryable, settlementIds: readonly bigint[]) =>
  q.query<SupplierPaymentRow>(
    'settlements.supplierPaymentsOf',
    `select ${PAYMENT} from settlements.supplier_payment where settlement_id = any($1::bigint[]) order by id`,
    [settlementIds],
  )

export const findSupplierPayment = (q: Queryable, id: bigint) =>
  q.query<SupplierPaymentRow>(
    'settlements.findSupplierPayment',
    `select ${PAYMENT} from settlements.supplier_payment where id = $1`,
    [id],
  )

export const lockSupplierPayment = (tx: Tx, id: bigint) =>
  tx.query<SupplierPaymentRow>(
    'settlements.lockSupplierPayment',
    `select ${PAYMENT} from settlements.supplier_payment where id = $1 for update`,
    [id],
  )

export const endSupplierPayment = (tx: Tx, id: bigint, state: 'paid' | 'rejected', reason: string | null) =>
  tx.query(
    'settlements.endSupplierPayment',
    `update settlements.supplier_payment set state = $2, ended_at = $3, end_reason = $4 where id = $1 and state = 'asked'`,
    [id, state, tx.at, reason],
  )

export const insertSupplierApproval = (tx: Tx, paymentId: bigint, staffId: bigint) =>
  tx.query<{ staff_id: bigint }>(
    'settlements.insertSupplierApproval',
    `insert into settlements.supplier_approval (payment_id, staff_id, approved_at) values ($1, $2, $3) on conflict do nothing returning staff_id`,
    [paymentId, staffId, tx.at],
  )

export const supplierApprovalsOf = (q: Queryable, paymentIds: readonly bigint[]) =>
  q.query<{ payment_id: bigint; staff_id: bigint; approved_at: Date }>(
    'settlements.supplierApprovalsOf',
    `select payment_id, staff_id, approved_at from settlements.supplier_approval where payment_id = any($1::bigint[]) order by approved_at, staff_id`,
    [paymentIds],
  )
