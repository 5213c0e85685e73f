import {
  defineRefusals,
  idOf,
  LocalDate,
  Money,
  oneOf,
  orNull,
  page,
  type Static,
  strict,
  Timestamp,
  Type,
  text,
} from '../platform/wire.ts'

export const refusals = defineRefusals({
  payouts_wait: {
    status: 409,
    zh: '账务正在核对，提现暂停。你的钱不受影响，核对完会恢复。',
    en: 'The books are being checked and payouts wait. Your money is safe; payouts go on when the check is done.',
  },
  identity_needed: {
    status: 409,
    zh: '请先填写收款人的真实姓名和身份证号，报税要用。',
    en: 'Please give the real name and ID number first; the tax report needs them.',
  },
  id_number_wrong: { status: 422, zh: '身份证号不对，请检查。', en: 'That ID number is not valid. Please check it.' },
  payout_open: {
    status: 409,
    zh: '还有一笔提现没有结束，等它到账再提下一笔。',
    en: 'Another payout is under way. Please wait until it has arrived.',
  },
  payout_too_small: { status: 422, zh: '每次至少提现 1 元。', en: 'A payout is at least 1.00.' },
  approved_already: {
    status: 409,
    zh: '你已经同意过了，要由另一位同事复核。',
    en: 'You have approved it already. Somebody else must be the second.',
  },
  payout_not_at_provider: {
    status: 409,
    zh: '这笔提现不在支付方那里，没有什么可问的。',
    en: 'The provider does not have this payout, so there is nothing to ask about.',
  },
  payout_ended: { status: 409, zh: '这笔提现已经不在待审状态。', en: 'This payout no longer waits for approval.' },
})

export const payoutStates = [
  'asked',
  'approved',
  'sent',
  'confirming',
  'unknown',
  'succeeded',
  'failed',
  'rejected',
] as const
export type PayoutState = (typeof payoutStates)[number]

/** From this amount on two people must agree. */
export const APPROVAL_FROM_FEN = 500_000
export const APPROVALS_NEEDED = 2
export const SMALLEST_PAYOUT_FEN = 100
/** What WeChat Pay moves in one transfer at most. */
export const LARGEST_PAYOUT_FEN = 20_000_000

export const IdentityInput = strict({
  name: text(30, 2),
  idNumber: Type.String({ pattern: '^[0-9]{17}[0-9Xx]$' }),
})

/** Masked: nobody reads the whole of it anywhere. */
export const Identity = Type.Object({ nameMasked: Type.String(), idNumberMasked: Type.String(), givenAt: Timestamp })

export const PayoutInput = strict({
  amountFen: Type.Integer({ minimum: 1, maximum: LARGEST_PAYOUT_FEN }),
})

export const PayoutQuote = Type.Object({
  gross: Money,
  tax: Money,
  net: Money,
  taxRule: Type.String(),
  needsApproval: Type.Boolean(),
})
export type PayoutQuote = Static<typeof PayoutQuote>

export const Payout = Type.Object({
  id: idOf('wdr'),
  gross: Money,
  tax: Money,
  net: Money,
  taxRule: Type.String(),
  taxMonth: LocalDate,
  state: oneOf(...payoutStates),
  /** Where she confirms that she takes it; only while she must. */
  confirm: orNull(
    Type.Object({
      package: Type.String(),
      /** A page that stands for WeChat's own; in WeChat itself the page hands the package over. */
      url: orNull(Type.String()),
      mchId: orNull(Type.String()),
      appId: orNull(Type.String()),
    }),
  ),
  endReason: orNull(Type.String()),
  askedAt: Timestamp,
  endedAt: orNull(Timestamp),
})
export type Payout = Static<typeof Payout>
export const Payouts = page(Payout)

export const AdminPayout = Type.Object({
  ...Payout.properties,
  curatorId: idOf('per'),
  curatorName: Type.String(),
  nameMasked: orNull(Type.String()),
  providerBill: orNull(Type.String()),
  held: orNull(Type.String()),
  approvals: Type.Array(Type.Object({ by: idOf('stf'), name: orNull(Type.String()), at: Timestamp })),
})
export type AdminPayout = Static<typeof AdminPayout>
