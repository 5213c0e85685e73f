import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { type Market, openMarket, type Someone } from '../../test/support/market.ts'
import { type Id, parseId } from '../platform/ids.ts'
import { joinThroughLink } from './enter-by-links.ts'
import { exportPerson } from './export-person.ts'
import { type Link, readLinkToken } from './link.ts'
import { findLinks, passOnLinkFor } from './make-links.ts'
import { rememberBuyers } from './touches.ts'

const DAY_MS = 86_400_000
let market: Market
let ayun: Someone
let sku: string
let home: string
let token: string
let link: Link

beforeAll(async () => {
  market = await openMarket({ connections: 20 })
  ayun = await market.curator('阿芸')
  sku = (await market.goods()).sku
})
afterAll(() => market.close())
beforeEach(() => openSale({ saleLinkDays: 3, saleLinkJoins: 5 }))

async function openSale(settings: object) {
  home = (await market.community(ayun, settings)).id
  const made = await ayun.post('/v1/curator/sales', {
    communityIds: [home],
    skus: [{ skuId: sku }],
    cutsOffAt: new Date(market.clock.now().getTime() + 10 * DAY_MS).toISOString(),
    arrivesOn: new Date(market.clock.now().getTime() + 12 * DAY_MS).toISOString().slice(0, 10),
    delivery: 'parcel',
  })
  token = made.body.communities[0].link.url.split('/s/')[1]
  const id = readLinkToken(market.platform.keys, token)
  link = (await findLinks(market.platform.db, [id])).get(id) as Link
}

const inTx = <T>(work: Parameters<typeof market.platform.db.inTransaction<T>>[1]) =>
  market.platform.db.inTransaction(market.platform, work)
const enter = (someone: Someone, by: Pick<Link, 'id'> = link) =>
  inTx((tx) => joinThroughLink(market.platform, tx, by, someone.personId)).then(
    (member) => member.state,
    (error) => error.refusal?.code ?? error,
  )
const joins = async () => (await findLinks(market.platform.db, [link.id])).get(link.id)?.joins

describe('entering by a sale link', () => {
  test('makes a member who came by it, and counts', async () => {
    const li = await market.person('李姐')
    expect(await enter(li)).toBe('active')
    expect(await joins()).toBe(1)
    expect((await market.news('member.joined')).at(-1)?.data).toMatchObject({
      communityId: home,
      personId: li.id,
      invitedBy: ayun.id,
      linkId: expect.stringMatching(/^lnk_/),
      invitationId: null,
    })
    expect(await enter(li)).toBe('active')
    expect(await joins()).toBe(1)
  })

  test('waits at a door that opens by approval', async () => {
    await openSale({ door: 'by_approval' })
    const li = await market.person()
    expect([await enter(li), await enter(li), await joins()]).toEqual(['waiting', 'waiting', 1])
  })

  test('ends with the link’s days and its number', async () => {
    await openSale({ saleLinkDays: 1, saleLinkJoins: 1 })
    expect(await enter(await market.person())).toBe('active')
    expect(await enter(await market.person())).toBe('link_used_up')
    await openSale({ saleLinkDays: 1 })
    market.clock.advance(DAY_MS)
    expect(await enter(await market.person())).toBe('link_expired')
    await openSale({ saleLinkJoins: 0 })
    expect(await enter(await market.person())).toBe('link_used_up')
  })

  test('counts nobody whom the community refuses', async () => {
    await openSale({ memberCap: 2 })
    const li = await market.person()
    await enter(li)
    expect(await enter(await market.person())).toBe('community_full')
    const [member] = (await ayun.get(`/v1/curator/communities/${home}/members`)).body.items.slice(-1)
    await ayun.post(`/v1/curator/communities/${home}/members/${member.id}/ban`, { reason: '小号' })
    expect(await enter(li)).toBe('banned')
    expect(await joins()).toBe(1)
  })

  test('is refused for a link that is not there', async () => {
    expect(await enter(await market.person(), { id: market.platform.ids.next<'lnk'>(1) })).toBe('link_forged')
  })

  test('lets in exactly as many as it may when thirty come at once', async () => {
    const people = await Promise.all(Array.from({ length: 30 }, () => market.person()))
    const outcomes = await Promise.all(people.map((someone) => enter(someone)))
    expect(outcomes.filter((outcome) => outcome === 'active')).toHaveLength(5)
    expect(outcomes.filter((outcome) => outcome === 'link_used_up')).toHaveLength(25)
    expect(await joins()).toBe(5)
  })
})

test('a person is told what she passed on', async () => {
  const li = await market.member(ayun, home)
  await inTx(async (tx) => rememberBuyers(tx, [{ communityId: parseId('com', home), personId: li.personId }]))
  const passed = (await inTx((tx) => passOnLinkFor(market.platform, tx, li.actor, token))) as Id<'lnk'>
  await enter(await market.person(), { id: passed })
  expect(await exportPerson(market.platform.db, market.platform, li.personId)).toEqual({
    passedOn: [expect.objectContaining({ communityId: home, cameThrough: 1 })],
    named: [],
    namedBySomebody: [],
  })
})

test('the books of links are sound', () => market.expectSound())
