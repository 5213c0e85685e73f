import {
  defineRefusals,
  idOf,
  LocalDate,
  limits,
  Money,
  oneOf,
  orNull,
  type Static,
  strict,
  Timestamp,
  Type,
  text,
} from '../platform/wire.ts'

export const periodRefusals = defineRefusals({
  period_not_over: { status: 409, zh: '这个账期还没结束。', en: 'This period is not over yet.' },
  period_not_open: { status: 409, zh: '这个账期已经在关账或关了。', en: 'This period is being closed, or is closed.' },
  period_before_open: { status: 409, zh: '请先关前一个账期。', en: 'Please close the period before it first.' },
  above_due: {
    status: 409,
    zh: '超过了这张对账单还欠的钱，没有记账。',
    en: 'That is more than is due by this statement. Nothing was booked.',
  },
  supplier_payment_ended: { status: 409, zh: '这笔付款已经有结果了。', en: 'This payment has been decided already.' },
})

export const SettlementPeriod = Type.Object({
  id: idOf('spr'),
  kind: oneOf('month', 'week'),
  firstDay: LocalDate,
  lastDay: LocalDate,
  state: oneOf('open', 'closing', 'closed'),
  /** Over, and the one that must be closed next. */
  canClose: Type.Boolean(),
  closingBy: orNull(Type.String()),
  closedAt: orNull(Timestamp),
  journals: orNull(Type.Integer()),
  moved: orNull(Money),
})
export type SettlementPeriod = Static<typeof SettlementPeriod>

/** What a curator may withdraw, less what she owes: before, what changed it, after. */
export const CuratorSettlement = Type.Object({
  periodId: idOf('spr'),
  firstDay: LocalDate,
  lastDay: LocalDate,
  curatorId: idOf('per'),
  curatorName: Type.String(),
  opening: Money,
  vested: Money,
  clawed: Money,
  paid: Money,
  tax: Money,
  closing: Money,
})
export type CuratorSettlement = Static<typeof CuratorSettlement>

export const CuratorStatement = Type.Object({
  ...CuratorSettlement.properties,
  lines: Type.Array(
    Type.Object({ id: idOf('jrn'), kind: Type.String(), orderId: orNull(idOf('ord')), at: Timestamp, change: Money }),
  ),
})

export const SupplierPayment = Type.Object({
  id: idOf('spy'),
  amount: Money,
  bankReference: Type.String(),
  reason: Type.String(),
  state: oneOf('asked', 'paid', 'rejected'),
  needsTwo: Type.Boolean(),
  approvals: Type.Array(Type.Object({ by: idOf('stf'), name: orNull(Type.String()), at: Timestamp })),
  askedAt: Timestamp,
  endedAt: orNull(Timestamp),
  endReason: orNull(Type.String()),
})

/** One supplier's statement of one period; `id` is null while the period is open: then it is what it has come to so far. */
export const SupplierSettlement = Type.Object({
  id: orNull(idOf('sst')),
  periodId: idOf('spr'),
  firstDay: LocalDate,
  lastDay: LocalDate,
  supplierId: idOf('sup'),
  supplierName: Type.String(),
  lines: Type.Integer(),
  quantity: Type.Integer(),
  cost: Money,
  carried: Money,
  deducted: Money,
  setOff: Money,
  left: Money,
  due: Money,
  paid: Money,
})
export type SupplierSettlement = Static<typeof SupplierSettlement>

export const SupplierStatement = Type.Object({
  ...SupplierSettlement.properties,
  deliveries: Type.Array(
    Type.Object({
      orderId: idOf('ord'),
      lineNo: Type.Integer(),
      receivedOn: LocalDate,
      name: Type.String(),
      unit: Type.String(),
      lot: Type.String(),
      quantity: Type.Integer(),
      unitCost: Money,
      cost: Money,
    }),
  ),
  deductions: Type.Array(
    Type.Object({ id: idOf('ded'), kind: oneOf('claim', 'fee'), amount: Money, reason: Type.String(), on: LocalDate }),
  ),
  payments: Type.Array(SupplierPayment),
})
export type SupplierStatement = Static<typeof SupplierStatement>

export const SettlementPeriodDetail = Type.Object({
  period: SettlementPeriod,
  curators: Type.Array(CuratorSettlement),
  suppliers: Type.Array(SupplierSettlement),
})
export type SettlementPeriodDetail = Static<typeof SettlementPeriodDetail>

export const DeductionInput = strict({
  kind: oneOf('claim', 'fee'),
  amountFen: Type.Integer({ minimum: 1, maximum: limits.amountFen }),
  reason: text(200, 4),
})

export const SupplierPaymentInput = strict({
  amountFen: Type.Integer({ minimum: 1, maximum: 100 * limits.amountFen }),
  bankReference: text(60),
  reason: text(200, 4),
})
