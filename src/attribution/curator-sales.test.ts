import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Market, openMarket, type Someone } from '../../test/support/market.ts'
import { addRule } from '../commissions/index.ts'
import { parseId } from '../platform/ids.ts'

const base = '/v1/curator/sales'
const HOUR_MS = 3_600_000
let market: Market
let ayun: Someone
let oranges: Awaited<ReturnType<Market['goods']>>
let home: string

beforeAll(async () => {
  market = await openMarket()
  ayun = await market.curator('阿芸')
  home = (await market.community(ayun)).id
  oranges = await market.goods({ nameZh: '云岔脐橙', communityFen: 5490, directFen: 6990, quantity: 37 })
  const rule = { name: '水果', position: 1, category: 'fruit', rateBps: 1000 }
  await market.platform.db.inTransaction(market.platform, (tx) =>
    addRule(market.platform, tx, { kind: 'system', name: 'test' }, rule),
  )
  market.clock.advance(1_000)
})
afterAll(() => market.close())

const at = (hours: number) => new Date(market.clock.now().getTime() + hours * HOUR_MS).toISOString()
const wish = (over: object = {}) => ({
  communityIds: [home],
  skus: [{ skuId: oranges.sku }],
  cutsOffAt: at(10),
  arrivesOn: '2026-11-30',
  delivery: 'parcel',
  ...over,
})
const open = (someone: Someone, over: object = {}) => someone.post(base, wish(over))

