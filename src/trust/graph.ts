/**
 * A directed graph in compressed sparse rows: the arcs of node u go to `ends[starts[u] … starts[u + 1] − 1]`, in rising
 * order, without loops or doubles. An undirected graph is one in which every arc has its counter-arc.
 */
export interface Graph {
  readonly nodes: number
  readonly starts: Uint32Array
  readonly ends: Uint32Array
  /** Positive, one per arc; absent when every arc weighs 1. */
  readonly weights?: Float64Array
}

/** Arcs as they were read: with doubles and loops, in any order. */
export interface ArcList {
  readonly nodes: number
  readonly from: Uint32Array
  readonly to: Uint32Array
  readonly weights?: Float64Array
}

/** Arcs as written; doubles become one arc (weights add up), loops are dropped. */
export function directedGraph(list: ArcList): Graph {
  return withoutDoubles(sortedRows(list))
}

/** Every arc read both ways; u→v and v→u become one edge (weights add up), loops are dropped. */
export function undirectedGraph(list: ArcList): Graph {
  const { from, to, weights } = list
  return directedGraph({
    nodes: list.nodes,
    from: joined(Uint32Array, from, to),
    to: joined(Uint32Array, to, from),
    ...(weights && { weights: joined(Float64Array, weights, weights) }),
  })
}

export function undirectedProjection(graph: Graph): Graph {
  return undirectedGraph(arcListOf(graph))
}

/** The same arcs, turned round; in memory that threads share if asked for. */
export function transposed(graph: Graph, memory: (bytes: number) => ArrayBufferLike = ownMemory): Graph {
  const { nodes, starts, ends, weights } = graph
  const newStarts = new Uint32Array(memory(4 * (nodes + 1)))
  for (let arc = 0; arc < ends.length; arc++) newStarts[ends[arc]! + 1]!++
  for (let node = 0; node < nodes; node++) newStarts[node + 1]! += newStarts[node]!
  const next = newStarts.slice(0, nodes)
  const newEnds = new Uint32Array(memory(4 * ends.length))
  const newWeights = weights && new Float64Array(memory(8 * ends.length))
  for (let node = 0; node < nodes; node++) {
    for (let arc = starts[node]!; arc < starts[node + 1]!; arc++) {
      const place = next[ends[arc]!]!++
      newEnds[place] = node
      if (newWeights) newWeights[place] = weights[arc]!
    }
  }
  return { nodes, starts: newStarts, ends: newEnds, ...(newWeights && { weights: newWeights }) }
}

export function arcListOf(graph: Graph): ArcList {
  const from = new Uint32Array(graph.ends.length)
  for (let node = 0; node < graph.nodes; node++) from.fill(node, graph.starts[node]!, graph.starts[node + 1]!)
  return { nodes: graph.nodes, from, to: graph.ends, ...(graph.weights && { weights: graph.weights }) }
}

export function hasArc(graph: Graph, from: number, to: number): boolean {
  let low = graph.starts[from]!
  let high = graph.starts[from + 1]!
  while (low < high) {
    const middle = (low + high) >>> 1
    if (graph.ends[middle]! < to) low = middle + 1
    else high = middle
  }
  return low < graph.starts[from + 1]! && graph.ends[low] === to
}

/** Whether every arc has a counter-arc of the same weight. */
export function isSymmetric(graph: Graph): boolean {
  const { starts, ends, weights } = graph
  const next = starts.slice(0, graph.nodes)
  for (let node = 0; node < graph.nodes; node++) {
    for (let arc = starts[node]!; arc < starts[node + 1]!; arc++) {
      const end = ends[arc]!
      // Rows are in order, so the counter-arcs of a row's end come up in order too.
      const counter = next[end]!++
      if (counter >= starts[end + 1]! || ends[counter] !== node) return false
      if (weights && weights[counter] !== weights[arc]) return false
    }
  }
  return true
}

/** The subgraph of the nodes with `keep[node]` = 1; the others stay as nodes without arcs. */
export function induced(graph: Graph, keep: Uint8Array): Graph {
  const { nodes, starts, ends, weights } = graph
  const newStarts = new Uint32Array(nodes + 1)
  const newEnds = new Uint32Array(ends.length)
  const newWeights = weights && new Float64Array(ends.length)
  let kept = 0
  for (let node = 0; node < nodes; node++) {
    for (let arc = starts[node]!; keep[node] && arc < starts[node + 1]!; arc++) {
      if (!keep[ends[arc]!]) continue
      if (newWeights) newWeights[kept] = weights[arc]!
      newEnds[kept++] = ends[arc]!
    }
    newStarts[node + 1] = kept
  }
  return {
    nodes,
    starts: newStarts,
    ends: newEnds.slice(0, kept),
    ...(newWeights && { weights: newWeights.slice(0, kept) }),
  }
}

const ownMemory = (bytes: number): ArrayBufferLike => new ArrayBuffer(bytes)

/** Two counting sorts, by end and then by start: rows come out in order in O(nodes + arcs). */
function sortedRows(list: ArcList): Graph {
  const { nodes, from, to, weights } = list
  const byEnd = countingOrder(to, nodes, identityOrder(to.length)).order
  const { order, starts } = countingOrder(from, nodes, byEnd)
  const ends = new Uint32Array(order.length)
  for (let place = 0; place < order.length; place++) ends[place] = to[order[place]!]!
  if (!weights) return { nodes, starts, ends }
  const sortedWeights = new Float64Array(order.length)
  for (let place = 0; place < order.length; place++) sortedWeights[place] = weights[order[place]!]!
  return { nodes, starts, ends, weights: sortedWeights }
}

function countingOrder(keys: Uint32Array, bound: number, before: Uint32Array) {
  const starts = new Uint32Array(bound + 1)
  for (let item = 0; item < keys.length; item++) starts[keys[item]! + 1]!++
  for (let key = 0; key < bound; key++) starts[key + 1]! += starts[key]!
  const next = starts.slice(0, bound)
  const order = new Uint32Array(keys.length)
  for (let place = 0; place < before.length; place++) {
    const item = before[place]!
    order[next[keys[item]!]!++] = item
  }
  return { order, starts }
}

function identityOrder(length: number): Uint32Array {
  const order = new Uint32Array(length)
  for (let item = 0; item < length; item++) order[item] = item
  return order
}

function withoutDoubles(sorted: Graph): Graph {
  const { nodes, starts, ends, weights } = sorted
  const newStarts = new Uint32Array(nodes + 1)
  let kept = 0
  for (let node = 0; node < nodes; node++) {
    newStarts[node] = kept
    for (let arc = starts[node]!; arc < starts[node + 1]!; arc++) {
      const end = ends[arc]!
      if (end === node) continue
      if (kept > newStarts[node]! && ends[kept - 1] === end) {
        if (weights) weights[kept - 1]! += weights[arc]!
        continue
      }
      ends[kept] = end
      if (weights) weights[kept] = weights[arc]!
      kept++
    }
  }
  newStarts[nodes] = kept
  return { nodes, starts: newStarts, ends: ends.slice(0, kept), ...(weights && { weights: weights.slice(0, kept) }) }
}

function joined<T extends Uint32Array | Float64Array>(kind: new (length: number) => T, first: T, second: T): T {
  const whole = new kind(first.length + second.length)
  whole.set(first as never)
  whole.set(second as never, first.length)
  return whole
}
