import { beforeAll, describe, expect, test } from 'vitest'
import type { StaffRole } from '../../src/platform/actor.ts'
import { Caller } from '../support/caller.ts'
import { COMMUNITY, must, mustPlace, type OpenShop, openShop, type Shopper, until } from '../support/open-shop.ts'

/**
 * What the team reads at the console: every number with the names and ids that it leads to. Two friends buy in one
 * sale, a third buys directly; one order is shipped, one is cancelled.
 */

const PASSWORD = 'a long enough one'

let shop: OpenShop
let li: Shopper
let dou: Shopper
let shipped: string
let cancelled: string
let direct: string
let curatorId: string
let otherCommunityId: string
const team = {} as Record<Exclude<StaffRole, 'admin'>, Caller>

beforeAll(async () => {
  shop = await openShop()
  li = await shop.shopper('十二栋李姐')
  dou = await shop.shopper('豆豆爸')
  otherCommunityId = await shop.openCommunity({ name: '对门的群' })
  shipped = await buy(li)
  cancelled = await buy(dou)
  direct = await buy(dou, { token: undefined, expectedTotal: { amount: 6990, currency: 'CNY' } })
  await must(shop.staff.post(`/v1/admin/orders/${shipped}/ship`, { carrier: '顺丰速运', trackingNo: 'SF1000001' }))
  await must(shop.staff.post(`/v1/admin/orders/${cancelled}/cancel`, { reason: '买家改主意了' }))
  await until(
    () => read('/v1/admin/refunds'),
    ({ items }) => items[0]?.state === 'succeeded',
  )
  for (const role of ['operator', 'scout', 'finance', 'service'] as const) team[role] = await enter(role)
  curatorId = (await read('/v1/admin/curators')).items[0].personId
}, 120_000)

/** A minute apart: orders of one millisecond stand in the order of their cells. */
async function buy(buyer: Shopper, changes: Record<string, unknown> = {}): Promise<string> {
  await shop.house.moveTo(new Date(shop.house.now().getTime() + 60_000))
  const { order, payment } = await mustPlace(shop, buyer, changes)
  await must(buyer.caller.post(`/v1/store/payments/${payment.id}/start`, { channel: 'h5' }))
  await fetch(`${shop.house.sandboxUrl}/sandbox/pay/${payment.id}`, { method: 'POST' })
  await until(
    () => must(buyer.caller.get(`/v1/store/orders/${order.id}`)),
    ({ state }) => state === 'paid',
  )
  return order.id
}

async function enter(role: StaffRole): Promise<Caller> {
  const caller = new Caller(shop.house.baseUrl)
  const { totpSecret } = await shop.house.makeStaff({
    login: role,
    name: `同事${role}`,
    password: PASSWORD,
    roles: [role],
  })
  const totp = shop.house.totpCode(totpSecret)
  await must(caller.post('/v1/admin/sign-in', { login: role, password: PASSWORD, totp }))
  return caller
}

const read = (path: string) => must(shop.staff.get(path))
const ids = async (path: string) => (await read(path)).items.map((item: { id: string }) => item.id)
const yuan = (amount: number) => ({ amount, currency: 'CNY' })

describe('orders', () => {
  test('are found by community, buyer, delivery, and any of these together', async () => {
    const list = '/v1/admin/orders?'
    expect(await ids(`${list}communityId=${shop.communityId}`)).toEqual([cancelled, shipped])
    expect(await ids(`${list}communityId=${otherCommunityId}`)).toEqual([])
    expect(await ids(`${list}buyerId=${dou.personId}`)).toEqual([direct, cancelled])
    expect(await ids(`${list}buyerId=${dou.personId}&communityId=${shop.communityId}`)).toEqual([cancelled])
    expect(await ids(`${list}buyerId=${dou.personId}&search=${encodeURIComponent('十二栋')}`)).toEqual([])
    expect(await ids(`${list}delivery=pickup`)).toEqual([])
    expect(await ids(`${list}delivery=parcel&state=paid`)).toEqual([direct])
    expect((await shop.staff.get(`${list}delivery=drone`)).status).toBe(400)
    expect((await shop.staff.get(`${list}communityId=com_1`)).status).toBe(400)
  })

  test('tell who earned what on each line, and which lots left', async () => {
    const kept = await read(`/v1/admin/orders/${shipped}`)
    expect(kept.attribution).toMatchObject([
      {
        lineNo: 1,
        curator: { personId: curatorId, nickname: '阿芸' },
        via: null,
        rule: { rateBps: 1000, version: 1 },
        commission: { accrued: yuan(549), clawedBack: yuan(0), state: 'estimated' },
      },
    ])
    expect(kept.packed).toEqual([
      {
        parcelId: kept.order.parcels[0].id,
        lineNo: 1,
        lotId: expect.stringMatching(/^lot_/),
        lotCode: 'P01-1',
        quantity: 1,
      },
    ])
    const gone = await read(`/v1/admin/orders/${cancelled}`)
    expect(gone.attribution[0].commission).toEqual({
      accrued: yuan(549),
      clawedBack: yuan(549),
      state: 'taken_back',
    })
    expect(gone.packed).toEqual([])
    expect(gone.refunds).toMatchObject([
      { reason: '买家改主意了', askedBy: expect.stringMatching(/^staff:stf_/), askedByName: '秦越' },
    ])
    const own = await read(`/v1/admin/orders/${direct}`)
    expect(own.attribution).toMatchObject([{ curator: null, via: null, rule: null, commission: null }])
  })
})

