import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { type Market, openMarket, type Someone } from '../../test/support/market.ts'
import { parseId } from '../platform/ids.ts'
import { endLinksOfBanned } from './enter-by-links.ts'
import { signLink } from './link.ts'
import { rememberBuyers, touchesSettled } from './touches.ts'

const HOUR_MS = 3_600_000
const DAY_MS = 24 * HOUR_MS
let market: Market
let ayun: Someone
let oranges: Awaited<ReturnType<Market['goods']>>
let home: string
let token: string
let saleId: string

beforeAll(async () => {
  market = await openMarket()
  ayun = await market.curator('阿芸')
  oranges = await market.goods({ nameZh: '云岔脐橙', communityFen: 5490, directFen: 6990, quantity: 37 })
})
afterAll(() => market.close())
beforeEach(async () => {
  home = (await market.community(ayun, { saleLinkDays: 3 })).id
  ;({ token, saleId } = await openSale())
})

const at = (hours: number) => new Date(market.clock.now().getTime() + hours * HOUR_MS).toISOString()

async function openSale(over: object = {}) {
  const made = await ayun.post('/v1/curator/sales', {
    title: '今晚开团',
    word: '自己家孩子吃的',
    communityIds: [home],
    skus: [{ skuId: oranges.sku, perPerson: 2 }],
    cutsOffAt: at(24 * 10),
    arrivesOn: at(24 * 12).slice(0, 10),
    delivery: 'parcel',
    ...over,
  })
  expect(made.status, made.text).toBe(201)
  return { token: made.body.communities[0].link.url.split('/s/')[1] as string, saleId: made.body.id as string }
}

const page = (someone: Pick<Someone, 'get'>, of = token) => someone.get(`/v1/store/sales/${of}`)
const passOn = (someone: Someone, of = token) => someone.post(`/v1/store/sales/${of}/pass-on`)
const tokenOf = (answer: { body: { url: string } }) => answer.body.url.split('/s/')[1] as string
const bought = (...people: Someone[]) =>
  market.platform.db.inTransaction(market.platform, async (tx) =>
    rememberBuyers(
      tx,
      people.map(({ personId }) => ({ communityId: parseId('com', home), personId })),
    ),
  )

describe('the page of a sale', () => {
  test('shows a stranger everything that is true, and nothing that is hers to know', async () => {
    expect((await page(market.anonymous())).body).toEqual({
      saleId,
      kind: 'ordinary',
      title: '今晚开团',
      word: '自己家孩子吃的',
      state: 'open',
      opensAt: at(0),
      cutsOffAt: at(24 * 10),
      arrivesOn: at(24 * 12).slice(0, 10),
      delivery: 'parcel',
      pickupPoint: null,
      curatorRests: false,
      curator: { displayName: '阿芸' },
      from: null,
      community: { id: home, name: '桂雨里邻居鲜果群', carrier: { kind: 'wechat_group', name: '桂雨里' } },
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
        },
      ],
      me: { membership: 'none' },
    })
  })

  test('knows how the visitor stands', async () => {
    const li = await market.member(ayun, home)
    expect((await page(li)).body.me.membership).toBe('active')
    await ayun.post(`/v1/curator/communities/${home}/members/${li.memberId}/ban`, { reason: '发广告' })
    expect((await page(li)).body.me.membership).toBe('banned')
    expect((await page(await market.person())).body.me.membership).toBe('none')
  })

  test('still shows a sale that takes no orders, as what it is', async () => {
    const planned = await openSale({ opensAt: at(1) })
    expect((await page(market.anonymous(), planned.token)).body.state).toBe('planned')
    const short = await openSale({ cutsOffAt: at(1) })
    market.clock.advance(HOUR_MS - 1)
    expect((await page(market.anonymous(), short.token)).body.state).toBe('open')
    market.clock.advance(1)
    expect((await page(market.anonymous(), short.token)).body.state).toBe('ended')
    await ayun.post(`/v1/curator/sales/${saleId}/stop`)
    expect((await page(market.anonymous())).body.state).toBe('stopped')
  })

  test('is closed for orders while its curator rests', async () => {
    await ayun.post('/v1/curator/rest')
    expect((await page(market.anonymous())).body).toMatchObject({ state: 'stopped', curatorRests: true })
    await ayun.post('/v1/curator/return')
    expect((await page(market.anonymous())).body).toMatchObject({ state: 'open', curatorRests: false })
  })

  test('is refused for a forged link', async () => {
    const forged = [
      `${token.slice(0, 12)}${token[12] === 'A' ? 'B' : 'A'}${token.slice(13)}`,
      'nonsense',
      token.toLowerCase(),
    ]
    const absent = signLink(market.platform.keys, market.platform.ids.next(3))
    const invitation = await market.invite(ayun, home)
    for (const one of [...forged, absent, invitation]) {
      const answer = await page(market.anonymous(), one)
      expect([answer.status, answer.body.code]).toEqual([404, 'link_forged'])
    }
  })

  test('closes to strangers when the link ends; members still come in by it', async () => {
    const li = await market.member(ayun, home)
    market.clock.advance(3 * DAY_MS - 1)
    expect((await page(market.anonymous())).status).toBe(200)
    market.clock.advance(1)
    for (const stranger of [market.anonymous(), await market.person()]) {
      const answer = await page(stranger)
      expect([answer.status, answer.body.code]).toEqual([410, 'link_expired'])
    }
    expect((await page(li)).body).toMatchObject({ state: 'open', me: { membership: 'active' } })
  })

  test('speaks the language of who asks', async () => {
    const english = await market.anonymous().get(`/v1/store/sales/${token}`, { headers: { 'accept-language': 'en' } })
    expect(english.body.skus[0].name).toBe('Gannan navel oranges')
    const refused = await market.anonymous().get('/v1/store/sales/nonsense', { headers: { 'accept-language': 'en' } })
    expect(refused.body.title).toBe('This link is not one of ours.')
  })
})

