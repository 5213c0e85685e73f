import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Market, openMarket, type Someone } from '../../test/support/market.ts'
import { addRule } from '../commissions/index.ts'

let market: Market
let ayun: Someone
let oranges: Awaited<ReturnType<Market['goods']>>
let communityId: string

const rule = (input: Parameters<typeof addRule>[3]) =>
  market.platform.db.inTransaction(market.platform, (tx) =>
    addRule(market.platform, tx, { kind: 'system', name: 'test' }, input),
  )

beforeAll(async () => {
  market = await openMarket()
  ayun = await market.curator('阿芸')
  communityId = (await market.community(ayun)).id
  oranges = await market.goods({ nameZh: '云岔脐橙', communityFen: 5490, directFen: 6990, quantity: 37 })
  await market.goods({ nameZh: '没上架的梨', publish: false })
  await rule({ name: '专业', position: 1, stage: 'professional', rateBps: 1500 })
  await rule({ name: '水果', position: 2, category: 'fruit', rateBps: 1000 })
  market.clock.advance(1_000)
})
afterAll(() => market.close())

describe('what a curator may sell', () => {
  test('is what is on sale, with what a unit earns her', async () => {
    const goods = (await ayun.get('/v1/curator/goods')).body
    expect(goods.items).toHaveLength(1)
    expect(goods.items[0]).toMatchObject({ name: '云岔脐橙', word: '霜降以后才摘', category: 'fruit.citrus' })
    expect(goods.items[0].picture.url).toMatch(/^\/media\//)
    expect(goods.items[0].skus[0]).toMatchObject({
      id: oranges.sku,
      communityPrice: { amount: 5490, currency: 'CNY' },
      directPrice: { amount: 6990, currency: 'CNY' },
      left: 37,
      estimatedEarn: { amount: 549, currency: 'CNY' },
      rateBps: 1000,
    })
    expect((await ayun.get('/v1/curator/goods?search=脐橙')).body.items).toHaveLength(1)
    expect((await ayun.get('/v1/curator/goods?search=草莓')).body.items).toHaveLength(0)
    expect((await ayun.get('/v1/curator/goods', { headers: { 'accept-language': 'en' } })).body.items[0].name).toBe(
      'Gannan navel oranges',
    )
  })

  test('is for curators', async () => {
    expect((await (await market.person()).get('/v1/curator/goods')).status).toBe(403)
    expect((await market.anonymous().get('/v1/curator/goods')).status).toBe(401)
  })
})

describe('预计赚', () => {
  const preview = (someone: Someone, skuIds = [oranges.sku], id = communityId) =>
    someone.post('/v1/curator/sales/preview', { skuIds, communityId: id }, { key: '' })

  test('is told before posting, by the rule of her stage', async () => {
    expect((await preview(ayun)).body.items).toEqual([
      {
        skuId: oranges.sku,
        communityPrice: { amount: 5490, currency: 'CNY' },
        estimatedEarn: { amount: 549, currency: 'CNY' },
        rateBps: 1000,
      },
    ])
    const expert = await market.curator()
    await market.staff('operator').post(`/v1/admin/curators/${expert.id}/stage`, { stage: 'professional' })
    const own = await market.community(expert)
    expect((await preview(expert, [oranges.sku], own.id)).body.items[0]).toMatchObject({
      estimatedEarn: { amount: 823 },
      rateBps: 1500,
    })
  })

  test('is refused for what is not sold, and in a community that is not hers', async () => {
    const hidden = await market.goods({ publish: false })
    const answer = await preview(ayun, [oranges.sku, hidden.sku])
    expect([answer.status, answer.body.code, answer.body.facts]).toEqual([
      422,
      'sku_not_for_sale',
      { skuIds: [hidden.sku] },
    ])
    const stranger = await market.curator()
    const other = await preview(stranger)
    const absent = await preview(stranger, [oranges.sku], `com_${'0'.repeat(13)}`)
    expect(other.status).toBe(404)
    expect({ ...other.body, requestId: '' }).toEqual({ ...absent.body, requestId: '' })
    const member = await market.member(ayun, communityId)
    expect((await preview(member)).status).toBe(403)
  })
})
