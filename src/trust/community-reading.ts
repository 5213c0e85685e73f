import { arcGraph } from './arcs.ts'
import { degreeCentralisation, effectiveNumber } from './centralisation.ts'
import { components } from './components.ts'
import type { CommunityReading, Interval } from './contract.ts'
import { coreNumbers } from './cores.ts'
import { reciprocity } from './degrees.ts'
import type { Person } from './evidence.ts'
import { type Graph, induced, undirectedProjection } from './graph.ts'
import { type Random, seededRandom } from './random.ts'
import { bootstrapLargest, type Events, eventsOf, rarefiedLargest } from './rarefied.ts'
import { triangles } from './triangles.ts'
import type { Weighed } from './weighing.ts'

/** Part of the published method. */
export const readingRules = {
  eventsPerMember: 3,
  draws: 20,
  bootstraps: 40,
  /** Normal quantile of a two-sided 90 % interval. */
  z90: 1.6449,
  /** Normal quantile of a one-sided 99 % bound. */
  z99: 2.3263,
} as const

export interface ReadingOptions {
  /** The owner and the paid curators. */
  readonly owners: readonly Person[]
  readonly seed?: number
  /** 0 skips the intervals. */
  readonly bootstraps?: number
}

export function readCommunity(weighed: Weighed, options: ReadingOptions): CommunityReading {
  const { seed = 1, bootstraps = readingRules.bootstraps } = options
  const isOwner = new Uint8Array(weighed.people.length)
  for (const owner of options.owners) {
    const index = weighed.indexOf.get(owner)
    if (index !== undefined) isOwner[index] = 1
  }
  const activeMembers = isOwner.reduce((count, owner) => count + (owner ? 0 : 1), 0)
  const events = eventsOf(weighed, isOwner)
  return {
    activeMembers,
    eventsPerMember: activeMembers > 0 ? events.actor.length / activeMembers : 0,
    actingShare: activeMembers > 0 ? membersAmong(events.actor, isOwner) / activeMembers : 0,
    ...ownerShareOf(events),
    ...togetherOf(events, activeMembers, bootstraps, seededRandom(seed)),
    ...shapeOf(arcGraph(weighed), isOwner, activeMembers),
  }
}

/**
 * Counted before the logarithm: a star puts everything on the one arc that the logarithm flattens, so that with it the
 * same star (q = 0.2) would read 0.70, 0.57 and 0.42 at 3, 8 and 20 events a member. Counted before decay: it is a share of one
 * window, and decay would throw away a quarter of what is known about it. Its interval is what a bootstrap over members
 * tends to, in closed form.
 */
function ownerShareOf(events: Events) {
  const own = new Float64Array(events.people)
  const all = new Float64Array(events.people)
  let ownSum = 0
  let sum = 0
  for (let event = 0; event < events.actor.length; event++) {
    own[events.actor[event]!]! += events.ownerWeight[event]!
    all[events.actor[event]!]! += events.weight[event]!
    ownSum += events.ownerWeight[event]!
    sum += events.weight[event]!
  }
  if (sum === 0) return { ownerShare: null, ownerShareInterval: null, ownerShareAtMost: null }
  const ownerShare = ownSum / sum
  let squares = 0
  for (let person = 0; person < events.people; person++) squares += (own[person]! - ownerShare * all[person]!) ** 2
  const spread = Math.sqrt(squares) / sum
  return {
    ownerShare,
    ownerShareInterval: around(ownerShare, spread),
    ownerShareAtMost: Math.min(1, ownerShare + readingRules.z99 * spread),
  }
}

function togetherOf(events: Events, activeMembers: number, bootstraps: number, random: Random) {
  if (activeMembers === 0 || events.actor.length === 0) return { together: null, togetherInterval: null }
  const target = readingRules.eventsPerMember * activeMembers
  const { mean, drawVariance, draws } = rarefiedLargest(events, target, readingRules.draws, random)
  const together = mean / activeMembers
  if (bootstraps === 0) return { together, togetherInterval: null }
  // Drawing with replacement leaves a third of the arcs out and shifts the whole (0.80 to 0.39 in a mesh of 50 with 3
  // events each), so only the spread of the replicates is used, around the reading itself. Each replicate is thinned once,
  // the reading many times: the noise of one thinning is taken out again, down to a quarter at most.
  const replicates = bootstrapLargest(events, target, bootstraps, random)
  const spread = deviation(replicates) ** 2
  const ofMembers = Math.max(spread - drawVariance, spread / 4)
  return { together, togetherInterval: around(together, Math.sqrt(ofMembers + drawVariance / draws) / activeMembers) }
}

function shapeOf(arcs: Graph, isOwner: Uint8Array, activeMembers: number) {
  const members = isOwner.map((owner) => (owner ? 0 : 1))
  const amongMembers = induced(arcs, members)
  const circle = undirectedProjection(amongMembers)
  const inTwoCore = coreNumbers(circle).reduce((count, core) => count + (core >= 2 ? 1 : 0), 0)
  const voice = new Float64Array(arcs.nodes)
  for (let from = 0; from < arcs.nodes; from++) {
    for (let arc = arcs.starts[from]!; arc < arcs.starts[from + 1]!; arc++) voice[from]! += arcs.weights![arc]!
  }
  return {
    circles: components(circle).sizes.filter((size) => size >= 3),
    twoCoreShare: activeMembers > 0 ? inTwoCore / activeMembers : 0,
    effectiveVoices: effectiveNumber(voice),
    reciprocity: reciprocity(amongMembers),
    transitivity: triangles(circle).transitivity,
    centralisation: degreeCentralisation(undirectedProjection(arcs)),
  }
}

function membersAmong(people: Uint32Array, isOwner: Uint8Array): number {
  const counted = isOwner.slice()
  let members = 0
  for (const person of people) {
    if (counted[person] === 0) members++
    counted[person] = 1
  }
  return members
}

function deviation(values: Float64Array): number {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length
  const squares = values.reduce((sum, value) => sum + (value - mean) ** 2, 0)
  return Math.sqrt(squares / Math.max(1, values.length - 1))
}

function around(value: number, standardDeviation: number): Interval {
  const reach = readingRules.z90 * standardDeviation
  return { low: Math.max(0, value - reach), high: Math.min(1, value + reach) }
}
