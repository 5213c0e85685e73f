import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { endOfDate, type LotRow, planPacking } from './packing.ts'

const at = new Date('2026-11-23T04:00:00.000Z')
const day = (days: number) => new Date(at.getTime() + days * 86_400_000)
const lot = (lotId: bigint, left: number, packBefore: Date | null, stockItemId = 1n): LotRow => ({
  ...{ lotId, left, packBefore, stockItemId },
})
const line = (quantity: number, lineNo = 1, stockItemId = 1n) => ({
  ...{ orderId: 5n, lineNo, quantity, stockItemId, stockCellId: 0 },
})

describe('packing', () => {
  it('takes what goes off first, then what came in first; a line may need several lots', () => {
    const lots = [lot(1n, 2, null), lot(2n, 2, day(9)), lot(3n, 2, day(3)), lot(4n, 9, null)]
    const { packed, short } = planPacking(lots, [line(5), line(3, 2)], at)
    expect(packed.map((one) => [one.lineNo, one.lotId, one.quantity])).toEqual([
      [1, 3n, 2],
      [1, 2n, 2],
      [1, 1n, 1],
      [2, 1n, 1],
      [2, 4n, 2],
    ])
    expect(short).toBeUndefined()
  })

  it('never takes what is past its date, not even at that very moment', () => {
    const lots = [lot(1n, 9, at), lot(2n, 1, new Date(at.getTime() + 1))]
    expect(planPacking(lots, [line(1)], at).packed.map((one) => one.lotId)).toEqual([2n])
    expect(planPacking(lots, [line(2)], at).short).toMatchObject({ orderId: 5n, lineNo: 1 })
  })

  it('keeps items apart', () => {
    const { packed } = planPacking([lot(1n, 5, null, 1n), lot(2n, 5, null, 2n)], [line(5, 1, 2n), line(5, 2, 1n)], at)
    expect(packed.map((one) => [one.lineNo, one.lotId])).toEqual([
      [1, 2n],
      [2, 1n],
    ])
  })

  it('packs exactly what each line asks for, and no lot beyond what it holds', () => {
    const lots = fc.array(fc.record({ left: fc.nat(9), days: fc.option(fc.integer({ min: -3, max: 9 })) }), {
      maxLength: 6,
    })
    const lines = fc.array(fc.integer({ min: 1, max: 9 }), { minLength: 1, maxLength: 5 })
    fc.assert(
      fc.property(lots, lines, (shelf, asked) => {
        const rows = shelf.map(({ left, days }, index) => lot(BigInt(index), left, days === null ? null : day(days)))
        const { packed, short } = planPacking(
          rows,
          asked.map((quantity, index) => line(quantity, index + 1)),
          at,
        )
        const fit = rows.filter((row) => row.packBefore === null || row.packBefore > at)
        const there = fit.reduce((sum, row) => sum + row.left, 0)
        expect(short === undefined).toBe(there >= asked.reduce((a, b) => a + b, 0))
        for (const row of rows) {
          const taken = packed.filter((one) => one.lotId === row.lotId).reduce((sum, one) => sum + one.quantity, 0)
          expect(taken).toBeLessThanOrEqual(fit.includes(row) ? row.left : 0)
        }
        if (short) return
        for (const [index, quantity] of asked.entries()) {
          const got = packed.filter((one) => one.lineNo === index + 1).reduce((sum, one) => sum + one.quantity, 0)
          expect(got).toBe(quantity)
        }
      }),
      { numRuns: 1_000 },
    )
  })
})

describe('the end of a date', () => {
  it('is midnight where the installation is', () => {
    expect(endOfDate('Asia/Shanghai', '2026-11-30').toISOString()).toBe('2026-11-30T16:00:00.000Z')
    expect(endOfDate('UTC', '2028-02-28').toISOString()).toBe('2028-02-29T00:00:00.000Z')
    expect(endOfDate('America/New_York', '2026-11-01').toISOString()).toBe('2026-11-02T05:00:00.000Z')
    expect(endOfDate('America/New_York', '2026-03-07').toISOString()).toBe('2026-03-08T05:00:00.000Z')
    expect(endOfDate('America/New_York', '2026-03-08').toISOString()).toBe('2026-03-09T04:00:00.000Z')
  })
})
