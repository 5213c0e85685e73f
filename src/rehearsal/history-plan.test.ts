import { describe, expect, test } from 'vitest'
import { type Evidence, judge, readCommunity, weigh } from '../trust/index.ts'
import { mainCast, ownerOf } from './demo-communities.ts'
import { readRegulars, readWorld, type WorldCommunity } from './demo-world.ts'
import { type Cast, type CommunityPlan, planHistory } from './history-plan.ts'

const WEEKS = 10
const DAY_MS = 24 * 3_600_000
const SEEDS = [1, 2, 3, 4, 5, 6, 7, 8]
const world = readWorld()
const regulars = readRegulars()
const AUTUMN = [9, 10, 11]

function castOf(community: WorldCommunity): Cast {
  const goods = community.skus.map((product) => ({
    product,
    months: world.products.find(({ id }) => id === product)?.season_months ?? [],
  }))
  const people = [...mainCast(community).slice(1), ...(regulars[community.id] ?? [])]
  return { id: community.id, truth: community.truth, owner: ownerOf(community), people, goods, fromWeek: 1 }
}

const monthOf = (week: number) => AUTUMN[Math.floor(week / 4)] as number
const planOf = (id: string, seed = 1): CommunityPlan => {
  const community = world.communities.find((one) => one.id === id) as WorldCommunity
  return planHistory(castOf(community), WEEKS, monthOf, seed)
}

/** What the check-up would say six days after the last sale, when all goods of the weeks before are kept. */
function verdictOf({ cast, entrances, sales }: CommunityPlan): string {
  const now = (WEEKS * 7 + 6) * DAY_MS
  const orders = sales.flatMap(({ week, orders }) =>
    orders.flatMap((order, index): Evidence[] => {
      if (order.fate === 'unpaid' || order.fate === 'cancelled') return []
      const receivedOn = week * 7 + (order.fate === 'forgotten' ? 13 : 5)
      const words = order.words.length > 0 ? order.words : order.through === null ? [] : [order.through]
      const known = order.words.length > 0 ? 'named' : order.through === null ? 'link' : 'share'
      const at = (week * 7 + order.evening) * DAY_MS + index
      const keptFrom = (receivedOn + 7) * DAY_MS
      return [{ id: `${week}-${index}`, kind: 'order', actor: order.buyer, at, words, known, keptFrom }]
    }),
  )
  const kept = orders.filter(({ keptFrom }) => (keptFrom as number) <= now)
  const invitations = entrances.map(({ nick, week, through }): Evidence => {
    const first = Math.min(...orders.filter(({ actor }) => actor === nick).map(({ keptFrom }) => keptFrom as number))
    const by = { words: [through ?? cast.owner], known: 'invited' } as const
    return { id: nick, kind: 'invitation', actor: nick, at: week * 7 * DAY_MS - 1, keptFrom: first, ...by }
  })
  const facts = { ageDays: WEEKS * 7, members: cast.people.length, left: 0, orders: kept.length, claims: 0 }
  const counts = { keptOrders: kept.length, coveredOrders: kept.filter(({ words }) => words.length > 0).length }
  const reading = readCommunity(weigh([...invitations, ...orders], { now }), { owners: [cast.owner] })
  return judge({ ...facts, ...counts, settledBuyers: 0, returningBuyers: 0 }, reading).label
}

describe('ten weeks of the demo', () => {
  test.each([
    ['C1', 'mesh'],
    ['C2', 'mesh'],
    ['C4', 'star'],
    ['C6', 'islands'],
  ])('%s comes out as what the world says it is: %s', (id, truth) => {
    expect(world.communities.find((one) => one.id === id)?.truth).toBe(truth)
    expect(SEEDS.map((seed) => verdictOf(planOf(id, seed)))).toEqual(SEEDS.map(() => truth))
  })

  test('where nobody trusts yet nobody is named, and buyers come once', () => {
    const orders = planOf('C5').sales.flatMap((sale) => sale.orders)
    expect(orders.filter(({ words, through }) => words.length > 0 || through !== null)).toEqual([])
    expect(new Set(orders.map(({ buyer }) => buyer)).size).toBe(orders.length)
  })

  test('nobody buys before she is in, and each buys what this week’s sale has', () => {
    for (const { id } of world.communities) {
      const { entrances, sales } = planOf(id)
      const enters = new Map(entrances.map(({ nick, week }) => [nick, week]))
      for (const { week, products, orders } of sales)
        for (const order of orders) {
          expect(enters.get(order.buyer)).toBeLessThanOrEqual(week)
          for (const { product } of order.lines) expect(products).toContain(product)
        }
    }
  })

  test('a link is passed on only by who has paid before, and brings its guest in with an order by it', () => {
    for (const { id } of world.communities) {
      const { entrances, sales } = planOf(id)
      const paid = new Set<string>()
      for (const { week, orders } of sales) {
        const [first, second] = [0, 1].map((evening) => orders.filter((order) => order.evening === evening))
        const pays = (list: typeof orders = []) =>
          list.filter(({ fate }) => fate !== 'unpaid' && fate !== 'cancelled').map(({ buyer }) => buyer)
        for (const buyer of pays(first)) paid.add(buyer)
        for (const { through } of second ?? []) if (through !== null) expect(paid).toContain(through)
        for (const buyer of pays(second)) paid.add(buyer)
        for (const { nick, through } of entrances.filter((one) => one.week === week && one.through !== null))
          expect(orders.find(({ buyer }) => buyer === nick)?.through).toBe(through)
      }
    }
  })

  test('each member of those four keeps at least three orders by the end', () => {
    for (const id of ['C1', 'C2', 'C4', 'C6']) {
      const { cast, sales } = planOf(id)
      const orders = sales.filter(({ week }) => week < WEEKS).flatMap((sale) => sale.orders)
      const kept = orders.filter(({ fate }) => fate !== 'unpaid' && fate !== 'cancelled')
      for (const nick of cast.people) expect(kept.filter(({ buyer }) => buyer === nick).length).toBeGreaterThan(2)
    }
  })

  test('the same seed lives the same weeks, another one others', () => {
    expect(planOf('C1')).toEqual(planOf('C1'))
    expect(planOf('C1', 2)).not.toEqual(planOf('C1'))
  })

  test('no two members of the world share a nickname that is not one person’s', () => {
    const names = world.communities.flatMap((one) => regulars[one.id] ?? [])
    expect(new Set(names).size).toBe(names.length)
    const cast = new Set(world.communities.flatMap(mainCast))
    expect(names.filter((name) => cast.has(name))).toEqual([])
  })
})
