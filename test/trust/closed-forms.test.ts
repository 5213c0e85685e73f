import { describe, expect, test } from 'vitest'
import { degreeCentralisation, effectiveNumber } from '../../src/trust/centralisation.ts'
import { components } from '../../src/trust/components.ts'
import { coreNumbers, innermostCore } from '../../src/trust/cores.ts'
import { reciprocity } from '../../src/trust/degrees.ts'
import { pageRank } from '../../src/trust/pagerank.ts'
import { meanDistance, structuralVirality } from '../../src/trust/structural-virality.ts'
import { triangles } from '../../src/trust/triangles.ts'
import { clique, cycle, directed, path, star, undirected } from './graphs.ts'

describe('graphs whose values are known by heart', () => {
  test.each([3, 4, 10, 101])('n = %i: Freeman is 1 for a star, 0 for a cycle and for a clique', (n) => {
    expect(degreeCentralisation(star(n))).toBe(1)
    expect(degreeCentralisation(cycle(n))).toBe(0)
    expect(degreeCentralisation(clique(n))).toBe(0)
  })

  test.each([2, 3, 10, 101])('n = %i: structural virality is 2(n−1)/n for a star, (n+1)/3 for a path', (n) => {
    const toldByOne = [-1, ...Array.from({ length: n - 1 }, () => 0)]
    const toldOnward = Array.from({ length: n }, (_, i) => i - 1)
    expect(structuralVirality(toldByOne)).toBeCloseTo((2 * (n - 1)) / n, 12)
    expect(structuralVirality(toldOnward)).toBeCloseTo((n + 1) / 3, 12)
    expect(meanDistance(star(n))).toBeCloseTo((2 * (n - 1)) / n, 12)
    expect(meanDistance(path(n))).toBeCloseTo((n + 1) / 3, 12)
  })

  test('a cascade of several trees averages over the pairs within each, and a circle is refused', () => {
    expect(structuralVirality([-1, 0, -1])).toBe(1)
    expect(structuralVirality([-1, -1])).toBeNull()
    expect(() => structuralVirality([1, 0])).toThrow('circle')
  })

  test('a clique has every triangle and one core; a star has none', () => {
    expect(triangles(clique(6))).toMatchObject({ count: 20, transitivity: 1, meanLocalClustering: 1 })
    expect(innermostCore(coreNumbers(clique(6)))).toEqual({ core: 5, nodes: 6 })
    expect(triangles(star(6))).toMatchObject({ count: 0, transitivity: 0, meanLocalClustering: 0 })
    expect(innermostCore(coreNumbers(star(6)))).toEqual({ core: 1, nodes: 6 })
  })

  test('a star falls apart without its centre, a cycle does not', () => {
    expect(components(star(6), [0]).sizes).toEqual([1, 1, 1, 1, 1])
    expect(components(cycle(6), [0]).sizes).toEqual([5])
  })

  test('reciprocity counts arcs that are answered', () => {
    expect(
      reciprocity(
        directed(3, [
          [0, 1],
          [1, 0],
          [1, 2],
        ]),
      ),
    ).toBeCloseTo(2 / 3, 12)
    expect(reciprocity(directed(2, []))).toBeNull()
  })

  test('the effective number of equal voices is their number', () => {
    expect(effectiveNumber([3, 3, 3, 3])).toBe(4)
    expect(effectiveNumber([])).toBe(0)
  })

  test('PageRank: alike on a cycle; 0.4757 in the middle of a star of four leaves; p where there are no arcs', () => {
    for (const score of pageRank(cycle(7)).scores) expect(score).toBeCloseTo(1 / 7, 12)
    // x = 0.03 + 0.85 · 4y and 4y = 0.12 + 0.85 x
    expect(pageRank(star(5)).scores[0]).toBeCloseTo((0.03 + 0.85 * 0.12) / (1 - 0.85 ** 2), 12)
    const nowhereToGo = pageRank(directed(3, []), { start: Float64Array.of(1, 3, 0) }).scores
    expect(nowhereToGo[0]).toBeCloseTo(0.25, 12)
    expect(nowhereToGo[1]).toBeCloseTo(0.75, 12)
  })
})

describe('graphs with nothing in them', () => {
  const nothing = undirected(0, [])

  test('have no values and break nothing', () => {
    expect(triangles(nothing)).toMatchObject({ count: 0, transitivity: null, meanLocalClustering: 0 })
    expect(innermostCore(coreNumbers(nothing))).toEqual({ core: 0, nodes: 0 })
    expect(components(nothing).sizes).toEqual([])
    expect(degreeCentralisation(nothing)).toBeNull()
    expect(meanDistance(nothing)).toBeNull()
    expect(structuralVirality([])).toBeNull()
    expect(pageRank(nothing).scores.length).toBe(0)
  })
})
