import type { Graph } from './graph.ts'

/** Which nodes hang together, grown edge by edge (union by size, paths halved). */
export interface Unions {
  /** The node that stands for the component of `node`. */
  rootOf(node: number): number
  join(a: number, b: number): void
  /** Nodes in the largest component so far; 1 when nothing was joined. */
  largest(): number
  reset(): void
}

export function unions(nodes: number): Unions {
  const parent = new Int32Array(nodes).fill(-1) // a root holds minus its size
  let largest = Math.min(1, nodes)
  const rootOf = (node: number) => {
    let at = node
    while (parent[at]! >= 0) {
      const above = parent[at]!
      if (parent[above]! >= 0) parent[at] = parent[above]!
      at = above
    }
    return at
  }
  return {
    rootOf,
    join(a, b) {
      const one = rootOf(a)
      const other = rootOf(b)
      if (one === other) return
      const size = parent[one]! + parent[other]!
      const big = parent[one]! <= parent[other]! ? one : other
      parent[big === one ? other : one] = big
      parent[big] = size
      if (-size > largest) largest = -size
    },
    largest: () => largest,
    reset() {
      parent.fill(-1)
      largest = Math.min(1, nodes)
    },
  }
}

export interface Components {
  /** Component of each node, numbered from the largest down; −1 for a node that was left out. */
  readonly of: Int32Array
  /** Sizes, largest first. */
  readonly sizes: readonly number[]
}

/** Components of an undirected graph (weak components of a directed one), with some nodes left out. */
export function components(graph: Graph, leftOut: readonly number[] = []): Components {
  const out = new Set(leftOut)
  const joined = unions(graph.nodes)
  for (let node = 0; node < graph.nodes; node++) {
    if (out.has(node)) continue
    for (let arc = graph.starts[node]!; arc < graph.starts[node + 1]!; arc++) {
      if (!out.has(graph.ends[arc]!)) joined.join(node, graph.ends[arc]!)
    }
  }
  const members = new Map<number, number>()
  for (let node = 0; node < graph.nodes; node++) {
    if (!out.has(node)) members.set(joined.rootOf(node), (members.get(joined.rootOf(node)) ?? 0) + 1)
  }
  const bySize = [...members].sort((a, b) => b[1] - a[1] || a[0] - b[0])
  const number = new Map(bySize.map(([root], place) => [root, place]))
  const of = Int32Array.from({ length: graph.nodes }, (_, node) =>
    out.has(node) ? -1 : number.get(joined.rootOf(node))!,
  )
  return { of, sizes: bySize.map(([, size]) => size) }
}
