import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Market, openMarket, type Someone } from '../../test/support/market.ts'

let market: Market
let ayun: Someone
let base: string

beforeAll(async () => {
  market = await openMarket()
  ayun = await market.curator('阿芸')
  base = `/v1/curator/communities/${(await market.community(ayun)).id}/pickup-points`
})
afterAll(() => market.close())

const point = { name: '2 号门', place: '桂雨里 2 号门车库', hours: '18:00–21:00' }

test('a pick-up point opens and closes', async () => {
  const made = await ayun.post(base, point)
  expect([made.status, made.body]).toEqual([201, { id: expect.stringMatching(/^pkp_/), ...point }])
  expect((await ayun.get(base)).body.items).toEqual([made.body])
  expect((await ayun.post(`${base}/${made.body.id}/close`)).status).toBe(204)
  expect((await ayun.post(`${base}/${made.body.id}/close`)).status).toBe(204)
  expect((await ayun.get(base)).body.items).toEqual([])
})

test('it is opened by who governs, and by no one else', async () => {
  for (const someone of [await market.curator(), await market.person()]) {
    expect((await someone.post(base, point)).status).toBe(404)
    expect((await someone.get(base)).status).toBe(404)
  }
  const made = await ayun.post(base, point)
  const stranger = await market.curator()
  const own = (await market.community(stranger)).id
  expect((await stranger.post(`${base}/${made.body.id}/close`)).status).toBe(404)
  expect((await stranger.post(`/v1/curator/communities/${own}/pickup-points/${made.body.id}/close`)).status).toBe(404)
  expect((await ayun.get(base)).body.items).toHaveLength(1)
})

test('there are at most thirty, each with a name and a place', async () => {
  expect((await ayun.post(base, { ...point, name: '' })).status).toBe(400)
  expect((await ayun.post(base, { ...point, place: '地'.repeat(10_000) })).status).toBe(400)
  for (let i = 1; i < 30; i++) await ayun.post(base, point)
  expect((await ayun.post(base, point)).body.code).toBe('too_many_pickup_points')
})
