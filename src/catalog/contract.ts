import {
  amountFen,
  defineRefusals,
  idOf,
  LocalDate,
  limits,
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
  dossier_incomplete: { status: 409, zh: '产品档案还没写完，不能上架。', en: 'The dossier is not complete yet.' },
  prices_out_of_order: {
    status: 422,
    zh: '价格要满足：直购价 ≥ 群友价 ≥ 会员价 ≥ 底价。',
    en: 'Prices must keep this order: direct ≥ community ≥ pass ≥ floor.',
  },
  offer_in_the_past: { status: 422, zh: '新价格不能从过去开始。', en: 'A new price cannot start in the past.' },
  lot_code_taken: { status: 409, zh: '这个规格已经有同名的批次。', en: 'This SKU already has a lot with that code.' },
  lot_dates_out_of_order: { status: 422, zh: '保质期不能早于采摘日期。', en: 'Best before cannot precede picking.' },
  picture_unreadable: {
    status: 422,
    zh: '请上传 JPEG、PNG、WebP 或 AVIF 图片。',
    en: 'Please upload JPEG, PNG, WebP or AVIF.',
  },
  picture_too_many_pixels: { status: 422, zh: '图片太大了，最多 4000 万像素。', en: 'At most 40 megapixels, please.' },
  too_many_pictures: { status: 409, zh: '一个产品最多 12 张图片。', en: 'A product has at most 12 pictures.' },
  product_not_published: { status: 409, zh: '这个产品没有上架。', en: 'This product is not published.' },
  scout_needed: { status: 422, zh: '要写明由哪位寻味师负责。', en: 'Say which scout answers for this product.' },
})

/** What a dossier records, in the order in which a page tells it. `forCurators` facts are not shown to shoppers. */
export const facts = {
  variety: { zh: '品种', en: 'Variety', forCurators: false },
  origin: { zh: '产地', en: 'Origin', forCurators: false },
  grower: { zh: '谁种的', en: 'Who grew it', forCurators: false },
  season: { zh: '时令', en: 'Season', forCurators: false },
  spec: { zh: '规格', en: 'Specification', forCurators: false },
  chosen_from: { zh: '怎么选出来的', en: 'How it was chosen', forCurators: false },
  blind_taste: { zh: '盲测', en: 'Blind tasting', forCurators: false },
  measured: { zh: '实测', en: 'Measured', forCurators: false },
  picking: { zh: '采摘', en: 'Picking', forCurators: false },
  grading: { zh: '分级', en: 'Grading', forCurators: false },
  packing: { zh: '包装', en: 'Packing', forCurators: false },
  intake: { zh: '入仓检查', en: 'Warehouse check', forCurators: false },
  logistics: { zh: '路上几天', en: 'On the road', forCurators: false },
  shelf_life: { zh: '怎么存放', en: 'Keeping it', forCurators: false },
  how_to_eat: { zh: '怎么吃', en: 'How to eat it', forCurators: false },
  how_to_show: { zh: '怎么介绍', en: 'How to show it', forCurators: true },
} as const
export type FactName = keyof typeof facts
export const factNames = Object.keys(facts) as FactName[]

/** Words for the parts of category codes; the last part that has words names it: `fresh.fruit` is fruit. */
export const categories: Readonly<Record<string, { readonly zh: string; readonly en: string }>> = {
  fruit: { zh: '水果', en: 'Fruit' },
  veg: { zh: '蔬菜', en: 'Vegetables' },
  egg: { zh: '蛋', en: 'Eggs' },
  meat: { zh: '肉禽', en: 'Meat' },
  seafood: { zh: '海鲜', en: 'Seafood' },
  grain: { zh: '米面粮油', en: 'Grain and oil' },
  dairy: { zh: '乳品', en: 'Dairy' },
  tea: { zh: '茶饮', en: 'Tea and drinks' },
  scent: { zh: '香氛', en: 'Scents' },
  home: { zh: '家居', en: 'Home' },
  beauty: { zh: '美妆个护', en: 'Beauty and care' },
  anime: { zh: '动漫周边', en: 'Anime goods' },
  book: { zh: '童书', en: "Children's books" },
}

export const productStates = ['draft', 'published', 'withdrawn'] as const
export type ProductState = (typeof productStates)[number]
export const returnClasses = ['fresh_no_7d', '7d', '7d_unopened', 'crossborder_confirm'] as const
export type ReturnClass = (typeof returnClasses)[number]
const supplierKinds = ['grower', 'supplier'] as const

