import { CommunityLife, DELIVERED_ON, RECEIVED_ON } from './community-life.ts'
import { type DemoCommunity, mainCast, ownerOf, type Phones } from './demo-communities.ts'
import type { Crew } from './demo-crew.ts'
import { type Shelf, takeInWeek } from './demo-products.ts'
import type { World, WorldCommunity } from './demo-world.ts'
import { askForPayout, withdraw } from './history-payouts.ts'
import { type CommunityPlan, planHistory } from './history-plan.ts'
import { settlePeriods } from './history-settlements.ts'
import type { House } from './house.ts'
import type { Evening } from './lived-sale.ts'
import { Neighbourhood } from './neighbourhood.ts'

export interface HistoryStage {
  readonly house: House
  readonly world: World
  readonly regulars: Readonly<Record<string, readonly string[]>>
  readonly shelf: Shelf
  readonly phones: Phones
  readonly crew: Crew
  readonly say: (line: string) => void
}

const AT_ONCE = 8
const DAY_MS = 24 * 3_600_000
const HOUR_MS = 3_600_000
/** The zone of the demo: Shanghai. */
const ZONE_MS = 8 * HOUR_MS
/** One community opens only so many weeks before the end. */
const OPENS_LATE: Readonly<Record<string, number>> = { C3: 2 }
/** The first one has withdrawn something already; the other waits for two colleagues. */
const HAS_WITHDRAWN = 'C1'
const ASKS_FOR_MUCH = 'C2'

/** How long before tonight a house must begin so that so many weeks fit in, the last one's goods received. */
export const spanMs = (weeks: number): number => (weeks + 1) * 7 * DAY_MS

/**
 * Lives weeks in which the communities become what the world says they are: members come, each week has a sale of two
 * evenings, goods come in as that week's lot, are shipped or picked up and received, and what is due is done. Moves the
 * house's clock from where it stands to six days after the last sale.
 */
export async function liveHistory(stage: HistoryStage, weeks: number): Promise<Map<string, DemoCommunity>> {
  const { house, world, say } = stage
  const midnight = Math.floor((house.now().getTime() + ZONE_MS) / DAY_MS) * DAY_MS - ZONE_MS
  const at = (day: number, hour: number) => new Date(midnight + day * DAY_MS + hour * HOUR_MS)
  const plans = world.communities.map((one) => planOf(stage, one, weeks, (week) => at(week * 7, 12)))
  const lives = plans.map((plan) => new CommunityLife(stage, plan))
  const people = new Neighbourhood(house, stage.phones)
  for (let week = 1; week <= weeks; week++) {
    await house.moveTo(at(week * 7, 9))
    await takeInWeekOf(stage, lives, week)
    for (let day = week * 7; day < (week + 1) * 7; day++)
      await liveDay(stage, lives, people, day, (hour) => at(day, hour))
    await house.doDueWork()
    say(
      `week ${week} of ${weeks}: ${people.size} people, ${lives.reduce((sum, life) => sum + life.orders, 0)} orders so far`,
    )
    if (week === Math.max(3, weeks - 2)) await withdraw(house, lives.find(({ id }) => id === HAS_WITHDRAWN)?.community)
  }
  const gone = lives.some(({ id }) => id === 'C5') ? stage.regulars.C5?.at(-1) : undefined
  if (gone !== undefined) await people.forget(gone)
  await settlePeriods(house, stage.crew)
  await askForPayout(lives.find(({ id }) => id === ASKS_FOR_MUCH)?.community)
  await settle(stage)
  const communities = new Map<string, DemoCommunity>()
  for (const { id, community } of lives) if (community) communities.set(id, community)
  // Tonight everybody of the main cast is at the door.
  for (const community of communities.values())
    await people.renew(
      community,
      community.members.map(({ nick }) => nick),
    )
  return communities
}

/** What a week's orders need comes in on its first morning as that week's lots, and a little more. */
async function takeInWeekOf(stage: HistoryStage, lives: readonly CommunityLife[], week: number): Promise<void> {
  const needs = lives.map((life) => life.needs(week))
  const scout = await stage.crew.scout()
  for (const product of stage.world.products) {
    const quantity = needs.reduce((sum, needed) => sum + (needed.get(product.id) ?? 0), 0)
    if (quantity > 0) await takeInWeek(stage.house, scout, stage.shelf, product, quantity + SPARE)
  }
}

/** A day: members come, goods are picked up or sent, received, sales open, and in the evening people buy. */
async function liveDay(
  { house, crew }: HistoryStage,
  lives: readonly CommunityLife[],
  people: Neighbourhood,
  day: number,
  at: (hour: number) => Date,
): Promise<void> {
  const on = (dayOfSale: number) => lives.filter((life) => life.dayOfSale(day) === dayOfSale)
  await house.moveTo(at(10))
  for (const life of on(0)) await life.prepare(people, life.weekOn(day))
  await house.moveTo(at(18))
  for (const life of on(DELIVERED_ON)) await life.sale?.deliver(crew)
  await house.moveTo(at(19))
  for (const life of on(RECEIVED_ON)) await life.sale?.receive(crew)
  for (const life of on(0)) await life.openSale(people, life.weekOn(day), at)
  await house.moveTo(at(20))
  const evenings = ([0, 1] as const).flatMap((evening) =>
    on(evening).flatMap(({ sale }) => (sale ? [{ sale, evening }] : [])),
  )
  await buyTogether(
    house,
    evenings.flatMap(({ sale, evening }) => sale.ordersOf(evening)),
  )
  for (const { sale, evening } of evenings) await sale.answer(evening)
}

function planOf(
  { world, regulars }: HistoryStage,
  community: WorldCommunity,
  weeks: number,
  at: (week: number) => Date,
): CommunityPlan {
  const goods = community.skus.flatMap((id) => {
    const product = world.products.find((one) => one.id === id)
    return product ? [{ product: id, months: product.season_months }] : []
  })
  const late = OPENS_LATE[community.id]
  const cast = {
    id: community.id,
    truth: community.truth,
    owner: ownerOf(community),
    people: [...mainCast(community).slice(1), ...(regulars[community.id] ?? [])],
    goods,
    fromWeek: late === undefined ? 1 : Math.max(1, weeks - late),
  }
  return planHistory(cast, weeks, (week) => new Date(at(week).getTime() + ZONE_MS).getUTCMonth() + 1)
}

const SPARE = 4
const MINUTE_MS = 60_000

/**
 * Everybody's orders of an evening, a minute apart, a few at once. Nobody waits longer to pay than the others take to
 * order, on a slow machine either: the clock stands still until all of a round have paid.
 */
async function buyTogether(house: House, orders: readonly Evening[]): Promise<void> {
  for (let from = 0; from < orders.length; from += AT_ONCE)
    await Promise.all(
      orders.slice(from, from + AT_ONCE).map(async (buy) => {
        await house.moveTo(new Date(house.now().getTime() + MINUTE_MS))
        await buy()
      }),
    )
}

/** Refunds are answered by the provider a moment later. */
async function settle({ house, crew }: HistoryStage): Promise<void> {
  const operator = await crew.operator()
  for (let tries = 0; tries < 100; tries++) {
    await house.doDueWork()
    const { items } = await operator.get('/v1/admin/refunds')
    if ((items as { state: string }[]).every(({ state }) => state === 'succeeded')) return
    await new Promise((resolve) => setTimeout(resolve, 50))
  }
  throw new Error('the refunds of the demo did not end')
}
