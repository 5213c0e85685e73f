import { defineRefusals, idOf, LocalDate, orNull, strict, Timestamp, Type, text } from '../platform/wire.ts'

export const taxRefusals = defineRefusals({
  tax_rate_of_the_past: {
    status: 422,
    zh: '税率只能从今天或以后开始：已经入账的税不会改。',
    en: 'A tax rate can begin today or later: what is in the books is not changed.',
  },
})

/** Rates in basis points: 900 is 9 %. For one SKU, or a category, or (without either) for everything. */
export const TaxRateInput = strict({
  skuId: Type.Optional(idOf('sku')),
  category: Type.Optional(Type.String({ pattern: '^[a-z]+(\\.[a-z]+)*$', maxLength: 60 })),
  rateBps: Type.Integer({ minimum: 0, maximum: 3_000 }),
  fromDay: LocalDate,
  note: text(200, 4),
})

export const TaxRate = Type.Object({
  skuId: orNull(idOf('sku')),
  skuName: orNull(Type.String()),
  category: orNull(Type.String()),
  rateBps: Type.Integer(),
  fromDay: LocalDate,
  note: Type.String(),
  setByName: orNull(Type.String()),
  createdAt: Timestamp,
})
