import { describe, expect } from 'vitest'
import { degreeCentralisation } from '../../src/trust/centralisation.ts'
import { components } from '../../src/trust/components.ts'
import { coreNumbers } from '../../src/trust/cores.ts'
import { reciprocity } from '../../src/trust/degrees.ts'
import { directedGraph, undirectedGraph } from '../../src/trust/graph.ts'
import { pageRank } from '../../src/trust/pagerank.ts'
import { pageRankOnThreads } from '../../src/trust/pagerank-threads.ts'
import { type Random, seededRandom } from '../../src/trust/random.ts'
import { triangles } from '../../src/trust/triangles.ts'
import { testUnless } from '../support/skip.ts'
import { askIgraph, type ForIgraph, type FoundByIgraph, whyNoIgraph } from './igraph.ts'

const testWithIgraph = testUnless(whyNoIgraph())
const seed = Number(process.env.LEAVEN_SEED ?? 20_261_122)

/** Each is drawn anew for every seed: LEAVEN_SEED=… tries others. */
const kinds: { name: string; arcs: (nodes: number, random: Random) => [number, number][] }[] = [
  { name: 'arcs anywhere, with doubles and loops', arcs: anywhere },
  { name: 'few arcs, many left alone', arcs: (nodes, random) => anywhere(nodes, random, 0.4) },
  { name: 'a few whom everybody follows', arcs: famous },
  { name: 'circles of six and some ties between', arcs: circles },
]
const sizes = [1, 2, 3, 7, 40, 300, 2000]

describe('graphs by chance, against igraph', { timeout: 120_000 }, () => {
  for (const [kind, { name, arcs }] of kinds.entries()) {
    testWithIgraph(`${name}: counts are exact, PageRank is within 1e-9`, async () => {
      const random = seededRandom(seed + kind)
      const graphs = [...sizes, ...sizes].map((nodes) => weighted(nodes, arcs(nodes, random), random))
      const found = await askIgraph(graphs)
      for (const [at, graph] of graphs.entries())
        await expectAlike(graph, found[at]!, `${graph.nodes} nodes, no. ${at}`)
    })
  }
})

async function expectAlike(graph: ForIgraph, known: FoundByIgraph, where: string): Promise<void> {
  const list = {
    nodes: graph.nodes,
    from: Uint32Array.from(graph.arcs, ([from]) => from),
    to: Uint32Array.from(graph.arcs, ([, to]) => to),
  }
  const directed = directedGraph(list)
  const undirected = undirectedGraph(list)
  const closed = triangles(undirected)
  expect([directed.ends.length, undirected.ends.length / 2], where).toEqual([known.arcs, known.edges])
  expect(closed.count, where).toBe(known.triangles)
  expect([...closed.perNode], where).toEqual(known.perNode)
  expectNear(closed.transitivity, known.transitivity, where)
  expectNear(closed.meanLocalClustering, known.meanLocalClustering, where)
  expectNear(reciprocity(directed), known.reciprocity, where)
  expect([...coreNumbers(undirected)], where).toEqual(known.cores)
  expect([...components(undirected).sizes], where).toEqual(known.components)
  expectNear(degreeCentralisation(undirected), freeman(known.degrees), where)

  const weights = directedGraph({ ...list, weights: Float64Array.from(graph.weights) })
  const start = Float64Array.from(graph.start)
  const rankings = [
    [pageRank(directed), known.directedRank],
    [pageRank(undirected), known.undirectedRank],
    [pageRank(weights, { damping: 0.6 }), known.weightedRank],
    [pageRank(directed, { start }), known.personalRank],
    ...(graph.nodes > 100 ? ([[await pageRankOnThreads(directed, 2), known.directedRank]] as const) : []),
  ] as const
  for (const [{ scores, errorBound }, ranks] of rankings) {
    expect(Math.max(...scores.map((score, node) => Math.abs(score - ranks[node]!))), where).toBeLessThanOrEqual(1e-9)
    expect(Math.abs(scores.reduce((sum, score) => sum + score, 0) - 1), where).toBeLessThanOrEqual(1e-12)
    expect(errorBound, where).toBeLessThanOrEqual(1e-12)
  }
}

function expectNear(ours: number | null, theirs: number | null, where: string): void {
  if (ours === null || theirs === null) expect(ours, where).toBe(theirs)
  else expect(Math.abs(ours - theirs), where).toBeLessThanOrEqual(1e-12)
}

/** Freeman 1979, from igraph's degrees. */
function freeman(degrees: readonly number[]): number | null {
  const n = degrees.length
  if (n < 3) return null
  const most = Math.max(...degrees)
  return degrees.reduce((sum, degree) => sum + most - degree, 0) / ((n - 1) * (n - 2))
}

function weighted(nodes: number, arcs: [number, number][], random: Random): ForIgraph {
  const start = Array.from({ length: nodes }, () => (random.uniform() < 0.2 ? random.uniform() : 0))
  start[random.below(nodes)] = 1
  return { nodes, arcs, weights: arcs.map(() => 0.1 + random.uniform()), start }
}

function anywhere(nodes: number, random: Random, perNode = 4): [number, number][] {
  return Array.from({ length: Math.round(nodes * perNode) }, () => [random.below(nodes), random.below(nodes)])
}

/** Everybody follows three, drawn towards those with low numbers. */
function famous(nodes: number, random: Random): [number, number][] {
  return Array.from({ length: 3 * nodes }, (_, arc) => [arc % nodes, Math.floor(nodes * random.uniform() ** 3)])
}

function circles(nodes: number, random: Random): [number, number][] {
  return Array.from({ length: 4 * nodes }, () => {
    const from = random.below(nodes)
    const near = Math.min(nodes - 1, from - (from % 6) + random.below(6))
    return [from, random.uniform() < 0.1 ? random.below(nodes) : near]
  })
}
