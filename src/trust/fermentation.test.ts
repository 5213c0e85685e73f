import { describe, expect, test } from 'vitest'
import { type CascadeOptions, linkCascades } from './cascades.ts'
import { exponentialDelays } from './delays.ts'
import { dayMs, type Evidence, type Person } from './evidence.ts'
import { fermentation } from './fermentation.ts'

const until = 90 * dayMs
const atOnce = exponentialDelays(1)

let count = 0
function order(actor: Person, words: Person[], day: number, more: Partial<Evidence> = {}): Evidence {
  count++
  const at = day * dayMs
  return { id: `ord_${count}`, kind: 'order', actor, words, at, known: 'named', keptFrom: at + dayMs, ...more }
}

const link = (evidence: Evidence[], options: Partial<CascadeOptions> = {}) =>
  linkCascades(evidence, { until, owners: ['owner'], ...options })

const parentsOf = (evidence: Evidence[], options: Partial<CascadeOptions> = {}) =>
  link(evidence, options).map(({ parent }) => parent)

const r = (evidence: Evidence[], options: Partial<CascadeOptions> = {}) =>
  fermentation(link(evidence, options), { until, delays: atOnce })

/** Forty people who follow the owner. */
const broadcast = Array.from({ length: 40 }, (_, i) => order(`b${i}`, ['owner'], 1 + i / 100))

describe('cascades', () => {
  test('link an order to the latest earlier order of the same product by the person whose word it came on', () => {
    const oranges = { product: 'oranges' }
    const evidence = [
      order('a', ['owner'], 1, oranges),
      order('a', [], 2, { product: 'tea' }),
      order('b', ['a'], 3, oranges),
      order('c', ['b'], 4, oranges),
      order('d', ['b'], 5, { product: 'tea' }),
    ]
    expect(parentsOf(evidence)).toEqual([-1, -1, 0, 2, -1])
  })

  test('count half a child when she names a friend and the owner', () => {
    expect(link([order('a', [], 1), order('b', ['a', 'owner'], 2)]).at(-1)).toMatchObject({
      parent: 0,
      childShare: 0.5,
    })
  })

  test('leave out what was returned, and what is too young to be known as kept', () => {
    expect(link([order('a', [], 1, { keptFrom: null }), order('b', ['a'], 2), order('c', ['b'], 95)])).toHaveLength(1)
  })
})

describe('fermentation', () => {
  test('of broadcast alone is 0, and says nothing under 30 orders', () => {
    expect(r(broadcast)).toMatchObject({ label: 'none', r: 0, orders: 40, children: 0, coverage: 1 })
    expect(r(broadcast.slice(0, 29))).toMatchObject({ label: 'too_few', r: null, interval: null })
    expect(r([])).toMatchObject({ label: 'too_few', coverage: null })
  })

  test('is children per order, made up for unanswered ones', () => {
    const children = Array.from({ length: 40 }, (_, i) => order(`c${i}`, [`b${i % 20}`], 10))
    expect(r([...broadcast, ...children])).toMatchObject({ label: 'strong', r: expect.closeTo(0.5, 9) })
    const silent = Array.from({ length: 80 }, (_, i) => order(`s${i}`, [], 11))
    const half = r([...broadcast, ...children, ...silent])
    expect(half.coverage).toBe(0.5)
    expect(half.r).toBeCloseTo(0.5, 9)
  })

  test('counts a young order for the share of its children that can have come', () => {
    const delays = exponentialDelays(10 * dayMs)
    const orders = Array.from({ length: 60 }, (_, i) => ({
      at: 80 * dayMs,
      parent: i < 30 ? -1 : i - 30,
      childShare: i < 30 ? 0 : 1,
      covered: true,
    }))
    expect(fermentation(orders, { until, delays }).r).toBeCloseTo(30 / (60 * (1 - Math.exp(-1))), 9)
  })

  test('gains nothing from buy-then-refund, from one hand with ten accounts, or from one’s own word', () => {
    const accounts = Array.from({ length: 10 }, (_, i) => `b${i}`)
    const hands = new Map<Person, Person>(accounts.map((account) => [account, 'b0']))
    const refunded = accounts.map((account, i) => order(account, [`b${(i + 1) % 10}`], 20, { keptFrom: null }))
    const ring = accounts.map((account, i) => order(account, [`b${(i + 1) % 10}`], 20))
    expect(r([...broadcast, ...refunded]).r).toBe(0)
    expect(r([...broadcast, ...ring], { hands }).r).toBe(0)
    expect(r([...broadcast, ...accounts.map((account) => order(account, [account], 21))]).r).toBe(0)
  })
})
