import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { type PaidBefore, taxOn, taxRuleFor } from './tax.ts'

const nothing: PaidBefore = { monthGrossFen: 0, monthTaxFen: 0, yearGrossFen: 0, yearTaxFen: 0, monthsThisYear: 1 }
const perMonth = taxRuleFor('2025-09')
const cumulative = taxRuleFor('2025-10')
const yuan = (amount: number) => Math.round(amount * 100)

test('the month decides which rule counts', () => {
  expect([perMonth.name, cumulative.name, taxRuleFor('2026-11').name]).toEqual([
    'labour_per_month',
    'labour_cumulative',
    'labour_cumulative',
  ])
  expect(() => taxRuleFor('2018-12')).toThrow()
})

describe('per month', () => {
  test.each([
    ['at most 800 is free', 800, 0],
    ['800.01: a fen above is not yet a fen of tax', 800.01, 0],
    ['2,000: (2,000 − 800) × 20 %', 2_000, 240],
    ['4,000: (4,000 − 800) × 20 %', 4_000, 640],
    ['4,000.01: × 80 % × 20 %', 4_000.01, 640],
    ['10,000: × 80 % × 20 %', 10_000, 1_600],
    ['25,000: taxable 20,000, the end of the first bracket', 25_000, 4_000],
    ['30,000: taxable 24,000 × 30 % − 2,000', 30_000, 5_200],
    ['62,500: taxable 50,000, the end of the second', 62_500, 13_000],
    ['100,000: taxable 80,000 × 40 % − 7,000', 100_000, 25_000],
  ])('%s', (_words, gross, tax) => {
    expect(taxOn(yuan(gross), nothing, perMonth)).toBe(yuan(tax))
  })

  test('payouts of one month are taxed as one: 500 + 1,500 is 2,000', () => {
    expect(taxOn(yuan(500), nothing, perMonth)).toBe(0)
    expect(taxOn(yuan(1_500), { ...nothing, monthGrossFen: yuan(500) }, perMonth)).toBe(yuan(240))
  })
})

describe('cumulative', () => {
  test.each([
    ['5,000 in the first month: 80 % is below the allowance', 5_000, nothing, 0],
    ['6,250: exactly the allowance', 6_250, nothing, 0],
    ['10,000 in the first month: (8,000 − 5,000) × 3 %', 10_000, nothing, 90],
    [
      '10,000 more in the second: (16,000 − 10,000) × 3 % − 90',
      10_000,
      { ...nothing, yearGrossFen: yuan(10_000), yearTaxFen: yuan(90), monthsThisYear: 2 },
      90,
    ],
    ['100,000 in the first month: taxable 75,000 × 10 % − 2,520', 100_000, nothing, 4_980],
    [
      'a month without pay counts for the allowance',
      5_000,
      { ...nothing, yearGrossFen: yuan(10_000), yearTaxFen: yuan(90), monthsThisYear: 3 },
      0,
    ],
    ['1,500,000 in a year: taxable 1,140,000 × 45 % − 181,920', 1_500_000, { ...nothing, monthsThisYear: 12 }, 331_080],
  ])('%s', (_words, gross, before, tax) => {
    expect(taxOn(yuan(gross), before, cumulative)).toBe(yuan(tax))
  })
})

test('however a month is cut into payouts, the same is withheld of it, and never more than it', () => {
  const parts = fc.array(fc.integer({ min: 1, max: 3_000_000 }), { minLength: 1, maxLength: 8 })
  fc.assert(
    fc.property(parts, fc.constantFrom(perMonth, cumulative), (payouts, rule) => {
      let before = nothing
      for (const gross of payouts) {
        const tax = taxOn(gross, before, rule)
        expect(tax).toBeGreaterThanOrEqual(0)
        expect(tax).toBeLessThan(before.monthGrossFen + gross)
        before = {
          ...before,
          monthGrossFen: before.monthGrossFen + gross,
          monthTaxFen: before.monthTaxFen + tax,
          yearGrossFen: before.yearGrossFen + gross,
          yearTaxFen: before.yearTaxFen + tax,
        }
      }
      expect(before.monthTaxFen).toBe(taxOn(before.monthGrossFen, nothing, rule))
    }),
    { numRuns: 1_000 },
  )
})
