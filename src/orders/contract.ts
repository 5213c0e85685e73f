import { ShownJournal } from '../ledger/contract.ts'
import { AdminRefund, OpenMoney } from '../payments/contract.ts'
import {
  defineRefusals,
  idOf,
  LocalDate,
  limits,
  Money,
  oneOf,
  orNull,
  page,
  quantity,
  type Static,
  strict,
  Timestamp,
  Type,
  text,
} from '../platform/wire.ts'

export const refusals = defineRefusals({
  price_changed: {
    status: 409,
    zh: '价格刚变了，请看过新的合计再下单。没有扣款。',
    en: 'The price has just changed. Please check the new total. Nothing was charged.',
  },
  stock_gone: { status: 409, zh: '刚刚卖完了，没有扣款。', en: 'It has just sold out. Nothing was charged.' },
  product_not_on_sale: { status: 409, zh: '这个商品现在不卖。', en: 'This product is not on sale now.' },
  same_product_twice: { status: 422, zh: '同一个商品请合成一行。', en: 'Please put the same product on one line.' },
  address_needed: { status: 422, zh: '请选一个收货地址。', en: 'Please choose an address.' },
  delivery_not_offered: {
    status: 422,
    zh: '这个团不支持这种收货方式。',
    en: 'This sale does not offer that way of delivery.',
  },
  fresh_not_confirmed: {
    status: 422,
    zh: '请先确认：生鲜和跨境商品不支持 7 天无理由退货。',
    en: 'Please confirm first: fresh and cross-border goods have no 7-day return.',
  },
  total_too_large: { status: 422, zh: '这一单金额太大了，请分开下。', en: 'This order is too large. Please split it.' },
  waiting_for_door: {
    status: 409,
    zh: '群主还没有点头，暂时不用付款。',
    en: 'The group has not let you in yet. There is nothing to pay now.',
  },
  too_late_to_cancel: {
    status: 409,
    zh: '已经发货，不能直接取消，可以申请售后。',
    en: 'It has been shipped and can no longer be cancelled.',
  },
  order_ended: { status: 409, zh: '这一单已经结束了。', en: 'This order has ended.' },
  refund_above_line: {
    status: 409,
    zh: '退款不能超过这一行还没退的钱。',
    en: 'A refund may not exceed what is left of its line.',
  },
  cancel_instead: {
    status: 409,
    zh: '还没发货，又是全部退掉：请直接取消这一单，货会放回去。',
    en: 'It has not been shipped and all of it would go back. Please cancel the order, so that its goods are freed.',
  },
  not_paid: { status: 409, zh: '这一单还没付款。', en: 'This order is not paid yet.' },
  not_shipped: { status: 409, zh: '这一单还没发货。', en: 'This order has not been shipped.' },
  already_shipped: { status: 409, zh: '这一单已经发货了。', en: 'This order has been shipped already.' },
  lot_short: {
    status: 409,
    zh: '批次里的数量不够，请先入库。',
    en: 'The lots do not hold enough. Receive goods first.',
  },
  pickup_code_forged: { status: 404, zh: '提货码不对。', en: 'That pick-up code is not valid.' },
  pickup_of_another: {
    status: 403,
    zh: '这一单不是你开的团，交货要由开团的甄选师来。东西先别给。',
    en: 'This order belongs to another curator’s sale; only that curator can hand it over. Keep the goods for now.',
  },
})

export const orderStates = [
  'awaiting_buyer',
  'waiting_for_door',
  'awaiting_payment',
  'paid',
  'shipped',
  'received',
  'cancelled',
  'expired',
] as const
export type OrderState = (typeof orderStates)[number]

const LineInput = strict({ skuId: idOf('sku'), quantity })
const Lines = Type.Array(LineInput, { minItems: 1, maxItems: limits.linesPerOrder })
const Token = Type.String({ minLength: 20, maxLength: 32, pattern: '^[A-Za-z0-9_-]+$' })

export const QuoteInput = strict({ token: Type.Optional(Token), lines: Lines, delivery: oneOf('parcel', 'pickup') })
export type QuoteInput = Static<typeof QuoteInput>