describe('journals', () => {
  test('name whose accounts they touch, and who did it', async () => {
    const { journals } = await read(`/v1/admin/orders/${cancelled}`)
    const clawed = journals.find((journal: { kind: string }) => journal.kind === 'commission_clawed')
    expect(clawed).toMatchObject({
      transfers: [
        {
          debit: 'curator_frozen',
          debitOwner: curatorId,
          debitOwnerName: '阿芸',
          creditOwner: null,
          creditOwnerName: null,
        },
      ],
    })
    expect(clawed).toMatchObject({ actor: 'system:commissions', actorName: null })
    await must(li.caller.post(`/v1/store/orders/${shipped}/confirm-receipt`, {}))
    const received = await read(`/v1/admin/orders/${shipped}`)
    expect(received.journals.at(-1)).toMatchObject({
      actor: `person:${li.personId}`,
      actorName: '十二栋李姐',
      transfers: expect.arrayContaining([
        expect.objectContaining({ credit: 'supplier_payable', creditOwnerName: '合作社', debitOwnerName: null }),
      ]),
    })
    expect(received.attribution[0].commission.state).toBe('pending')
  })

  test('are found by their own id, by what they are about, and by whose account they touch', async () => {
    const of = (reference: string) => read(`/v1/admin/ledger/journals?reference=${reference}`)
    const { items } = await of(cancelled)
    expect(items.length).toBeGreaterThanOrEqual(2)
    expect((await of(items[0].id)).items).toEqual([items[0]])
    const hers = (await of(curatorId)).items
    expect(hers.map((journal: { kind: string }) => journal.kind)).toEqual([
      'commission_clawed',
      'commission_accrued',
      'commission_accrued',
    ])
    const first = await read(`/v1/admin/ledger/journals?reference=${curatorId}&limit=2`)
    const rest = await read(`/v1/admin/ledger/journals?reference=${curatorId}&limit=2&cursor=${first.nextCursor}`)
    expect([...first.items, ...rest.items]).toEqual(hers)
    expect((await of(li.personId)).items).toEqual([])
    for (const wrong of ['nonsense', 'xyz_01hqzk3v5x8ab', 'ord_1'])
      expect((await shop.staff.get(`/v1/admin/ledger/journals?reference=${wrong}`)).body.code).toBe('not_found')
  })
})

describe('sales', () => {
  test('are listed with what came of them', async () => {
    const { items } = await read('/v1/admin/sales')
    expect(items).toHaveLength(1)
    expect(items[0]).toMatchObject({
      id: shop.saleId,
      state: 'open',
      curator: { personId: curatorId, displayName: '阿芸' },
      communities: [{ id: shop.communityId, name: '桂雨里邻居鲜果群' }],
      totals: { orders: 1, paidOrders: 1, units: 1, goods: yuan(COMMUNITY) },
    })
    const one = await read(`/v1/admin/sales/${shop.saleId}`)
    expect(one).toMatchObject({ totals: items[0].totals, skus: [{ skuId: shop.skuId, left: 98 }] })
    expect((await shop.staff.get('/v1/admin/sales/sal_01hqzk3v5x8ab')).body.code).toBe('not_found')
  })

  test('are found by state, place, curator and title', async () => {
    const list = '/v1/admin/sales?'
    expect(await ids(`${list}state=open`)).toEqual([shop.saleId])
    for (const state of ['planned', 'ended', 'stopped']) expect(await ids(`${list}state=${state}`)).toEqual([])
    expect(await ids(`${list}communityId=${shop.communityId}`)).toEqual([shop.saleId])
    expect(await ids(`${list}communityId=${otherCommunityId}`)).toEqual([])
    expect(await ids(`${list}curatorId=${curatorId}`)).toEqual([shop.saleId])
    expect(await ids(`${list}curatorId=${li.personId}`)).toEqual([])
    expect(await ids(`${list}search=${encodeURIComponent('脐橙')}`)).toEqual([shop.saleId])
    expect(await ids(`${list}search=${encodeURIComponent('%')}`)).toEqual([])
    expect(await ids(`${list}search=${shop.saleId}`)).toEqual([shop.saleId])
  })
})

