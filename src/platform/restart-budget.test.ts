import fc from 'fast-check'
import { expect, test } from 'vitest'
import { RestartBudget } from './restart-budget.ts'

test('the first five restarts happen at once, the sixth waits for the minute to end', () => {
  const budget = new RestartBudget()
  const delays = [0, 200, 400, 600, 800, 1000].map((now) => budget.take(now))
  expect(delays.slice(0, 5)).toEqual([100, 100, 100, 100, 100])
  expect(delays[5]).toBe(100 + 60_000 - 1000)
})

test('however children die, no minute sees more than five restarts', () => {
  const livesMs = fc.array(fc.integer({ min: 0, max: 30_000 }), { minLength: 1, maxLength: 60 })
  fc.assert(
    fc.property(livesMs, (lives) => {
      const budget = new RestartBudget()
      const restarts: number[] = []
      let now = 0
      for (const life of lives) {
        now += budget.take(now)
        restarts.push(now)
        now += life
      }
      for (const from of restarts) {
        expect(restarts.filter((at) => at >= from && at < from + 60_000).length).toBeLessThanOrEqual(5)
      }
    }),
  )
})
