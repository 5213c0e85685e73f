import { type DemoCommunity, type DemoSale, openSale } from './demo-communities.ts'
import type { Crew } from './demo-crew.ts'
import { place } from './demo-orders.ts'
import type { Shelf } from './demo-products.ts'
import type { PlannedOrder, PlannedSale } from './history-plan.ts'
import { type House, pay, untilPaid } from './house.ts'
import type { Neighbourhood } from './neighbourhood.ts'
import { inParallel } from './progress.ts'

const AT_ONCE = 8
const MINUTE_MS = 60_000
/** Of the first of a sale's goods, so that it reaches everybody. */
const PER_PERSON = 8
/** 两个磕伤, given back of what a line cost. */
const FOR_BRUISES_FEN = 600

interface SaleStage {
  readonly house: House
  readonly shelf: Shelf
  readonly people: Neighbourhood
  readonly community: DemoCommunity
  readonly planned: PlannedSale
}

/** One buyer's evening, from the link to the payment. */
export type Evening = () => Promise<void>

/** One week's sale of one community, lived as it is planned. */
export class LivedSale {
  readonly #ids = new Map<PlannedOrder, string>()
  readonly #links = new Map<string, Promise<string>>()

  private constructor(
    private readonly stage: SaleStage,
    private readonly sale: DemoSale,
  ) {}

  static async open(stage: SaleStage, cutsOffAt: Date, arrivesAt: Date): Promise<LivedSale> {
    const { community, planned, shelf } = stage
    const goods = planned.products.flatMap((product) => shelf.skus.get(product) ?? [])
    const title = goods
      .slice(0, 2)
      .map(({ productName }) => productName.replace(/ .*/, ''))
      .join('和')
    const skuIds = goods.map(({ skuId }) => skuId)
    const wish = {
      title: `第 ${planned.week} 周：${title}`,
      word: '',
      skuIds,
      perPerson: PER_PERSON,
      cutsOffAt,
      arrivesAt,
    }
    return new LivedSale(stage, await openSale(community, wish, `demo-${community.world.id}-week-${planned.week}`))
  }

  ordersOf(evening: 0 | 1): Evening[] {
    return this.stage.planned.orders
      .map((order, index) => ({ order, key: `demo-order-${this.sale.id}-${index}` }))
      .filter(({ order }) => order.evening === evening)
      .map(
        ({ order, key }) =>
          () =>
            this.#buy(order, key),
      )
  }

  async #buy(order: PlannedOrder, key: string): Promise<void> {
    const { house, people, community, shelf } = this.stage
    const { visitor, addressId } = people.of(order.buyer)
    const token = order.through === null ? this.sale.token : await this.#linkOf(order.through)
    const lines = order.lines.map(({ product, quantity }) => ({
      skuId: shelf.skus.get(product)?.skuId ?? '',
      quantity,
    }))
    const to = community.pickupPointId ? ({ delivery: 'pickup' } as const) : { delivery: 'parcel' as const, addressId }
    const placed = await place(visitor, { token, lines, ...to }, key)
    this.#ids.set(order, placed.order.id)
    if (order.fate === 'unpaid') return
    await pay(house, visitor, placed.payment.id)
    await untilPaid(visitor, placed.payment.id)
    if (order.fate === 'cancelled')
      await visitor.post(
        `/v1/store/orders/${placed.order.id}/cancel`,
        { reason: '买重了' },
        `demo-cancel-${placed.order.id}`,
      )
  }

  /** Her own link, which she makes once. */
  #linkOf(nick: string): Promise<string> {
    const known = this.#links.get(nick)
    if (known !== undefined) return known
    const { visitor } = this.stage.people.of(nick)
    const made = visitor
      .post(`/v1/store/sales/${this.sale.token}/pass-on`, {}, `demo-pass-on-${this.sale.id}`)
      .then(({ url }: { url: string }) => new URL(url).pathname.split('/').at(-1) ?? '')
    this.#links.set(nick, made)
    return made
  }

  /** 谁让你动心的? */
  async answer(evening: 0 | 1): Promise<void> {
    const { people, community, planned } = this.stage
    const answers = planned.orders.filter(
      ({ words, fate, ...order }) =>
        order.evening === evening && words.length > 0 && fate !== 'unpaid' && fate !== 'cancelled',
    )
    if (answers.length === 0) return
    const memberIds = await this.#memberIds(community)
    await inParallel(answers, AT_ONCE, async (order) => {
      const ids = order.words.flatMap((nick) => memberIds.get(nick) ?? [])
      const path = `/v1/store/orders/${this.#ids.get(order)}/words`
      if (ids.length > 0)
        await people.of(order.buyer).visitor.post(path, { memberIds: ids }, `demo-words-${this.#ids.get(order)}`)
    })
  }

  async #memberIds({ owner, id }: DemoCommunity): Promise<Map<string, string>> {
    const { items } = await owner.get(`/v1/curator/communities/${id}/members?limit=100`)
    return new Map((items as { nickname: string; id: string }[]).map((one) => [one.nickname, one.id]))
  }

  /** Picked up with their codes, or sent. */
  async deliver(crew: Crew): Promise<void> {
    const orders = this.#sent()
    if (this.stage.community.pickupPointId) return inParallel(orders, AT_ONCE, (order) => this.#pickUp(order))
    const items = orders.map((order, index) => ({
      orderId: this.#ids.get(order),
      carrier: '顺丰速运',
      trackingNo: `SF${this.stage.planned.week}${this.stage.community.world.id}${1_000_001 + index}`,
    }))
    if (items.length > 0)
      await (await crew.operator()).post('/v1/admin/orders/ship-many', { items }, `demo-ship-${this.sale.id}`)
  }

  async #pickUp(order: PlannedOrder): Promise<void> {
    const { house, people, community } = this.stage
    await house.moveTo(new Date(house.now().getTime() + MINUTE_MS))
    const id = this.#ids.get(order)
    const { pickupCode } = await people.of(order.buyer).visitor.get(`/v1/store/orders/${id}`)
    await community.owner.post('/v1/curator/handovers', { pickupCode }, `demo-pick-up-${id}`)
  }

  /** Parcels are confirmed, but for the forgetful; for what was bruised a part goes back. */
  async receive(crew: Crew): Promise<void> {
    const orders = this.#sent()
    if (!this.stage.community.pickupPointId)
      await inParallel(orders, AT_ONCE, async (order) => {
        const id = this.#ids.get(order)
        if (order.fate !== 'forgotten')
          await this.stage.people
            .of(order.buyer)
            .visitor.post(`/v1/store/orders/${id}/confirm-receipt`, {}, `demo-receive-${id}`)
      })
    for (const order of orders.filter(({ fate }) => fate === 'part_refunded')) {
      const id = this.#ids.get(order)
      const back = { lines: [{ lineNo: 1, amountFen: FOR_BRUISES_FEN }], reason: '路上磕伤了两个，退一点' }
      await (await crew.provenOperator()).post(`/v1/admin/orders/${id}/refunds`, back, `demo-refund-${id}`)
    }
  }

  #sent(): PlannedOrder[] {
    return this.stage.planned.orders.filter(({ fate }) => fate !== 'unpaid' && fate !== 'cancelled')
  }
}
