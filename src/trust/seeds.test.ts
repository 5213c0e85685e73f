import { describe, expect, test } from 'vitest'
import { directedGraph, type Graph } from './graph.ts'
import { influence } from './influence.ts'
import { seededRandom } from './random.ts'
import { chooseSeeds, type PairHistory } from './seeds.ts'
import { spread } from './spread.ts'

type Chance = readonly [from: number, to: number, chance: number]

const graphOf = (nodes: number, arcs: readonly Chance[]): Graph =>
  directedGraph({
    nodes,
    from: Uint32Array.from(arcs, ([from]) => from),
    to: Uint32Array.from(arcs, ([, to]) => to),
    weights: Float64Array.from(arcs, ([, , chance]) => chance),
  })

describe('seeds by reverse-reachable sets', () => {
  test('are the best there are, where all can be tried', () => {
    const random = seededRandom(3)
    const arcs: Chance[] = Array.from({ length: 26 }, () => [random.below(9), random.below(9), random.uniform() * 0.6])
    const graph = graphOf(
      9,
      arcs.filter(([from, to]) => from !== to),
    )
    const reachOf = (seeds: number[]) => spread(graph, seeds, seededRandom(8), { runs: 20_000 }).mean
    const pairs = Array.from({ length: 81 }, (_, i) => [Math.floor(i / 9), i % 9]).filter(([a, b]) => a! < b!)
    const best = Math.max(...pairs.map(reachOf))
    const chosen = influence(graph, { k: 2, fewestSets: 65_536 }, seededRandom(1))
    expect(reachOf([...chosen.seeds])).toBeGreaterThanOrEqual(0.98 * best)
    expect(Math.abs(chosen.curve[1]! - reachOf([...chosen.seeds]))).toBeLessThan(0.05)
    expect(chosen.certifiedRatio).toBeGreaterThanOrEqual(0.75)
  })

  test('of sure arcs reach exactly whom they lead to', () => {
    const chain = graphOf(5, [
      [0, 1, 1],
      [1, 2, 1],
      [2, 3, 1],
      [3, 4, 1],
    ])
    expect(influence(chain, { k: 1, fewestSets: 4096 }, seededRandom(1)).seeds).toEqual([0])
    expect(spread(chain, [0], seededRandom(1))).toMatchObject({ mean: 5, standardError: 0 })
  })

  test('of nobody are nobody, and more than there are people are all of them', () => {
    expect(influence(graphOf(0, []), { k: 3 }, seededRandom(1)).seeds).toEqual([])
    expect(influence(graphOf(2, []), { k: 9, fewestSets: 4096 }, seededRandom(1)).seeds).toHaveLength(2)
  })
})

describe('seeds of a community', () => {
  /** Two circles round a and x; a and x reach everyone in theirs, everyone else nobody. */
  const histories: PairHistory[] = [
    ...['b', 'c', 'd', 'e', 'f'].map((to) => ({ from: 'a', to, shown: 100, kept: 60 })),
    ...['y', 'z'].map((to) => ({ from: 'x', to, shown: 100, kept: 60 })),
    { from: 'b', to: 'c', shown: 100, kept: 50 },
    { from: 'owner', to: 'a', shown: 100, kept: 90 },
  ]
  const ask = (more = {}) => chooseSeeds(histories, { k: 2, owners: ['owner'], seconds: 1, ...more })

  test('are the two who reach most, beside top degree and chance; the owner is left out', () => {
    const answer = ask()
    expect(new Set(answer.seeds)).toEqual(new Set(['a', 'x']))
    expect(answer.curve).toHaveLength(2)
    expect(answer.spread).toBeGreaterThanOrEqual(answer.degreeSpread - 0.05)
    expect(answer.spread).toBeGreaterThan(answer.randomSpread)
    expect(answer.certifiedRatio).toBeGreaterThan(0.5)
  })

  test('leave out people with upheld claims and tired pairs', () => {
    expect(ask({ faulted: ['a'] }).seeds).not.toContain('a')
    const tired = histories.map((pair) => (pair.from === 'a' ? { ...pair, tired: true } : pair))
    expect(chooseSeeds(tired, { k: 1, owners: ['owner'], seconds: 1 }).seeds).toEqual(['x'])
  })

  test('lie in two circles when the community is islands, and keep to a budget', () => {
    const lopsided = [
      ...histories,
      { from: 'f', to: 'e', shown: 10, kept: 9 },
      { from: 'f', to: 'd', shown: 10, kept: 9 },
    ]
    const tiny = lopsided.filter(({ from }) => from !== 'x').concat({ from: 'x', to: 'y', shown: 100, kept: 1 })
    const spreadOut = chooseSeeds(tiny, { k: 2, owners: ['owner'], islands: true, seconds: 1 })
    expect(spreadOut.seeds.some((seed) => seed === 'x' || seed === 'y')).toBe(true)
    const costs = new Map(
      ['a', 'b', 'c', 'd', 'e', 'f', 'x', 'y', 'z'].map((person) => [person, person === 'a' ? 100 : 1]),
    )
    expect(ask({ costs, budget: 3 }).seeds).not.toContain('a')
  })

  test('of a community without histories are none', () => {
    expect(chooseSeeds([], { k: 3, owners: [] })).toMatchObject({ seeds: [], spread: 0, randomSpread: 0 })
  })
})
