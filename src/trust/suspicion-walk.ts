import { strengths } from './degrees.ts'
import type { Graph } from './graph.ts'

/**
 * Trust that has flowed to each person from audited ones after about log₂ n steps, per unit of her own arc weight
 * (SybilRank, Cao et al. 2012). False accounts hang on the honest region by few arcs, so an early-stopped walk has not
 * reached them yet: the lowest values are reviewed first. Never a sentence, only an order of review.
 * Needs an undirected graph; people without arcs get 0. Refuses an empty list of audited people.
 */
export function suspicionWalk(graph: Graph, audited: readonly number[], steps = stepsFor(graph.nodes)): Float64Array {
  if (audited.length === 0) throw new Error('The walk needs at least one audited person to start from')
  const strength = strengths(graph)
  let trust: Float64Array = new Float64Array(graph.nodes)
  for (const person of audited) trust[person]! += graph.nodes / audited.length
  for (let step = 0; step < steps; step++) trust = spreadOnce(graph, strength, trust)
  return trust.map((value, person) => (strength[person]! > 0 ? value / strength[person]! : 0))
}

/** Everyone, most suspicious first. */
export function byReviewOrder(trust: Float64Array): Uint32Array {
  return Uint32Array.from(trust, (_, person) => person).sort((a, b) => trust[a]! - trust[b]! || a - b)
}

function stepsFor(nodes: number): number {
  return Math.max(1, Math.ceil(Math.log2(Math.max(2, nodes))))
}

function spreadOnce(graph: Graph, strength: Float64Array, trust: Float64Array): Float64Array {
  const next = new Float64Array(graph.nodes)
  const { starts, ends, weights } = graph
  for (let person = 0; person < graph.nodes; person++) {
    // Someone without arcs keeps what she has: it can flow nowhere.
    if (strength[person] === 0) next[person]! += trust[person]!
    else {
      const perUnit = trust[person]! / strength[person]!
      for (let arc = starts[person]!; arc < starts[person + 1]!; arc++) {
        next[ends[arc]!]! += perUnit * (weights ? weights[arc]! : 1)
      }
    }
  }
  return next
}
