import type { DemoCommunity, DemoMember } from './demo-communities.ts'
import { type House, pay, untilPaid } from './house.ts'
import type { Visitor } from './public-door.ts'

const STREETS = ['桂雨里 12 幢 301', '文三路 8 号 502', '河滨路 21 号', '望江街 3 弄 7 号']

/** Members buy: most pay, some have not yet; one parcel is on its way, one has arrived and was passed on. */
export async function buyInDemo(house: House, staff: Visitor, communities: readonly DemoCommunity[]): Promise<void> {
  for (const community of communities) {
    const token = community.links[0]?.split('/').at(-1) ?? ''
    const placed: { member: DemoMember; orderId: string }[] = []
    const bought: DemoMember[] = []
    for (const [index, member] of community.members.entries()) {
      const skuId = community.skuIds[index % Math.max(1, Math.min(3, community.skuIds.length))]
      if (!skuId) continue
      const order = await place(community, member, token, skuId, 1 + (index % 2), index)
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

async function place(
  community: DemoCommunity,
  member: DemoMember,
  token: string,
  skuId: string,
  quantity: number,
  index: number,
) {
  const delivery = community.pickup ? 'pickup' : 'parcel'
  const lines = [{ skuId, quantity }]
  const quote = await member.visitor.post('/v1/store/quotes', { token, lines, delivery }, '')
  const address = community.pickup
    ? undefined
    : await member.visitor.post(
        '/v1/store/me/addresses',
        {
          recipient: member.nick,
          phone: member.phone,
          region: '浙江省 临江市 望江区',
          street: STREETS[index % STREETS.length],
          isDefault: true,
        },
        `demo-address-${member.phone}`,
      )
  const body = {
    token,
    lines,
    delivery,
    freshConfirmed: true,
    expectedTotal: quote.total,
    ...(address ? { addressId: address.id } : {}),
  }
  return member.visitor.post('/v1/store/orders', body, `demo-order-${community.world.id}-${member.phone}`)
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
  const owner = community.world.people[0]?.nick
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
  if (community.pickup) return
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
