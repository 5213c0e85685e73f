import { describe, expect, test } from 'vitest'
import { type Delivery, lift } from '../../src/trust/hold-out.ts'
import { type Random, seededRandom } from '../../src/trust/random.ts'
import { simulateFermentation } from '../../src/trust/simulated-cascades.ts'

/** LEAVEN_SEED=… tries other cascades than the published ones. */
const seed = Number(process.env.LEAVEN_SEED ?? 12)

describe('planted R is found again', { timeout: 120_000 }, () => {
  const runs = 300
  for (const r of [0.2, 0.5, 0.8, 0.95]) {
    test(`R = ${r}: bias ≤ 0.03 and the 90 % interval covers 85 to 95 %, at coverage 0.3 to 1 and horizons 5 to 30 days`, () => {
      for (const coverage of [0.3, 0.6, 1]) {
        for (const horizonDays of [5, 14, 30]) {
          const found = simulateFermentation({ r, coverage, horizonDays, runs, seed })
          const where = `coverage ${coverage}, ${horizonDays} days`
          expect.soft(Math.abs(found.bias!), where).toBeLessThanOrEqual(0.03)
          expect.soft(found.coverage90, where).toBeGreaterThanOrEqual(0.85)
          expect.soft(found.coverage90, where).toBeLessThanOrEqual(0.95)
        }
      }
    })
  }

  test('broadcast alone gives 0, and an interval that contains it', () => {
    const found = simulateFermentation({ r: 0, coverage: 0.5, horizonDays: 14, runs: 50, seed: 12 })
    expect(found).toMatchObject({ mean: 0, bias: 0, coverage90: 1 })
  })
})

describe('the hold-out', { timeout: 120_000 }, () => {
  const runs = 500

  /** Viewers differ in how readily they buy, so that one viewer's answers are alike. */
  function experiment(effect: number, random: Random, viewers = 2500, each = 5): Delivery[] {
    return Array.from({ length: viewers }, (_, viewer) => {
      const readiness = 0.04 * random.uniform()
      return Array.from({ length: each }, () => {
        const notified = random.uniform() < 0.9
        return { viewer, notified, ordered: random.uniform() < readiness + (notified ? effect : 0) }
      })
    }).flat()
  }

  test('finds a planted lift without bias, inside its interval in about 95 %', () => {
    const random = seededRandom(6)
    const found = Array.from({ length: runs / 2 }, () => lift(experiment(0.01, random)))
    const mean = found.reduce((sum, one) => sum + one.lift!, 0) / found.length
    expect(Math.abs(mean - 0.01)).toBeLessThan(0.0005)
    const covered =
      found.filter(({ interval }) => interval!.low <= 0.01 && 0.01 <= interval!.high).length / found.length
    expect(covered).toBeGreaterThanOrEqual(0.93)
    expect(found.filter(({ certain }) => certain).length / found.length).toBeGreaterThan(0.5)
  })

  test('is certain of nothing in 5 % ± 2 of experiments without effect', () => {
    const random = seededRandom(6)
    const alarms = Array.from({ length: runs }, () => lift(experiment(0, random))).filter(
      ({ certain }) => certain,
    ).length
    expect(alarms / runs).toBeGreaterThanOrEqual(0.03)
    expect(alarms / runs).toBeLessThanOrEqual(0.07)
  })

  test('says nothing when nobody was held out, and is certain of nothing with few orders', () => {
    expect(lift([{ viewer: 'v', notified: true, ordered: true }])).toMatchObject({ lift: null, certain: false })
    // Two standard errors apart, but fewer than four orders were to be expected among the forty held out.
    const few = Array.from({ length: 440 }, (_, viewer) => ({ viewer, notified: viewer < 400, ordered: viewer < 40 }))
    const found = lift(few)
    expect(found.interval!.low).toBeGreaterThan(0)
    expect(found).toMatchObject({ lift: 0.1, certain: false })
    expect(lift([])).toMatchObject({ rateNotified: null, rateHeldOut: null })
  })
})
