import { beforeAll, describe, expect, test } from 'vitest'
import { refusals as orderRefusals } from '../../src/orders/contract.ts'
import { platformRefusals } from '../../src/platform/wire.ts'
import { Caller } from '../support/caller.ts'
import {
  ADDRESS,
  COMMUNITY,
  expectProblem,
  expectRefused,
  must,
  mustPlace,
  type OpenShop,
  openShop,
  orderBody,
  place,
  type Shopper,
} from '../support/open-shop.ts'

/** What a client may write wrongly, or on purpose: refused in words, and nothing is written. */

let shop: OpenShop
let li: Shopper

beforeAll(async () => {
  shop = await openShop()
  li = await shop.shopper('十二栋李姐')
  // The first order lets her into the community; from here on a refused one has no reason to write anything.
  await mustPlace(shop, li)
})

const { invalid_request, not_found, too_large, idempotency_key_required } = platformRefusals
const LONG = '长'.repeat(10_000)

describe('an order that is not one', () => {
  for (const quantity of [0, -1, 1.5, 100, 1e9, '1e3', '2', null, true, [1], 2 ** 53, -0.5])
    test(`quantity ${JSON.stringify(quantity)}`, async () => {
      const lines = [{ skuId: shop.skuId, quantity }]
      const answer = await expectRefused(shop, invalid_request, (options) => place(shop, li, { lines }, options))
      expect(answer.body.fields[0].field).toBe('lines.0.quantity')
      await expectRefused(shop, invalid_request, (options) =>
        li.caller.post('/v1/store/quotes', { token: shop.token, lines, delivery: 'parcel' }, options),
      )
    })

  test('a number that JSON does not know', async () => {
    const raw = JSON.stringify(orderBody(shop, li)).replace('"quantity":1', '"quantity":NaN')
    await expectRefused(shop, invalid_request, (options) => li.caller.post('/v1/store/orders', {}, { ...options, raw }))
  })

  for (const [what, changes] of Object.entries({
    'an unknown field': { coupon: 'FREE' },
    'a price': { price: { amount: 1, currency: 'CNY' } },
    'a discount': { discountFen: 5000 },
    'a buyer': { buyerPersonId: 'per_01hqzk3v5x8ab' },
    'a state': { state: 'paid' },
    'a curator': { curatorPersonId: 'per_01hqzk3v5x8ab' },
  }))
    test(`${what} sent by the client`, async () => {
      await expectRefused(shop, invalid_request, (options) => place(shop, li, changes, options))
    })

  test('a prototype sent by the client', async () => {
    const raw = JSON.stringify(orderBody(shop, li)).replace('{', '{"__proto__":{"admin":true},')
    await expectRefused(shop, invalid_request, (options) => li.caller.post('/v1/store/orders', {}, { ...options, raw }))
  })

  for (const extra of ['price', 'unitFen', 'goodsFen', 'communityPrice', 'freight'])
    test(`a ${extra} on the line`, async () => {
      const lines = [{ skuId: shop.skuId, quantity: 1, [extra]: 1 }]
      const answer = await expectRefused(shop, invalid_request, (options) => place(shop, li, { lines }, options))
      expect(answer.body.fields[0].field).toBe(`lines.0.${extra}`)
    })

  test('a lower total is not believed: the new quote comes back', async () => {
    for (const amount of [0, 1, COMMUNITY, COMMUNITY + 799, COMMUNITY + 801]) {
      const expectedTotal = { amount, currency: 'CNY' }
      const answer = await expectRefused(shop, orderRefusals.price_changed, (options) =>
        place(shop, li, { expectedTotal }, options),
      )
      expect(answer.body.facts.quote.total).toEqual({ amount: COMMUNITY + 800, currency: 'CNY' })
    }
    const foreign = { amount: COMMUNITY + 800, currency: 'USD' }
    await expectRefused(shop, orderRefusals.price_changed, (options) =>
      place(shop, li, { expectedTotal: foreign }, options),
    )
  })

  for (const [what, changes] of Object.entries({
    'no lines': { lines: [] },
    'lines that are no list': { lines: { 0: { quantity: 1 } } },
    'twenty-one lines': { lines: Array.from({ length: 21 }, () => ({ skuId: 'sku_01hqzk3v5x8ab', quantity: 1 })) },
    'another delivery': { delivery: 'drone' },
    'an id of another kind': { addressId: 'ord_01hqzk3v5x8ab' },
    'a number as an id': { addressId: 17 },
    'a total as text': { expectedTotal: { amount: '6290', currency: 'CNY' } },
    'a total in fractions': { expectedTotal: { amount: 6290.5, currency: 'CNY' } },
    'a negative total': { expectedTotal: { amount: -1, currency: 'CNY' } },
    'a total above what an order may be': { expectedTotal: { amount: 1_000_000_001, currency: 'CNY' } },
    'a confirmation as text': { freshConfirmed: 'true' },
    'a note of 10,000 characters': { note: LONG },
    'a note with a null character': { note: 'a\u0000b' },
    'a note with half a character': { note: 'a\ud83c' },
    'a field named by half a character': { '\ud83c': 1 },
    'a link of 10,000 characters': { token: 'a'.repeat(10_000) },
  }))
    test(what, async () => {
      await expectRefused(shop, invalid_request, (options) => place(shop, li, changes, options))
    })

  test('the same product on two lines, an unconfirmed fresh product, no address', async () => {
    const twice = [1, 2].map((quantity) => ({ skuId: shop.skuId, quantity }))
    await expectRefused(shop, orderRefusals.same_product_twice, (options) => place(shop, li, { lines: twice }, options))
    await expectRefused(shop, orderRefusals.fresh_not_confirmed, (options) =>
      place(shop, li, { freshConfirmed: false }, options),
    )
    await expectRefused(shop, orderRefusals.address_needed, (options) =>
      place(shop, li, { addressId: undefined }, options),
    )
  })

  test('a product that is not there', async () => {
    const lines = [{ skuId: 'sku_01hqzk3v5x8ab', quantity: 1 }]
    await expectRefused(shop, orderRefusals.product_not_on_sale, (options) =>
      place(shop, li, { lines, token: undefined }, options),
    )
  })
})

