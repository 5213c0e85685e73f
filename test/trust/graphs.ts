import { directedGraph, type Graph, undirectedGraph } from '../../src/trust/graph.ts'
import type { Random } from '../../src/trust/random.ts'

type Pair = readonly [from: number, to: number, weight?: number]

const listOf = (nodes: number, pairs: readonly Pair[]) => ({
  nodes,
  from: Uint32Array.from(pairs, ([from]) => from),
  to: Uint32Array.from(pairs, ([, to]) => to),
  weights: Float64Array.from(pairs, ([, , weight = 1]) => weight),
})

export const directed = (nodes: number, pairs: readonly Pair[]): Graph => directedGraph(listOf(nodes, pairs))

export function undirected(nodes: number, pairs: readonly Pair[]): Graph {
  const { weights: _, ...list } = listOf(nodes, pairs)
  return undirectedGraph(list)
}

const upTo = (count: number) => Array.from({ length: count }, (_, i) => i)

export const star = (n: number) =>
  undirected(
    n,
    upTo(n - 1).map((i) => [0, i + 1] as const),
  )
export const path = (n: number) =>
  undirected(
    n,
    upTo(n - 1).map((i) => [i, i + 1] as const),
  )
export const cycle = (n: number) =>
  undirected(
    n,
    upTo(n).map((i) => [i, (i + 1) % n] as const),
  )
export const clique = (n: number) =>
  undirected(
    n,
    upTo(n).flatMap((i) => upTo(i).map((j) => [i, j] as const)),
  )

/** Who trusts whom, by chance: every ordered pair with this chance, weights from ½ to 3. */
export function randomTrust(nodes: number, chance: number, random: Random): Pair[] {
  const pairs: Pair[] = []
  for (let from = 0; from < nodes; from++) {
    for (let to = 0; to < nodes; to++) {
      if (from !== to && random.uniform() < chance) pairs.push([from, to, 0.5 + 2.5 * random.uniform()])
    }
  }
  return pairs
}