describe('开团', () => {
  test('makes a sale with prices, what is left, what it earns, and a link for each community', async () => {
    const second = await market.community(ayun, { name: '樱屿代购小院', carrier: { kind: 'qq_group' } })
    const made = await open(ayun, {
      title: '今晚开团',
      word: '自己家孩子吃的',
      communityIds: [home, second.id],
      skus: [{ skuId: oranges.sku, perPerson: 2 }],
    })
    expect(made.status).toBe(201)
    expect(made.body).toEqual({
      id: expect.stringMatching(/^sal_/),
      kind: 'ordinary',
      title: '今晚开团',
      word: '自己家孩子吃的',
      state: 'open',
      opensAt: market.clock.now().toISOString(),
      cutsOffAt: at(10),
      arrivesOn: '2026-11-30',
      delivery: 'parcel',
      pickupPoint: null,
      skus: [
        {
          skuId: oranges.sku,
          productId: expect.stringMatching(/^prd_/),
          name: '云岔脐橙',
          skuName: '5 斤装',
          unit: '箱',
          word: '霜降以后才摘',
          picture: expect.objectContaining({ alt: '一箱橙子' }),
          communityPrice: { amount: 5490, currency: 'CNY' },
          directPrice: { amount: 6990, currency: 'CNY' },
          left: 37,
          perPerson: 2,
          estimatedEarn: { amount: 549, currency: 'CNY' },
          rateBps: 1000,
        },
      ],
      communities: [
        { id: home, name: '桂雨里邻居鲜果群', link: expect.anything() },
        { id: second.id, name: '樱屿代购小院', link: expect.anything() },
      ],
      version: 1,
    })
    const [one, two] = made.body.communities.map((community: { link: { url: string } }) => community.link)
    expect(one.url).toMatch(/^http:\/\/localhost:3000\/s\/[A-Za-z0-9_-]{28}$/)
    expect(one.url).not.toBe(two.url)
    expect(one.text).toMatch(/^#接龙\n今晚开团\n/)
    expect(two.text).toMatch(/^【今晚开团】\n· /)
    expect((await market.news('sale.created')).at(-1)?.data).toEqual({
      curatorPersonId: ayun.id,
      communityIds: [home, second.id],
    })
    expect((await ayun.get(`${base}/${made.body.id}`)).body).toEqual(made.body)
  })

  test('takes the name of its goods, opens later when told so, and opens now when told the past', async () => {
    expect((await open(ayun)).body.title).toBe('云岔脐橙')
    expect((await open(ayun, { opensAt: at(1) })).body.state).toBe('planned')
    expect((await open(ayun, { opensAt: at(-5) })).body).toMatchObject({
      state: 'open',
      opensAt: market.clock.now().toISOString(),
    })
  })

  test('happens once per key', async () => {
    const body = wish()
    const first = await ayun.post(base, body, { key: 'open-once' })
    const again = await ayun.post(base, body, { key: 'open-once' })
    expect(again.body).toEqual(first.body)
    expect(again.headers['idempotent-replayed']).toBe('true')
  })

  test('picks up at a point of its communities, and only there', async () => {
    const points = (id: string) => `/v1/curator/communities/${id}/pickup-points`
    const point = (await ayun.post(points(home), { name: '2 号门', place: '车库', hours: '18–21' })).body
    const pickup = { delivery: 'pickup', pickupPointId: point.id }
    expect((await open(ayun, pickup)).body.pickupPoint).toEqual(point)
    const elsewhere = await market.community(ayun)
    const refusals = [
      [{ delivery: 'pickup' }, 'pickup_point_needed'],
      [{ ...pickup, communityIds: [elsewhere.id] }, 'pickup_point_not_here'],
      [{ ...pickup, pickupPointId: `pkp_${'0'.repeat(13)}` }, 'pickup_point_not_here'],
      [{ pickupPointId: point.id }, 'invalid_request'],
    ] as const
    for (const [over, code] of refusals) expect((await open(ayun, over)).body.code).toBe(code)
    await ayun.post(`${points(home)}/${point.id}/close`)
    expect((await open(ayun, pickup)).body.code).toBe('pickup_point_not_here')
  })

  test('refuses goods that are not sold', async () => {
    const hidden = await market.goods({ publish: false })
    const answer = await open(ayun, { skus: [{ skuId: oranges.sku }, { skuId: hidden.sku }] })
    expect([answer.status, answer.body.code, answer.body.facts]).toEqual([
      422,
      'sku_not_for_sale',
      { skuIds: [hidden.sku] },
    ])
    expect((await open(ayun, { skus: [{ skuId: oranges.sku }, { skuId: oranges.sku }] })).body.code).toBe(
      'invalid_request',
    )
  })

  test('refuses windows that cannot be kept', async () => {
    const cases = [
      [{ cutsOffAt: at(-1) }, 'cut_off_in_the_past'],
      [{ opensAt: at(12) }, 'cut_off_in_the_past'],
      [{ cutsOffAt: at(24 * 31), arrivesOn: '2027-01-05' }, 'sale_too_long'],
      [{ arrivesOn: '2026-11-22' }, 'arrival_before_cut_off'],
      [{ arrivesOn: '2027-06-01' }, 'arrival_too_far'],
      [{ arrivesOn: '2026-02-30' }, 'invalid_request'],
      [{ cutsOffAt: 'tomorrow' }, 'invalid_request'],
      [{ cutsOffAt: '2026-11-23T23:59:60Z' }, 'invalid_request'],
    ] as const
    for (const [over, code] of cases) expect((await open(ayun, over)).body.code).toBe(code)
  })

  test('refuses what is no sale', async () => {
    const cases = [
      { communityIds: [] },
      { communityIds: [home, home] },
      { skus: [] },
      { skus: [{ skuId: oranges.sku, perPerson: 0 }] },
      { skus: [{ skuId: oranges.sku, priceFen: 1 }] },
      { title: '字'.repeat(10_000) },
      { word: '字'.repeat(10_000) },
      { delivery: 'drone' },
      { curatorPersonId: ayun.id },
    ]
    for (const over of cases) expect((await open(ayun, over)).status).toBe(400)
  })

  test('is hers only where she is owner or curator; elsewhere is nowhere', async () => {
    const stranger = await market.curator()
    const other = await open(stranger)
    const absent = await open(stranger, { communityIds: [`com_${'0'.repeat(13)}`] })
    expect([other.status, absent.status]).toEqual([404, 404])
    expect(other.body.code).toBe(absent.body.code)
    const own = await market.community(stranger)
    expect((await open(stranger, { communityIds: [own.id, home] })).status).toBe(404)
    const helper = await market.curator()
    const token = await market.invite(ayun, home)
    const entered = await helper.post(`/v1/store/invitations/${token}/accept`, { acceptRules: true })
    expect((await open(helper)).status).toBe(404)
    await ayun.post(`/v1/curator/communities/${home}/members/${entered.body.member.id}/roles`, { roles: ['curator'] })
    expect((await open(helper)).status).toBe(201)
  })

  test('is refused where nothing is sold, and to a curator who rests', async () => {
    const ops = await market.community(ayun, { name: '甄选师运营群', maySell: false })
    expect((await open(ayun, { communityIds: [ops.id] })).body.code).toBe('community_sells_nothing')
    const tired = await market.curator()
    const own = await market.community(tired)
    await tired.post('/v1/curator/rest')
    expect((await open(tired, { communityIds: [own.id] })).body.code).toBe('curator_resting')
    await tired.post('/v1/curator/return')
    expect((await open(tired, { communityIds: [own.id] })).status).toBe(201)
  })

  test('stays within fifty at a time; ended and stopped ones do not count', async () => {
    const busy = await market.curator()
    const own = { communityIds: [(await market.community(busy)).id] }
    const first = await open(busy, own)
    for (let i = 1; i < 50; i++) await open(busy, own)
    expect((await open(busy, own)).body.code).toBe('too_many_open_sales')
    await busy.post(`${base}/${first.body.id}/stop`)
    expect((await open(busy, own)).status).toBe(201)
  })
})

describe('a sale that is open', () => {
  test('changes its words, its cut-off and its arrival, and nothing else', async () => {
    const { id } = (await open(ayun)).body
    const changed = await ayun.patch(`${base}/${id}`, {
      word: '再加一句',
      cutsOffAt: at(20),
      arrivesOn: '2026-12-01',
      version: 1,
    })
    expect(changed.body).toMatchObject({
      word: '再加一句',
      cutsOffAt: at(20),
      arrivesOn: '2026-12-01',
      title: '云岔脐橙',
      version: 2,
    })
    const late = await ayun.patch(`${base}/${id}`, { word: '旧', version: 1 })
    expect([late.status, late.body.code, late.body.facts]).toEqual([409, 'version_changed', { current: 2 }])
    expect((await ayun.patch(`${base}/${id}`, { cutsOffAt: at(-1), version: 2 })).body.code).toBe('cut_off_in_the_past')
    expect((await ayun.patch(`${base}/${id}`, { skus: [], version: 2 })).status).toBe(400)
  })

  test('is stopped at once and for good; twice is once', async () => {
    const { id } = (await open(ayun)).body
    expect((await ayun.post(`${base}/${id}/stop`)).body).toMatchObject({ state: 'stopped', version: 2 })
    expect((await ayun.post(`${base}/${id}/stop`)).body).toMatchObject({ state: 'stopped', version: 2 })
    expect((await ayun.patch(`${base}/${id}`, { word: '后悔', version: 2 })).body.code).toBe('sale_stopped')
    expect((await market.news('sale.stopped')).filter((one) => one.subject === parseId('sal', id))).toHaveLength(1)
  })

  test('cannot be changed or stopped after its cut-off', async () => {
    const { id } = (await open(ayun, { cutsOffAt: at(1) })).body
    market.clock.advance(HOUR_MS)
    expect((await ayun.get(`${base}/${id}`)).body.state).toBe('ended')
    expect((await ayun.patch(`${base}/${id}`, { cutsOffAt: at(5), version: 1 })).body.code).toBe('sale_closed')
    expect((await ayun.post(`${base}/${id}/stop`)).body.code).toBe('sale_closed')
  })

  test("is another curator's: the same 404 as an absent one, for everything", async () => {
    const { id } = (await open(ayun)).body
    const absent = `sal_${'0'.repeat(13)}`
    const stranger = await market.curator()
    const asks = [
      (one: string) => stranger.get(`${base}/${one}`),
      (one: string) => stranger.patch(`${base}/${one}`, { word: '我的', version: 1 }),
      (one: string) => stranger.post(`${base}/${one}/stop`),
    ]
    for (const ask of asks) {
      const [other, none] = [await ask(id), await ask(absent)]
      expect(other.status).toBe(404)
      expect({ ...other.body, requestId: '' }).toEqual({ ...none.body, requestId: '' })
    }
    expect((await ayun.get(`${base}/${id}`)).body).toMatchObject({ state: 'open', version: 1 })
  })
})

test('her sales are listed by where they stand, newest first, in pages', async () => {
  const busy = await market.curator()
  const own = { communityIds: [(await market.community(busy, { name: '小院' })).id] }
  const ids: string[] = []
  for (const over of [{ opensAt: at(1) }, {}, {}, { cutsOffAt: at(0.5) }]) {
    ids.push((await open(busy, { ...own, ...over })).body.id)
    market.clock.advance(1)
  }
  await busy.post(`${base}/${ids[2]}/stop`)
  const listed = async (query: string) =>
    (await busy.get(`${base}${query}`)).body.items.map((row: { id: string }) => row.id)
  expect(await listed('?state=planned')).toEqual([ids[0]])
  expect(await listed('?state=open')).toEqual([ids[3], ids[1]])
  market.clock.advance(HOUR_MS / 2)
  expect(await listed('?state=ended')).toEqual([ids[3], ids[2]])
  const first = (await busy.get(`${base}?limit=3`)).body
  expect(first.items[0]).toMatchObject({ skuNames: ['云岔脐橙 5 斤装'], communities: [{ name: '小院' }] })
  const second = (await busy.get(`${base}?limit=3&cursor=${first.nextCursor}`)).body
  expect([...first.items, ...second.items].map((row) => row.id)).toEqual([...ids].reverse())
  expect(second.nextCursor).toBeNull()
})

test('the books of sales and links are sound', () => market.expectSound())
