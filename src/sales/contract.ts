import { Picture, Sku } from '../catalog/contract.ts'
import { line } from '../communities/contract.ts'
import {
  defineRefusals,
  idOf,
  LocalDate,
  Money,
  oneOf,
  orNull,
  PageQuery,
  page,
  type Static,
  strict,
  Timestamp,
  Type,
  text,
} from '../platform/wire.ts'

export const refusals = defineRefusals({
  sale_not_open: { status: 409, zh: '这个团还没开始。', en: 'This sale has not opened yet.' },
  sale_closed: { status: 409, zh: '这个团已经截单了。', en: 'This sale has closed.' },
  sale_stopped: { status: 409, zh: '这个团停了，不再接单。', en: 'This sale was stopped and takes no orders.' },
  sku_not_in_sale: { status: 409, zh: '这个团里没有这样商品。', en: 'This sale does not offer that.' },
  over_person_limit: { status: 409, zh: '超过了每人限购的数量。', en: 'That is more than one person may order here.' },
  sku_not_for_sale: { status: 422, zh: '有的商品现在不能卖。', en: 'Some of these goods are not for sale now.' },
  community_sells_nothing: { status: 409, zh: '这个社群不开团。', en: 'This community does not sell.' },
  cut_off_in_the_past: {
    status: 422,
    zh: '截单时间要晚于现在和开团时间。',
    en: 'The cut-off must lie after the opening and after now.',
  },
  sale_too_long: {
    status: 422,
    zh: '一个团最长 30 天，最多提前 30 天预告。',
    en: 'A sale lasts 30 days at most and is announced at most 30 days ahead.',
  },
  arrival_before_cut_off: {
    status: 422,
    zh: '到货日不能早于截单那天。',
    en: 'The goods cannot arrive before the day of the cut-off.',
  },
  arrival_too_far: {
    status: 422,
    zh: '到货日太远了，最多截单后 60 天。',
    en: 'The goods must arrive within 60 days of the cut-off.',
  },
  pickup_point_needed: { status: 422, zh: '自提要选一个自提点。', en: 'Choose a pick-up point for pick-up.' },
  pickup_point_not_here: {
    status: 422,
    zh: '这个自提点不在这些社群里。',
    en: 'This pick-up point is not of these communities.',
  },
  flash_opens_at_a_second: {
    status: 422,
    zh: '秒杀要在整秒开始。',
    en: 'A flash sale opens at a full second.',
  },
  flash_too_long: { status: 422, zh: '秒杀最长一天。', en: 'A flash sale lasts one day at most.' },
  too_many_open_sales: { status: 409, zh: '同时开的团太多了。', en: 'Too many sales are open at once.' },
})

export const saleStates = ['planned', 'open', 'ended', 'stopped'] as const
export type SaleState = (typeof saleStates)[number]
export const saleKinds = ['ordinary', 'flash'] as const
export type SaleKind = (typeof saleKinds)[number]
export const deliveries = ['parcel', 'pickup'] as const

export const SaleInput = strict({
  /**
   * `flash` (秒杀) opens at a full second, lasts a day at most, and limits each SKU per person over all its communities,
   * to one where nothing else is said. Ordinary when it is not said.
   */
  kind: Type.Optional(oneOf(...saleKinds)),
  /** The first product's name when it is not said. */
  title: Type.Optional(line(60)),
  word: Type.Optional(text(500, 0)),
  communityIds: Type.Array(idOf('com'), { minItems: 1, maxItems: 20, uniqueItems: true }),
  skus: Type.Array(
    strict({
      skuId: idOf('sku'),
      /** 每人限购: per community, in a flash sale over all of them. */
      perPerson: Type.Optional(Type.Integer({ minimum: 1, maximum: 99 })),
    }),
    { minItems: 1, maxItems: 30 },
  ),
  /** Now when it is not said. */
  opensAt: Type.Optional(Timestamp),
  cutsOffAt: Timestamp,
  arrivesOn: LocalDate,
  delivery: oneOf(...deliveries),
  pickupPointId: Type.Optional(idOf('pkp')),
})
export type SaleInput = Static<typeof SaleInput>

export const SaleChange = strict({
  title: Type.Optional(line(60)),
  word: Type.Optional(text(500, 0)),
  cutsOffAt: Type.Optional(Timestamp),
  arrivesOn: Type.Optional(LocalDate),
  version: Type.Integer({ minimum: 1 }),
})
export type SaleChange = Static<typeof SaleChange>

