import { beforeAll, describe, expect, test } from 'vitest'
import { refusals as attribution } from '../../src/attribution/contract.ts'
import { refusals as communities } from '../../src/communities/contract.ts'
import { refusals as sales } from '../../src/sales/contract.ts'
import {
  expectProblem,
  expectRefused,
  must,
  mustPlace,
  type OpenShop,
  openShop,
  place,
  type Shopper,
  until,
} from '../support/open-shop.ts'

/** Doors that do not open: invitations, links, sales, bans. */

const HOUR_MS = 3_600_000
const DAY_MS = 24 * HOUR_MS

let shop: OpenShop
let owner: Shopper
let stranger: Shopper
let otherSkuId: string

beforeAll(async () => {
  shop = await openShop()
  owner = await shop.shopper('十二栋李姐')
  stranger = await shop.shopper('陌生人')
  otherSkuId = await shop.addSku(10)
})

/** Moves the clock, and waits until the orders whose time that was have ended: they would be counted as somebody's doing. */
async function later(ms: number): Promise<void> {
  await shop.house.moveTo(new Date(shop.house.now().getTime() + ms))
  const before = new Date(shop.house.now().getTime() - 60_000)
  const overdue = () =>
    shop.read(`select from orders."order" where state = 'awaiting_payment' and expires_at < $1`, [before])
  await until(overdue, (rows) => rows.length === 0)
}

/** The same token with one bit of its signature turned. */
function forged(token: string): string {
  const bytes = Buffer.from(token, 'base64url')
  bytes[bytes.length - 1] = (bytes.at(-1) ?? 0) ^ 1
  return bytes.toString('base64url')
}

async function invitation(limits: { maxUses: number; days: number }): Promise<{ id: string; token: string }> {
  const made = await must(shop.curator.post(`/v1/curator/communities/${shop.communityId}/invitations`, limits))
  return { id: made.id, token: made.url.split('/i/')[1] }
}
const accept = (who: Shopper, token: string) => (options: object) =>
  who.caller.post(`/v1/store/invitations/${token}/accept`, { acceptRules: true }, options)

describe('invitations', () => {
  test('forged: another bit, another kind of token, one that nobody made', async () => {
    const { token } = await invitation({ maxUses: 1, days: 1 })
    for (const wrong of [forged(token), shop.token, 'A'.repeat(28), token.slice(0, 27)])
      await expectRefused(shop, communities.invitation_forged, accept(stranger, wrong))
  })

  test('used up', async () => {
    const { token } = await invitation({ maxUses: 1, days: 1 })
    expect((await accept(await shop.shopper(), token)({})).status).toBe(200)
    await expectRefused(shop, communities.invitation_used_up, accept(stranger, token))
  })

  test('withdrawn', async () => {
    const { id, token } = await invitation({ maxUses: 5, days: 1 })
    await must(shop.curator.post(`/v1/curator/communities/${shop.communityId}/invitations/${id}/revoke`, {}))
    await expectRefused(shop, communities.invitation_revoked, accept(stranger, token))
  })

  test('expired, from its last moment on', async () => {
    const { token } = await invitation({ maxUses: 5, days: 1 })
    await later(DAY_MS - 1)
    expect((await accept(await shop.shopper(), token)({})).status).toBe(200)
    await later(1)
    await expectRefused(shop, communities.invitation_expired, accept(stranger, token))
  })
})

describe('sale links', () => {
  test('forged: for the order, the quote and the page', async () => {
    for (const token of [forged(shop.token), (await invitation({ maxUses: 1, days: 1 })).token, 'A'.repeat(28)]) {
      await expectRefused(shop, attribution.link_forged, (options) => place(shop, stranger, { token }, options))
      expectProblem(await stranger.caller.get(`/v1/store/sales/${token}`), attribution.link_forged)
      const lines = [{ skuId: shop.skuId, quantity: 1 }]
      await expectRefused(shop, attribution.link_forged, (options) =>
        stranger.caller.post('/v1/store/quotes', { token, lines, delivery: 'parcel' }, options),
      )
    }
  })

  test('used up: as many as may enter have entered', async () => {
    const communityId = await shop.openCommunity({ name: '小群', saleLinkJoins: 1 })
    const { token } = await shop.openSale({ communityId })
    await mustPlace(shop, owner, { token })
    await expectRefused(shop, attribution.link_used_up, (options) => place(shop, stranger, { token }, options))
    // Who is in stays in, and buys.
    await mustPlace(shop, owner, { token })
  })

  test('expired for newcomers, from its last moment on; members still buy through it', async () => {
    const communityId = await shop.openCommunity({ name: '一天群', saleLinkDays: 1 })
    const { token } = await shop.openSale({ communityId })
    await mustPlace(shop, owner, { token })
    await later(DAY_MS)
    await expectRefused(shop, attribution.link_expired, (options) => place(shop, stranger, { token }, options))
    await mustPlace(shop, owner, { token })
  })
})

describe('sales', () => {
  test('not yet open', async () => {
    const { token } = await shop.openSale({ opensInMs: HOUR_MS })
    await expectRefused(shop, sales.sale_not_open, (options) => place(shop, owner, { token }, options))
    await later(HOUR_MS)
    await mustPlace(shop, owner, { token })
  })

  test('closed: at the cut-off and after it, also for who looked before', async () => {
    const { token } = await shop.openSale({ lastsMs: HOUR_MS })
    await must(owner.caller.get(`/v1/store/sales/${token}`))
    await later(HOUR_MS - 1)
    await mustPlace(shop, owner, { token })
    await later(1)
    await expectRefused(shop, sales.sale_closed, (options) => place(shop, owner, { token }, options))
    await expectRefused(shop, sales.sale_closed, (options) => place(shop, stranger, { token }, options))
  })

  test('stopped, and what is not in it', async () => {
    const lines = [{ skuId: otherSkuId, quantity: 1 }]
    await expectRefused(shop, sales.sku_not_in_sale, (options) => place(shop, owner, { lines }, options))
    const { id, token } = await shop.openSale()
    await mustPlace(shop, owner, { token })
    await must(shop.curator.post(`/v1/curator/sales/${id}/stop`, {}))
    await expectRefused(shop, sales.sale_stopped, (options) => place(shop, owner, { token }, options))
  })

  test('more than one person may order, in one order and in several', async () => {
    const { token } = await shop.openSale({ perPerson: 2 })
    await mustPlace(shop, owner, { token })
    const answer = await expectRefused(shop, sales.over_person_limit, (options) =>
      place(shop, owner, { token, quantity: 2 }, options),
    )
    expect(answer.body.facts).toEqual({ skuId: shop.skuId, left: 1 })
  })
})

describe('a banned member', () => {
  test('buys nothing there and enters by no door', async () => {
    const banned = await shop.shopper('广告号')
    const { token } = await shop.openSale()
    await mustPlace(shop, banned, { token })
    const base = `/v1/curator/communities/${shop.communityId}/members`
    const { items } = await must(shop.curator.get(`${base}?limit=100`))
    const { id } = items.find((item: { nickname: string }) => item.nickname === '广告号')
    await must(shop.curator.post(`${base}/${id}/ban`, { reason: '发广告' }))
    await expectRefused(shop, communities.banned, (options) => place(shop, banned, { token }, options))
    await expectRefused(shop, communities.banned, accept(banned, (await invitation({ maxUses: 1, days: 1 })).token))
  })
})
