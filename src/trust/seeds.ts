import { components } from './components.ts'
import { outDegrees, topByDegree } from './degrees.ts'
import type { Person } from './evidence.ts'
import { directedGraph, type Graph, undirectedProjection } from './graph.ts'
import { influence } from './influence.ts'
import { drawFirst, type Random, seededRandom } from './random.ts'
import { spread } from './spread.ts'

/** What one member's shares did with another: shown so often, so many kept orders. */
export interface PairHistory {
  readonly from: Person
  readonly to: Person
  readonly shown: number
  readonly kept: number
  /** More than three in 30 days: another word from her does not count. */
  readonly tired?: boolean
}

export interface SeedQuestion {
  readonly k: number
  readonly owners: readonly Person[]
  /** People whose own fault was upheld in a claim. */
  readonly faulted?: readonly Person[]
  /** Kept orders per share shown in this community; 1 % until it is known. */
  readonly rate?: number
  readonly costs?: ReadonlyMap<Person, number>
  readonly budget?: number
  /** The community reads as islands: seeds must lie in at least two circles. */
  readonly islands?: boolean
  readonly seconds?: number
  /** At least and at most so many sets in each collection; without them the time decides. */
  readonly sets?: { readonly fewest: number; readonly most: number }
  readonly seed?: number
}

export interface SeedAnswer {
  readonly seeds: readonly Person[]
  /** Expected reach of the first, the first two, … */
  readonly curve: readonly number[]
  /** Expected reach by simulation that took no part in the choice; never shown without the two beside it. */
  readonly spread: number
  readonly spreadStdErr: number
  readonly degreeSpread: number
  readonly randomSpread: number
  readonly certifiedRatio: number | null
}

export const seedRules = {
  rate: 0.01,
  /** Weight of the prior, in shares shown. */
  priorShown: 20,
  secondsUnlessTold: 2,
  /** Puts the reach within two percent, in a community of 500. */
  sets: 131_072,
  runs: 4000,
} as const

/** Whom to ask first: the members whose word would reach most others. Owners are left out; they are heard anyway. */
export function chooseSeeds(histories: readonly PairHistory[], question: SeedQuestion): SeedAnswer {
  const random = seededRandom(question.seed ?? 1)
  const { people, chances } = chancesOf(histories, question)
  const barred = new Set(question.faulted ?? [])
  const mayBeSeed = Uint8Array.from(people, (person) => (barred.has(person) ? 0 : 1))
  const circles = question.islands ? components(undirectedProjection(chances)) : null
  const chosen = influence(
    chances,
    {
      k: question.k,
      fewestSets: question.sets?.fewest ?? seedRules.sets,
      ...(question.sets && { mostSets: question.sets.most }),
      seconds: question.seconds ?? seedRules.secondsUnlessTold,
      ...(barred.size > 0 && { mayBeSeed }),
      ...(question.costs && { costs: Float64Array.from(people, (person) => question.costs!.get(person) ?? 0) }),
      ...(question.budget !== undefined && { budget: question.budget }),
      ...(circles && { groups: circles.of, fromGroups: Math.min(2, circles.sizes.length) }),
    },
    random.fork(),
  )
  const reach = (seeds: readonly number[]) => spread(chances, seeds, random.fork(), { runs: seedRules.runs })
  const chosenReach = reach(chosen.seeds)
  const count = chosen.seeds.length
  return {
    seeds: chosen.seeds.map((seed) => people[seed]!),
    curve: chosen.curve,
    spread: chosenReach.mean,
    spreadStdErr: chosenReach.standardError,
    degreeSpread: reach(topByDegree(outDegrees(chances), count)).mean,
    randomSpread: meanOfRandomSeeds(chances, count, random),
    certifiedRatio: chosen.certifiedRatio,
  }
}

/** Mean reach of so many people taken at random, over a few draws. */
export function meanOfRandomSeeds(chances: Graph, count: number, random: Random, draws = 5, runs = 400): number {
  if (chances.nodes === 0) return 0
  const order = Uint32Array.from({ length: chances.nodes }, (_, node) => node)
  let sum = 0
  for (let draw = 0; draw < draws; draw++) {
    drawFirst(order, count, random)
    sum += spread(chances, Array.from(order.subarray(0, count)), random, { runs }).mean
  }
  return sum / draws
}

/** p(u, v) = (kept + α₀) / (shown + α₀ + β₀), with the community's own rate as the prior's mean. */
function chancesOf(histories: readonly PairHistory[], question: SeedQuestion) {
  const owners = new Set(question.owners)
  const pairs = histories.filter(({ from, to, tired }) => !tired && from !== to && !owners.has(from) && !owners.has(to))
  const people = [...new Set(pairs.flatMap(({ from, to }) => [from, to]))]
  const numberOf = new Map(people.map((person, number) => [person, number]))
  const alpha = (question.rate ?? seedRules.rate) * seedRules.priorShown
  const counts = (weights: Float64Array) =>
    directedGraph({
      nodes: people.length,
      from: Uint32Array.from(pairs, ({ from }) => numberOf.get(from)!),
      to: Uint32Array.from(pairs, ({ to }) => numberOf.get(to)!),
      weights,
    })
  // The same pair may come in several rows: what was shown and kept adds up before it is divided.
  const kept = counts(Float64Array.from(pairs, (pair) => pair.kept))
  const shown = counts(Float64Array.from(pairs, (pair) => pair.shown))
  const weights = kept.weights!.map((value, arc) =>
    Math.min(1, (value + alpha) / (Math.max(value, shown.weights![arc]!) + seedRules.priorShown)),
  )
  return { people, chances: { ...kept, weights } }
}
