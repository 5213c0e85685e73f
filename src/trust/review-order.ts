import { components } from './components.ts'
import { type Graph, undirectedGraph, undirectedProjection } from './graph.ts'
import { suspicionWalk } from './suspicion-walk.ts'

/** Part of the published method. */
export const reviewRules = {
  /** Whoever moved fewer people gains nothing that is worth a look. */
  fewestMoved: 2,
  /** Reached by less than this share of what she would hold if the walk had spread evenly over her circle. */
  littleReach: 0.2,
  /** In smaller circles there is nothing to spread over. */
  fewestPeople: 5,
} as const

/** Somebody worth a look. Never a sentence: a new corner of an honest group can look like this. */
export interface WorthALook {
  readonly node: number
  /** 1 = as an even spread would; 0 = nobody we know has an arc into her circle. */
  readonly reach: number
  readonly moved: number
  /** Everybody who hangs together with her. */
  readonly circle: number
}

/**
 * Whom to look at first: the walk of `suspicionWalk` in every connected circle by itself, because a platform is many
 * groups that hardly meet, and one walk over all would rank groups by how many audited people they hold. What is left is
 * how far trust got *inside* a circle in log₂ of its size steps. Lowest first; audited people are not among them.
 */
export function reviewOrder(arcs: Graph, audited: readonly number[]): WorthALook[] {
  const graph = undirectedProjection(arcs)
  const { of, sizes } = components(graph)
  const isAudited = new Uint8Array(graph.nodes)
  for (const node of audited) isAudited[node] = 1
  const found: WorthALook[] = []
  for (const circle of circlesOf(graph, of, sizes)) {
    const seeds = circle.members.flatMap((node, index) => (isAudited[node] ? [index] : []))
    const reach = seeds.length > 0 ? reachOf(circle.graph, seeds) : new Float64Array(circle.members.length)
    circle.members.forEach((node, index) => {
      const moved = arcs.starts[node + 1]! - arcs.starts[node]!
      if (isAudited[node] || moved < reviewRules.fewestMoved || reach[index]! >= reviewRules.littleReach) return
      found.push({ node, reach: reach[index]!, moved, circle: circle.members.length })
    })
  }
  return found.sort((a, b) => a.reach - b.reach || b.moved - a.moved || a.node - b.node)
}

/** Trust per unit of arc weight, over what it would be everywhere if the walk went on for ever. */
function reachOf(graph: Graph, seeds: readonly number[]): Float64Array {
  const trust = suspicionWalk(graph, seeds)
  let weight = 0
  for (let arc = 0; arc < graph.ends.length; arc++) weight += graph.weights ? graph.weights[arc]! : 1
  return trust.map((value) => (value * weight) / graph.nodes)
}

interface Circle {
  readonly members: readonly number[]
  readonly graph: Graph
}

/** Every circle of enough people as a graph of its own; each edge is read once. */
function circlesOf(graph: Graph, of: ArrayLike<number>, sizes: ArrayLike<number>): Circle[] {
  const members: number[][] = Array.from({ length: sizes.length }, () => [])
  const place = new Uint32Array(graph.nodes)
  for (let node = 0; node < graph.nodes; node++) place[node] = members[of[node]!]!.push(node) - 1
  return members.flatMap((nodes) => {
    if (nodes.length < reviewRules.fewestPeople) return []
    const edges = { from: [] as number[], to: [] as number[], weights: [] as number[] }
    for (const node of nodes) {
      for (let arc = graph.starts[node]!; arc < graph.starts[node + 1]!; arc++) {
        if (graph.ends[arc]! < node) continue
        edges.from.push(place[node]!)
        edges.to.push(place[graph.ends[arc]!]!)
        edges.weights.push(graph.weights ? graph.weights[arc]! : 1)
      }
    }
    const list = { from: Uint32Array.from(edges.from), to: Uint32Array.from(edges.to) }
    return [
      {
        members: nodes,
        graph: undirectedGraph({ nodes: nodes.length, ...list, weights: Float64Array.from(edges.weights) }),
      },
    ]
  })
}
