import { arcGraph } from './arcs.ts'
import { type DelaysUsed, linkedOrdersOf, readFermentation } from './community-fermentation.ts'
import { readCommunity } from './community-reading.ts'
import { components } from './components.ts'
import type { Fermentation, Fission, Lift, Verdict } from './contract.ts'
import { type DelaySteps, exponentialDelays } from './delays.ts'
import { trustByArrival } from './eigentrust.ts'
import { dayMs, type Evidence, type Person, weighing } from './evidence.ts'
import { type EvidenceRow, evidenceFrom } from './evidence-rows.ts'
import { cycleMs, fission } from './fission.ts'
import { type Graph, induced, transposed, undirectedProjection } from './graph.ts'
import { lift } from './hold-out.ts'
import { chooseSeeds, type PairHistory, type SeedAnswer } from './seeds.ts'
import { type CommunityFacts, judge } from './verdict.ts'
import { type Weighed, weigh } from './weighing.ts'

/** Part of the published method. */
export const diagnosisRules = {
  /** Evidence is read this far back: a window, and the cycle before it. */
  readBackMs: 180 * dayMs,
  /** Until the platform fits its own: from joining to the first kept order. */
  meanFirstOrderMs: 10 * dayMs,
  settledAfterMs: 30 * dayMs,
  monthMs: 30 * dayMs,
  voices: 20,
  /** A voice may start walks of trust once she has kept so many orders on the word of so many people. */
  starterOrders: 2,
  starterWords: 2,
  seeds: 3,
  /** Ends by count, not by the clock, so that a busy night gives the same seeds; the seconds only stop a runaway. */
  seedSets: { fewest: 16_384, most: 131_072 },
  seedSeconds: 10,
} as const

/** What other rooms know, beside the evidence. */
export interface Standing {
  readonly owners: readonly Person[]
  readonly ageDays: number
  readonly members: number
  readonly left: number
}

export interface Voice {
  readonly person: Person
  /** How many members acted on her word, and how often, as far as it counts. */
  readonly moved: number
  readonly acts: number
}

export interface Diagnosis {
  readonly facts: CommunityFacts
  readonly verdict: Verdict
  readonly fermentation: Fermentation
  /** The delays that R was read with; absent in readings made before they were fitted. */
  readonly delays?: DelaysUsed
  readonly fission: Fission
  readonly lift: Lift
  /** Members by whose word others acted, the most trusted first; owners are not among them. */
  readonly voices: readonly Voice[]
  /** The loudest voice of each circle, largest circle first. */
  readonly circleVoices: readonly Person[]
  readonly seeds: SeedAnswer | null
  /** Members who in the last month bought what somebody had bought before, on her word. */
  readonly followedMembers: number
}

/** One community to be diagnosed elsewhere, in data that may travel to a thread. */
export interface DiagnoseTask {
  readonly rows: readonly EvidenceRow[]
  readonly standing: Standing
  readonly now: number
  readonly platformDelays: DelaySteps | null
}

/** Its diagnosis, or why there is none. */
export type Diagnosed = { readonly diagnosis: Diagnosis } | { readonly failure: string }

/**
 * Everything that is read of one community at a moment, with the delays that the platform has seen. Pure: the same rows
 * give the same reading, to the digit.
 */
export function diagnose(
  rows: readonly EvidenceRow[],
  standing: Standing,
  now: number,
  platformDelays: DelaySteps | null = null,
): Diagnosis {
  const evidence = evidenceFrom(rows)
  const weighed = weigh(evidence, { now })
  const reading = readCommunity(weighed, { owners: standing.owners })
  const facts = factsOf(rows, standing, now)
  const verdict = judge(facts, reading)
  return {
    facts,
    verdict,
    ...readFermentation(linkedOrdersOf(evidence, standing.owners, now), platformDelays),
    fission: fissionOf(evidence, standing, now),
    // Nothing is announced to anybody yet, so there is nothing to hold out.
    lift: lift([]),
    ...voicesOf(weighed, standing.owners),
    seeds: seedsOf(evidence, weighed, standing.owners, verdict, now),
    followedMembers: followedMembers(rows, standing.owners, now),
  }
}

const isKept = (row: EvidenceRow, now: number): boolean => row.keptFrom !== null && row.keptFrom.getTime() <= now