export const SaleListQuery = strict({
  ...PageQuery,
  cursor: Type.Optional(idOf('sal')),
  /** `ended` lists the stopped ones too. */
  state: Type.Optional(oneOf('planned', 'open', 'ended')),
})

const PickupPoint = Type.Object({ id: idOf('pkp'), name: Type.String(), place: Type.String(), hours: Type.String() })

/** What a sale says of itself, to everyone. */
export const saleFields = {
  id: idOf('sal'),
  kind: oneOf(...saleKinds),
  title: Type.String(),
  word: Type.String(),
  state: oneOf(...saleStates),
  opensAt: Timestamp,
  /** 截单: orders are taken before this moment. */
  cutsOffAt: Timestamp,
  arrivesOn: LocalDate,
  delivery: oneOf(...deliveries),
  pickupPoint: orNull(PickupPoint),
}

/** A SKU in a sale as shoppers see it. `left` is what may still be ordered, by everyone. */
export const SaleSku = Type.Object({
  skuId: idOf('sku'),
  productId: idOf('prd'),
  /** The product's name; `skuName` tells its kinds apart. */
  name: Type.String(),
  skuName: Type.String(),
  unit: Type.String(),
  word: Type.String(),
  picture: orNull(Picture),
  communityPrice: Money,
  directPrice: Money,
  left: Type.Integer(),
  perPerson: orNull(Type.Integer()),
})

/** As the curator sees it: with what one unit earns her (预计赚). */
export const CuratorSaleSku = Type.Object({ ...SaleSku.properties, estimatedEarn: Money, rateBps: Type.Integer() })

/**
 * A sale without its links (attribution adds them) and without totals: those are of orders,
 * GET /v1/curator/sales/{id}/totals.
 */
export const CuratorSale = Type.Object({
  ...saleFields,
  skus: Type.Array(CuratorSaleSku),
  communities: Type.Array(Type.Object({ id: idOf('com'), name: Type.String() })),
  version: Type.Integer(),
})

export const SaleRow = Type.Object({
  ...saleFields,
  skuNames: Type.Array(Type.String()),
  communities: Type.Array(Type.Object({ id: idOf('com'), name: Type.String() })),
  version: Type.Integer(),
})
export const SaleRows = page(SaleRow)

/** A sale as the staff see it, with what came of it: `goods` is what was paid less what was refunded, without freight. */
export const AdminSaleRow = Type.Object({
  ...saleFields,
  skuNames: Type.Array(Type.String()),
  curator: Type.Object({ personId: idOf('per'), displayName: Type.String() }),
  communities: Type.Array(Type.Object({ id: idOf('com'), name: Type.String() })),
  totals: Type.Object({ orders: Type.Integer(), paidOrders: Type.Integer(), units: Type.Integer(), goods: Money }),
})
export const AdminSale = Type.Object({ ...AdminSaleRow.properties, skus: Type.Array(SaleSku) })

export const AdminSalesQuery = strict({
  ...PageQuery,
  cursor: Type.Optional(idOf('sal')),
  state: Type.Optional(oneOf(...saleStates)),
  communityId: Type.Optional(idOf('com')),
  curatorId: Type.Optional(idOf('per')),
  /** A sale's id, or a part of its title. */
  search: Type.Optional(text(60, 0)),
})
export type AdminSalesQuery = Static<typeof AdminSalesQuery>

/** What a curator may sell, with what a unit earns her. */
export const Goods = Type.Object({
  productId: idOf('prd'),
  name: Type.String(),
  word: Type.String(),
  category: Type.String(),
  picture: orNull(Picture),
  skus: Type.Array(Type.Object({ ...Sku.properties, estimatedEarn: Money, rateBps: Type.Integer() })),
})
export const GoodsPage = page(Goods)
export const GoodsQuery = strict({
  ...PageQuery,
  cursor: Type.Optional(idOf('prd')),
  search: Type.Optional(text(60, 0)),
})

export const PreviewInput = strict({
  skuIds: Type.Array(idOf('sku'), { minItems: 1, maxItems: 30, uniqueItems: true }),
  communityId: idOf('com'),
})
export const Preview = Type.Object({
  items: Type.Array(
    Type.Object({ skuId: idOf('sku'), communityPrice: Money, estimatedEarn: Money, rateBps: Type.Integer() }),
  ),
})

const whose = { curatorPersonId: idOf('per'), communityIds: Type.Array(idOf('com')) }
/** What this room says; the subject is the sale. */
export const events = {
  'sale.created': Type.Object(whose),
  'sale.changed': Type.Object(whose),
  'sale.stopped': Type.Object(whose),
}
