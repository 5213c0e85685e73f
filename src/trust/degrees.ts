import { type Graph, hasArc } from './graph.ts'

export function outDegrees(graph: Graph): Uint32Array {
  const degrees = new Uint32Array(graph.nodes)
  for (let node = 0; node < graph.nodes; node++) degrees[node] = graph.starts[node + 1]! - graph.starts[node]!
  return degrees
}

export function inDegrees(graph: Graph): Uint32Array {
  const degrees = new Uint32Array(graph.nodes)
  for (let arc = 0; arc < graph.ends.length; arc++) degrees[graph.ends[arc]!]!++
  return degrees
}

/** Sum of the weights of a node's arcs; its degree when the graph has none. */
export function strengths(graph: Graph): Float64Array {
  const sums = Float64Array.from(outDegrees(graph))
  const { starts, weights } = graph
  if (!weights) return sums
  for (let node = 0; node < graph.nodes; node++) {
    let sum = 0
    for (let arc = starts[node]!; arc < starts[node + 1]!; arc++) sum += weights[arc]!
    sums[node] = sum
  }
  return sums
}

/** Share of arcs whose counter-arc exists; null for a graph without arcs. */
export function reciprocity(graph: Graph): number | null {
  if (graph.ends.length === 0) return null
  let returned = 0
  for (let node = 0; node < graph.nodes; node++) {
    for (let arc = graph.starts[node]!; arc < graph.starts[node + 1]!; arc++) {
      if (hasArc(graph, graph.ends[arc]!, node)) returned++
    }
  }
  return returned / graph.ends.length
}

/** The highest degrees first; of two equal ones the lower node first. */
export function topByDegree(degrees: Uint32Array | Float64Array, count: number): number[] {
  const nodes = Uint32Array.from(degrees, (_, node) => node)
  return Array.from(nodes.sort((a, b) => degrees[b]! - degrees[a]! || a - b).subarray(0, count))
}

/** Nodes in order of falling degree (counting sort): `order[place]` is a node, `place[node]` its place. */
export function placesByDegree(degrees: Uint32Array): { order: Uint32Array; place: Uint32Array } {
  let highest = 0
  for (const degree of degrees) if (degree > highest) highest = degree
  const next = new Uint32Array(highest + 2)
  for (const degree of degrees) next[highest - degree + 1]!++
  for (let i = 0; i <= highest; i++) next[i + 1]! += next[i]!
  const order = new Uint32Array(degrees.length)
  const place = new Uint32Array(degrees.length)
  for (let node = 0; node < degrees.length; node++) {
    const at = next[highest - degrees[node]!]!++
    order[at] = node
    place[node] = at
  }
  return { order, place }
}
