import { beforeAll, describe, expect, test } from 'vitest'
import { platformRefusals } from '../../src/platform/wire.ts'
import {
  expectProblem,
  expectRefused,
  must,
  mustPlace,
  type OpenShop,
  openShop,
  place,
  type Shopper,
} from '../support/open-shop.ts'

/** What belongs to somebody else answers as what is not there. */

let shop: OpenShop
let owner: Shopper
let stranger: Shopper

beforeAll(async () => {
  shop = await openShop()
  owner = await shop.shopper('十二栋李姐')
  stranger = await shop.shopper('陌生人')
})

describe('what is somebody else’s', () => {
  const ABSENT = '01hqzk3v5x8ab'
  const { not_found } = platformRefusals
  let order: string
  let payment: string

  beforeAll(async () => {
    const placed = await mustPlace(shop, owner)
    order = placed.order.id
    payment = placed.payment.id
  })

  /** Same status and body as for what is not there at all; only the request's number differs. */
  async function expectAsAbsent(
    id: string,
    call: (id: string, options: object) => Promise<{ body: object; headers: Headers }>,
  ) {
    const absent = `${id.slice(0, 4)}${ABSENT}`
    const theirs = await expectRefused(shop, not_found, (options) => call(id, options) as never)
    const nobodys = await expectRefused(shop, not_found, (options) => call(absent, options) as never)
    expect({ ...theirs.body, requestId: '' }).toEqual({ ...nobodys.body, requestId: '' })
    const seen = (headers: Headers) => [...headers.keys()].filter((name) => name !== 'date').sort()
    expect(seen(theirs.headers)).toEqual(seen(nobodys.headers))
  }

  test('order: seen, cancelled, received', async () => {
    await expectAsAbsent(order, (id, options) => stranger.caller.get(`/v1/store/orders/${id}`, options))
    for (const act of ['cancel', 'confirm-receipt'])
      await expectAsAbsent(order, (id, options) => stranger.caller.post(`/v1/store/orders/${id}/${act}`, {}, options))
    expect((await stranger.caller.get('/v1/store/orders')).body.items).toEqual([])
  })

  test('address: delivered to, changed, taken off the list', async () => {
    await mustPlace(shop, stranger)
    await expectAsAbsent(owner.addressId, (id, options) => place(shop, stranger, { addressId: id }, options))
    const removed = await stranger.caller.delete(`/v1/store/me/addresses/${owner.addressId}`)
    const absent = await stranger.caller.delete(`/v1/store/me/addresses/adr_${ABSENT}`)
    expectProblem(removed, not_found)
    expect({ ...removed.body, requestId: '' }).toEqual({ ...absent.body, requestId: '' })
    const { items } = await must(owner.caller.get('/v1/store/me/addresses'))
    expect(items.map((item: { id: string }) => item.id)).toContain(owner.addressId)
  })

  test('payment: seen, started', async () => {
    await expectAsAbsent(payment, (id, options) => stranger.caller.get(`/v1/store/payments/${id}`, options))
    await expectAsAbsent(payment, (id, options) =>
      stranger.caller.post(`/v1/store/payments/${id}/start`, { channel: 'h5' }, options),
    )
  })

  test('parcel: it shows in its own order only', async () => {
    await must(owner.caller.post(`/v1/store/payments/${payment}/start`, { channel: 'h5' }))
    await fetch(`${shop.house.sandboxUrl}/sandbox/pay/${payment}`, { method: 'POST' })
    await expect
      .poll(async () => (await owner.caller.get(`/v1/store/payments/${payment}`)).body.state)
      .toBe('succeeded')
    await must(shop.staff.post(`/v1/admin/orders/${order}/ship`, { carrier: '顺丰速运', trackingNo: 'SF1000001' }))
    expect((await must(owner.caller.get(`/v1/store/orders/${order}`))).parcels).toHaveLength(1)
    await expectAsAbsent(order, (id, options) => stranger.caller.get(`/v1/store/orders/${id}`, options))
    await expectAsAbsent(order, (id, options) =>
      stranger.caller.post(`/v1/store/orders/${id}/confirm-receipt`, {}, options),
    )
  })

  test('sale and community of another curator', async () => {
    const { caller, personId } = await shop.signIn('curator', '另一位')
    await must(caller.post('/v1/curator/apply', { displayName: '另一位', introduction: '也是邻居' }))
    await must(shop.staff.post(`/v1/admin/curators/${personId}/decide`, { decision: 'approve' }))
    const tail = `01hqzk3v5x8ab`
    for (const path of ['sales/ID', 'sales/ID/orders', 'sales/ID/totals', 'sales/ID/pickups', 'sales/ID/orders/live']) {
      const theirs = await caller.get(`/v1/curator/${path.replace('ID', shop.saleId)}`)
      const absent = await caller.get(`/v1/curator/${path.replace('ID', `sal_${tail}`)}`)
      expectProblem(theirs, not_found)
      expect({ ...theirs.body, requestId: '' }, path).toEqual({ ...absent.body, requestId: '' })
    }
    for (const path of ['', '/members', '/invitations', '/pickup-points']) {
      const theirs = await caller.get(`/v1/curator/communities/${shop.communityId}${path}`)
      const absent = await caller.get(`/v1/curator/communities/com_${tail}${path}`)
      expectProblem(theirs, not_found)
      expect({ ...theirs.body, requestId: '' }, path).toEqual({ ...absent.body, requestId: '' })
    }
  })
})