export function factsOf(rows: readonly EvidenceRow[], standing: Standing, now: number): CommunityFacts {
  const orders = rows.filter((row) => row.kind === 'order' && row.fate !== 'returned')
  const recent = orders.filter((row) => row.actedAt.getTime() > now - weighing.windowMs)
  const kept = recent.filter((row) => isKept(row, now))
  const firstAt = new Map<bigint, number>()
  const count = new Map<bigint, number>()
  for (const { actorPersonId, actedAt } of orders) {
    const at = actedAt.getTime()
    firstAt.set(actorPersonId, Math.min(at, firstAt.get(actorPersonId) ?? at))
    count.set(actorPersonId, (count.get(actorPersonId) ?? 0) + 1)
  }
  const settled = [...firstAt].filter(([, at]) => at <= now - diagnosisRules.settledAfterMs).map(([person]) => person)
  return {
    ageDays: standing.ageDays,
    members: standing.members,
    left: standing.left,
    keptOrders: kept.length,
    coveredOrders: kept.filter((row) => row.words.length > 0).length,
    orders: recent.filter((row) => row.fate === 'kept').length,
    // No room takes claims yet; until one does, nobody is told that trust is not there.
    claims: 0,
    settledBuyers: settled.length,
    returningBuyers: settled.filter((person) => (count.get(person) ?? 0) > 1).length,
  }
}

/** The newest cycle whose guests have all had their thirty days. */
function fissionOf(evidence: readonly Evidence[], { owners }: Standing, now: number): Fission {
  const from = now - 2 * cycleMs
  const owning = new Set(owners)
  const active = new Set<Person>()
  for (const { actor, words, at, keptFrom } of evidence)
    if (at > from - weighing.windowMs && at <= from && keptFrom !== null)
      for (const person of [actor, ...words]) if (!owning.has(person)) active.add(person)
  const invited = evidence.flatMap(({ kind, actor, words, at, keptFrom }) =>
    kind === 'invitation' && words[0] !== undefined
      ? [{ inviter: words[0], invitee: actor, joinedAt: at, firstKeptAt: keptBy(keptFrom, now) }]
      : [],
  )
  const delays = exponentialDelays(diagnosisRules.meanFirstOrderMs)
  return fission(invited, { from, until: now, activeMembers: [...active], delays })
}

const keptBy = (keptFrom: number | null, now: number) => (keptFrom !== null && keptFrom <= now ? keptFrom : null)

function voicesOf(weighed: Weighed, owners: readonly Person[]): Pick<Diagnosis, 'voices' | 'circleVoices'> {
  const arcs = arcGraph(weighed)
  const isOwner = flagsOf(weighed, owners)
  const acts = actsOnWordOf(weighed)
  const outward = Float64Array.from(isOwner, (owner, node) => (owner ? 0 : weightFrom(arcs, node)))
  const loudest = loudestFirst(outward).slice(0, diagnosisRules.voices)
  const start = startersOf(weighed, isOwner)
  const trust = loudest.length > 0 ? trustByArrival(transposed(arcs), { start, of: loudest }) : outward
  const voices = [...loudest]
    .sort((a, b) => trust[b]! - trust[a]! || outward[b]! - outward[a]!)
    .map((node) => ({
      person: weighed.people[node]!,
      moved: arcs.starts[node + 1]! - arcs.starts[node]!,
      acts: acts[node]!,
    }))
  const members = isOwner.map((owner) => (owner ? 0 : 1))
  const circles = components(undirectedProjection(induced(arcs, members)))
  return { voices, circleVoices: oneOfEach(circles.of, circles.sizes, outward, weighed.people) }
}

function actsOnWordOf(weighed: Weighed): Uint32Array {
  const acts = new Uint32Array(weighed.people.length)
  for (let piece = 0; piece < weighed.from.length; piece++) if (weighed.value[piece]! > 0) acts[weighed.from[piece]!]!++
  return acts
}

function weightFrom(arcs: Graph, node: number): number {
  let sum = 0
  for (let arc = arcs.starts[node]!; arc < arcs.starts[node + 1]!; arc++) sum += arcs.weights![arc]!
  return sum
}

const loudestFirst = (outward: Float64Array): number[] =>
  Array.from(outward.keys())
    .filter((node) => outward[node]! > 0)
    .sort((a, b) => outward[b]! - outward[a]! || a - b)

