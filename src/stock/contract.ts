import { AdminProduct } from '../catalog/contract.ts'
import {
  amountFen,
  defineRefusals,
  idOf,
  LocalDate,
  limits,
  Money,
  orNull,
  PageQuery,
  page,
  type Static,
  strict,
  Timestamp,
  Type,
  text,
} from '../platform/wire.ts'

// The shop's pages of goods are answered here, because only stock knows what is left.
export { Product, ProductCard, ProductQuery } from '../catalog/contract.ts'

export const refusals = defineRefusals({
  more_than_left: {
    status: 409,
    zh: '没有这么多可以报损：剩下的已经被订走，或者本来就没有。',
    en: 'There is not that much to write off: the rest is promised to orders, or was never there.',
  },
  no_lot_to_pack: {
    status: 409,
    zh: '没有还在保质期里的批次可以发货。请先收新货，或者取消订单退款。',
    en: 'No lot within its date is left to pack. Receive new goods first, or cancel the order.',
  },
})

const manyUnits = Type.Integer({ minimum: 1, maximum: 10_000_000 })

export const Warehouse = Type.Object({ id: idOf('whs'), name: Type.String(), createdAt: Timestamp })
export const WarehouseInput = strict({ name: text(60) })
export type WarehouseInput = Static<typeof WarehouseInput>

/** Goods that came in together. `costFen` is what one unit cost us. */
export const LotInput = strict({
  code: text(40),
  pickedOn: Type.Optional(LocalDate),
  bestBefore: Type.Optional(LocalDate),
  originZh: Type.Optional(text(60, 0)),
  originEn: Type.Optional(text(60, 0)),
  intakeNote: Type.Optional(text(500, 0)),
  costFen: amountFen,
  warehouseId: idOf('whs'),
  quantity: manyUnits,
})
export type LotInput = Static<typeof LotInput>

export const Lot = Type.Object({
  id: idOf('lot'),
  skuId: idOf('sku'),
  code: Type.String(),
  pickedOn: orNull(LocalDate),
  bestBefore: orNull(LocalDate),
  originZh: Type.String(),
  originEn: Type.String(),
  intakeNote: Type.String(),
  cost: Money,
  warehouseId: idOf('whs'),
  warehouseName: Type.String(),
  /** received = packed + writtenOff + left, in units. */
  received: Type.Integer(),
  packed: Type.Integer(),
  writtenOff: Type.Integer(),
  left: Type.Integer(),
})
export const WriteOffInput = strict({ quantity: manyUnits, reason: text(200) })
export type WriteOffInput = Static<typeof WriteOffInput>

/** available + reserved + handedOver + writtenOff = received, in units; `received` counts what came back, too. */
export const StockRow = Type.Object({
  itemId: idOf('itm'),
  skuId: idOf('sku'),
  skuName: Type.String(),
  productId: idOf('prd'),
  productName: Type.String(),
  warehouseName: Type.String(),
  available: Type.Integer(),
  reserved: Type.Integer(),
  handedOver: Type.Integer(),
  received: Type.Integer(),
  writtenOff: Type.Integer(),
})
export const StockRows = page(StockRow)
export const StockQuery = strict({ ...PageQuery, search: Type.Optional(text(limits.shortText, 0)) })

/** A product with its lots' balances filled in. */
export const ProductWithStock = AdminProduct
