import { outDegrees, placesByDegree, strengths } from './degrees.ts'
import { type Graph, isSymmetric, transposed } from './graph.ts'

export interface RankOptions {
  /** Chance of walking on; 1 − damping is the chance of starting afresh. */
  readonly damping?: number
  /** Where walks start, any positive scale; everywhere alike when absent. One node = that person's own ranking. */
  readonly start?: Float64Array
  /** Largest sum of absolute errors. */
  readonly tolerance?: number
}

export interface Ranking {
  /** Sums to 1 (0 for a graph without nodes). */
  readonly scores: Float64Array
  readonly sweeps: number
  /** The sum of absolute errors is no larger. */
  readonly errorBound: number
}

/** Damping 0.85 takes about 80 sweeps; this is far beyond need and ends a damping of 0.9999. */
const mostSweeps = 200_000

/**
 * PageRank, exact to `tolerance`: the linear system x = (1 − d)·p + d·Pᵀx solved in place, sweep after sweep, until its
 * residual proves the error (‖error‖₁ ≤ ‖residual‖₁ / (1 − d)). A walk that reaches a node without arcs starts afresh
 * at p; as this only scales the solution (Del Corso et al. 2005), such nodes lose their mass in the system and the
 * result is scaled to sum 1.
 */
export function pageRank(graph: Graph, options: RankOptions = {}): Ranking {
  const { damping = 0.85, tolerance = 1e-12 } = options
  const system = rankSystem(graph)
  const start = startingShares(graph.nodes, options.start && system.order.map((node) => options.start![node]!))
  const { scores, flow } = firstGuess(system, start, damping)
  const relaxation = system.symmetric ? overRelaxation(damping) : 1
  let sweeps = 0
  let errorBound = graph.nodes > 0 ? Number.POSITIVE_INFINITY : 0
  for (let change = Number.POSITIVE_INFINITY; errorBound > tolerance && sweeps < mostSweeps; sweeps++) {
    change = sweep(system, start, damping, relaxation, scores, flow)
    // The change is a free hint that the proof, which costs a pass of its own, is worth trying.
    if (change < tolerance * (1 - damping)) errorBound = provenError(system, start, damping, scores, flow)
  }
  scaleToOne(scores)
  const byNode = new Float64Array(graph.nodes)
  for (let place = 0; place < graph.nodes; place++) byNode[system.order[place]!] = scores[place]!
  return { scores: byNode, sweeps, errorBound }
}

/** Where each node's score comes from, busiest nodes first. */
interface RankSystem {
  readonly starts: Uint32Array
  readonly ends: Uint32Array
  readonly weights: Float64Array | undefined
  /** Which node stands at each place. */
  readonly order: Float64Array
  /** The share of a score that one unit of arc weight carries. */
  readonly perArc: Float64Array
  readonly symmetric: boolean
}

/**
 * Nodes are renumbered by falling out-degree: the scores that are read most then lie together in the nearest cache
 * (2.0 instead of 2.9 ns per arc on Epinions, where renumbering costs 3 % of the whole).
 */
function rankSystem(graph: Graph): RankSystem {
  const symmetric = isSymmetric(graph)
  const incoming = symmetric ? graph : transposed(graph)
  const { order, place } = placesByDegree(outDegrees(graph))
  const starts = new Uint32Array(graph.nodes + 1)
  const ends = new Uint32Array(graph.ends.length)
  const weights = graph.weights && new Float64Array(graph.ends.length)
  let written = 0
  for (let at = 0; at < graph.nodes; at++) {
    const node = order[at]!
    for (let arc = incoming.starts[node]!; arc < incoming.starts[node + 1]!; arc++) {
      if (weights) weights[written] = incoming.weights![arc]!
      ends[written++] = place[incoming.ends[arc]!]!
    }
    starts[at + 1] = written
  }
  const perArc = strengths(graph)
  for (let node = 0; node < graph.nodes; node++) perArc[node] = perArc[node]! > 0 ? 1 / perArc[node]! : 0
  return { starts, ends, weights, order: new Float64Array(order), perArc: inOrder(perArc, order), symmetric }
}