describe('members, curators, payments', () => {
  test('members of a community are nicknames and roles, page by page', async () => {
    const path = `/v1/admin/communities/${shop.communityId}/members`
    const { items } = await read(path)
    expect(items.map((member: { nickname: string }) => member.nickname)).toEqual(['阿芸', '十二栋李姐', '豆豆爸'])
    expect(items[0]).not.toHaveProperty('personId')
    const first = await read(`${path}?limit=2`)
    expect((await read(`${path}?limit=2&cursor=${first.nextCursor}`)).items).toEqual(items.slice(2))
    expect((await read(`${path}?state=waiting`)).items).toEqual([])
    expect((await shop.staff.get('/v1/admin/communities/com_01hqzk3v5x8ab/members')).body.code).toBe('not_found')
  })

  test('a curator is found by her name or id, and has the numbers that she sees herself', async () => {
    const list = '/v1/admin/curators?search='
    const found = async (search: string) => (await read(list + encodeURIComponent(search))).items.length
    expect([await found('芸'), await found(curatorId), await found('谁'), await found(li.personId)]).toEqual([
      1, 1, 0, 0,
    ])
    const { curator, wallet } = await read(`/v1/admin/curators/${curatorId}`)
    expect(curator).toMatchObject({ displayName: '阿芸', state: 'active' })
    expect(wallet).toEqual(await must(shop.curator.get('/v1/curator/wallet')))
    expect(wallet.pending).toEqual(yuan(549))
    const { items } = await read(`/v1/admin/curators/${curatorId}/entries`)
    expect(items.map((entry: { orderId: string }) => entry.orderId)).toEqual([cancelled, shipped])
    expect((await shop.staff.get(`/v1/admin/curators/${li.personId}`)).body.code).toBe('not_found')
  })

  test('payments and refunds are found by any number that a person may hold in her hand', async () => {
    const { payments, refunds } = await read(`/v1/admin/orders/${cancelled}`)
    const [payment, refund] = [payments[0], refunds[0]]
    for (const search of [payment.id, cancelled, payment.providerTxn, refund.id])
      expect(await ids(`/v1/admin/payments?search=${search}`), search).toEqual([payment.id])
    for (const search of [refund.id, cancelled, payment.id, refund.providerRefund])
      expect(await ids(`/v1/admin/refunds?search=${search}`), search).toEqual([refund.id])
    expect(await ids('/v1/admin/payments?search=4200')).toEqual([])
    expect(await ids(`/v1/admin/payments?search=${payment.id}&state=failed`)).toEqual([])
    expect((await shop.staff.get('/v1/admin/payments?search=ord_1')).body.code).toBe('not_found')
  })
})

describe('today', () => {
  test('counts what is under way at the provider, and tells when the audit ran last', async () => {
    const before = await read('/v1/admin/today')
    expect(before.counts).toMatchObject({ toShip: 1, shipped: 0, refundsOpen: 0, refundsFailed: 0, paymentsUnknown: 0 })
    const { ranAt } = await read('/v1/admin/audit')
    expect((await read('/v1/admin/today')).lastAudit).toEqual({ ok: true, ranAt })
  })
})

test('each role reads what its work needs, and no more', async () => {
  const statuses = async (path: string) => {
    const asked = await Promise.all(Object.values(team).map((caller) => caller.get(path)))
    return Object.fromEntries(Object.keys(team).map((role, index) => [role, asked[index]?.status]))
  }
  const all = { operator: 200, scout: 200, finance: 200, service: 200 }
  expect(await statuses('/v1/admin/today')).toEqual(all)
  expect(await statuses('/v1/admin/sales')).toEqual({ ...all, scout: 403 })
  expect(await statuses(`/v1/admin/sales/${shop.saleId}`)).toEqual({ ...all, scout: 403 })
  expect(await statuses(`/v1/admin/communities/${shop.communityId}/members`)).toEqual({
    ...all,
    scout: 403,
    finance: 403,
  })
  expect(await statuses(`/v1/admin/curators/${curatorId}`)).toEqual({ ...all, scout: 403, service: 403 })
  expect(await statuses(`/v1/admin/curators/${curatorId}/entries`)).toEqual({ ...all, scout: 403, service: 403 })
  expect(await statuses(`/v1/admin/activity?subject=${shipped}`)).toEqual({ ...all, scout: 403 })
  const nobody = { operator: 403, scout: 403, finance: 403, service: 403 }
  expect(await statuses('/v1/admin/activity')).toEqual(nobody)
})

test('what was done to an order is told by name to whoever may read the order', async () => {
  const { items } = await must(team.service.get(`/v1/admin/activity?subject=${cancelled}`))
  expect(items).toMatchObject([{ action: 'order.cancel', actorName: '秦越', reason: '买家改主意了' }])
})

test('a rule says who set it', async () => {
  expect((await must(team.finance.get('/v1/admin/commission-rules'))).items).toMatchObject([{ setByName: '秦越' }])
})
