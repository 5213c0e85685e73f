import type { Evidence, EvidenceKind, Person } from './evidence.ts'
import { decayOf, weighing } from './evidence.ts'
import { directedGraph, type Graph } from './graph.ts'
import { type Silence, silences, type Weighed } from './weighing.ts'

/** "to acted on from's word", with every piece of evidence it rests on. */
export interface Arc {
  readonly from: Person
  readonly to: Person
  /** ln(1 + Σ value); 0 when nothing counts (yet). */
  readonly weight: number
  readonly because: readonly Piece[]
}

/** One reason of an arc, as data; the page turns it into a sentence. */
export interface Piece {
  readonly evidenceId: string
  readonly kind: EvidenceKind
  readonly at: number
  readonly known: Evidence['known']
  readonly field: string | null
  readonly product: string | null
  readonly base: number
  /** 1, or a half or a third when she named two or three. */
  readonly share: number
  readonly decay: number
  readonly fatigue: number
  readonly value: number
  /** Why it counts nothing, if it does not. */
  readonly silent: Silence | null
}

/** Every pair that has any evidence, silent pieces included, heaviest arcs first. */
export function arcsOf(weighed: Weighed, now: number): Arc[] {
  const pairs = new Map<number, { from: number; to: number; sum: number; because: Piece[] }>()
  const n = weighed.people.length
  eachPiece(weighed, (evidence, piece, actor) => {
    const from = weighed.from[piece]!
    const key = from * n + actor
    const pair = pairs.get(key) ?? { from, to: actor, sum: 0, because: [] }
    pair.sum += weighed.value[piece]!
    pair.because.push(explained(weighed, evidence, piece, now))
    pairs.set(key, pair)
  })
  return [...pairs.values()]
    .map(({ from, to, sum, because }) => ({
      from: weighed.people[from]!,
      to: weighed.people[to]!,
      weight: Math.log1p(sum),
      because,
    }))
    .sort((a, b) => b.weight - a.weight)
}

/** The arcs that count, u→v = "v acted on u's word", over the people of the weighing. */
export function arcGraph(weighed: Weighed): Graph {
  const { evidence, firstPiece, from, value, actor } = weighed
  const pieces = {
    from: new Uint32Array(from.length),
    to: new Uint32Array(from.length),
    weights: new Float64Array(from.length),
  }
  let counted = 0
  for (let item = 0; item < evidence.length; item++) {
    for (let piece = firstPiece[item]!; piece < firstPiece[item + 1]!; piece++) {
      if (value[piece] === 0) continue
      pieces.from[counted] = from[piece]!
      pieces.to[counted] = actor[item]!
      pieces.weights[counted++] = value[piece]!
    }
  }
  const graph = directedGraph({
    nodes: weighed.people.length,
    from: pieces.from.subarray(0, counted),
    to: pieces.to.subarray(0, counted),
    weights: pieces.weights.subarray(0, counted),
  })
  return { ...graph, weights: graph.weights!.map(Math.log1p) }
}

/**
 * Upheld claims against u's own word (a wrong description, a broken promise; never rot, delay or breakage) halve what
 * u's word weighs when somebody ranks, once per claim. One step only: nobody else's arc is touched, so whoever trusts u
 * loses nothing.
 */
export function discountedForClaims(arcs: Graph, ownFaultClaims: Float64Array | readonly number[]): Graph {
  const weights = arcs.weights!.slice()
  for (let from = 0; from < arcs.nodes; from++) {
    const factor = 2 ** -ownFaultClaims[from]!
    for (let arc = arcs.starts[from]!; arc < arcs.starts[from + 1]!; arc++) weights[arc]! *= factor
  }
  return { ...arcs, weights }
}

function eachPiece(weighed: Weighed, visit: (evidence: number, piece: number, actor: number) => void): void {
  for (let evidence = 0; evidence < weighed.evidence.length; evidence++) {
    const end = weighed.firstPiece[evidence + 1]!
    for (let piece = weighed.firstPiece[evidence]!; piece < end; piece++)
      visit(evidence, piece, weighed.actor[evidence]!)
  }
}

function explained(weighed: Weighed, evidence: number, piece: number, now: number): Piece {
  const item = weighed.evidence[evidence]!
  const silence = silences[weighed.silence[piece]!]!
  const decay = decayOf(now - item.at)
  const fresh = weighed.base[piece]! * decay
  return {
    evidenceId: item.id,
    kind: item.kind,
    at: item.at,
    known: item.known,
    field: item.field ?? null,
    product: item.product ?? null,
    base: weighing.base[item.kind],
    share: 1 / (weighed.firstPiece[evidence + 1]! - weighed.firstPiece[evidence]!),
    decay,
    fatigue: weighed.value[piece]! > 0 ? weighed.value[piece]! / fresh : 1,
    value: weighed.value[piece]!,
    silent: silence === 'counts' ? null : silence,
  }
}
