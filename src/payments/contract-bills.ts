import {
  defineRefusals,
  idOf,
  LocalDate,
  Money,
  oneOf,
  orNull,
  type Static,
  strict,
  Timestamp,
  Type,
  text,
} from '../platform/wire.ts'

export const billRefusals = defineRefusals({
  bill_not_ready: {
    status: 409,
    zh: '支付方还没有出这一天的账单，一般第二天上午十点以后才有。',
    en: 'The provider has not made the bill of this day yet. It comes after ten the next morning.',
  },
  bill_out_of_turn: {
    status: 409,
    zh: '账单要一天一天对，请先对前一天的。',
    en: 'Bills are matched day by day. Please do the earlier day first.',
  },
  difference_ended: { status: 409, zh: '这一笔差异已经了结。', en: 'This difference has been settled already.' },
  difference_proposed: {
    status: 409,
    zh: '这一笔已经有人提了处理办法，等另一位同事复核。',
    en: 'Somebody has proposed how to settle this one. It waits for a second person.',
  },
  difference_not_proposed: {
    status: 409,
    zh: '这一笔还没有人提处理办法。',
    en: 'Nobody has proposed how to settle this one yet.',
  },
  second_person_needed: {
    status: 409,
    zh: '金额较大，要由另一位同事复核，不能是自己。',
    en: 'This is a large amount. Somebody else must agree, not the one who proposed it.',
  },
  nothing_to_owe: {
    status: 409,
    zh: '这里没有多收的钱，谈不上退给付款人。',
    en: 'No money is held too much here, so none can be owed back to a payer.',
  },
})

/** From this amount on a second person must agree. */
export const SECOND_PERSON_FROM_FEN = 500_000
/** A difference that nobody has settled after this raises an alarm. */
export const SETTLE_WITHIN_DAYS = 3

export const differenceKinds = ['missing_here', 'missing_there', 'other_amount', 'refund_late'] as const
export type DifferenceKind = (typeof differenceKinds)[number]
export const differenceStates = ['open', 'proposed', 'settled', 'cleared'] as const
export type DifferenceState = (typeof differenceStates)[number]
/** `bank`: it came or went through our bank · `payer`: it is owed back to who paid · `result`: our loss or gain. */
export const howSettled = ['bank', 'payer', 'result'] as const
export type HowSettled = (typeof howSettled)[number]
export const lineStates = ['waiting', 'matched', 'differs', 'noted'] as const

export const SettleInput = strict({ how: oneOf(...howSettled), reason: text(200, 4) })

export const BillDay = Type.Object({
  day: LocalDate,
  provider: Type.String(),
  fetchedAt: Timestamp,
  lines: Type.Integer(),
  matched: Type.Integer(),
  waiting: Type.Integer(),
  paid: Money,
  refunded: Money,
  fees: Money,
  paidOut: Money,
  transferred: Money,
  /** What the account held at the end of the day, as the provider says; null when nothing moved. */
  closing: orNull(Money),
  differences: Type.Integer(),
  openDifferences: Type.Integer(),
  files: Type.Array(Type.Object({ kind: Type.String(), sha1: orNull(Type.String()), lines: Type.Integer() })),
})
export type BillDay = Static<typeof BillDay>

export const BillPosition = Type.Object({
  provider: Type.String(),
  lastDay: orNull(LocalDate),
  /** The day whose bill comes next; null while nothing was ever paid. */
  nextDay: orNull(LocalDate),
  nextReadyAt: orNull(Timestamp),
  openDifferences: Type.Integer(),
  oldDifferences: Type.Integer(),
  suspense: Money,
})
export type BillPosition = Static<typeof BillPosition>

export const BillLineShape = Type.Object({
  day: LocalDate,
  kind: Type.String(),
  lineNo: Type.Integer(),
  what: Type.String(),
  direction: oneOf('in', 'out'),
  amount: Money,
  fee: Money,
  ownNo: orNull(Type.String()),
  providerNo: Type.String(),
  words: Type.String(),
  happenedAt: Timestamp,
  state: oneOf(...lineStates),
  /** Ours, when it was matched: the id of a payment, a refund or a payout. */
  reference: orNull(Type.String()),
  ours: orNull(Money),
})
export type BillLineShape = Static<typeof BillLineShape>

export const Difference = Type.Object({
  id: idOf('dif'),
  day: LocalDate,
  provider: Type.String(),
  kind: oneOf(...differenceKinds),
  what: Type.String(),
  ownNo: orNull(Type.String()),
  providerNo: orNull(Type.String()),
  reference: orNull(Type.String()),
  ours: orNull(Money),
  theirs: orNull(Money),
  /** Above zero money is not where we thought it was, below zero there is more than we know of. */
  suspense: Money,
  state: oneOf(...differenceStates),
  isOld: Type.Boolean(),
  foundAt: Timestamp,
  how: orNull(oneOf(...howSettled)),
  reason: orNull(Type.String()),
  proposedBy: orNull(idOf('stf')),
  proposedByName: orNull(Type.String()),
  settledBy: orNull(idOf('stf')),
  settledByName: orNull(Type.String()),
  endedAt: orNull(Timestamp),
})
export type Difference = Static<typeof Difference>

export const notificationKinds = ['payment', 'refund', 'transfer', 'other'] as const

/** A proven notification as it was kept. */
export const Notification = Type.Object({
  /** Its place in the order of arrival. */
  no: Type.String(),
  notificationId: Type.String(),
  provider: Type.String(),
  kind: oneOf(...notificationKinds),
  reference: orNull(Type.String()),
  providerNo: orNull(Type.String()),
  /** The provider's name for it, when it asks nothing of us. */
  event: orNull(Type.String()),
  amount: orNull(Money),
  outcome: orNull(Type.String()),
  receivedAt: Timestamp,
  replays: Type.Integer(),
  replayedAt: orNull(Timestamp),
})
export type Notification = Static<typeof Notification>