/** Owners, and members who kept at least two orders on the word of at least two people: walks of trust start with them. */
function startersOf(weighed: Weighed, isOwner: Uint8Array): Float64Array {
  const orders = new Uint32Array(weighed.people.length)
  const words = weighed.people.map(() => new Set<number>())
  weighed.evidence.forEach(({ kind }, event) => {
    let counts = false
    for (let piece = weighed.firstPiece[event]!; piece < weighed.firstPiece[event + 1]!; piece++) {
      if (weighed.value[piece] === 0) continue
      counts = true
      words[weighed.actor[event]!]!.add(weighed.from[piece]!)
    }
    if (kind === 'order' && counts) orders[weighed.actor[event]!]!++
  })
  const { starterOrders, starterWords } = diagnosisRules
  const start = Float64Array.from(isOwner, (owner, node) =>
    owner || (orders[node]! >= starterOrders && words[node]!.size >= starterWords) ? 1 : 0,
  )
  // Nobody qualifies yet and no owner has acted or been acted on: everybody starts alike.
  return start.some((share) => share > 0) ? start : start.fill(1)
}

function oneOfEach(of: ArrayLike<number>, sizes: readonly number[], outward: Float64Array, people: readonly Person[]) {
  const loudest = new Map<number, number>()
  for (let node = 0; node < outward.length; node++) {
    const circle = of[node]!
    const before = loudest.get(circle)
    if (before === undefined || outward[node]! > outward[before]!) loudest.set(circle, node)
  }
  return sizes.flatMap((size, circle) => {
    const node = loudest.get(circle)
    return size >= 3 && node !== undefined && outward[node]! > 0 ? [people[node]!] : []
  })
}

/**
 * Whom to ask first. No share is delivered to anybody yet, so "shown" is how many orders the other one kept in the window:
 * each was an occasion on which this word could have moved her.
 */
function seedsOf(
  evidence: readonly Evidence[],
  weighed: Weighed,
  owners: readonly Person[],
  { label, reading }: Verdict,
  now: number,
): SeedAnswer | null {
  if (label === 'too_early' || label === 'young' || label === 'no_trust_yet') return null
  const occasions = new Map<Person, number>()
  for (const { kind, actor, at, keptFrom } of evidence)
    if (kind === 'order' && at > now - weighing.windowMs && keptBy(keptFrom, now) !== null)
      occasions.set(actor, (occasions.get(actor) ?? 0) + 1)
  const histories = historiesOf(weighed, occasions)
  if (histories.length === 0) return null
  const { seeds, seedSets, seedSeconds } = diagnosisRules
  const islands = label === 'islands' && reading.circles.length > 1
  return chooseSeeds(histories, { k: seeds, owners, islands, sets: seedSets, seconds: seedSeconds })
}

function historiesOf(weighed: Weighed, occasions: ReadonlyMap<Person, number>): PairHistory[] {
  const pairs = new Map<string, { from: Person; to: Person; kept: number }>()
  weighed.evidence.forEach(({ kind }, event) => {
    for (let piece = weighed.firstPiece[event]!; piece < weighed.firstPiece[event + 1]!; piece++) {
      if (kind !== 'order' || weighed.value[piece] === 0) continue
      const [from, to] = [weighed.from[piece]!, weighed.actor[event]!]
      const pair = pairs.get(`${from} ${to}`) ?? { from: weighed.people[from]!, to: weighed.people[to]!, kept: 0 }
      pair.kept++
      pairs.set(`${from} ${to}`, pair)
    }
  })
  return [...pairs.values()].map((pair) => ({ ...pair, shown: occasions.get(pair.to) ?? pair.kept }))
}

function followedMembers(rows: readonly EvidenceRow[], owners: readonly Person[], now: number): number {
  const bought = new Map<string, number>()
  const followers = new Set<bigint>()
  const owning = new Set(owners)
  for (const row of rows) {
    if (row.kind !== 'order' || row.fate === 'returned') continue
    const follows = row.words.some(
      (word) => !owning.has(word) && row.productIds.some((product) => bought.has(`${word} ${product}`)),
    )
    if (follows && row.actedAt.getTime() > now - diagnosisRules.monthMs) followers.add(row.actorPersonId)
    for (const product of row.productIds) bought.set(`${row.actorPersonId} ${product}`, row.actedAt.getTime())
  }
  return followers.size
}

export function flagsOf(weighed: Weighed, persons: readonly Person[]): Uint8Array {
  const flags = new Uint8Array(weighed.people.length)
  for (const person of persons) {
    const node = weighed.indexOf.get(person)
    if (node !== undefined) flags[node] = 1
  }
  return flags
}