describe('passing on', () => {
  test('is for members who have bought here, in their own name', async () => {
    const li = await market.member(ayun, home, '十二栋李姐')
    expect((await passOn(li)).body.code).toBe('not_a_buyer_yet')
    await bought(li)
    const passed = await passOn(li)
    expect(passed.status).toBe(201)
    expect(passed.body).toMatchObject({
      qrUrl: `/qr/${tokenOf(passed)}.svg`,
      text: expect.stringContaining(passed.body.url),
    })
    expect(tokenOf(passed)).not.toBe(token)
    expect((await page(market.anonymous(), tokenOf(passed))).body.from).toEqual({ nickname: '十二栋李姐' })
    expect((await passOn(li)).body).toEqual(passed.body)
    expect((await market.news('link.passed_on')).at(-1)?.data).toEqual({
      saleId,
      communityId: home,
      fromPersonId: li.id,
    })
  })

  test('of a passed-on link passes the sale on, not the friend', async () => {
    const [li, cheng] = [await market.member(ayun, home, '李姐'), await market.member(ayun, home, '程老师')]
    await bought(li, cheng)
    const second = await passOn(cheng, tokenOf(await passOn(li)))
    expect((await page(market.anonymous(), tokenOf(second))).body.from).toEqual({ nickname: '程老师' })
  })

  test('by the curator gives her own link', async () => {
    expect(tokenOf(await passOn(ayun))).toBe(token)
  })

  test('is refused to strangers, to other communities’ buyers, and of what is over', async () => {
    const li = await market.member(ayun, home)
    await bought(li)
    const elsewhere = home
    home = (await market.community(ayun)).id
    const other = await openSale()
    expect((await passOn(li, other.token)).status).toBe(404)
    const here = await market.member(ayun, home)
    await market.platform.db.inTransaction(market.platform, async (tx) =>
      rememberBuyers(tx, [{ communityId: parseId('com', elsewhere), personId: here.personId }]),
    )
    expect((await passOn(here, other.token)).body.code).toBe('not_a_buyer_yet')
    await bought(here)
    await ayun.post(`/v1/curator/sales/${other.saleId}/stop`)
    expect((await passOn(here, other.token)).body.code).toBe('sale_stopped')
    expect((await market.anonymous().post(`/v1/store/sales/${token}/pass-on`)).status).toBe(401)
  })

  test('ends with a ban: her links close', async () => {
    const li = await market.member(ayun, home, '李姐')
    await bought(li)
    const hers = tokenOf(await passOn(li))
    await ayun.post(`/v1/curator/communities/${home}/members/${li.memberId}/ban`, { reason: '发广告' })
    const banned = (await market.news('member.banned')).at(-1) as never
    await market.platform.db.inTransaction(market.platform, (tx) =>
      endLinksOfBanned.take(market.platform, tx, [banned]),
    )
    for (const someone of [market.anonymous(), await market.member(ayun, home)])
      expect((await page(someone, hers)).body.code).toBe('link_revoked')
    expect((await page(market.anonymous())).status).toBe(200)
    expect((await passOn(li)).status).toBe(404)
    await ayun.post(`/v1/curator/communities/${home}/members/${li.memberId}/lift-ban`)
    await li.post(`/v1/store/invitations/${await market.invite(ayun, home)}/accept`, { acceptRules: true })
    expect((await passOn(li)).body.code).toBe('link_revoked')
  })
})

