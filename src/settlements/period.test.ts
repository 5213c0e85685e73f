import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { dayAfter, periodFrom, periodsThrough, setOff, startOf } from './period.ts'

describe('a period', () => {
  test.each([
    ['month', '2026-11-01', '2026-11-30'],
    ['month', '2026-11-17', '2026-11-30'],
    ['month', '2028-02-01', '2028-02-29'],
    ['month', '2026-12-31', '2026-12-31'],
    ['week', '2026-11-23', '2026-11-29'],
    ['week', '2026-11-26', '2026-11-29'],
    ['week', '2026-11-29', '2026-11-29'],
    ['week', '2026-12-28', '2027-01-03'],
  ] as const)('of a %s that begins on %s ends on %s', (kind, from, through) => {
    expect(periodFrom(kind, from)).toEqual({ from, through })
  })

  test('begins on the first of the month, or on Monday', () => {
    expect([startOf('month', '2026-11-29'), startOf('week', '2026-11-29'), startOf('week', '2026-11-23')]).toEqual([
      ...['2026-11-01', '2026-11-23', '2026-11-23'],
    ])
  })

  test('follows the one before without a gap, also from months to weeks', () => {
    const months = periodsThrough('month', '2027-01-05', '2026-11-01')
    expect(months.map((span) => span.through)).toEqual(['2026-11-30', '2026-12-31', '2027-01-31'])
    const weeks = periodsThrough('week', '2027-02-12', dayAfter('2027-01-31'))
    expect(weeks).toEqual([
      { from: '2027-02-01', through: '2027-02-07' },
      { from: '2027-02-08', through: '2027-02-14' },
    ])
    expect(periodsThrough('month', '2027-01-05', '2027-02-01')).toEqual([])
  })
})

test('what a supplier bears is set off to the fen, never below nothing, and what is left over waits', () => {
  expect(setOff(10_000, 0, 2_500)).toEqual({ setOffFen: 2_500, leftFen: 0, dueFen: 7_500 })
  expect(setOff(1_000, 500, 2_500)).toEqual({ setOffFen: 1_000, leftFen: 2_000, dueFen: 0 })
  const fen = fc.nat(1_000_000)
  fc.assert(
    fc.property(fc.array(fc.tuple(fen, fen), { maxLength: 12 }), (periods) => {
      let carried = 0
      let due = 0
      for (const [cost, deducted] of periods) {
        const part = setOff(cost, carried, deducted)
        expect(Math.min(part.setOffFen, part.leftFen, part.dueFen)).toBeGreaterThanOrEqual(0)
        carried = part.leftFen
        due += part.dueFen
      }
      const sum = (at: 0 | 1) => periods.reduce((total, pair) => total + pair[at], 0)
      expect(due - carried).toBe(sum(0) - sum(1))
    }),
  )
})