describe('a request that is not one', () => {
  for (const raw of [
    '',
    '{',
    '[]',
    'null',
    '"order"',
    '{"lines":[}',
    '{"a":1}{"b":2}',
    '\u0000',
    `{"a":${'['.repeat(9_000)}`,
  ])
    test(`malformed JSON: ${JSON.stringify(raw.slice(0, 20))}`, async () => {
      await expectRefused(shop, invalid_request, (options) =>
        li.caller.post('/v1/store/orders', {}, { ...options, raw }),
      )
    })

  test('another content type, and more than is read', async () => {
    const raw = JSON.stringify(orderBody(shop, li))
    await expectRefused(shop, platformRefusals.unsupported_media_type, (options) =>
      li.caller.post('/v1/store/orders', {}, { ...options, raw, headers: { 'content-type': 'text/plain' } }),
    )
    await expectRefused(shop, too_large, (options) => place(shop, li, { note: 'x'.repeat(300_000) }, options))
  })

  test('without a key, and with one that is none', async () => {
    const call = (key: string) => place(shop, li, {}, { key })
    expectProblem(await call(''), idempotency_key_required)
    for (const key of ['a b', 'ä', 'x'.repeat(65)])
      await expectRefused(shop, invalid_request, ({ lang }) =>
        place(shop, li, {}, { key: Buffer.from(key).toString('latin1'), ...(lang ? { lang } : {}) }),
      )
  })

  test('nobody, and somebody of another site', async () => {
    const nobody = { ...li, caller: new Caller(shop.house.baseUrl) }
    await expectRefused(shop, platformRefusals.sign_in_required, (options) => place(shop, nobody, {}, options))
    for (const [name, value] of [
      ['origin', 'https://evil.example'],
      ['sec-fetch-site', 'cross-site'],
    ] as const)
      await expectRefused(shop, platformRefusals.foreign_origin, (options) =>
        place(shop, li, {}, { ...options, headers: { [name]: value } }),
      )
  })

  test('a malformed id in an address is refused, and an address that is far too long names nothing', async () => {
    for (const id of ['1', 'ord_', 'ord_OOOOOOOOOOOOO', 'ord_01hqzk3v5x8ab0', "ord_1'--", '%00', 'ord_zzzzzzzzzzzzz'])
      expect((await li.caller.get(`/v1/store/orders/${id}`)).status, id).toBeOneOf([400, 404])
    expectProblem(await li.caller.get(`/v1/store/orders/${'a'.repeat(10_000)}`), not_found)
    expectProblem(await li.caller.get('/v1/store/orders/%zz', { lang: 'en' }), invalid_request, 'en')
  })

  test('text that no list understands is no fault of ours', async () => {
    for (const path of ['/v1/store/orders', '/v1/store/products'])
      for (const query of [
        'cursor=%00',
        'cursor=ord_',
        'limit=0',
        'limit=1e9',
        'limit=-1',
        'state=%00',
        'x=1',
        `cursor=${'a'.repeat(10_000)}`,
      ])
        expect((await li.caller.get(`${path}?${query}`)).status, `${path}?${query}`).toBeOneOf([400, 404])
    for (const path of [
      'payments',
      'refunds',
      'orders',
      'curators',
      'ledger/journals',
      'activity',
      'people',
      'communities',
      'stock',
    ])
      for (const query of ['state=%00', 'search=%00', 'cursor=%00', 'reference=%00', 'subject=%00', 'q=%00'])
        expect((await shop.staff.get(`/v1/admin/${path}?${query}`)).status, `${path}?${query}`).toBeLessThan(500)
  })
})

