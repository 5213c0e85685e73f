import { type Unions, unions } from './components.ts'
import { directedGraph, type Graph } from './graph.ts'
import { drawFirst, type Random } from './random.ts'
import type { Weighed } from './weighing.ts'

/** What counts of a community's evidence, event by event, ready to be drawn from. */
export interface Events {
  readonly people: number
  /** Who acted. */
  readonly actor: Uint32Array
  /** Links between members, the owner left out: those of event e are `firstLink[e] … firstLink[e + 1] − 1`. */
  readonly firstLink: Uint32Array
  readonly link: Uint32Array
  /** Weight of each event that touches an owner, and all of it, before decay, fatigue and logarithm. */
  readonly ownerWeight: Float64Array
  readonly weight: Float64Array
}

/** Events with at least one piece that counts. */
export function eventsOf(weighed: Weighed, isOwner: Uint8Array): Events {
  const { firstPiece, from, value, base, actor } = weighed
  const total = weighed.evidence.length
  const events = {
    actor: new Uint32Array(total),
    firstLink: new Uint32Array(total + 1),
    link: new Uint32Array(from.length),
    ownerWeight: new Float64Array(total),
    weight: new Float64Array(total),
  }
  let count = 0
  let links = 0
  for (let item = 0; item < total; item++) {
    const end = firstPiece[item + 1]!
    let sum = 0
    let touchingOwner = 0
    for (let piece = firstPiece[item]!; piece < end; piece++) {
      if (value[piece] === 0) continue
      sum += base[piece]!
      if (isOwner[actor[item]!] || isOwner[from[piece]!]) touchingOwner += base[piece]!
      else events.link[links++] = from[piece]!
    }
    if (sum === 0) continue
    events.actor[count] = actor[item]!
    events.ownerWeight[count] = touchingOwner
    events.weight[count] = sum
    events.firstLink[++count] = links
  }
  return {
    people: weighed.people.length,
    actor: events.actor.subarray(0, count),
    firstLink: events.firstLink.subarray(0, count + 1),
    link: events.link.subarray(0, links),
    ownerWeight: events.ownerWeight.subarray(0, count),
    weight: events.weight.subarray(0, count),
  }
}

/**
 * Members in the largest circle that holds together without the owner once the evidence is thinned to `target` events:
 * mean over draws without replacement. Unthinned this is a percolation quantity: with 8 events a member half of all true
 * stars would pass for meshes.
 */
export function rarefiedLargest(events: Events, target: number, draws: number, random: Random): Rarefied {
  const joined = unions(events.people)
  const count = events.actor.length
  if (count <= target) return { mean: largestOf(events, joined, count), drawVariance: 0, draws: 1 }
  const order = Uint32Array.from({ length: count }, (_, event) => event)
  let sum = 0
  let squares = 0
  for (let draw = 0; draw < draws; draw++) {
    drawFirst(order, target, random)
    const largest = largestOf(events, joined, target, order)
    sum += largest
    squares += largest * largest
  }
  const mean = sum / draws
  return { mean, drawVariance: Math.max(0, squares / draws - mean * mean) * (draws / Math.max(1, draws - 1)), draws }
}

export interface Rarefied {
  readonly mean: number
  /** How much single draws differ: that is the thinning's noise, not the members'. */
  readonly drawVariance: number
  readonly draws: number
}

/**
 * The same for members drawn anew with replacement, one value per replicate. Whoever is drawn twice lends each of her
 * events two chances to be among the thinned ones; her events with one friend are one tie with as many chances.
 */
export function bootstrapLargest(events: Events, target: number, replicates: number, random: Random): Float64Array {
  const joined = unions(events.people)
  const ties = tiesOf(events)
  const thresholdOf = inclusionThresholds(Math.min(1, target / Math.max(1, events.actor.length)))
  const values = new Float64Array(replicates)
  for (let replicate = 0; replicate < replicates; replicate++) {
    joined.reset()
    const times = timesDrawn(events.people, random)
    for (let actor = 0; actor < ties.nodes; actor++) {
      const often = times[actor]!
      if (often === 0) continue
      for (let tie = ties.starts[actor]!; tie < ties.starts[actor + 1]!; tie++) {
        const threshold = thresholdOf[Math.min(mostCopies, often * ties.weights![tie]!)]!
        if (threshold === certain || random.word() < threshold) joined.join(actor, ties.ends[tie]!)
      }
    }
    values[replicate] = joined.largest()
  }
  return values
}

/** Who acted on whose word, with the number of events as weight. */
function tiesOf(events: Events): Graph {
  const from = new Uint32Array(events.link.length)
  for (let event = 0; event < events.actor.length; event++) {
    from.fill(events.actor[event]!, events.firstLink[event]!, events.firstLink[event + 1]!)
  }
  const weights = new Float64Array(from.length).fill(1)
  return directedGraph({ nodes: events.people, from, to: events.link, weights })
}

/** How often each member comes up when as many are drawn, with replacement, as there are. */
function timesDrawn(people: number, random: Random): Uint8Array {
  const times = new Uint8Array(people)
  for (let draw = 0; draw < people; draw++) times[random.below(people)]!++
  return times
}

const mostCopies = 255

const certain = 2 ** 32

/** Chance that at least one of 0, 1, 2 … copies is kept, on the scale of a 32-bit word. */
function inclusionThresholds(kept: number): Float64Array {
  return Float64Array.from({ length: mostCopies + 1 }, (_, copies) => (1 - (1 - kept) ** copies) * certain)
}

function largestOf(events: Events, joined: Unions, count: number, order?: Uint32Array): number {
  joined.reset()
  for (let at = 0; at < count; at++) joinLinks(events, joined, order ? order[at]! : at)
  return joined.largest()
}

function joinLinks(events: Events, joined: Unions, event: number): void {
  for (let at = events.firstLink[event]!; at < events.firstLink[event + 1]!; at++) {
    joined.join(events.actor[event]!, events.link[at]!)
  }
}
