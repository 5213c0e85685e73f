import { describe, expect, test } from 'vitest'
import { eigenTrust, restart, trustByArrival } from '../../src/trust/eigentrust.ts'
import { type Random, seededRandom } from '../../src/trust/random.ts'
import { byReviewOrder, suspicionWalk } from '../../src/trust/suspicion-walk.ts'
import { directed, randomTrust, undirected } from './graphs.ts'

const graphs = 1000
const nodes = 12
const tiny = 1e-9

type Pairs = ReturnType<typeof randomTrust>

/** A thousand communities of twelve, where walks start at 0 and 1; returns by how much the worst breaks the rule. */
function worst(violation: (pairs: Pairs, start: Float64Array, random: Random) => number): number {
  const random = seededRandom(Number(process.env.LEAVEN_SEED ?? 2026))
  let most = Number.NEGATIVE_INFINITY
  for (let graph = 0; graph < graphs; graph++) {
    const start = new Float64Array(nodes).fill(1, 0, 2)
    most = Math.max(most, violation(randomTrust(nodes, 0.1 + 0.3 * random.uniform(), random), start, random))
  }
  return most
}

const scoresOf = (pairs: Pairs, start: Float64Array, size = nodes, blocked: number[] = []) =>
  trustByArrival(directed(size, pairs), { start: widened(start, size), blocked })

const scoreOf = (person: number, pairs: Pairs, start: Float64Array) =>
  trustByArrival(directed(nodes, pairs), { start, of: [person] })[person]!

const withoutArcsOf = (person: number, pairs: Pairs): Pairs => pairs.filter(([from]) => from !== person)

/** Somebody's arcs as somebody else would have laid them. */
function otherArcsOf(person: number, pairs: Pairs, random: Random): Pairs {
  const others = randomTrust(nodes, 0.5, random).filter(([from]) => from === person)
  return [...withoutArcsOf(person, pairs), ...others]
}

const largest = (values: Float64Array) => values.reduce((most, value) => Math.max(most, value))

describe('trust by arrival, on 1,000 random graphs', { timeout: 120_000 }, () => {
  test('nobody raises (or lowers) her own score by her own out-arcs', () => {
    const moved = worst((pairs, start, random) => {
      const person = random.below(nodes)
      const before = scoreOf(person, pairs, start)
      const byOthers = scoreOf(person, otherArcsOf(person, pairs, random), start) - before
      const byNone = scoreOf(person, withoutArcsOf(person, pairs), start) - before
      return Math.max(Math.abs(byOthers), Math.abs(byNone))
    })
    expect(moved).toBeLessThan(tiny)
  })

  test("B's out-arcs move at most B's own mass: nobody by more than B has, all together by no more than arrives at B", () => {
    const beyond = worst((pairs, start, random) => {
      const b = random.below(nodes)
      const before = scoresOf(pairs, start)
      const change = scoresOf(otherArcsOf(b, pairs, random), start).map((score, person) => score - before[person]!)
      const gained = change.reduce((sum, gain) => sum + Math.max(0, gain), 0)
      return Math.max(gained - before[b]! / restart, largest(change.map(Math.abs)) - before[b]!)
    })
    expect(beyond).toBeLessThan(tiny)
  })

  test('who is reached only through B is worth 0 when B is blocked; independent support survives; nobody gains', () => {
    let leastSupport = 1
    const broken = worst((pairs, start, random) => {
      const b = 2 + random.below(nodes - 2)
      const [newcomer, known] = [nodes, nodes + 1]
      const more: Pairs = [...pairs, [b, newcomer, 1], [b, known, 1], [0, known, 1]]
      const before = scoresOf(more, start, nodes + 2)
      const after = scoresOf(more, start, nodes + 2, [b])
      // Blocked, B only swallows what reaches her: everyone keeps what she has by other ways, to the last digit.
      const byOtherWays = scoresOf(withoutArcsOf(b, more), start, nodes + 2)
      leastSupport = Math.min(leastSupport, after[known]!)
      const kept = largest(after.map((score, person) => (person === b ? 0 : Math.abs(score - byOtherWays[person]!))))
      const gained = largest(after.map((score, person) => score - before[person]!))
      return Math.max(after[b]!, after[newcomer]!, kept, gained)
    })
    expect(broken).toBeLessThan(tiny)
    expect(leastSupport).toBeGreaterThan(0)
  })

  test('k false friends behind one arc get no more together than that arc carries, whatever k and however linked', () => {
    const beyond = worst((pairs, start, random) => {
      const attack = [random.below(nodes), nodes, 1] as const
      const carried = scoresOf([...pairs, attack], start, nodes + 1)[nodes]! / restart
      const k = 1 + random.below(20)
      const ring = randomTrust(k, 0.5, random).map(([from, to, weight]) => [nodes + from, nodes + to, weight] as const)
      const back = [nodes, random.below(nodes), random.uniform()] as const
      const scores = scoresOf([...pairs, attack, ...ring, back], start, nodes + k)
      return scores.subarray(nodes).reduce((sum, score) => sum + score, 0) - carried
    })
    expect(beyond).toBeLessThan(tiny)
  })

  test('plain EigenTrust, kept for comparison, can be raised by one’s own arcs', () => {
    const start = Float64Array.of(1, 0, 0)
    const honest = eigenTrust(
      directed(3, [
        [0, 1],
        [1, 0],
        [0, 2],
      ]),
      { start },
    ).scores[1]!
    const selfish = eigenTrust(
      directed(3, [
        [0, 1],
        [1, 2],
        [2, 1],
        [0, 2],
      ]),
      { start },
    ).scores[1]!
    expect(selfish).toBeGreaterThan(honest)
  })
})

describe('the suspicion walk', () => {
  test('puts a false region behind few attack arcs at the head of the review', () => {
    const random = seededRandom(5)
    const [honest, falseOnes] = [400, 100]
    const around = (first: number, size: number, ties: number) =>
      Array.from({ length: size * ties }, (_, i) => [first + (i % size), first + random.below(size)] as const)
    const attacks = Array.from({ length: 5 }, () => [random.below(honest), honest + random.below(falseOnes)] as const)
    const graph = undirected(honest + falseOnes, [...around(0, honest, 4), ...around(honest, falseOnes, 4), ...attacks])
    const order = byReviewOrder(suspicionWalk(graph, [1, 50, 99, 200, 321]))
    const caught = order.subarray(0, falseOnes).filter((person) => person >= honest).length
    expect(caught).toBeGreaterThanOrEqual(95)
  })

  test('refuses to start from nobody', () => {
    expect(() => suspicionWalk(undirected(2, [[0, 1]]), [])).toThrow('audited')
  })
})

function widened(start: Float64Array, size: number): Float64Array {
  return Float64Array.from({ length: size }, (_, person) => start[person] ?? 0)
}
