import { inDegrees, outDegrees } from './degrees.ts'
import type { Graph } from './graph.ts'

/**
 * Freeman's degree centralisation of an undirected graph: how much of a star it is, from 0 (all degrees equal) to
 * 1 (a star). Null below three nodes, where no graph can be a star.
 */
export function degreeCentralisation(graph: Graph): number | null {
  if (graph.nodes < 3) return null
  return shortfall(outDegrees(graph)) / ((graph.nodes - 1) * (graph.nodes - 2))
}

/** The same for the incoming arcs of a directed graph: 1 when all point at one node and nothing else is there. */
export function inDegreeCentralisation(graph: Graph): number | null {
  if (graph.nodes < 2) return null
  return shortfall(inDegrees(graph)) / (graph.nodes - 1) ** 2
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

/** How far all degrees together stay behind the highest. */
function shortfall(degrees: Uint32Array): number {
  let highest = 0
  let sum = 0
  for (const degree of degrees) {
    sum += degree
    if (degree > highest) highest = degree
  }
  return degrees.length * highest - sum
}
