import type { Graph } from './graph.ts'

/**
 * Mean distance between two members of a cascade (Goel et al. 2015): 2(n−1)/n when one person told all, (n+1)/3 when
 * each told the next. `parents[i]` is who brought member i, −1 for the root; several roots count as several trees and
 * their pairs are averaged together. Null when no tree has two members. Refuses a parent that comes after the child's
 * own descendants (a circle).
 */
export function structuralVirality(parents: Int32Array | readonly number[]): number | null {
  const n = parents.length
  const order = childrenFirst(parents)
  const sizes = new Float64Array(n).fill(1)
  for (const member of order) if (parents[member]! >= 0) sizes[parents[member]!]! += sizes[member]!
  const treeSizes = new Float64Array(n)
  for (let at = n - 1; at >= 0; at--) {
    const member = order[at]!
    treeSizes[member] = parents[member]! < 0 ? sizes[member]! : treeSizes[parents[member]!]!
  }
  let distances = 0
  let pairs = 0
  for (let member = 0; member < n; member++) {
    // The link above a member lies on the way between everyone below it and everyone else.
    if (parents[member]! < 0) pairs += (sizes[member]! * (sizes[member]! - 1)) / 2
    else distances += sizes[member]! * (treeSizes[member]! - sizes[member]!)
  }
  return pairs > 0 ? distances / pairs : null
}

/** Mean distance over the linked pairs of any undirected graph, by a breadth-first walk from every node. */
export function meanDistance(graph: Graph): number | null {
  const { nodes, starts, ends } = graph
  const queue = new Uint32Array(nodes)
  const distance = new Int32Array(nodes)
  let sum = 0
  let pairs = 0
  for (let source = 0; source < nodes; source++) {
    distance.fill(-1)
    distance[source] = 0
    queue[0] = source
    let waiting = 1
    for (let at = 0; at < waiting; at++) {
      const node = queue[at]!
      sum += distance[node]!
      for (let arc = starts[node]!; arc < starts[node + 1]!; arc++) {
        const neighbour = ends[arc]!
        if (distance[neighbour]! >= 0) continue
        distance[neighbour] = distance[node]! + 1
        queue[waiting++] = neighbour
      }
    }
    pairs += waiting - 1
  }
  return pairs > 0 ? sum / pairs : null
}

function childrenFirst(parents: Int32Array | readonly number[]): Uint32Array {
  const n = parents.length
  const waitingFor = new Uint32Array(n)
  for (let member = 0; member < n; member++) if (parents[member]! >= 0) waitingFor[parents[member]!]!++
  const order = new Uint32Array(n)
  let ready = 0
  for (let member = 0; member < n; member++) if (waitingFor[member] === 0) order[ready++] = member
  for (let at = 0; at < ready; at++) {
    const parent = parents[order[at]!]!
    if (parent >= 0 && --waitingFor[parent]! === 0) order[ready++] = parent
  }
  if (ready < n) throw new Error('A cascade has a circle: somebody brought her own forerunner')
  return order
}
