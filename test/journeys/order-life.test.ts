import sharp from 'sharp'
import { beforeAll, describe, expect, test } from 'vitest'
import { pay, signIn, signInStaff, untilPaid } from '../../src/rehearsal/house.ts'
import type { Visitor } from '../../src/rehearsal/public-door.ts'
import { openTestHouse, type TestHouse } from '../support/house.ts'

/** Amounts in fen. Community 54.90, direct 69.90, cost 39.50, commission 10 %; freight 8.00 below 59.00 of goods. */
const DIRECT = 6990
const COMMUNITY = 5490
const COST = 3950
const FREIGHT = 800

let house: TestHouse
let staff: Visitor
let curator: Visitor
let li: Visitor
let dou: Visitor
let skuId: string
let productId: string
let communityId: string
let saleId: string
let token: string
const addresses = new Map<Visitor, string>()

beforeAll(async () => {
  house = await openTestHouse()
})

const minutes = (n: number) => new Date(house.now().getTime() + n * 60_000)

async function address(visitor: Visitor): Promise<string> {
  const known = addresses.get(visitor)
  if (known) return known
  const made = await visitor.post(
    '/v1/store/me/addresses',
    {
      recipient: '收件人',
      phone: '13800000009',
      region: '浙江省 临江市 望江区',
      street: '桂雨里 12 幢',
      isDefault: true,
    },
    'address',
  )
  addresses.set(visitor, made.id)
  return made.id
}

async function order(visitor: Visitor, link: string | undefined, quantity: number, key: string, total: number) {
  const addressId = await address(visitor)
  const body = {
    lines: [{ skuId, quantity }],
    delivery: 'parcel',
    addressId,
    freshConfirmed: true,
    expectedTotal: { amount: total, currency: 'CNY' },
    ...(link ? { token: link } : {}),
  }
  return visitor.post('/v1/store/orders', body, key)
}

async function trialBalance(): Promise<Record<string, number>> {
  const { rows, difference } = await staff.get('/v1/admin/ledger/trial-balance')
  expect(difference.amount).toBe(0)
  return Object.fromEntries(
    rows.map((row: { name: string; debit: { amount: number }; credit: { amount: number } }) => [
      row.name,
      row.debit.amount - row.credit.amount,
    ]),
  )
}

async function untilBalance(name: string, value: number): Promise<void> {
  for (let i = 0; i < 100; i++) {
    if ((await trialBalance())[name] === value) return
    await new Promise((resolve) => setTimeout(resolve, 100))
  }
  expect((await trialBalance())[name]).toBe(value)
}

