import { outDegrees } from './degrees.ts'
import type { Graph } from './graph.ts'

/** For each node of an undirected graph the largest k such that it lies in the k-core (Batagelj & Zaveršnik 2003). */
export function coreNumbers(graph: Graph): Uint32Array {
  const { nodes, starts, ends } = graph
  const left = outDegrees(graph)
  const { order, place, starts: first } = byDegree(left)
  for (let at = 0; at < nodes; at++) {
    const node = order[at]!
    for (let arc = starts[node]!; arc < starts[node + 1]!; arc++) {
      const neighbour = ends[arc]!
      const degree = left[neighbour]!
      if (degree <= left[node]!) continue
      // Swapped with the first node of its degree, the neighbour moves one degree down without a new sort.
      const swapAt = first[degree]!
      const swapped = order[swapAt]!
      order[place[neighbour]!] = swapped
      place[swapped] = place[neighbour]!
      order[swapAt] = neighbour
      place[neighbour] = swapAt
      first[degree]!++
      left[neighbour]!--
    }
  }
  return left
}

/** The highest core there is, and how many nodes it has. */
export function innermostCore(cores: Uint32Array): { core: number; nodes: number } {
  let core = 0
  let nodes = 0
  for (const number of cores) {
    if (number > core) {
      core = number
      nodes = 0
    }
    if (number === core) nodes++
  }
  return { core, nodes }
}

function byDegree(degrees: Uint32Array) {
  let highest = 0
  for (const degree of degrees) if (degree > highest) highest = degree
  const starts = new Uint32Array(highest + 2)
  for (const degree of degrees) starts[degree + 1]!++
  for (let degree = 0; degree <= highest; degree++) starts[degree + 1]! += starts[degree]!
  const next = starts.slice()
  const order = new Uint32Array(degrees.length)
  const place = new Uint32Array(degrees.length)
  for (let node = 0; node < degrees.length; node++) {
    const at = next[degrees[node]!]!++
    order[at] = node
    place[node] = at
  }
  return { order, place, starts }
}