const category = Type.String({ pattern: '^[a-z]+(\\.[a-z]+)*$', maxLength: 60 })
const emptyOr = (maxLength: number) => text(maxLength, 0)

/** Two sizes of one picture, both WebP: `url` at most 1200 px on its longer side, `smallUrl` at most 480. */
export const Picture = Type.Object({
  url: Type.String(),
  smallUrl: Type.String(),
  alt: Type.String(),
  width: Type.Integer(),
  height: Type.Integer(),
})
export type Picture = Static<typeof Picture>

/** `left` is what may still be ordered now. */
export const Sku = Type.Object({
  id: idOf('sku'),
  name: Type.String(),
  unit: Type.String(),
  directPrice: Money,
  communityPrice: Money,
  passPrice: orNull(Money),
  left: Type.Integer(),
  offerId: idOf('off'),
})
export type Sku = Static<typeof Sku>

/** Prices are those of the cheapest SKU; `left` is the sum over its SKUs. */
export const ProductCard = Type.Object({
  id: idOf('prd'),
  name: Type.String(),
  word: Type.String(),
  category: Type.String(),
  categoryName: Type.String(),
  picture: orNull(Picture),
  directPrice: Money,
  communityPrice: Money,
  left: orNull(Type.Integer()),
  unit: Type.String(),
})
export type ProductCard = Static<typeof ProductCard>

export const Product = Type.Object({
  id: idOf('prd'),
  name: Type.String(),
  word: Type.String(),
  category: Type.String(),
  categoryName: Type.String(),
  scout: Type.Object({ name: Type.String() }),
  supplier: Type.Object({ name: Type.String(), place: Type.String(), kind: oneOf(...supplierKinds) }),
  pictures: Type.Array(Picture),
  promise: Type.String(),
  returnClass: oneOf(...returnClasses),
  facts: Type.Array(
    Type.Object({ fact: oneOf(...factNames), label: Type.String(), words: Type.String(), recordedAt: Timestamp }),
  ),
  skus: Type.Array(Sku),
  /** The lot that came in last. */
  lot: orNull(Type.Object({ code: Type.String(), pickedOn: orNull(LocalDate), origin: Type.String() })),
  version: Type.Integer(),
})
export type Product = Static<typeof Product>
export const ProductQuery = strict({
  ...PageQuery,
  category: Type.Optional(category),
  search: Type.Optional(emptyOr(limits.shortText)),
})

export const Supplier = Type.Object({
  id: idOf('sup'),
  name: Type.String(),
  kind: oneOf(...supplierKinds),
  place: Type.String(),
  createdAt: Timestamp,
})
export const SupplierInput = strict({
  name: text(60),
  kind: oneOf(...supplierKinds),
  place: Type.Optional(emptyOr(60)),
})
export type SupplierInput = Static<typeof SupplierInput>

/** `freeFrom`: goods of this template worth at least so much travel free; null: never. */
export const FreightTemplate = Type.Object({
  id: idOf('frt'),
  name: Type.String(),
  fee: Money,
  freeFrom: orNull(Money),
  createdAt: Timestamp,
})
export const FreightTemplateInput = strict({
  name: text(60),
  feeFen: amountFen,
  freeFromFen: Type.Optional(Type.Integer({ minimum: 1, maximum: limits.amountFen })),
})
export type FreightTemplateInput = Static<typeof FreightTemplateInput>

const price = Type.Integer({ minimum: 1, maximum: limits.amountFen })
/** A price is a period: the new one ends the open one at its start. `startsAt` is now when it is not said. */
export const OfferInput = strict({
  directFen: price,
  communityFen: price,
  passFen: Type.Optional(price),
  floorFen: price,
  startsAt: Type.Optional(Timestamp),
})
export type OfferInput = Static<typeof OfferInput>
export const Offer = Type.Object({
  id: idOf('off'),
  directPrice: Money,
  communityPrice: Money,
  passPrice: orNull(Money),
  floor: Money,
  startsAt: Timestamp,
  endsAt: orNull(Timestamp),
  setBy: Type.String(),
})

