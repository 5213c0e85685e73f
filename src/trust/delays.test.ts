import { describe, expect, test } from 'vitest'
import { exponentialDelays, fitDelays, type SeenDelay } from './delays.ts'
import { seededRandom } from './random.ts'

describe('the delay curve', () => {
  test('finds the true shares from delays that were cut off by the age of their parents', () => {
    const random = seededRandom(4)
    const seen: SeenDelay[] = []
    while (seen.length < 20_000) {
      const delayMs = -Math.log(1 - random.uniform()) * 10
      const ageMs = random.uniform() * 100
      if (delayMs <= ageMs) seen.push({ delayMs, ageMs })
    }
    const fitted = fitDelays(seen)
    const cut = seen.filter(({ delayMs }) => delayMs <= 5).length / seen.length
    const truth = exponentialDelays(10)
    for (const ms of [2, 5, 10, 20, 40])
      expect(Math.abs(fitted.shareWithin(ms) - truth.shareWithin(ms))).toBeLessThan(0.015)
    // Without the correction the quick ones would be thought more than they are.
    expect(cut).toBeGreaterThan(truth.shareWithin(5) + 0.02)
  })

  test('is a staircase from 0 to 1', () => {
    const curve = fitDelays([1, 2, 2, 4].map((delayMs) => ({ delayMs, ageMs: 100 })))
    expect([0, 1, 1.5, 2, 3.9, 4, 1000].map((ms) => curve.shareWithin(ms))).toEqual([0, 0.25, 0.25, 0.75, 0.75, 1, 1])
  })

  test('refuses to be fitted to nothing', () => {
    expect(() => fitDelays([])).toThrow('No delays')
  })
})
