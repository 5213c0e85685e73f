import { outDegrees } from './degrees.ts'
import type { Graph } from './graph.ts'

/**
 * Freeman's degree centralisation of an undirected graph: how much of a star it is, from 0 (all degrees equal) to
 * 1 (a star). Null below three nodes, where no graph can be a star.
 */
export function degreeCentralisation(graph: Graph): number | null {
  if (graph.nodes < 3) return null
  let highest = 0
  for (const degree of outDegrees(graph)) if (degree > highest) highest = degree
  const shortOfHighest = graph.nodes * highest - graph.ends.length
  return shortOfHighest / ((graph.nodes - 1) * (graph.nodes - 2))
}

/** 1/Σp²: as many equal voices would share the weight so evenly. 0 when nobody has any. */
export function effectiveNumber(weights: Iterable<number>): number {
  let sum = 0
  let squares = 0
  for (const weight of weights) {
    sum += weight
    squares += weight * weight
  }
  return squares > 0 ? (sum * sum) / squares : 0
}