const ownWords = {
  nameZh: text(60),
  nameEn: Type.Optional(emptyOr(80)),
  wordZh: Type.Optional(emptyOr(200)),
  wordEn: Type.Optional(emptyOr(300)),
  category,
  supplierId: idOf('sup'),
  returnClass: oneOf(...returnClasses),
  promiseZh: Type.Optional(emptyOr(100)),
  promiseEn: Type.Optional(emptyOr(200)),
  /** Who answers for it; the caller when it is not said. A machine has to say it. */
  scoutId: Type.Optional(idOf('stf')),
}
export const ProductInput = strict(ownWords)
export type ProductInput = Static<typeof ProductInput>
/** Only what changes, and the version that was read. */
export const ProductChange = strict({ ...Type.Partial(Type.Object(ownWords)).properties, version: Type.Integer() })
export type ProductChange = Partial<ProductInput> & { version: number }
export const FactInput = strict({ fact: oneOf(...factNames), wordsZh: text(500), wordsEn: Type.Optional(emptyOr(800)) })
export type FactInput = Static<typeof FactInput>
export const SkuInput = strict({
  nameZh: text(60),
  nameEn: Type.Optional(emptyOr(80)),
  unitZh: Type.Optional(text(6)),
  unitEn: Type.Optional(text(20)),
  freightTemplateId: idOf('frt'),
})
export type SkuInput = Static<typeof SkuInput>
export const WithdrawInput = strict({ reason: text(200) })
export const AdminProductQuery = strict({
  ...PageQuery,
  state: Type.Optional(oneOf(...productStates)),
  search: Type.Optional(emptyOr(limits.shortText)),
})

export const AdminProductRow = Type.Object({
  id: idOf('prd'),
  nameZh: Type.String(),
  nameEn: Type.String(),
  category: Type.String(),
  categoryName: Type.String(),
  state: oneOf(...productStates),
  supplierName: Type.String(),
  scoutName: Type.String(),
  picture: orNull(Picture),
  skuCount: Type.Integer(),
  communityPriceFrom: orNull(Money),
  createdAt: Timestamp,
  publishedAt: orNull(Timestamp),
})
export const AdminProductRows = page(AdminProductRow)

const RecordedFact = Type.Object({
  wordsZh: Type.String(),
  wordsEn: Type.String(),
  recordedBy: Type.String(),
  recordedAt: Timestamp,
})
/** What is in a lot, by warehouse; only GET /v1/admin/products/{id} fills it in. */
export const LotBalance = Type.Object({
  itemId: idOf('itm'),
  warehouseName: Type.String(),
  received: Type.Integer(),
  packed: Type.Integer(),
  writtenOff: Type.Integer(),
  left: Type.Integer(),
})
export const AdminLot = Type.Object({
  id: idOf('lot'),
  skuId: idOf('sku'),
  code: Type.String(),
  pickedOn: orNull(LocalDate),
  bestBefore: orNull(LocalDate),
  originZh: Type.String(),
  originEn: Type.String(),
  intakeNote: Type.String(),
  cost: Money,
  createdBy: Type.String(),
  createdAt: Timestamp,
  balances: Type.Optional(Type.Array(LotBalance)),
})
export const AdminSku = Type.Object({
  id: idOf('sku'),
  nameZh: Type.String(),
  nameEn: Type.String(),
  unitZh: Type.String(),
  unitEn: Type.String(),
  freightTemplate: Type.Object({ id: idOf('frt'), name: Type.String(), fee: Money, freeFrom: orNull(Money) }),
  state: oneOf('active', 'retired'),
  /** `offer` is in force now; `offers` is every price that was, is and is planned, newest first. */
  offer: orNull(Offer),
  offers: Type.Array(Offer),
})
const AdminPicture = Type.Object({ id: idOf('pic'), altZh: Type.String(), altEn: Type.String(), ...Picture.properties })
export const AdminProduct = Type.Object({
  id: idOf('prd'),
  nameZh: Type.String(),
  nameEn: Type.String(),
  wordZh: Type.String(),
  wordEn: Type.String(),
  category: Type.String(),
  categoryName: Type.String(),
  supplier: Supplier,
  scout: Type.Object({ id: idOf('stf'), name: Type.String() }),
  returnClass: oneOf(...returnClasses),
  promiseZh: Type.String(),
  promiseEn: Type.String(),
  state: oneOf(...productStates),
  version: Type.Integer(),
  createdAt: Timestamp,
  publishedAt: orNull(Timestamp),
  withdrawnAt: orNull(Timestamp),
  /** What publishing still asks for: facts by name, `picture`, `sku_with_offer`. */
  missing: Type.Array(Type.String()),
  facts: Type.Array(
    Type.Object({
      fact: oneOf(...factNames),
      label: Type.String(),
      ...RecordedFact.properties,
      history: Type.Array(RecordedFact),
    }),
  ),
  pictures: Type.Array(AdminPicture),
  skus: Type.Array(AdminSku),
  lots: Type.Array(AdminLot),
})
export type AdminProduct = Static<typeof AdminProduct>