describe.sequential('the life of an order, through HTTP', () => {
  test('a scout publishes a product with its dossier, a lot and an offer', async () => {
    const { totpSecret } = await house.makeStaff({
      login: 'keeper',
      name: '秦越',
      password: 'a long enough one',
      roles: ['admin'],
    })
    staff = await signInStaff(house, 'keeper', 'a long enough one', totpSecret)
    const supplier = await staff.post(
      '/v1/admin/suppliers',
      { name: '向满仓合作社', kind: 'grower', place: '云岔县' },
      'supplier',
    )
    const warehouse = await staff.post('/v1/admin/warehouses', { name: '一号仓' }, 'warehouse')
    const freight = await staff.post(
      '/v1/admin/freight-templates',
      { name: '满 59 包邮', feeFen: FREIGHT, freeFromFen: 5900 },
      'freight',
    )
    const product = await staff.post(
      '/v1/admin/products',
      {
        nameZh: '云岔脐橙 9斤装',
        wordZh: '九家果园试了三轮',
        category: 'fresh.fruit',
        supplierId: supplier.id,
        returnClass: 'fresh_no_7d',
        promiseZh: '坏果包赔',
      },
      'product',
    )
    productId = product.id
    await expect(staff.post(`/v1/admin/products/${productId}/publish`, {}, 'too-early')).rejects.toMatchObject({
      code: 'dossier_incomplete',
    })
    for (const fact of ['variety', 'origin', 'grower', 'picking', 'chosen_from', 'how_to_eat'])
      await staff.post(`/v1/admin/products/${productId}/facts`, { fact, wordsZh: `关于 ${fact}` }, `fact-${fact}`)
    const picture = await sharp({ create: { width: 800, height: 600, channels: 3, background: '#E58A55' } })
      .png()
      .toBuffer()
    await staff.upload(
      `/v1/admin/products/${productId}/pictures`,
      { altZh: '脐橙' },
      { name: 'orange.png', type: 'image/png', bytes: picture },
      'picture',
    )
    const withSku = await staff.post(
      `/v1/admin/products/${productId}/skus`,
      { nameZh: '约 20 枚', unitZh: '箱', freightTemplateId: freight.id },
      'sku',
    )
    skuId = withSku.skus[0].id
    await expect(
      staff.post(
        `/v1/admin/skus/${skuId}/offers`,
        { directFen: COMMUNITY - 1, communityFen: COMMUNITY, floorFen: 4490 },
        'bad-offer',
      ),
    ).rejects.toMatchObject({ status: 422 })
    await staff.post(
      `/v1/admin/skus/${skuId}/offers`,
      { directFen: DIRECT, communityFen: COMMUNITY, passFen: 4990, floorFen: 4490 },
      'offer',
    )
    await staff.post(
      `/v1/admin/skus/${skuId}/lots`,
      { code: 'P01-1101', pickedOn: '2026-10-30', costFen: COST, warehouseId: warehouse.id, quantity: 20 },
      'lot',
    )
    await staff.post(
      '/v1/admin/commission-rules',
      { name: '鲜果 10%', position: 1, category: 'fresh', rateBps: 1000 },
      'rule',
    )
    const published = await staff.post(`/v1/admin/products/${productId}/publish`, {}, 'publish')
    expect(published.state).toBe('published')
  })

  test('a curator opens a community and a sale, and sees what she would earn before she posts', async () => {
    curator = await signIn(house, 'curator', '13800000001', '阿芸')
    const applied = await curator.post('/v1/curator/apply', { displayName: '阿芸', introduction: '邻居' }, 'apply')
    await staff.post(`/v1/admin/curators/${applied.personId}/decide`, { decision: 'approve' }, 'approve')
    const community = await curator.post(
      '/v1/curator/communities',
      {
        name: '桂雨里邻居鲜果群',
        purpose: '只团当季水果',
        rules: '不发广告',
        door: 'open_by_link',
        carrier: { kind: 'wechat_group' },
      },
      'community',
    )
    communityId = community.id
    const preview = await curator.post('/v1/curator/sales/preview', { skuIds: [skuId], communityId }, '')
    expect(preview.items[0]).toMatchObject({
      communityPrice: { amount: COMMUNITY },
      estimatedEarn: { amount: 549 },
      rateBps: 1000,
    })
    const sale = await curator.post(
      '/v1/curator/sales',
      {
        title: '今晚脐橙',
        communityIds: [communityId],
        skus: [{ skuId, perPerson: 6 }],
        cutsOffAt: minutes(60 * 24 * 20).toISOString(),
        arrivesOn: '2026-11-26',
        delivery: 'parcel',
      },
      'sale',
    )
    saleId = sale.id
    const link = sale.communities[0].link
    token = new URL(link.url).pathname.split('/').at(-1) as string
    expect(token.length).toBeLessThanOrEqual(32)
    expect(link.text).toContain('54.9')
    const invitation = await curator.post(
      `/v1/curator/communities/${communityId}/invitations`,
      { maxUses: 2, days: 3 },
      'invite',
    )
    expect(invitation.qrSvg).toContain('<svg')
  })

  test('a shopper opens the link, joins, buys and pays; books and list change in one go', async () => {
    li = await signIn(house, 'store', '13800000002', '十二栋李姐')
    const page = await li.get(`/v1/store/sales/${token}`)
    expect(page.skus[0]).toMatchObject({
      communityPrice: { amount: COMMUNITY },
      directPrice: { amount: DIRECT },
      left: 20,
    })
    await expect(order(li, token, 2, 'wrong-total', 1)).rejects.toMatchObject({ code: 'price_changed', status: 409 })
    const placed = await order(li, token, 2, 'li-1', 2 * COMMUNITY)
    expect(placed.order).toMatchObject({
      state: 'awaiting_payment',
      goods: { amount: 10980 },
      freight: { amount: 0 },
      total: { amount: 10980 },
    })
    expect((await order(li, token, 2, 'li-1', 2 * COMMUNITY)).order.id).toBe(placed.order.id)
    await pay(house, li, placed.payment.id)
    await untilPaid(li, placed.payment.id)
    const list = await curator.get(`/v1/curator/sales/${saleId}/orders`)
    expect(list.items[0]).toMatchObject({
      nickname: '十二栋李姐',
      listNo: 1,
      state: 'paid',
      lines: [{ quantity: 2, unit: '箱' }],
    })
    expect(list.totals).toMatchObject({
      orders: 1,
      paidOrders: 1,
      goods: { amount: 10980 },
      estimatedEarn: { amount: 1098 },
    })
    expect(await trialBalance()).toMatchObject({
      psp_clearing: 10980,
      order_deposit: -10980,
      curator_frozen: -1098,
      commission_contract_cost: 1098,
    })
    expect(await curator.get('/v1/curator/wallet')).toMatchObject({
      estimated: { amount: 1098 },
      pending: { amount: 0 },
    })
  })

  test('the operator ships, the shopper confirms, revenue is recognised', async () => {
    const { items } = await staff.get('/v1/admin/orders?state=paid')
    const shipped = await staff.post(
      `/v1/admin/orders/${items[0].id}/ship`,
      { carrier: '顺丰速运', trackingNo: 'SF1000001' },
      'ship',
    )
    expect(shipped).toMatchObject({ state: 'shipped', parcels: [{ carrier: '顺丰速运', trackingNo: 'SF1000001' }] })
    const received = await li.post(`/v1/store/orders/${items[0].id}/confirm-receipt`, {}, 'receive')
    expect(received.state).toBe('received')
    expect(await trialBalance()).toMatchObject({
      order_deposit: 0,
      // Oranges carry 9 % inside the price: 109.80 / 1.09 = 100.7339…
      sales: -10073,
      output_tax: -907,
      cost_of_goods: 2 * COST,
      supplier_payable: -2 * COST,
    })
    expect(await curator.get('/v1/curator/wallet')).toMatchObject({
      estimated: { amount: 0 },
      pending: { amount: 1098 },
    })
  })

  test('she passes on her own link, another buys through it, and it is frozen on the line', async () => {
    const passed = await li.post(`/v1/store/sales/${token}/pass-on`, {}, 'pass')
    const through = new URL(passed.url).pathname.split('/').at(-1) as string
    expect(through).not.toBe(token)
    dou = await signIn(house, 'store', '13800000003', '豆豆爸')
    const placed = await order(dou, through, 1, 'dou-1', COMMUNITY + FREIGHT)
    await pay(house, dou, placed.payment.id)
    await untilPaid(dou, placed.payment.id)
    const shown = await staff.get(`/v1/admin/orders/${placed.order.id}`)
    expect(shown.attribution).toMatchObject([
      { curator: { nickname: '阿芸' }, via: { nickname: '十二栋李姐' }, rule: { rateBps: 1000, version: 1 } },
    ])
    expect(shown.journals.map((journal: { kind: string }) => journal.kind).sort()).toEqual([
      'commission_accrued',
      'order_paid',
    ])
    const list = await curator.get(`/v1/curator/sales/${saleId}/orders`)
    expect(list.items[0]).toMatchObject({ nickname: '豆豆爸', via: { nickname: '十二栋李姐' } })
    expect(await trialBalance()).toMatchObject({
      psp_clearing: 10980 + 6290,
      order_deposit: -6290,
      curator_frozen: -(1098 + 549),
    })
  })

  test('a cancelled paid order goes back through the provider, with its commission and its stock', async () => {
    const { items } = await dou.get('/v1/store/orders')
    const cancelled = await dou.post(`/v1/store/orders/${items[0].id}/cancel`, { reason: '买错了' }, 'cancel')
    expect(cancelled).toMatchObject({ state: 'cancelled', refunded: { amount: 6290 } })
    await untilBalance('refund_payable', 0)
    expect(await trialBalance()).toMatchObject({
      psp_clearing: 10980,
      order_deposit: 0,
      curator_frozen: -1098,
      commission_contract_cost: 1098,
    })
    const refunds = await staff.get('/v1/admin/refunds')
    expect(refunds.items[0]).toMatchObject({ state: 'succeeded', amount: { amount: 6290 } })
    expect((await li.get(`/v1/store/sales/${token}`)).skus[0].left).toBe(18)
  })

  test('an unpaid order expires and gives its stock back', async () => {
    const placed = await order(dou, token, 3, 'dou-2', 3 * COMMUNITY)
    expect((await li.get(`/v1/store/sales/${token}`)).skus[0].left).toBe(15)
    await house.moveTo(minutes(17))
    for (let i = 0; i < 100 && (await dou.get(`/v1/store/orders/${placed.order.id}`)).state !== 'expired'; i++)
      await new Promise((resolve) => setTimeout(resolve, 100))
    expect((await dou.get(`/v1/store/orders/${placed.order.id}`)).state).toBe('expired')
    expect((await li.get(`/v1/store/sales/${token}`)).skus[0].left).toBe(18)
    await expect(
      dou.post(`/v1/store/payments/${placed.payment.id}/start`, { channel: 'h5' }, 'late'),
    ).rejects.toMatchObject({ status: 409, code: 'payment_ended' })
  })

  test('bought without a curator it costs the direct price, and nobody earns', async () => {
    const placed = await order(dou, undefined, 1, 'dou-direct', DIRECT)
    expect(placed.order).toMatchObject({ total: { amount: DIRECT }, curator: null, sale: null })
    await pay(house, dou, placed.payment.id)
    await untilPaid(dou, placed.payment.id)
    expect(await trialBalance()).toMatchObject({ psp_clearing: 10980 + DIRECT, curator_frozen: -1098 })
  })

  test('every check of the audit is green and looked at something', async () => {
    await house.moveTo(minutes(1))
    await new Promise((resolve) => setTimeout(resolve, 2_500))
    const result = await house.audit()
    expect(result.checks.filter((check) => check.found > 0)).toEqual([])
    expect(result.ok).toBe(true)
  })
})
