import { strengths } from './degrees.ts'
import type { Graph } from './graph.ts'
import { transposed } from './graph.ts'
import { pageRank, type Ranking, startingShares } from './pagerank.ts'

/** Chance at each step that a walk of trust starts afresh (EigenTrust's a). */
export const restart = 0.15

export interface TrustOptions {
  /** People whose trust counts first, any positive scale; one person = her own view. */
  readonly start: Float64Array
  readonly restart?: number
  readonly tolerance?: number
}

/**
 * EigenTrust (Kamvar et al. 2003): t = (1 − a)·Cᵀt + a·p, where the arcs lead from who trusts to who is trusted and
 * each person's trust is shared out by weight; who trusts nobody trusts p. Sums to 1. It is the standard that others
 * can check; what Leaven shows is `trustByArrival`, which nobody can raise by her own arcs.
 */
export function eigenTrust(trust: Graph, options: TrustOptions): Ranking {
  const { start, restart: a = restart, tolerance = 1e-12 } = options
  return pageRank(trust, { damping: 1 - a, start, tolerance })
}

export interface ArrivalOptions extends TrustOptions {
  /** Whose trust is wanted; everyone's when absent. */
  readonly of?: readonly number[]
  /** People whom the viewer does not want to hear: walks end before them and nobody inherits their share. */
  readonly blocked?: readonly number[]
}

/**
 * The chance that a walk of trust, stopping with chance a at each step, ever arrives at a person, times a. Only the
 * first arrival counts, so what she does with her own out-arcs cannot raise it (loops through oneself are cut, as in
 * MeritRank 2022), and a ring of false friends behind one arc shares what that arc carries. Other than EigenTrust it is
 * not scaled to 1: a scale would let everyone move everyone. People outside `of` get NaN.
 */
export function trustByArrival(trust: Graph, options: ArrivalOptions): Float64Array {
  const { restart: a = restart, tolerance = 1e-12 } = options
  const start = startingShares(trust.nodes, options.start)
  const wanted = options.of ?? Array.from(start, (_, node) => node)
  const out = new Uint8Array(trust.nodes)
  for (const node of options.blocked ?? []) out[node] = 1
  const walk = { incoming: transposed(trust), strength: strengths(trust), start, damping: 1 - a, out }
  const scores = new Float64Array(trust.nodes).fill(Number.NaN)
  // Everybody's visits with loops are where each one's loop-free solution starts: a dozen sweeps instead of ninety.
  const visits = solveVisits(walk, -1, start, tolerance)
  for (const person of wanted) {
    scores[person] = out[person] ? 0 : a * solveVisits(walk, person, visits, tolerance)[person]!
  }
  return scores
}

interface Walk {
  readonly incoming: Graph
  readonly strength: Float64Array
  readonly start: Float64Array
  readonly damping: number
  readonly out: Uint8Array
}

/** Expected visits to each person when walks end at `last` (Gauss–Seidel on a system that always converges). */
function solveVisits(walk: Walk, last: number, guess: Float64Array, tolerance: number): Float64Array {
  const { incoming, strength, start, damping, out } = walk
  const { starts, ends, weights } = incoming
  const visits = guess.slice()
  const enough = tolerance * (1 - damping)
  for (let change = Number.POSITIVE_INFINITY; change > enough; ) {
    change = 0
    for (let node = 0; node < visits.length; node++) {
      let sum = 0
      for (let arc = starts[node]!; arc < starts[node + 1]!; arc++) {
        const from = ends[arc]!
        if (from !== last) sum += ((weights ? weights[arc]! : 1) * visits[from]!) / strength[from]!
      }
      const next = out[node] ? 0 : start[node]! + damping * sum
      change += Math.abs(next - visits[node]!)
      visits[node] = next
    }
  }
  return visits
}
