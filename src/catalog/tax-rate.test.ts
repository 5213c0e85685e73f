import { expect, test } from 'vitest'
import { type TaxRate, taxRateFor } from './tax-rate.ts'

const rate = (rateBps: number, of: Partial<TaxRate> = {}): TaxRate => ({
  ...{ skuId: null, category: null, rateBps, fromDay: '2019-04-01' },
  ...of,
})
const on = (rates: readonly TaxRate[], category: string, day = '2026-11-20', skuId = 7n) =>
  taxRateFor(rates, { skuId, category }, day)

const law = [rate(1_300), rate(900, { category: 'fresh' }), rate(0, { category: 'veg' })]

test('the nearest category counts, else what counts for everything', () => {
  expect([on(law, 'fresh.fruit'), on(law, 'fresh.veg'), on(law, 'veg'), on(law, 'tea'), on(law, 'refresh')]).toEqual([
    ...[900, 0, 0, 1_300, 1_300],
  ])
})

test('a SKU’s own rate counts before its category’s', () => {
  const rates = [rate(600, { skuId: 7n }), ...law]
  expect([on(rates, 'fresh.fruit'), on(rates, 'fresh.fruit', '2026-11-20', 8n)]).toEqual([600, 900])
})

test('a rate counts from its first day on, and the later one replaces the earlier', () => {
  const rates = [rate(1_700, { fromDay: '2016-05-01' }), rate(1_600, { fromDay: '2018-05-01' }), rate(1_300)]
  expect(
    ['2016-04-30', '2016-05-01', '2018-05-01', '2019-03-31', '2019-04-01'].map((day) => on(rates, 'tea', day)),
  ).toEqual([...[undefined, 1_700, 1_600, 1_600, 1_300]])
})
