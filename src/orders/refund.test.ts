import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { isRefusal } from '../platform/errors.ts'
import { leftOf, planRefund, planWholeRefund, refundedParts } from './refund.ts'

const line = (goods_fen: number, freight_fen = 0, refunded_fen = 0, line_no = 1) => ({
  line_no,
  goods_fen,
  freight_fen,
  refunded_fen,
  output_tax_bps: null,
})
const refused = (work: () => unknown) => {
  try {
    work()
  } catch (error) {
    return isRefusal(error, 'refund_above_line')
  }
  return false
}

describe('what goes back of a line', () => {
  test('is goods first and freight last', () => {
    expect(planRefund([line(5_490, 800)], [{ lineNo: 1, amountFen: 5_000 }])).toMatchObject([
      { goodsFen: 5_000, freightFen: 0 },
    ])
    expect(planRefund([line(5_490, 800, 5_000)], [{ lineNo: 1, amountFen: 1_000 }])).toMatchObject([
      { goodsFen: 490, freightFen: 510 },
    ])
    expect(refundedParts(line(5_490, 800, 6_000))).toEqual({ goodsFen: 5_490, freightFen: 510 })
  })

  test('is never more than is left, of a line that is there, once', () => {
    expect(refused(() => planRefund([line(5_490, 800, 5_000)], [{ lineNo: 1, amountFen: 1_291 }]))).toBe(true)
    expect(refused(() => planRefund([line(5_490)], [{ lineNo: 2, amountFen: 1 }]))).toBe(true)
    const twice = { lineNo: 1, amountFen: 1 }
    expect(refused(() => planRefund([line(5_490)], [twice, twice]))).toBe(true)
    expect(planRefund([line(5_490, 800, 5_000)], [{ lineNo: 1, amountFen: 1_290 }])).toHaveLength(1)
  })

  test('sums to goods and freight to the fen, whatever the sequence, and the rest of all lines is the whole', () => {
    const amounts = fc.array(fc.integer({ min: 1, max: 9_000 }), { maxLength: 12 })
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 20_000 }), fc.nat(2_000), amounts, (goods, freight, wanted) => {
        let now = line(goods, freight)
        const sums = { goods: 0, freight: 0 }
        const take = (part: { amountFen: number; goodsFen: number; freightFen: number }) => {
          expect(part.goodsFen + part.freightFen).toBe(part.amountFen)
          sums.goods += part.goodsFen
          sums.freight += part.freightFen
          now = { ...now, refunded_fen: now.refunded_fen + part.amountFen }
        }
        for (const amountFen of wanted)
          if (amountFen <= leftOf(now)) planRefund([now], [{ lineNo: 1, amountFen }]).forEach(take)
        planWholeRefund([now]).forEach(take)
        expect(sums).toEqual({ goods, freight })
        expect(planWholeRefund([now])).toEqual([])
      }),
    )
  })
})
