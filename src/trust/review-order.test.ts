import { describe, expect, test } from 'vitest'
import { arcGraph } from './arcs.ts'
import type { Evidence } from './evidence.ts'
import { directedGraph } from './graph.ts'
import { seededRandom } from './random.ts'
import { reviewOrder } from './review-order.ts'
import { simulateCommunity } from './simulated-community.ts'
import { weigh } from './weighing.ts'

/** A living mesh, and a ring of accounts that name one another, hung on it by a single act. */
function meshWithRing(ring: number, seed = 3) {
  const made = simulateCommunity({ truth: 'mesh', members: 80, events: 8, memberShare: 0.8 }, seededRandom(seed))
  const at = made.now - 5 * 86_400_000
  const act = (id: string, actor: string, word: string): Evidence => ({
    ...{ id, kind: 'order', actor, at, words: [word], known: 'named', keptFrom: at },
  })
  const names = Array.from({ length: ring }, (_, index) => `ring ${index}`)
  const inside = names.flatMap((one) =>
    names
      .filter((other) => other !== one)
      .flatMap((other) => [1, 2].map((turn) => act(`${one} ${other} ${turn}`, one, other))),
  )
  const attack = ring > 0 ? [act('attack', 'ring 0', String(made.evidence[0]!.actor))] : []
  const honest = made.evidence.map((item) => ({ ...item, actor: String(item.actor), words: item.words.map(String) }))
  const weighed = weigh(
    [...honest, ...inside, ...attack].sort((a, b) => a.at - b.at),
    { now: made.now },
  )
  const audited = [weighed.indexOf.get(String(made.owner))!]
  return { weighed, audited, names }
}

describe('whom to look at first', () => {
  test('a ring behind one arc is found, and nobody of the mesh', () => {
    for (const seed of [3, 4, 5]) {
      const { weighed, audited, names } = meshWithRing(10, seed)
      const found = reviewOrder(arcGraph(weighed), audited).map(({ node }) => weighed.people[node])
      expect(new Set(found)).toEqual(new Set(names))
    }
  })

  test('in a mesh without cheats nobody is listed', () => {
    for (const seed of [3, 4, 5, 6, 7, 8]) {
      const { weighed, audited } = meshWithRing(0, seed)
      expect(reviewOrder(arcGraph(weighed), audited)).toEqual([])
    }
  })

  test('a circle that nobody we know has an arc into comes first, whoever else there is', () => {
    const ring = Array.from({ length: 6 }, (_, index) => [
      [index, (index + 1) % 6],
      [(index + 1) % 6, index],
      [index, (index + 2) % 6],
    ]).flat()
    const apart = directedGraph({
      nodes: 8,
      from: Uint32Array.from([...ring.map(([from]) => from!), 6]),
      to: Uint32Array.from([...ring.map(([, to]) => to!), 7]),
    })
    const found = reviewOrder(apart, [6])
    expect(found.map(({ node, reach, circle }) => [node, reach, circle])).toEqual(
      Array.from({ length: 6 }, (_, node) => [node, 0, 6]),
    )
  })

  test('another group with more audited people makes nobody here look worse', () => {
    const { weighed, audited } = meshWithRing(10)
    const alone = reviewOrder(arcGraph(weighed), audited)
    const arcs = arcGraph(weighed)
    const from: number[] = []
    for (let node = 0; node < arcs.nodes; node++)
      for (let arc = arcs.starts[node]!; arc < arcs.starts[node + 1]!; arc++) from.push(node)
    const far = arcs.nodes
    const others = Array.from({ length: 30 }, (_, index) => [far + index, far + ((index + 1) % 30)])
    const both = directedGraph({
      nodes: far + 30,
      from: Uint32Array.from([...from, ...others.map(([one]) => one!)]),
      to: Uint32Array.from([...arcs.ends, ...others.map(([, other]) => other!)]),
      weights: Float64Array.from([...arcs.weights!, ...others.map(() => 1)]),
    })
    const everybodyThere = Array.from({ length: 30 }, (_, index) => far + index)
    expect(reviewOrder(both, [...audited, ...everybodyThere])).toEqual(alone)
  })
})