export const PlaceInput = strict(
  {
    token: Type.Optional(Token),
    lines: Lines,
    delivery: oneOf('parcel', 'pickup'),
    addressId: Type.Optional(idOf('adr')),
    pickupPointId: Type.Optional(idOf('pkp')),
    freshConfirmed: Type.Optional(Type.Boolean()),
    note: Type.Optional(text(200, 0)),
    expectedTotal: strict({
      amount: Type.Integer({ minimum: 0, maximum: limits.amountFen }),
      currency: Type.String({ minLength: 3, maxLength: 3 }),
    }),
  },
  {
    examples: [
      {
        token: 'AQFbW8p3k2QAAZ0m4q7yT1uVwXc1',
        lines: [{ skuId: 'sku_01hqzk3v5x8ab', quantity: 2 }],
        delivery: 'parcel',
        addressId: 'adr_01hqzk3v5x8ab',
        freshConfirmed: true,
        expectedTotal: { amount: 10980, currency: 'CNY' },
      },
    ],
  },
)
export type PlaceInput = Static<typeof PlaceInput>

export const QuoteLine = Type.Object({
  skuId: idOf('sku'),
  productId: idOf('prd'),
  name: Type.String(),
  unit: Type.String(),
  quantity: Type.Integer(),
  unitPrice: Money,
  goods: Money,
})

export const Quote = Type.Object({
  lines: Type.Array(QuoteLine),
  goods: Money,
  freight: Money,
  total: Money,
  priceKind: oneOf('community', 'direct'),
  savedAgainstDirect: Money,
  needsFreshConfirmation: Type.Boolean(),
  problems: Type.Array(Type.Object({ code: Type.String(), title: Type.String(), skuId: Type.Optional(Type.String()) })),
})
export type Quote = Static<typeof Quote>

const Picture = Type.Object({ url: Type.String(), alt: Type.String(), width: Type.Integer(), height: Type.Integer() })
const PickupPoint = Type.Object({ id: idOf('pkp'), name: Type.String(), place: Type.String(), hours: Type.String() })

export const OrderLine = Type.Object({
  lineNo: Type.Integer(),
  skuId: idOf('sku'),
  productId: idOf('prd'),
  name: Type.String(),
  unit: Type.String(),
  picture: orNull(Picture),
  quantity: Type.Integer(),
  unitPrice: Money,
  goods: Money,
  refunded: Money,
})

export const Parcel = Type.Object({
  id: idOf('prc'),
  kind: oneOf('parcel', 'handover'),
  carrier: Type.String(),
  trackingNo: Type.String(),
  packedAt: Timestamp,
})

export const OrderShape = Type.Object({
  id: idOf('ord'),
  state: oneOf(...orderStates),
  delivery: oneOf('parcel', 'pickup'),
  address: orNull(
    Type.Object({ recipient: Type.String(), phoneMasked: Type.String(), region: Type.String(), street: Type.String() }),
  ),
  pickupPoint: orNull(PickupPoint),
  pickupCode: orNull(Type.String()),
  /** What the code's QR carries: a curator's phone opens the hand-over there. */
  pickupUrl: orNull(Type.String()),
  lines: Type.Array(OrderLine),
  goods: Money,
  freight: Money,
  total: Money,
  refunded: Money,
  note: Type.String(),
  placedAt: Timestamp,
  expiresAt: Timestamp,
  paidAt: orNull(Timestamp),
  shippedAt: orNull(Timestamp),
  receivedAt: orNull(Timestamp),
  endedAt: orNull(Timestamp),
  endReason: orNull(Type.String()),
  parcels: Type.Array(Parcel),
  sale: orNull(Type.Object({ id: idOf('sal'), title: Type.String(), token: orNull(Type.String()) })),
  community: orNull(Type.Object({ id: idOf('com'), name: Type.String() })),
  curator: orNull(Type.Object({ displayName: Type.String() })),
  payment: Type.Object({ id: idOf('pay'), state: Type.String() }),
  canCancel: Type.Boolean(),
  canConfirm: Type.Boolean(),
  canPassOn: Type.Boolean(),
  version: Type.Integer(),
})
export type OrderShape = Static<typeof OrderShape>

export const Placed = Type.Object({
  order: OrderShape,
  payment: Type.Object({ id: idOf('pay'), amount: Money, state: Type.String(), expiresAt: Timestamp }),
})

export const OrderPage = page(OrderShape)

