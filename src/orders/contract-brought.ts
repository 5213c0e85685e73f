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

/** At most so many wait for their person at once, of one curator in one community; also the most rows of one list. */
export const MOST_OPEN = 40

export const broughtRefusals = defineRefusals({
  row_unreadable: {
    status: 422,
    zh: '这一行没看明白：要有称呼、商品，和 1 到 99 的数量。',
    en: 'This row could not be read: it needs a name, goods, and a quantity from 1 to 99.',
  },
  brought_limit: {
    status: 409,
    zh: '这个群里已经有 40 单在等人付款，等他们付了或者过了时间再加。',
    en: 'Forty orders are waiting for their people in this community. Add more when those are paid or over.',
  },
  pay_link_forged: { status: 404, zh: '这个付款链接不对。', en: 'This pay link is not valid.' },
  pay_link_taken: {
    status: 409,
    zh: '这一单已经有人认领了。如果不是你本人，请告诉甄选师。',
    en: 'Somebody has taken this order already. If that was not you, please tell the curator.',
  },
  pay_link_ended: {
    status: 410,
    zh: '这一单留的时间过了，东西已经放回去。没有扣款。',
    en: 'The time for this order is over and its goods went back. Nothing was charged.',
  },
})

/** Why a pasted row orders nothing yet. */
export const mistakeWords = {
  nickname_missing: { zh: '没看到称呼', en: 'No name found' },
  nickname_too_long: { zh: '称呼太长了', en: 'The name is too long' },
  goods_unknown: { zh: '这个团里没有这样的商品', en: 'No such goods in this sale' },
  goods_unclear: { zh: '没看明白是哪一种商品', en: 'Not clear which goods are meant' },
  quantity_missing: { zh: '没看到数量', en: 'No quantity found' },
  quantity_unclear: { zh: '有两个数字，没看明白要几份', en: 'Two numbers; not clear how many' },
  quantity_too_large: { zh: '一次最多 99 份', en: 'At most 99 at a time' },
  row_withdrawn: { zh: '这一行说不要了', en: 'This row says that it was withdrawn' },
} as const
export type Mistake = keyof typeof mistakeWords

export const PastedList = strict({ text: text(8_000) })

/** How each row of a pasted list was read, for the curator's eyes before anything is placed. */
export const ReadList = Type.Object({
  items: Type.Array(
    Type.Object({
      text: Type.String(),
      nickname: Type.String(),
      lines: Type.Array(
        Type.Object({ skuId: idOf('sku'), name: Type.String(), unit: Type.String(), quantity: Type.Integer() }),
      ),
      note: Type.String(),
      mistake: orNull(Type.Object({ code: Type.String(), title: Type.String() })),
    }),
  ),
  /** Rows beyond the forty that one list may have. */
  more: Type.Integer(),
})
export type ReadList = Static<typeof ReadList>

/** A row is judged by itself: what is wrong in one refuses that one, so the shape asks for little. */
const BroughtRow = strict({
  nickname: Type.String({ maxLength: 200 }),
  lines: Type.Array(
    strict({ skuId: Type.String({ maxLength: 40 }), quantity: Type.Integer({ minimum: 0, maximum: 100_000 }) }),
    { maxItems: limits.linesPerOrder },
  ),
  note: Type.Optional(Type.String({ maxLength: 200 })),
})
export type BroughtRow = Static<typeof BroughtRow>

export const BringInput = strict(
  { communityId: idOf('com'), orders: Type.Array(BroughtRow, { minItems: 1, maxItems: MOST_OPEN }) },
  {
    examples: [
      {
        communityId: 'com_01hqzk3v5x8ab',
        orders: [{ nickname: '小王', lines: [{ skuId: 'sku_01hqzk3v5x8ab', quantity: 2 }] }],
      },
    ],
  },
)

const Line = Type.Object({ name: Type.String(), unit: Type.String(), quantity: Type.Integer(), goods: Money })

/** An order that waits for its person, as its curator sees it. */
export const BroughtOrder = Type.Object({
  orderId: idOf('ord'),
  state: oneOf('open', 'taken', 'ended'),
  nickname: Type.String(),
  communityId: idOf('com'),
  lines: Type.Array(Line),
  total: Money,
  expiresAt: Timestamp,
  /** To send to whom it is for; whoever opens it and signs in has the order. */
  payUrl: Type.String(),
})
export type BroughtOrder = Static<typeof BroughtOrder>

/** In the order of the rows: the order, or why there is none. */
export const BroughtList = Type.Object({
  items: Type.Array(
    Type.Object({
      order: orNull(BroughtOrder),
      problem: orNull(
        Type.Object({ code: Type.String(), title: Type.String(), facts: Type.Record(Type.String(), Type.Unknown()) }),
      ),
    }),
  ),
})
export type BroughtList = Static<typeof BroughtList>

/** What opens behind a pay link. */
export const PayLink = Type.Object({
  state: oneOf('open', 'taken', 'ended'),
  nickname: Type.String(),
  lines: Type.Array(Line),
  goods: Money,
  freight: Money,
  total: Money,
  expiresAt: Timestamp,
  delivery: oneOf('parcel', 'pickup'),
  pickupPoint: orNull(Type.Object({ name: Type.String(), place: Type.String(), hours: Type.String() })),
  needsFreshConfirmation: Type.Boolean(),
  sale: Type.Object({ title: Type.String(), arrivesOn: LocalDate }),
  community: Type.Object({ name: Type.String() }),
  curator: Type.Object({ displayName: Type.String() }),
  /** Mine already: where to go on. */
  orderId: orNull(idOf('ord')),
})
export type PayLink = Static<typeof PayLink>

export const TakeInput = strict({
  addressId: Type.Optional(idOf('adr')),
  freshConfirmed: Type.Optional(Type.Boolean()),
})
export type TakeInput = Static<typeof TakeInput>
