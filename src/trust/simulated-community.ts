import { dayMs, type Evidence, weighing } from './evidence.ts'
import { drawFirst, type Random } from './random.ts'

/** A community made by chance, whose truth is known: what the check-up says of it can be held against that. */
export interface SimulatedCommunity {
  readonly evidence: Evidence[]
  readonly owner: number
  readonly now: number
  readonly keptOrders: number
  readonly coveredOrders: number
}

export const truths = ['mesh', 'star', 'islands', 'between'] as const
export type Truth = (typeof truths)[number]

export interface CommunityPlan {
  readonly truth: Truth
  /** Active members beside the owner. */
  readonly members: number
  /** Kept, answered orders per member, on average: log-normal activity, at least one each. */
  readonly events: number
  /** Chance that an order was brought about by a member and not by the owner. */
  readonly memberShare: number
  /** Share of orders whose buyer answered; the others came by the owner's link and count for nobody. */
  readonly coverage?: number
  /** Share of answers that name a second person, and of those a third: at checkout up to three may be named. */
  readonly alsoNamed?: number
  /** Spread of the log-normal activity. */
  readonly activitySpread?: number
}

/** Shares of member-to-member orders that each truth stands for, when none is asked for. */
export const memberShares: Record<Truth, readonly [low: number, high: number]> = {
  star: [0, 0.2],
  islands: [0.4, 0.8],
  mesh: [0.5, 0.95],
  between: [0.25, 0.45],
}

const ownerNumber = -1
const returnWindowDays = 7
const windowDays = 90
const alsoNamed = 0.3

export function simulateCommunity(plan: CommunityPlan, random: Random): SimulatedCommunity {
  const { members, coverage = 1 } = plan
  const friends = friendsOf(plan.truth, members, random)
  const answered = ordersPerMember(members, plan.events, plan.activitySpread ?? 1, random)
  const now = windowDays * dayMs
  const evidence: Evidence[] = []
  let coveredOrders = 0
  answered.forEach((orders, member) => {
    for (let order = 0; order < orders; order++) {
      evidence.push(orderOf(member, namesFor(member, plan, friends, random), now, evidence.length, random))
    }
    coveredOrders += orders
    const silent = coverage < 1 ? random.poisson((orders * (1 - coverage)) / coverage) : 0
    for (let order = 0; order < silent; order++) evidence.push(orderOf(member, [], now, evidence.length, random))
  })
  evidence.sort((a, b) => a.at - b.at)
  return { evidence, owner: ownerNumber, now, keptOrders: evidence.length, coveredOrders }
}

function namesFor(
  member: number,
  plan: CommunityPlan,
  friends: readonly (readonly number[])[],
  random: Random,
): number[] {
  const names = [nameFor(member, plan, friends, random)]
  while (names.length < weighing.namesAtCheckout && random.uniform() < (plan.alsoNamed ?? alsoNamed)) {
    const name = nameFor(member, plan, friends, random)
    if (!names.includes(name)) names.push(name)
    else break
  }
  return names
}

/** Whose word it was: in a star a member follows anyone, elsewhere her friends. */
function nameFor(member: number, plan: CommunityPlan, friends: readonly (readonly number[])[], random: Random): number {
  if (plan.members < 2 || random.uniform() >= plan.memberShare) return ownerNumber
  if (plan.truth === 'star') return anotherThan(member, plan.members, random)
  const mine = friends[member]!
  return mine.length > 0 ? mine[random.below(mine.length)]! : ownerNumber
}

function orderOf(member: number, words: number[], now: number, number: number, random: Random): Evidence {
  const at = now - (returnWindowDays + random.uniform() * (windowDays - returnWindowDays)) * dayMs
  return {
    id: `order ${number}`,
    kind: 'order',
    actor: member,
    at,
    words,
    known: words.length > 0 ? 'named' : 'link',
    keptFrom: at + returnWindowDays * dayMs,
  }
}

function friendsOf(truth: Truth, members: number, random: Random): number[][] {
  const friends: number[][] = Array.from({ length: members }, () => [])
  if (truth === 'islands') joinCliques(friends, random)
  if (truth === 'mesh' || truth === 'between') joinRing(friends, random)
  return friends
}

const ringNeighbours = 3
const farTies = 0.2

/** A ring where each knows the next three, one tie in five led astray to anyone (Watts & Strogatz 1998). */
function joinRing(friends: number[][], random: Random): void {
  const n = friends.length
  if (n < 2) return
  for (let member = 0; member < n; member++) {
    for (let step = 1; step <= ringNeighbours; step++) {
      const far = random.uniform() < farTies
      const friend = far ? anotherThan(member, n, random) : (member + step) % n
      if (friend === member) continue
      friends[member]!.push(friend)
      friends[friend]!.push(member)
    }
  }
}

const smallestClique = 5
const cliqueSizes = 3

/** Circles of five to seven who know nobody else. */
function joinCliques(friends: number[][], random: Random): void {
  const order = Uint32Array.from(friends, (_, member) => member)
  drawFirst(order, order.length, random)
  for (let at = 0; at < order.length; ) {
    const clique = order.subarray(at, at + smallestClique + random.below(cliqueSizes))
    for (const member of clique) for (const other of clique) if (other !== member) friends[member]!.push(other)
    at += clique.length
  }
}

/** One order each, the rest shared out by log-normal weights; `events` per member to the last one. */
function ordersPerMember(members: number, events: number, spread: number, random: Random): Uint32Array {
  const total = Math.max(members, Math.round(events * members))
  const orders = new Uint32Array(members).fill(events < 1 ? 0 : 1)
  const reach = new Float64Array(members)
  let sum = 0
  for (let member = 0; member < members; member++) reach[member] = sum += Math.exp(spread * random.normal())
  const spoken = events < 1 ? Math.round(events * members) : total - members
  for (let order = 0; order < spoken; order++) orders[placeIn(reach, random.uniform() * sum)]!++
  return orders
}

function placeIn(reach: Float64Array, value: number): number {
  let low = 0
  let high = reach.length - 1
  while (low < high) {
    const middle = (low + high) >>> 1
    if (reach[middle]! <= value) low = middle + 1
    else high = middle
  }
  return low
}

function anotherThan(member: number, members: number, random: Random): number {
  const other = random.below(members - 1)
  return other >= member ? other + 1 : other
}