describe('words', () => {
  const NASTY = '<img src=x onerror=alert(1)>'

  test('HTML in a nickname stays data: in JSON as it was written, on a page as text', async () => {
    const mallory = await shop.shopper(NASTY)
    const { order } = await mustPlace(shop, mallory, { note: '<script>alert(1)</script>' })
    const me = await mallory.caller.get('/v1/store/me')
    expect(me.body.person.nickname).toBe(NASTY)
    const list = await shop.curator.get(`/v1/curator/sales/${shop.saleId}/orders`)
    expect(list.headers.get('content-type')).toContain('application/json')
    expect(list.headers.get('x-content-type-options')).toBe('nosniff')
    expect(list.headers.get('x-frame-options')).toBe('SAMEORIGIN')
    expect(list.headers.get('cross-origin-resource-policy')).toBe('same-origin')
    expect(list.body.items.map((item: { nickname: string }) => item.nickname)).toContain(NASTY)
    expect((await mallory.caller.get(`/v1/store/orders/${order.id}`)).body.note).toBe('<script>alert(1)</script>')
    const page = await mallory.caller.get(`/s/${shop.token}`, { headers: { accept: 'text/html' } })
    expect(page.text).not.toContain(NASTY)
    for (const name of ['cross-origin-opener-policy', 'referrer-policy', 'x-content-type-options', 'x-frame-options'])
      expect(page.headers.get(name), name).toBeTruthy()
  })

  for (const [what, call] of Object.entries({
    'a nickname': (text: string) => (options: object) => li.caller.patch('/v1/store/me', { nickname: text }, options),
    'a street': (text: string) => (options: object) =>
      li.caller.post('/v1/store/me/addresses', { ...ADDRESS, street: text }, options),
    'a community': (text: string) => (options: object) =>
      shop.curator.post('/v1/curator/communities', { name: text, carrier: { kind: 'wechat_group' } }, options),
    'a reason': (text: string) => (options: object) =>
      li.caller.post('/v1/store/orders/ord_01hqzk3v5x8ab/cancel', { reason: text }, options),
  }))
    test(`${what} of 10,000 characters`, async () => {
      await expectRefused(shop, invalid_request, call(LONG))
    })

  test('what is as long as it may be is taken', async () => {
    const street = '街'.repeat(120)
    expect((await must(li.caller.post('/v1/store/me/addresses', { ...ADDRESS, street }))).street).toBe(street)
    const { order } = await mustPlace(shop, li, { note: '😀'.repeat(200) })
    const reason = '错'.repeat(79).concat('😀')
    const cancelled = await li.caller.post(`/v1/store/orders/${order.id}/cancel`, { reason })
    expect(cancelled.status, cancelled.text).toBe(200)
  })
})
