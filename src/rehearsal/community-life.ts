import { type DemoCommunity, openCommunity, type Phones } from './demo-communities.ts'
import type { Crew } from './demo-crew.ts'
import type { Shelf } from './demo-products.ts'
import type { World, WorldCommunity } from './demo-world.ts'
import type { CommunityPlan, PlannedSale } from './history-plan.ts'
import type { House } from './house.ts'
import { LivedSale } from './lived-sale.ts'
import type { Neighbourhood } from './neighbourhood.ts'

interface LifeStage {
  readonly house: House
  readonly world: World
  readonly shelf: Shelf
  readonly phones: Phones
  readonly crew: Crew
}

/** The day of the sale's second evening, of its delivery and of its receipt; the first evening is day 0. */
export const DELIVERED_ON = 2
export const RECEIVED_ON = 3
/** On which day of the week each community opens its sale, so that days differ; a week ends with its last receipts. */
const OPENS_ON: Readonly<Record<string, number>> = { C1: 0, C2: 1, C3: 2, C4: 2, C5: 3, C6: 3 }

/** One community through its weeks: it opens, and each week it lets people in and holds a sale. */
export class CommunityLife {
  community: DemoCommunity | undefined
  /** This week's. */
  sale: LivedSale | undefined
  orders = 0

  constructor(
    private readonly stage: LifeStage,
    private readonly plan: CommunityPlan,
  ) {}

  get id(): string {
    return this.plan.cast.id
  }

  /** How many days ago this week's sale opened. */
  dayOfSale(day: number): number {
    return this.#sinceFirst(day) % 7
  }

  weekOn(day: number): number {
    return Math.floor(this.#sinceFirst(day) / 7)
  }

  #sinceFirst(day: number): number {
    return day - (OPENS_ON[this.id] ?? 0)
  }

  /** On the day of a sale those come in who enter this week. In its first week the community opens. */
  async prepare(people: Neighbourhood, week: number): Promise<void> {
    const { house, world, crew, phones } = this.stage
    if (week === this.plan.cast.fromWeek) {
      const known = world.communities.find(({ id }) => id === this.id) as WorldCommunity
      this.community = await openCommunity(house, await crew.operator(), known, phones)
      people.know(this.community)
    }
    const newcomers = this.plan.entrances.filter((one) => one.week === week)
    if (this.community) await people.letIn(this.community, newcomers, week)
  }

  async openSale(people: Neighbourhood, week: number, at: (hour: number) => Date): Promise<void> {
    const planned = this.#planned(week)
    this.sale = undefined
    if (!this.community || !planned) return
    await people.renew(
      this.community,
      planned.orders.map(({ buyer }) => buyer),
    )
    // Until 22:00 of the second evening; the goods are there the day after.
    const stage = { ...this.stage, people, community: this.community, planned }
    this.sale = await LivedSale.open(stage, at(24 + 22), at(24 * DELIVERED_ON + 12))
    this.orders += planned.orders.length
  }

  /** How much of each product this week's orders need. */
  needs(week: number): ReadonlyMap<string, number> {
    const needed = new Map<string, number>()
    for (const { lines } of this.#planned(week)?.orders ?? [])
      for (const { product, quantity } of lines) needed.set(product, (needed.get(product) ?? 0) + quantity)
    return needed
  }

  #planned(week: number): PlannedSale | undefined {
    return this.plan.sales.find((sale) => sale.week === week)
  }
}
