import { describe, expect, test } from 'vitest'
import {
  chooseDelays,
  curveOf,
  delayRules,
  exponentialDelays,
  fitDelays,
  fitSteps,
  type SeenDelay,
  thinned,
} from './delays.ts'
import { dayMs } from './evidence.ts'
import { fermentation } from './fermentation.ts'
import { seededRandom } from './random.ts'
import { simulateCascades } from './simulated-cascades.ts'

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

describe('which curve a community is read with', () => {
  const random = seededRandom(9)
  const seen = (count: number, oldestDays: number): SeenDelay[] =>
    Array.from({ length: count }, (_, i) => {
      const ageMs = (oldestDays * dayMs * (count - i)) / count
      return { ageMs, delayMs: Math.min(ageMs, 1.5 * Math.exp(random.normal()) * dayMs) }
    })
  const platform = thinned(fitSteps(seen(5000, 120)))

  test('its own from 200 children on, if its oldest orders have had their time; else the platform’s; else three days', () => {
    expect(chooseDelays(seen(200, 60), platform)).toMatchObject({ source: 'own', seen: 200 })
    expect(chooseDelays(seen(199, 60), platform)).toMatchObject({ source: 'platform', seen: 5000 })
    expect(chooseDelays(seen(500, 10), platform)).toMatchObject({ source: 'platform', seen: 5000 })
    const assumed = chooseDelays(seen(500, 10), null)
    expect(assumed).toMatchObject({ source: 'assumed', seen: 0 })
    expect(assumed.curve.shareWithin(delayRules.meanChildMs)).toBeCloseTo(1 - Math.exp(-1), 12)
  })

  test('in two hundred steps it says what it said in five thousand', () => {
    const whole = fitSteps(seen(5000, 120))
    const few = thinned(whole)
    expect(few.shares.length).toBeLessThanOrEqual(delayRules.stepsKept + 2)
    expect(few.shares.at(-1)).toBe(1)
    for (let ms = 0; ms < 40 * dayMs; ms += dayMs / 5)
      expect(Math.abs(curveOf(few).shareWithin(ms) - curveOf(whole).shareWithin(ms))).toBeLessThan(0.0075)
  })

  test('R of a community a fortnight old is right with the platform’s curve, where its own would take it for finished', () => {
    const until = 8 * dayMs
    const runs = Array.from({ length: 150 }, () =>
      simulateCascades({ r: 0.6, coverage: 1, horizonDays: 8, roots: 150 }, random),
    )
    const mean = (curveFor: (orders: (typeof runs)[number]) => { shareWithin(ms: number): number }) =>
      runs.reduce((sum, orders) => sum + fermentation(orders, { until, delays: curveFor(orders) }).r!, 0) / runs.length
    const own = (orders: (typeof runs)[number]) =>
      fitDelays(
        orders.flatMap(({ at, parent }) =>
          parent < 0 ? [] : [{ delayMs: at - orders[parent]!.at, ageMs: until - orders[parent]!.at }],
        ),
      )
    expect(Math.abs(mean(() => curveOf(platform)) - 0.6)).toBeLessThan(0.03)
    expect(mean(own)).toBeLessThan(0.57)
  })
})
