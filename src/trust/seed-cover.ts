import type { ReverseReach } from './reverse-reach.ts'

export interface SeedRules {
  readonly k: number
  /** 0 = never a seed (the owner, tired pairs, people with upheld claims). */
  readonly mayBeSeed?: Uint8Array
  /** What each person costs as a seed, with what may be spent in all. */
  readonly costs?: Float64Array
  readonly budget?: number
  /** At least `fromGroups` different groups get a seed, as far as k allows (−1 = in no group). */
  readonly groups?: Int32Array
  readonly fromGroups?: number
}

export interface SeedChoice {
  readonly seeds: readonly number[]
  /** No k people meet more sets than this. */
  readonly bestPossible: number
}

/** Greedy cover: again and again the person who meets most sets not met yet, per cost where seeds cost. */
export function selectSeeds(sets: ReverseReach, rules: SeedRules): SeedChoice {
  const cover = coverOf(sets)
  const taken = new Uint8Array(sets.nodes)
  const seeds: number[] = []
  let spent = 0
  let bestPossible = Number.POSITIVE_INFINITY
  while (seeds.length < Math.min(rules.k, sets.nodes)) {
    bestPossible = Math.min(bestPossible, cover.met() + sumOfLargest(cover.gains, rules.k))
    const next = bestNext(cover.gains, rules, taken, seeds, spent)
    if (next < 0) break
    taken[next] = 1
    spent += rules.costs?.[next] ?? 0
    seeds.push(next)
    cover.take(next)
  }
  bestPossible = Math.min(bestPossible, cover.met() + sumOfLargest(cover.gains, rules.k))
  return { seeds, bestPossible }
}

interface Cover {
  /** Sets that each person would meet beyond those met. */
  readonly gains: Uint32Array
  met(): number
  take(person: number): void
}

function coverOf(sets: ReverseReach): Cover {
  const starts = sets.starts()
  const members = sets.members()
  const gains = new Uint32Array(sets.nodes)
  for (let at = 0; at < members.length; at++) gains[members[at]!]!++
  const { first, inSet } = setsOfEach(sets, gains)
  const isMet = new Uint8Array(sets.count())
  let met = 0
  return {
    gains,
    met: () => met,
    take(person) {
      for (let at = first[person]!; at < first[person + 1]!; at++) {
        const set = inSet[at]!
        if (isMet[set]) continue
        isMet[set] = 1
        met++
        for (let other = starts[set]!; other < starts[set + 1]!; other++) gains[members[other]!]!--
      }
    },
  }
}

function setsOfEach(sets: ReverseReach, counts: Uint32Array) {
  const first = new Uint32Array(sets.nodes + 1)
  for (let person = 0; person < sets.nodes; person++) first[person + 1] = first[person]! + counts[person]!
  const next = first.slice(0, sets.nodes)
  const starts = sets.starts()
  const members = sets.members()
  const inSet = new Uint32Array(members.length)
  for (let set = 0; set < sets.count(); set++) {
    for (let at = starts[set]!; at < starts[set + 1]!; at++) inSet[next[members[at]!]!++] = set
  }
  return { first, inSet }
}

function bestNext(gains: Uint32Array, rules: SeedRules, taken: Uint8Array, seeds: readonly number[], spent: number) {
  const missing = missingGroups(rules, seeds)
  let best = -1
  let bestValue = -1
  for (let person = 0; person < gains.length; person++) {
    if (taken[person] || rules.mayBeSeed?.[person] === 0 || missing?.(person) === false) continue
    const cost = rules.costs?.[person] ?? 0
    if (spent + cost > (rules.budget ?? Number.POSITIVE_INFINITY)) continue
    const value = cost > 0 ? gains[person]! / cost : gains[person]!
    if (value > bestValue) {
      bestValue = value
      best = person
    }
  }
  // A group that has nobody left to offer must not end the choice.
  if (best < 0 && missing) return bestNext(gains, { ...rules, fromGroups: 0 }, taken, seeds, spent)
  return best
}

/** Once the places left are only enough for the groups still missing, only their people may come; else anyone. */
function missingGroups(rules: SeedRules, seeds: readonly number[]): ((person: number) => boolean) | null {
  const { groups, fromGroups = 0 } = rules
  if (!groups || fromGroups === 0) return null
  const covered = new Set(seeds.map((seed) => groups[seed]!).filter((group) => group >= 0))
  if (rules.k - seeds.length > fromGroups - covered.size || covered.size >= fromGroups) return null
  return (person) => groups[person]! >= 0 && !covered.has(groups[person]!)
}

function sumOfLargest(values: Uint32Array, count: number): number {
  if (values.length <= count) return values.reduce((sum, value) => sum + value, 0)
  // A small heap of the largest so far, its least on top.
  const largest = new Float64Array(count)
  let least = 0
  let filled = 0
  for (const value of values) {
    if (filled < count) largest[filled++] = value
    else if (value > least) largest[largest.indexOf(least)] = value
    else continue
    if (filled === count) least = largest.reduce((a, b) => Math.min(a, b))
  }
  return largest.reduce((sum, value) => sum + value, 0)
}
