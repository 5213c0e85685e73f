import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { assertFen, formatFen, split, takeBps } from './money.ts'

const weights = fc.array(fc.integer({ min: 0, max: 1_000_000_000 }), { minLength: 1, maxLength: 20 })

describe('split', () => {
  test('by hand', () => {
    expect(split(100, [1, 1, 1])).toEqual([34, 33, 33])
    expect(split(800, [5490, 5490])).toEqual([400, 400])
    expect(split(5, [0, 1, 0])).toEqual([0, 5, 0])
    expect(split(1, [1, 2])).toEqual([0, 1])
    expect(split(0, [0, 0])).toEqual([0, 0])
    expect(split(0, [])).toEqual([])
    expect(() => split(1, [0, 0])).toThrow('weights of zero')
    expect(() => split(1, [])).toThrow('weights of zero')
    expect(() => split(1.5, [1])).toThrow('not an amount')
    expect(() => split(1, [-1, 2])).toThrow('not an amount')
  })

  test('100,000 cases: the parts sum to the whole, none is more than a fen off its share, none is below zero', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 1_000_000_000 }), weights, (total, by) => {
        const sum = by.reduce((a, b) => a + b, 0)
        if (sum === 0) return
        const parts = split(total, by)
        if (parts.reduce((a, b) => a + b, 0) !== total) throw new Error('the parts do not sum to the whole')
        parts.forEach((part, index) => {
          const floor = Number((BigInt(total) * BigInt(by[index] ?? 0)) / BigInt(sum))
          if (part !== floor && part !== floor + 1) throw new Error(`${part} is not ${floor} or one more`)
        })
      }),
      { numRuns: 100_000 },
    )
  })

  test('the extra fen go to the largest remainders, ties to the earlier', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 100_000 }), weights, (total, by) => {
        const sum = by.reduce((a, b) => a + BigInt(b), 0n)
        if (sum === 0n) return
        const parts = split(total, by)
        const rest = (index: number) => (BigInt(total) * BigInt(by[index] ?? 0)) % sum
        const got = (index: number) => BigInt(parts[index] ?? 0) > (BigInt(total) * BigInt(by[index] ?? 0)) / sum
        for (let a = 0; a < by.length; a++)
          for (let b = a + 1; b < by.length; b++) {
            if (rest(a) >= rest(b)) expect(got(a) || !got(b)).toBe(true)
            else expect(got(b) || !got(a)).toBe(true)
          }
      }),
    )
  })

  test('the largest amounts stay exact', () => {
    const parts = split(9_007_199_254_740_991, [1, 1])
    expect(parts).toEqual([4_503_599_627_370_496, 4_503_599_627_370_495])
  })
})

describe('rates and texts', () => {
  test('⌊amount × bps / 10000⌋, exact beyond 2^53', () => {
    expect(takeBps(5490, 1000)).toBe(549)
    expect(takeBps(39, 250)).toBe(0)
    expect(takeBps(9_007_199_254_740_991, 10_000)).toBe(9_007_199_254_740_991)
    expect(() => takeBps(1, 2.5)).toThrow('not an amount')
  })

  test('what is no amount', () => {
    for (const wrong of [-1, 0.5, Number.NaN, Number.POSITIVE_INFINITY, 2 ** 53])
      expect(() => assertFen(wrong)).toThrow()
    expect(assertFen(0)).toBe(0)
  })

  test('for people', () => {
    expect([0, 5, 39, 3990, -5, -123456].map(formatFen)).toEqual(['0.00', '0.05', '0.39', '39.90', '-0.05', '-1234.56'])
  })
})