function inOrder(values: Float64Array, order: Uint32Array): Float64Array {
  const ordered = new Float64Array(values.length)
  for (let place = 0; place < order.length; place++) ordered[place] = values[order[place]!]!
  return ordered
}

/** On undirected graphs scores nearly follow degrees: starting there saves a tenth of the sweeps. */
function firstGuess(system: RankSystem, start: Float64Array, damping: number) {
  const scores = start.slice()
  const flow = new Float64Array(scores.length)
  let arcs = 0
  if (system.symmetric) for (const share of system.perArc) if (share > 0) arcs += 1 / share
  for (let place = 0; place < scores.length; place++) {
    const share = system.perArc[place]!
    if (arcs > 0 && share > 0) scores[place] = (1 - damping) * start[place]! + damping / (share * arcs)
    flow[place] = scores[place]! * share
  }
  return { scores, flow }
}

/** Where walks start, scaled to sum 1. */
export function startingShares(nodes: number, start?: Float64Array): Float64Array {
  const shares = start ? start.slice() : new Float64Array(nodes).fill(1)
  scaleToOne(shares)
  return shares
}

export function scaleToOne(values: Float64Array): void {
  let sum = 0
  let lost = 0 // Kahan: with 25 million nodes a plain sum is off by more than the promised 1e-12
  for (const value of values) {
    const corrected = value - lost
    const next = sum + corrected
    lost = next - sum - corrected
    sum = next
  }
  if (sum > 0) for (let i = 0; i < values.length; i++) values[i]! /= sum
}

/**
 * On an undirected graph the system is symmetric positive definite once scaled, so over-relaxation converges for any
 * factor below 2 (Ostrowski) and Young's factor is near the best: 36 sweeps instead of 89 on Epinions. One tenth more
 * than Young's did better on each graph tried, because social graphs are far from two-coloured. A directed graph may
 * diverge with it (NetHEPT one-way does from 1.2 on) and gets plain Gauss–Seidel.
 */
function overRelaxation(damping: number): number {
  const young = 2 / (1 + Math.sqrt(1 - damping * damping))
  return Math.min(1 + 1.1 * (young - 1), 1.95)
}

/** One sweep in place; returns the sum of absolute changes. */
function sweep(
  system: RankSystem,
  start: Float64Array,
  damping: number,
  relaxation: number,
  scores: Float64Array,
  flow: Float64Array,
): number {
  const { starts, ends, weights, perArc } = system
  let change = 0
  let arc = 0
  for (let node = 0; node < scores.length; node++) {
    let sum = 0
    const end = starts[node + 1]!
    if (weights) for (; arc < end; arc++) sum += weights[arc]! * flow[ends[arc]!]!
    else for (; arc < end; arc++) sum += flow[ends[arc]!]!
    const step = (1 - damping) * start[node]! + damping * sum - scores[node]!
    const score = scores[node]! + relaxation * step
    change += Math.abs(step)
    scores[node] = score
    flow[node] = score * perArc[node]!
  }
  return change
}

/** Bound on the sum of absolute errors of the scores once they are scaled to sum 1. */
function provenError(
  system: RankSystem,
  start: Float64Array,
  damping: number,
  scores: Float64Array,
  flow: Float64Array,
) {
  const { starts, ends, weights } = system
  let residual = 0
  let mass = 0
  let arc = 0
  for (let node = 0; node < scores.length; node++) {
    let sum = 0
    for (const end = starts[node + 1]!; arc < end; arc++) sum += (weights ? weights[arc]! : 1) * flow[ends[arc]!]!
    residual += Math.abs((1 - damping) * start[node]! + damping * sum - scores[node]!)
    mass += scores[node]!
  }
  // Scaling by the mass moves every score, hence twice.
  return (2 * residual) / ((1 - damping) * mass)
}
