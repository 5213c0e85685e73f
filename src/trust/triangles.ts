import { outDegrees, placesByDegree } from './degrees.ts'
import type { Graph } from './graph.ts'

export interface Triangles {
  readonly count: number
  /** How many triangles each node is part of. */
  readonly perNode: Uint32Array
  /** Closed triples over all triples (Newman); null when no node has two neighbours. */
  readonly transitivity: number | null
  /** Mean of each node's share of linked neighbour pairs; nodes with fewer than two neighbours count 0. */
  readonly meanLocalClustering: number
}

/**
 * Triangles of an undirected graph, each found once: arcs are kept from the lower to the higher node in the order of
 * degree, so that no node has more than √(2·edges) of them (Chiba & Nishizeki 1985; Latapy 2008).
 */
export function triangles(graph: Graph): Triangles {
  const degrees = outDegrees(graph)
  const perNode = countPerNode(graph, degrees)
  let corners = 0
  let triples = 0
  let clustering = 0
  for (let node = 0; node < graph.nodes; node++) {
    const pairs = (degrees[node]! * (degrees[node]! - 1)) / 2
    corners += perNode[node]!
    triples += pairs
    if (pairs > 0) clustering += perNode[node]! / pairs
  }
  return {
    count: corners / 3,
    perNode,
    transitivity: triples > 0 ? corners / triples : null,
    meanLocalClustering: graph.nodes > 0 ? clustering / graph.nodes : 0,
  }
}

function countPerNode(graph: Graph, degrees: Uint32Array): Uint32Array {
  const { nodes, starts, ends, original } = forward(graph, degrees)
  const counts = new Uint32Array(nodes)
  const markedBy = new Int32Array(nodes).fill(-1)
  for (let a = 0; a < nodes; a++) {
    const from = starts[a]!
    const until = starts[a + 1]!
    for (let i = from; i < until; i++) markedBy[ends[i]!] = a
    for (let i = from; i < until; i++) {
      const b = ends[i]!
      let closed = 0
      for (let j = starts[b]!, end = starts[b + 1]!; j < end; j++) {
        const c = ends[j]!
        if (markedBy[c] === a) {
          counts[c]!++
          closed++
        }
      }
      counts[b]! += closed
      counts[a]! += closed
    }
  }
  const perNode = new Uint32Array(nodes)
  for (let place = 0; place < nodes; place++) perNode[original[place]!] = counts[place]!
  return perNode
}

/** Nodes renumbered by falling degree, each with its arcs to higher-degree ones only. */
function forward(graph: Graph, degrees: Uint32Array) {
  const { order: original, place } = placesByDegree(degrees)
  const starts = new Uint32Array(graph.nodes + 1)
  const ends = new Uint32Array(graph.ends.length / 2)
  let written = 0
  for (let a = 0; a < graph.nodes; a++) {
    starts[a] = written
    const node = original[a]!
    for (let arc = graph.starts[node]!, end = graph.starts[node + 1]!; arc < end; arc++) {
      const b = place[graph.ends[arc]!]!
      if (b < a) ends[written++] = b
    }
  }
  starts[graph.nodes] = written
  return { nodes: graph.nodes, starts, ends, original }
}
