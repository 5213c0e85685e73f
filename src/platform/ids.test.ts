import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { OwnedClock } from './clock.ts'
import { isRefusal } from './errors.ts'
import { CELLS, cellByHash, cellOf, EARLIEST_CLOCK_MS, formatId, ID_EPOCH_MS, IdMaker, parseId } from './ids.ts'

const START = new Date('2026-11-02T01:00:00.000Z')
const anyId = fc.bigInt({ min: 0n, max: (1n << 63n) - 1n })
/** A clock that may be put anywhere, as a machine's may. */
const loose = { ms: START.getTime(), now: () => new Date(loose.ms) }
const timeOf = (id: bigint) => Number(id >> 22n) + ID_EPOCH_MS

describe('the text form', () => {
  test('comes back, whatever the id, and sorts like it', () => {
    fc.assert(
      fc.property(anyId, anyId, (a, b) => {
        const [textA, textB] = [formatId('ord', a), formatId('ord', b)]
        expect(textA).toMatch(/^ord_[0-9a-hjkmnp-tv-z]{13}$/)
        expect(parseId('ord', textA)).toBe(a)
        expect(textA < textB).toBe(a < b)
      }),
      { numRuns: 20_000 },
    )
  })

  test('anything else names nothing', () => {
    const good = formatId('ord', 7_000_000_000_000_000_001n)
    const wrong = [
      ...['', 'ord_', good.slice(0, -1), `${good}0`, good.toUpperCase(), good.replace('ord', 'pay'), ` ${good}`],
      ...['i', 'l', 'o', 'u', '-', 'é', '０', '\u0000'].map((letter) => good.slice(0, -1) + letter),
      // The fourteenth bit of the highest character would be bit 63.
      'ord_8000000000000',
      'ord_zzzzzzzzzzzzz',
    ]
    for (const text of wrong) {
      const refused = (() => {
        try {
          return parseId('ord', text)
        } catch (error) {
          return error
        }
      })()
      expect(isRefusal(refused, 'not_found'), text).toBe(true)
    }
  })

  test('any text is read or refused, never anything else', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 20 }), (text) => {
        try {
          expect(formatId('ord', parseId('ord', `ord_${text}`))).toBe(`ord_${text}`)
        } catch (error) {
          expect(isRefusal(error, 'not_found')).toBe(true)
        }
      }),
    )
  })
})

const as = (number: number) => ({ current: () => number })

describe('making ids', () => {
  test('each above the last, with its time, cell and process in it', () => {
    const maker = new IdMaker(new OwnedClock(START), as(31))
    const id = maker.next(255)
    expect(timeOf(id)).toBe(START.getTime())
    expect(cellOf(id)).toBe(255)
    expect(Number((id >> 9n) & 31n)).toBe(31)
    expect(id).toBeGreaterThan(BigInt(Number.MAX_SAFE_INTEGER))
    expect(id).toBeLessThan(1n << 63n)
  })

  test('a spent millisecond borrows from the next, and what was borrowed is not given twice', () => {
    const own = new OwnedClock(START)
    const maker = new IdMaker(own, as(3))
    const seen = new Set<bigint>()
    const take = (count: number) => {
      for (let i = 0; i < count; i++) seen.add(maker.next(7))
    }
    take(2_000)
    expect(Math.max(...[...seen].map(timeOf))).toBe(START.getTime() + 3)
    own.advance(1)
    take(2_000)
    own.advance(100)
    take(10)
    expect(seen.size).toBe(4_010)
  })

  test('a clock that steps back repeats nothing and loses no order', () => {
    const maker = new IdMaker(loose, as(3))
    const made: bigint[] = []
    for (const step of [0, 5, -60_000, 0, 1, 59_990, 20, -1]) {
      loose.ms += step
      for (let i = 0; i < 600; i++) made.push(maker.next(i % CELLS))
    }
    expect(new Set(made).size).toBe(made.length)
    const parts = made.map((id) => (id >> 22n) * 512n + (id & 511n))
    expect(parts.every((part, index) => index === 0 || part > (parts[index - 1] as bigint))).toBe(true)
  })

  test('two processes never meet, whatever their clocks say', () => {
    const own = new OwnedClock(START)
    const [a, b] = [new IdMaker(own, as(0)), new IdMaker(own, as(1))]
    const made = Array.from({ length: 3_000 }, (_, index) => (index % 2 ? a : b).next(0))
    expect(new Set(made).size).toBe(made.length)
  })

  test('not before February 2025', () => {
    const early = new OwnedClock(new Date(EARLIEST_CLOCK_MS - 1))
    expect(() => new IdMaker(early, as(0)).next(0)).toThrow('2025-02-01')
  })

  test('with another number after the lease changed, and none in between', () => {
    let number: number | undefined = 4
    const current = () => {
      if (number === undefined) throw new Error('no number')
      return number
    }
    const maker = new IdMaker(new OwnedClock(START), { current })
    const before = maker.next(0)
    number = undefined
    expect(() => maker.next(0)).toThrow('no number')
    number = 9
    const after = maker.next(0)
    expect([before, after].map((id) => Number((id >> 9n) & 31n))).toEqual([4, 9])
    expect(after).toBeGreaterThan(before)
  })

  test('cells by hash spread: none of 256 is empty or crowded', () => {
    const counts = new Array<number>(CELLS).fill(0)
    for (let i = 0n; i < 25_600n; i++) counts[cellByHash(i)] = (counts[cellByHash(i)] ?? 0) + 1
    expect(Math.min(...counts)).toBeGreaterThan(50)
    expect(Math.max(...counts)).toBeLessThan(160)
  })
})
