import { describe, expect, test } from 'vitest'
import { arcGraph, arcsOf, discountedForClaims } from './arcs.ts'
import { dayMs, type Evidence, type Person } from './evidence.ts'
import { type WeighOptions, weigh } from './weighing.ts'

const now = Date.UTC(2026, 10, 30, 4)
const daysAgo = (days: number) => now - days * dayMs

let count = 0
function act(actor: Person, words: Person[], more: Partial<Evidence> = {}): Evidence {
  count++
  const at = more.at ?? daysAgo(30)
  return { id: `ord_${count}`, kind: 'order', actor, words, at, known: 'named', keptFrom: at + 7 * dayMs, ...more }
}

const arcs = (evidence: Evidence[], options: Partial<WeighOptions> = {}) =>
  arcsOf(weigh(evidence, { now, ...options }), now)

const weightOf = (evidence: Evidence[], options: Partial<WeighOptions> = {}) => arcs(evidence, options)[0]?.weight ?? 0

describe('an arc', () => {
  test('weighs ln(1 + base × decay): a kept order of thirty days ago counts half of three', () => {
    expect(weightOf([act('v', ['u'])])).toBeCloseTo(Math.log(1 + 1.5), 12)
    expect(weightOf([act('v', ['u'], { at: daysAgo(60) })])).toBeCloseTo(Math.log(1 + 0.75), 12)
    expect(weightOf([act('v', ['u'], { at: daysAgo(91) })])).toBe(0)
  })

  test('counts joins 2, invitations 1 and once, responses ½ and once a day', () => {
    expect(weightOf([act('v', ['u'], { kind: 'group_join' })])).toBeCloseTo(Math.log(2), 12)
    const invited = [1, 2].map(() => act('v', ['u'], { kind: 'invitation' }))
    expect(weightOf(invited)).toBeCloseTo(Math.log(1.5), 12)
    const sameDay = [0, 1, 2].map((hour) => act('v', ['u'], { kind: 'response', at: daysAgo(30) + hour * 3_600_000 }))
    expect(weightOf(sameDay)).toBeCloseTo(Math.log(1.25), 3)
    const nextDay = act('v', ['u'], { kind: 'response', at: daysAgo(29) })
    expect(weightOf([...sameDay, nextDay])).toBeGreaterThan(weightOf(sameDay))
  })

  test('shares an order equally among those she named, three at most and each once', () => {
    const weights = arcs([act('v', ['a', 'b', 'a', 'owner', 'late'])]).map((arc) => [arc.from, arc.weight])
    expect(weights).toEqual(['a', 'b', 'owner'].map((from) => [from, expect.closeTo(Math.log(1.5), 12)]))
  })

  test('tires: from the fourth of a kind within 30 days each counts half, and it recovers', () => {
    const evidence = [0, 1, 2, 3].map((i) => act('v', ['u'], { at: daysAgo(30) + i }))
    expect(weightOf(evidence)).toBeCloseTo(Math.log(1 + 1.5 * 3.5), 6)
    const apart = [80, 70, 60, 20].map((days) => act('v', ['u'], { at: daysAgo(days) }))
    expect(arcs(apart)[0]!.because.map((piece) => piece.fatigue)).toEqual([1, 1, 1, 1])
    const otherKind = [...evidence.slice(0, 3), act('v', ['u'], { kind: 'response', at: daysAgo(30) + 9 })]
    expect(arcs(otherKind)[0]!.because.at(-1)!.fatigue).toBe(1)
  })

  test('explains itself, also what does not count', () => {
    const evidence = [
      act('v', ['u', 'w'], { id: 'ord_oranges', field: 'fruit', product: 'prd_oranges' }),
      act('v', ['u'], { id: 'ord_returned', keptFrom: null }),
      act('v', ['u'], { id: 'ord_young', at: daysAgo(2) }),
    ]
    const arc = arcs(evidence).find(({ from }) => from === 'u')!
    expect(arc.because.map(({ evidenceId, value, silent }) => ({ evidenceId, counts: value > 0, silent }))).toEqual([
      { evidenceId: 'ord_oranges', counts: true, silent: null },
      { evidenceId: 'ord_returned', counts: false, silent: 'returned' },
      { evidenceId: 'ord_young', counts: false, silent: 'not_kept_yet' },
    ])
    const piece = arc.because[0]!
    expect(piece).toMatchObject({ base: 3, share: 0.5, fatigue: 1, field: 'fruit', known: 'named' })
    expect(piece.value).toBeCloseTo(piece.base * piece.share * piece.decay * piece.fatigue, 12)
    expect(arc.weight).toBeCloseTo(Math.log(1 + piece.value), 12)
  })

  test('is kept per field', () => {
    const evidence = [act('v', ['u'], { field: 'skin_care' }), act('v', ['u'], { field: 'crabs' })]
    expect(weightOf(evidence, { field: 'crabs' })).toBeCloseTo(Math.log(2.5), 12)
    expect(weightOf(evidence, { field: 'tea' })).toBe(0)
  })

  test('of a plain link without an answer is none: the order is uncovered', () => {
    expect(arcs([act('v', [], { known: 'link' })])).toEqual([])
  })

  test("loses half per upheld claim of the speaker's own, and nobody else's loses anything", () => {
    const weighed = weigh([act('v', ['u']), act('u', ['w'])], { now })
    const graph = arcGraph(weighed)
    const claims = weighed.people.map((person) => (person === 'u' ? 2 : 0))
    const discounted = discountedForClaims(graph, claims)
    const weight = (from: Person, weights: Float64Array) => weights[graph.starts[weighed.indexOf.get(from)!]!]!
    expect(weight('u', discounted.weights!)).toBeCloseTo(weight('u', graph.weights!) / 4, 12)
    expect(weight('w', discounted.weights!)).toBe(weight('w', graph.weights!))
  })
})

describe('cheating adds nothing', () => {
  const honest = [act('v', ['u']), act('w', ['u'], { at: daysAgo(20) })]
  const total = (evidence: Evidence[], options: Partial<WeighOptions> = {}) =>
    arcs(evidence, options).reduce((sum, arc) => sum + arc.weight, 0)

  test('a ring that buys through one another and returns everything', () => {
    const ring = [0, 1, 2, 3, 4].map((i) => act(`x${i}`, [`x${(i + 1) % 5}`], { keptFrom: null }))
    expect(total([...honest, ...ring])).toBe(total(honest))
  })

  test('ten accounts of one hand that share with themselves and speak for their owner', () => {
    const accounts = Array.from({ length: 10 }, (_, i) => `x${i}`)
    const hands = new Map<Person, Person>(accounts.map((account) => [account, 'x0']))
    const ring = accounts.flatMap((from) => accounts.map((to) => act(to, [from], { known: 'share' })))
    expect(total([...honest, ...ring], { hands })).toBe(total(honest))
    expect(weigh([...honest, ...ring], { now, hands }).people.length).toBe(4)
  })

  test('invitations and replies among accounts that never kept an order', () => {
    const ring = [0, 1, 2, 3].flatMap((i) => [
      act(`x${i + 1}`, [`x${i}`], { kind: 'invitation', keptFrom: null }),
      act(`x${i}`, [`x${i + 1}`], { kind: 'response', keptFrom: null }),
    ])
    expect(total([...honest, ...ring])).toBe(total(honest))
  })

  test('an order on one’s own word', () => {
    expect(total([act('u', ['u'])])).toBe(0)
  })
})
