import { Dice } from './dice.ts'
import { type Friends, friendsOf } from './history-friends.ts'

/** What is known of a community before its weeks are lived. */
export interface Cast {
  readonly id: string
  readonly truth: string
  readonly owner: string
  /** Members, the main cast first. */
  readonly people: readonly string[]
  /** Its goods: world product → the months in which it is sold. */
  readonly goods: readonly { readonly product: string; readonly months: readonly number[] }[]
  /** The week in which it opens its first sale. */
  readonly fromWeek: number
}

export type OrderFate = 'kept' | 'forgotten' | 'unpaid' | 'cancelled' | 'part_refunded'

export interface PlannedOrder {
  readonly buyer: string
  /** First or second evening of the sale. */
  readonly evening: 0 | 1
  readonly lines: readonly { readonly product: string; readonly quantity: number }[]
  /** Who passed the link on to her; the curator's own link when nobody did. */
  readonly through: string | null
  /** 谁让你动心的? Empty: not answered. */
  readonly words: readonly string[]
  readonly fate: OrderFate
}

export interface PlannedSale {
  readonly week: number
  readonly products: readonly string[]
  readonly orders: readonly PlannedOrder[]
}

export interface CommunityPlan {
  readonly cast: Cast
  /** The week in which each member enters, and by whose passed-on link; by the owner's invitation when nobody's. */
  readonly entrances: readonly { readonly nick: string; readonly week: number; readonly through: string | null }[]
  readonly sales: readonly PlannedSale[]
}

/** How people of each truth buy and answer; shares are chances. */
interface Manner {
  /** An answer names a member, not the owner. */
  readonly member: number
  readonly answers: number
  readonly alsoNamed: number
  readonly leastOrders: number
  readonly lines: number
  readonly mostOfOne: number
}

const USUAL: Manner = { member: 0.7, answers: 0.8, alsoNamed: 0.3, leastOrders: 3, lines: 1.3, mostOfOne: 2 }
const MANNERS: Readonly<Record<string, Partial<Manner>>> = {
  mesh: {},
  star: { member: 0.06, answers: 0.9, alsoNamed: 0.1 },
  islands: { member: 0.75, answers: 0.85 },
  forming: { leastOrders: 1 },
  no_trust: { answers: 0, leastOrders: 1 },
}
/** In the courtyard that buys for others abroad people buy several things at once. */
const BY_COMMUNITY: Readonly<Record<string, Partial<Manner>>> = { C2: { lines: 2.4, mostOfOne: 3 } }

const MOST_ORDERS_MORE = 2
const PRODUCTS_IN_A_SALE = 4
const FIRST_EVENING = 0.6
const BY_A_FRIENDS_LINK = 0.15

/**
 * Ten weeks of a community whose truth is known, decided beforehand: who enters when and how, who buys what on whose
 * word, and what becomes of it. Pure: the same cast, weeks and seed give the same plan.
 */
export function planHistory(cast: Cast, weeks: number, monthOf: (week: number) => number, seed = 1): CommunityPlan {
  const dice = new Dice(seed + [...cast.id].reduce((sum, letter) => sum * 31 + letter.charCodeAt(0), 7))
  const manner = { ...USUAL, ...MANNERS[cast.truth], ...BY_COMMUNITY[cast.id] }
  const friends = friendsOf(cast.truth, cast.people, dice)
  const entrances = planEntrances(cast, friends, dice, weeks)
  const buyersOf = planBuyers(cast, manner, entrances, weeks, dice)
  const bought = new Map<string, string[]>()
  const cameThrough = new Map<string, string>()
  const sales: PlannedSale[] = []
  for (let week = cast.fromWeek; week <= weeks; week++) {
    const products = productsOf(cast, week, monthOf(week))
    if (products.length === 0) continue
    const scene = { cast, manner, friends, bought, products, week, weeks, dice }
    const newcomers = new Map(entrances.filter((one) => one.week === week).map((one) => [one.nick, one.through]))
    // Who comes by a friend's link comes on the second evening: only who has bought can pass a link on.
    const wishes = dice.shuffled(buyersOf.get(week) ?? []).map((buyer, index, all) => ({
      buyer,
      isSecond: (newcomers.get(buyer) ?? null) !== null || index >= all.length * FIRST_EVENING,
    }))
    const first = wishes.filter(({ isSecond }) => !isSecond).map(({ buyer }) => planOrder(scene, buyer, 0, null))
    const passers = new Set(bought.keys())
    const second = wishes
      .filter(({ isSecond }) => isSecond)
      .map(({ buyer }) => planOrder(scene, buyer, 1, passerFor(scene, buyer, newcomers.get(buyer), passers)))
    for (const { buyer, through } of second)
      if (through !== null && newcomers.has(buyer)) cameThrough.set(buyer, through)
    const orders = [...first, ...second]
    sales.push({ week, products, orders: [...orders, ...orders.flatMap((order) => mishapOf(scene, order))] })
  }
  return { cast, entrances: entrances.map((one) => ({ ...one, through: cameThrough.get(one.nick) ?? null })), sales }
}

/** Nobody passes anything on to anybody. */
const isAlone = ({ truth }: Cast): boolean => truth === 'star' || truth === 'no_trust'

/** Whose link she comes by: the friend's who brings her in, now and then another friend's. */
function passerFor(
  { cast, friends, dice }: Scene,
  buyer: string,
  bringer: string | null | undefined,
  passers: ReadonlySet<string>,
): string | null {
  if (bringer) return passers.has(bringer) ? bringer : null
  if (isAlone(cast) || !dice.chance(BY_A_FRIENDS_LINK)) return null
  const known = (friends.get(buyer) ?? []).filter((friend) => passers.has(friend))
  return known.length > 0 ? dice.one(known) : null
}

