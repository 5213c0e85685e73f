import { defineRefusals, idOf, Money, oneOf, orNull, type Static, strict, Timestamp, Type } from '../platform/wire.ts'

export const refusals = defineRefusals({
  payment_expired: {
    status: 410,
    zh: '付款时间已经过了，没有扣款。',
    en: 'The time to pay is over. Nothing was charged.',
  },
  payment_ended: { status: 409, zh: '这笔付款已经结束了。', en: 'This payment has ended already.' },
  payment_channel_chosen: {
    status: 409,
    zh: '这笔付款已经选了另一种支付方式，请用那一种付完，或取消后重新下单。',
    en: 'Another way to pay was chosen for this payment. Please finish there, or cancel and order again.',
  },
  already_paid: {
    status: 409,
    zh: '已经付过了，不用再付。',
    en: 'This is paid already. There is nothing more to pay.',
  },
  provider_refused: {
    status: 502,
    zh: '支付方没有接受，没有扣款。',
    en: 'The payment provider did not accept it. Nothing was charged.',
  },
  refund_exceeds_paid: { status: 409, zh: '退款不能超过实付。', en: 'A refund may not exceed what was paid.' },
  refund_not_closed: {
    status: 409,
    zh: '支付方还没有关闭这笔退款，换号重发可能会退两次。',
    en: 'The provider has not closed this refund. Sent again under another number it could be paid twice.',
  },
  refund_not_stuck: {
    status: 409,
    zh: '这笔退款没有卡住，支付方还会处理。',
    en: 'This refund is not stuck; the provider still works on it.',
  },
  notification_forged: { status: 401, zh: '通知没有通过验证。', en: 'The notification could not be verified.' },
})

export const intentStates = ['created', 'submitted', 'pending', 'unknown', 'succeeded', 'failed', 'closed'] as const
export type IntentState = (typeof intentStates)[number]

export const PaymentShape = Type.Object({
  id: idOf('pay'),
  state: oneOf(...intentStates),
  amount: Money,
  orderId: orNull(idOf('ord')),
  expiresAt: Timestamp,
  paidAt: orNull(Timestamp),
})
export type PaymentShape = Static<typeof PaymentShape>

export const StartInput = strict({ channel: oneOf('h5', 'jsapi', 'native') })

export const CashierShape = Type.Object({
  cashier: Type.Object({
    kind: oneOf('redirect', 'qr', 'jsapi'),
    url: Type.Optional(Type.String()),
    codeUrl: Type.Optional(Type.String()),
    qrSvg: Type.Optional(Type.String()),
    params: Type.Optional(Type.Record(Type.String(), Type.String())),
  }),
})

export const AdminPayment = Type.Object({
  id: idOf('pay'),
  purpose: Type.String(),
  reference: Type.String(),
  amount: Money,
  refunded: Money,
  provider: Type.String(),
  providerTxn: orNull(Type.String()),
  state: Type.String(),
  createdAt: Timestamp,
  endedAt: orNull(Timestamp),
})

/** What of our money business at the provider is not finished. */
export const OpenMoney = Type.Object({
  /** On their way back to the payer, and those that the provider would not send. */
  refundsOpen: Type.Integer(),
  refundsFailed: Type.Integer(),
  /** We asked and have no answer yet. */
  paymentsUnknown: Type.Integer(),
  /** Differences with the provider that nobody has settled, and those of them that are older than they may be. */
  differencesOpen: Type.Integer(),
  differencesOld: Type.Integer(),
})
export type OpenMoney = Static<typeof OpenMoney>

export const AdminRefund = Type.Object({
  id: idOf('rfd'),
  intentId: idOf('pay'),
  reference: Type.String(),
  amount: Money,
  reason: Type.String(),
  state: Type.String(),
  /** Why it failed or is held. */
  outcome: orNull(Type.String()),
  providerRefund: orNull(Type.String()),
  askedBy: Type.String(),
  askedByName: orNull(Type.String()),
  createdAt: Timestamp,
  endedAt: orNull(Timestamp),
})
