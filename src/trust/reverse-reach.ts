import { type Graph, transposed } from './graph.ts'
import type { Random } from './random.ts'

/**
 * Reverse-reachable sets (Borgs et al. 2014): for a random person everyone from whom news could have come to her in one
 * random draw of the arcs. A set of seeds reaches as large a share of all people as it meets of such sets.
 */
export interface ReverseReach {
  readonly nodes: number
  /** Set s holds `members[starts[s] … starts[s + 1] − 1]`. */
  readonly starts: () => Uint32Array
  readonly members: () => Uint32Array
  count(): number
  /** Draws so many more sets; stops early once they fill the memory limit. Returns how many were drawn. */
  draw(sets: number): number
}

/** Members in one collection, 4 bytes each; two collections are held at once. */
export const mostMembers = 150_000_000

/** `chances` holds each arc's chance of passing news on as its weight. */
export function reverseReach(chances: Graph, random: Random): ReverseReach {
  const incoming = transposed(chances)
  const drawArcs = arcDrawer(incoming, random)
  const seen = new Uint32Array(chances.nodes)
  let starts = new Uint32Array(1024)
  let members = new Uint32Array(16_384)
  let count = 0
  let filled = 0
  const found = (node: number) => {
    if (seen[node] === count + 1) return
    seen[node] = count + 1
    if (filled === members.length) members = grown(members)
    members[filled++] = node
  }
  const drawOne = () => {
    const first = filled
    found(random.below(chances.nodes))
    for (let at = first; at < filled; at++) drawArcs(members[at]!, found)
    count++
    if (count + 1 >= starts.length) starts = grown(starts)
    starts[count] = filled
  }
  return {
    nodes: chances.nodes,
    starts: () => starts.subarray(0, count + 1),
    members: () => members.subarray(0, filled),
    count: () => count,
    draw(sets) {
      let drawn = 0
      for (; drawn < sets && filled < mostMembers; drawn++) drawOne()
      return drawn
    },
  }
}

/** Weighted cascade: each of a person's d sources passes news on to her with chance 1/d. */
export function weightedCascade(graph: Graph): Graph {
  const incoming = new Uint32Array(graph.nodes)
  for (const end of graph.ends) incoming[end]!++
  return { ...graph, weights: Float64Array.from(graph.ends, (end) => 1 / incoming[end]!) }
}

/**
 * Which of a node's incoming arcs are open in this draw. Where all have the same chance, the next open one is found by
 * one geometric jump instead of a coin for each (SUBSIM, Guo et al. 2020).
 */
function arcDrawer(incoming: Graph, random: Random) {
  const { starts, ends, weights } = incoming
  const jumps = jumpScales(incoming)
  return (node: number, open: (from: number) => void) => {
    const end = starts[node + 1]!
    const jump = jumps[node]!
    if (Number.isNaN(jump)) {
      for (let arc = starts[node]!; arc < end; arc++) if (random.uniform() < weights![arc]!) open(ends[arc]!)
      return
    }
    for (let arc = starts[node]! + leap(random, jump); arc < end; arc += 1 + leap(random, jump)) open(ends[arc]!)
  }
}

const leap = (random: Random, scale: number) => Math.floor(Math.log(1 - random.uniform()) * scale)

/** 1/ln(1 − p) where all arcs into a node share the chance p (0 for p = 1: every arc is open), else NaN. */
function jumpScales(incoming: Graph): Float64Array {
  const { nodes, starts, weights } = incoming
  const scales = new Float64Array(nodes).fill(Number.NaN)
  for (let node = 0; node < nodes; node++) {
    const chance = weights?.[starts[node]!] ?? 1
    let alike = true
    for (let arc = starts[node]!; arc < starts[node + 1]!; arc++) if ((weights?.[arc] ?? 1) !== chance) alike = false
    if (alike) scales[node] = chance >= 1 ? 0 : 1 / Math.log1p(-chance)
  }
  return scales
}

function grown(array: Uint32Array): Uint32Array<ArrayBuffer> {
  const larger = new Uint32Array(array.length * 2)
  larger.set(array)
  return larger
}
