import { must, mustPlace, type OpenShop, openShop, until } from './open-shop.ts'

const MINUTE_MS = 60_000

/**
 * A shop with a little of everything behind it: an order received, one bought through a member, one paid and refunded,
 * one not paid yet, one that waits for its person, an invitation used, a limit per person counted, a flash sale, somebody
 * erased. Sealed, and at rest.
 */
export async function liveSmallRun(): Promise<OpenShop> {
  const shop = await openShop()
  const { house, staff, curator } = shop
  const { token } = await shop.openSale({ perPerson: 5 })
  const paid = async (buyer: Awaited<ReturnType<OpenShop['shopper']>>, through: string) => {
    const { order, payment } = await mustPlace(shop, buyer, { token: through })
    await must(buyer.caller.post(`/v1/store/payments/${payment.id}/start`, { channel: 'h5' }))
    await fetch(`${house.sandboxUrl}/sandbox/pay/${payment.id}`, { method: 'POST' })
    await until(
      async () => (await must(buyer.caller.get(`/v1/store/orders/${order.id}`))).state,
      (state) => state === 'paid',
    )
    return order.id
  }
  const li = await shop.shopper('十二栋李姐')
  const received = await paid(li, token)
  await must(staff.post(`/v1/admin/orders/${received}/ship`, { carrier: '顺丰速运', trackingNo: 'SF1000001' }))
  await must(li.caller.post(`/v1/store/orders/${received}/confirm-receipt`, {}))
  const passedOn = await must(li.caller.post(`/v1/store/sales/${token}/pass-on`, {}))
  const dou = await shop.shopper('豆豆爸')
  const moved = await paid(dou, new URL(passedOn.url).pathname.split('/').at(-1) as string)
  const { choices } = await must(dou.caller.get(`/v1/store/orders/${moved}/words`))
  await must(dou.caller.post(`/v1/store/orders/${moved}/words`, { memberIds: [choices[0].memberId] }))
  await paid(dou, (await shop.openSale({ kind: 'flash' })).token)
  const refunded = await paid(dou, token)
  await must(dou.caller.post(`/v1/store/orders/${refunded}/cancel`, {}))
  await mustPlace(shop, dou, { token })
  const brought = { nickname: '三单元的外婆', lines: [{ skuId: shop.skuId, quantity: 1 }] }
  const list = { communityId: shop.communityId, orders: [brought] }
  await must(curator.post(`/v1/curator/sales/${shop.saleId}/orders/list`, list))
  const invited = await shop.shopper('新来的')
  const invitation = await must(curator.post(`/v1/curator/communities/${shop.communityId}/invitations`, { maxUses: 2 }))
  const door = `/v1/store/invitations/${invitation.url.split('/i/')[1]}/accept`
  await must(invited.caller.post(door, { acceptRules: true }))
  await must((await shop.shopper('走了的')).caller.post('/v1/store/me/erase', { confirm: 'erase' }))
  await untilNone(shop, `select from payments.refund where state <> 'succeeded'`)
  await untilNone(shop, `select where not exists (select from trust.evidence where known = 'named')`)
  await house.moveTo(new Date(house.now().getTime() + 6 * MINUTE_MS))
  await untilNone(
    shop,
    'select from ledger.journal j where not exists (select from ledger.seal s where s.journal_id = j.id)',
  )
  return shop
}

const untilNone = (shop: OpenShop, statement: string) =>
  until(
    () => shop.read(statement),
    (rows) => rows.length === 0,
  )
