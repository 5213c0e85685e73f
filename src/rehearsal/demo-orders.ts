import { type DemoCommunity, type DemoMember, type DemoSale, ownerOf } from './demo-communities.ts'
import { type House, pay, untilPaid } from './house.ts'
import type { Visitor } from './public-door.ts'

const STREETS = ['桂雨里 12 幢 301', '文三路 8 号 502', '河滨路 21 号', '望江街 3 弄 7 号']

/** Members buy: most pay, some have not yet; one parcel is on its way, one has arrived and was passed on. */
export async function buyInDemo(house: House, staff: Visitor, sales: readonly DemoSale[]): Promise<void> {
  for (const { community, token, skuIds } of sales) {
    const placed: { member: DemoMember; orderId: string }[] = []
    const bought: DemoMember[] = []
    for (const [index, member] of community.members.entries()) {
      const skuId = skuIds[index % Math.max(1, Math.min(3, skuIds.length))]
      if (!skuId) continue
      const delivery = community.pickupPointId ? 'pickup' : 'parcel'
      const addressId = community.pickupPointId ? undefined : (member.addressId ?? (await giveAddress(member, index)))
      const lines = [{ skuId, quantity: 1 + (index % 2) }]
      const key = `demo-order-${community.world.id}-${member.phone}`
      const order = await place(member.visitor, { token, lines, delivery, ...(addressId && { addressId }) }, key)
      if (index % 4 !== 3) {
        await payFor(house, member, order.payment.id)
        await answer(community, member, order.order.id, index, bought)
        bought.push(member)
      }
      placed.push({ member, orderId: order.order.id })
    }
    await moveOn(staff, community, placed)
  }
}

/** One who wrote her line into the chat: the curator brings it, and it waits for her behind a pay link. */
export async function bringFromChat(sale: DemoSale | undefined): Promise<void> {
  if (!sale?.skuIds[0]) return
  const { community, id, skuIds } = sale
  const order = { nickname: '新来的邻居', lines: [{ skuId: skuIds[0], quantity: 1 }] }
  await community.owner.post(
    `/v1/curator/sales/${id}/orders/list`,
    { communityId: community.id, orders: [order] },
    `demo-bring-${id}`,
  )
}

export interface Wish {
  readonly token: string
  readonly lines: readonly { readonly skuId: string; readonly quantity: number }[]
  readonly delivery: 'pickup' | 'parcel'
  readonly addressId?: string
}

/** Asks what it would cost, and orders at that price. */
export async function place(visitor: Visitor, { addressId, ...wish }: Wish, key: string) {
  const quote = await visitor.post('/v1/store/quotes', wish, '')
  const body = { ...wish, freshConfirmed: true, expectedTotal: quote.total, ...(addressId && { addressId }) }
  return visitor.post('/v1/store/orders', body, key)
}

export async function giveAddress({ visitor, nick, phone }: DemoMember, index: number): Promise<string> {
  const street = STREETS[index % STREETS.length]
  const address = { recipient: nick, phone, region: '浙江省 临江市 望江区', street, isDefault: true }
  return (await visitor.post('/v1/store/me/addresses', address, `demo-address-${phone}`)).id
}

async function payFor(house: House, member: DemoMember, paymentId: string): Promise<void> {
  await pay(house, member.visitor, paymentId)
  await untilPaid(member.visitor, paymentId)
}

/**
 * 谁让你动心的? As each community of the world is: in a star the owner is named, where nobody trusts yet nobody answers,
 * elsewhere two in three name whoever bought before them, and sometimes the one before that.
 */
async function answer(
  community: DemoCommunity,
  member: DemoMember,
  orderId: string,
  index: number,
  bought: readonly DemoMember[],
): Promise<void> {
  const { truth, id } = community.world
  if (truth === 'no_trust' || index % 3 === 2) return
  const path = `/v1/store/orders/${orderId}/words`
  const { choices } = await member.visitor.get<{ choices: { memberId: string; nickname: string }[] }>(path)
  const owner = ownerOf(community.world)
  const friends = bought.slice(index % 2 === 1 ? -1 : -2).map(({ nick }) => nick)
  const names = truth === 'star' || friends.length === 0 ? [owner] : friends
  const memberIds = choices.filter(({ nickname }) => names.includes(nickname)).map(({ memberId }) => memberId)
  if (memberIds.length > 0) await member.visitor.post(path, { memberIds }, `demo-words-${id}-${member.phone}`)
}

async function moveOn(
  staff: Visitor,
  community: DemoCommunity,
  placed: readonly { member: DemoMember; orderId: string }[],
): Promise<void> {
  if (community.pickupPointId) return
  const [first, second] = placed
  for (const [index, one] of [first, second].entries()) {
    if (!one) continue
    await staff.post(
      `/v1/admin/orders/${one.orderId}/ship`,
      { carrier: '顺丰速运', trackingNo: `SF10${community.world.id}${String(1000001 + index)}` },
      `demo-ship-${one.orderId}`,
    )
  }
  if (first)
    await first.member.visitor.post(
      `/v1/store/orders/${first.orderId}/confirm-receipt`,
      {},
      `demo-receive-${first.orderId}`,
    )
}
