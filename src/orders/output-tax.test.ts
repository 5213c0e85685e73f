import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { outputTaxOf, splitTax } from './output-tax.ts'
import { keptOf, leftOf, planRefund, planWholeRefund } from './refund.ts'

describe('output tax inside a price', () => {
  test.each([
    ['54.90 at 9 %: 54.90 / 1.09 = 50.3669…', 5_490, 900, 453],
    ['113.00 at 13 %: exactly 100.00 and 13.00', 11_300, 1_300, 1_300],
    ['0.01 at 13 %: 0.00885 rounds up to a whole fen of net', 1, 1_300, 0],
    ['0.12 at 9 %: 0.11009 is 0.11', 12, 900, 1],
    ['exempt', 5_490, 0, 0],
    ['nothing', 0, 1_300, 0],
    ['half a fen goes up to the net: 0.03 at 20 % is 0.025', 3, 2_000, 0],
  ])('%s', (_words, gross, bps, tax) => {
    expect(splitTax(gross, bps)).toEqual({ netFen: gross - tax, taxFen: tax })
  })

  test('its parts sum to the whole, are no more than half a fen from the exact ones, and grow with it', () => {
    const rates = fc.integer({ min: 0, max: 3_000 })
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 1_000_000_000 }), rates, (gross, bps) => {
        const { netFen, taxFen } = splitTax(gross, bps)
        expect(netFen + taxFen).toBe(gross)
        expect(Math.min(netFen, taxFen)).toBeGreaterThanOrEqual(0)
        expect(2 * Math.abs(netFen * (10_000 + bps) - gross * 10_000)).toBeLessThanOrEqual(10_000 + bps)
        expect(splitTax(gross + 1, bps).taxFen).toBeGreaterThanOrEqual(taxFen)
      }),
    )
  })
})

test('refunds of any sizes take back exactly the tax that was booked, and never more than they are', () => {
  const amounts = fc.array(fc.integer({ min: 1, max: 9_000 }), { maxLength: 12 })
  const rates = fc.constantFrom(0, 300, 600, 900, 1_300)
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 20_000 }), fc.nat(2_000), rates, amounts, (goods, freight, bps, wanted) => {
      let line = { line_no: 1, goods_fen: goods, freight_fen: freight, refunded_fen: 0, output_tax_bps: bps }
      const booked = outputTaxOf(keptOf(line))
      let back = 0
      const take = (part: { amountFen: number; taxFen: number }) => {
        expect(part.taxFen).toBeGreaterThanOrEqual(0)
        expect(part.taxFen).toBeLessThanOrEqual(part.amountFen)
        back += part.taxFen
        line = { ...line, refunded_fen: line.refunded_fen + part.amountFen }
        expect(booked - back).toBe(outputTaxOf(keptOf(line)))
      }
      for (const amountFen of wanted)
        if (amountFen <= leftOf(line)) planRefund([line], [{ lineNo: 1, amountFen }]).forEach(take)
      planWholeRefund([line]).forEach(take)
      expect(back).toBe(booked)
    }),
    { numRuns: 1_000 },
  )
})