describe('a community’s open sales', () => {
  test('are listed for its members, the earliest cut-off first', async () => {
    const soon = await openSale({ title: '先截单', cutsOffAt: at(2) })
    await openSale({ title: '还没开', opensAt: at(1) })
    const li = await market.member(ayun, home)
    const list = (await li.get(`/v1/store/communities/${home}/sales`)).body.items
    expect(list).toEqual([
      {
        id: soon.saleId,
        token: soon.token,
        title: '先截单',
        word: '自己家孩子吃的',
        cutsOffAt: at(2),
        arrivesOn: at(24 * 12).slice(0, 10),
        curator: { displayName: '阿芸' },
        picture: expect.objectContaining({ alt: '一箱橙子' }),
        fromPrice: { amount: 5490, currency: 'CNY' },
      },
      expect.objectContaining({ id: saleId, token }),
    ])
    expect((await (await market.person()).get(`/v1/store/communities/${home}/sales`)).status).toBe(404)
    await ayun.post('/v1/curator/rest')
    expect((await li.get(`/v1/store/communities/${home}/sales`)).body.items).toEqual([])
    await ayun.post('/v1/curator/return')
  })
})

describe('a code to scan', () => {
  test('is drawn for links and invitations, and for nothing that is not ours', async () => {
    const drawn = await market.anonymous().get(`/qr/${token}.svg`)
    expect(drawn.status).toBe(200)
    expect(drawn.headers['content-type']).toMatch(/^image\/svg\+xml/)
    expect(drawn.headers['cache-control']).toContain('immutable')
    expect(drawn.text).toMatch(/^<svg /)
    expect(drawn.text).not.toContain('<script')
    const invitation = await market.anonymous().get(`/qr/${await market.invite(ayun, home)}.svg`)
    expect(invitation.status).toBe(200)
    expect(invitation.text).not.toBe(drawn.text)
    expect((await market.anonymous().get('/qr/https%3A%2F%2Fevil.example.svg')).status).toBe(404)
    expect((await market.anonymous().get(`/qr/${token.slice(0, 27)}x.svg`)).status).toBe(404)
  })
})

test('openings are recorded once an hour per visitor, in the background', async () => {
  const li = await market.member(ayun, home)
  for (let i = 0; i < 3; i++) await page(li)
  await market.anonymous().get(`/v1/store/sales/${token}`, { ip: '203.0.113.7' })
  await market.anonymous().get(`/v1/store/sales/${token}`, { ip: '203.0.113.7' })
  market.clock.advance(HOUR_MS)
  await page(li)
  await touchesSettled(market.platform)
  const touches = await market.read<{ person_id: bigint | null }>(
    `select t.person_id from attribution.touch t join attribution.link l on l.id = t.link_id where l.sale_id = $1 order by t.id`,
    [parseId('sal', saleId)],
  )
  expect(touches.map((touch) => touch.person_id)).toEqual([li.personId, null, li.personId])
})

test('the books of sales and links are sound', () => market.expectSound())