/** The main cast and half of the others come by the owner's invitation, the rest by the link of a friend who is in. */
function planEntrances(cast: Cast, friends: Friends, dice: Dice, weeks: number): CommunityPlan['entrances'] {
  const first = cast.fromWeek
  const lastWeek = Math.min(first + 2, weeks)
  const weekOf = new Map<string, number>()
  return cast.people.map((nick, index) => {
    const known = (friends.get(nick) ?? []).filter(
      (friend) => (weekOf.get(friend) ?? Number.POSITIVE_INFINITY) < lastWeek,
    )
    const byFriend = index >= 6 && !isAlone(cast) && known.length > 0 && dice.chance(0.5)
    const through = byFriend ? dice.one(known) : null
    const week = byFriend
      ? Math.min(lastWeek, (weekOf.get(through as string) ?? first) + 1)
      : index < 6
        ? first
        : first + dice.below(lastWeek - first)
    weekOf.set(nick, week)
    return { nick, week, through }
  })
}

/** Who buys in which week: each member at least so often in the weeks that are kept by the end, some more. */
function planBuyers(
  cast: Cast,
  manner: Manner,
  entrances: CommunityPlan['entrances'],
  weeks: number,
  dice: Dice,
): Map<number, string[]> {
  const buyers = new Map<number, string[]>()
  for (const { nick, week: entered, through } of entrances) {
    const keptWeeks = Array.from({ length: Math.max(0, weeks - entered) }, (_, index) => entered + index)
    const wanted = manner.leastOrders + (manner.leastOrders > 1 ? dice.below(MOST_ORDERS_MORE + 1) : 0)
    // Who entered by a friend's link bought by it.
    const certain = through !== null || cast.truth === 'no_trust' ? [entered] : []
    const others = dice.shuffled(keptWeeks.filter((week) => !certain.includes(week)))
    const chosen = [...certain, ...others].slice(0, Math.max(wanted, certain.length))
    if (manner.leastOrders > 1 && dice.chance(0.5)) chosen.push(weeks)
    for (const week of chosen) buyers.set(week, [...(buyers.get(week) ?? []), nick])
  }
  return buyers
}

interface Scene {
  readonly cast: Cast
  readonly manner: Manner
  readonly friends: Friends
  /** Who has bought what so far. */
  readonly bought: Map<string, string[]>
  readonly products: readonly string[]
  readonly week: number
  readonly weeks: number
  readonly dice: Dice
}

function planOrder(scene: Scene, buyer: string, evening: 0 | 1, through: string | null): PlannedOrder {
  const { manner, bought, products, dice } = scene
  const words = dice.chance(manner.answers) ? wordsOf(scene, buyer, through) : []
  // What her friend had, if it is in this sale and chance agrees; else what she likes.
  const seen = words
    .flatMap((word) => (bought.get(word) ?? []).slice(-2))
    .filter((product) => products.includes(product))
  const wished = seen.length > 0 && dice.chance(0.6) ? [seen[0] as string] : []
  const count = 1 + Number(dice.chance(manner.lines - 1)) + Number(dice.chance(manner.lines - 2))
  const chosen = [...new Set([...wished, ...dice.shuffled(products)])].slice(0, count)
  const lines = chosen.map((product) => ({ product, quantity: 1 + dice.below(manner.mostOfOne) }))
  const fate = fateOf(scene, through)
  if (fate !== 'unpaid' && fate !== 'cancelled') bought.set(buyer, [...(bought.get(buyer) ?? []), ...chosen])
  return { buyer, evening, lines, through, words, fate }
}

/** In a star a member may follow anyone, elsewhere her friends; whose link she came by comes first. */
function wordsOf({ cast, manner, friends, dice }: Scene, buyer: string, through: string | null): string[] {
  const circle = friends.get(buyer) ?? []
  const one = () => (circle.length > 0 && dice.chance(manner.member) ? friendOf(circle, cast, dice) : cast.owner)
  const words = [through ?? one()]
  if (dice.chance(manner.alsoNamed)) words.push(one())
  return [...new Set(words)]
}

/** Some are listened to more than others: the first two of the cast, where they are friends. */
function friendOf(circle: readonly string[], { people, truth }: Cast, dice: Dice): string {
  const loud = circle.filter((friend) => people.indexOf(friend) < 2)
  return truth === 'mesh' && loud.length > 0 && dice.chance(0.4) ? dice.one(loud) : dice.one(circle)
}

/** Most orders are kept; a friend's link is never given back. */
function fateOf({ cast, manner, week, weeks, dice }: Scene, through: string | null): OrderFate {
  if (through !== null) return 'kept'
  const roll = dice.uniform()
  if (cast.truth === 'no_trust') return roll < 0.25 ? 'cancelled' : 'kept'
  if (roll < 0.03) return 'part_refunded'
  return roll < 0.07 && week <= weeks - 4 && manner.leastOrders > 1 ? 'forgotten' : 'kept'
}

/** Now and then somebody orders twice, and lets one go: unpaid, or paid and cancelled. */
function mishapOf({ cast, dice }: Scene, order: PlannedOrder): PlannedOrder[] {
  if (cast.truth === 'no_trust' || !dice.chance(0.05)) return []
  return [{ ...order, through: null, words: [], fate: dice.chance(0.4) ? 'unpaid' : 'cancelled' }]
}

/** A few of the goods in season, others every week. */
function productsOf(cast: Cast, week: number, month: number): string[] {
  const inSeason = cast.goods.filter(({ months }) => months.includes(month)).map(({ product }) => product)
  return Array.from(
    { length: Math.min(PRODUCTS_IN_A_SALE, inSeason.length) },
    (_, index) => inSeason[(week * PRODUCTS_IN_A_SALE + index) % inSeason.length] as string,
  )
}