/** A row of the living list (接龙): reads like the chat it came from. */
export const ListRow = Type.Object({
  orderId: idOf('ord'),
  listNo: Type.Integer(),
  nickname: Type.String(),
  lines: Type.Array(Type.Object({ name: Type.String(), unit: Type.String(), quantity: Type.Integer() })),
  state: oneOf(...orderStates),
  total: Money,
  via: orNull(Type.Object({ nickname: Type.String() })),
  delivery: oneOf('parcel', 'pickup'),
  placedAt: Timestamp,
  paidAt: orNull(Timestamp),
  /** Grows with every change of the order: of two rows, the one with more is the later. */
  version: Type.Integer(),
})
export type ListRow = Static<typeof ListRow>

/** `goods`, `units` and `estimatedEarn` count paid orders only; what is placed and not paid stands beside them. */
export const SaleTotals = Type.Object({
  orders: Type.Integer(),
  paidOrders: Type.Integer(),
  units: Type.Integer(),
  goods: Money,
  estimatedEarn: Money,
  unpaidOrders: Type.Integer(),
  unpaidGoods: Money,
  unpaidEarn: Money,
})
/** What a curator sees behind a scanned pick-up code, before anything is handed over. */
export const Pickup = Type.Object({
  row: ListRow,
  sale: Type.Object({ id: idOf('sal'), title: Type.String(), arrivesOn: LocalDate }),
  pickupPoint: orNull(Type.String()),
})
export const LivingList = Type.Object({ items: Type.Array(ListRow), totals: SaleTotals })

/** All begin with `order.`; ids and amounts only. */
export const orderEvents = [
  ...(['order.brought', 'order.placed', 'order.paid', 'order.cancelled'] as const),
  ...(['order.expired', 'order.shipped', 'order.received', 'order.refunded'] as const),
] as const

export const AdminOrderRow = Type.Object({
  id: idOf('ord'),
  state: oneOf(...orderStates),
  buyerNickname: Type.String(),
  communityName: orNull(Type.String()),
  saleTitle: orNull(Type.String()),
  lines: Type.Array(Type.Object({ name: Type.String(), unit: Type.String(), quantity: Type.Integer() })),
  total: Money,
  delivery: oneOf('parcel', 'pickup'),
  placedAt: Timestamp,
  paidAt: orNull(Timestamp),
})

const Named = orNull(Type.Object({ personId: idOf('per'), nickname: Type.String() }))

export const AdminOrder = Type.Object({
  order: OrderShape,
  buyer: Type.Object({ id: orNull(idOf('per')), nickname: Type.String(), phoneMasked: Type.String() }),
  attribution: Type.Array(
    Type.Object({
      lineNo: Type.Integer(),
      curator: Named,
      via: Named,
      rule: orNull(Type.Object({ id: idOf('rul'), version: Type.Integer(), rateBps: Type.Integer() })),
      /** What the line earned so far; null until it is paid, and where nobody earns. */
      commission: orNull(Type.Object({ accrued: Money, clawedBack: Money, state: Type.String() })),
    }),
  ),
  /** Which lots left with which parcel. */
  packed: Type.Array(
    Type.Object({
      parcelId: idOf('prc'),
      lineNo: Type.Integer(),
      lotId: idOf('lot'),
      lotCode: Type.String(),
      quantity: Type.Integer(),
    }),
  ),
  payments: Type.Array(
    Type.Object({
      id: idOf('pay'),
      state: Type.String(),
      amount: Money,
      expiresAt: Timestamp,
      paidAt: orNull(Timestamp),
      providerTxn: orNull(Type.String()),
    }),
  ),
  refunds: Type.Array(AdminRefund),
  journals: Type.Array(ShownJournal),
})

/** What waits for the platform team. */
export const AdminCounts = Type.Object({
  toShip: Type.Integer(),
  toHandOver: Type.Integer(),
  awaitingPayment: Type.Integer(),
  shipped: Type.Integer(),
  openSales: Type.Integer(),
  applications: Type.Integer(),
  ...OpenMoney.properties,
})

export const AdminToday = Type.Object({
  counts: AdminCounts,
  sold: Type.Array(Type.Object({ date: Type.String(), orders: Type.Integer(), amount: Money })),
  lastAudit: orNull(Type.Object({ ok: Type.Boolean(), ranAt: Timestamp })),
})
