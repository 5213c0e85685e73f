import { randomUUID } from 'node:crypto'
import { beforeAll, expect, test } from 'vitest'
import { platformRefusals } from '../../src/platform/wire.ts'
import { expectProblem, mustPlace, type OpenShop, openShop, place, type Shopper, until } from '../support/open-shop.ts'
import { type OwnPostgres, openOwnPostgres } from '../support/own-postgres.ts'

/** The database is away: everybody is told to come back, and the house is back by itself. */

const BACK_WITHIN_MS = 60_000

let postgres: OwnPostgres
let shop: OpenShop
let li: Shopper

beforeAll(async () => {
  postgres = await openOwnPostgres()
  shop = await openShop(await postgres.database('leaven'))
  li = await shop.shopper('十二栋李姐')
})

test('503 with Retry-After while it is away; back by itself; a retried key makes one order', {
  timeout: 120_000,
}, async () => {
  await mustPlace(shop, li)
  const keys = Array.from({ length: 10 }, () => randomUUID())
  const inFlight = keys.map((key) => place(shop, li, {}, { key }))
  await postgres.kill()
  const first = await Promise.all(inFlight)
  for (const answer of first) expect(answer.status, answer.text).toBeOneOf([201, 503])

  for (const lang of ['zh-CN', 'en'] as const)
    for (const answer of [
      await place(shop, li, {}, { lang }),
      await li.caller.get('/v1/store/orders', { lang }),
      await li.caller.get('/healthz', { lang }),
      await li.caller.get(`/v1/store/sales/${shop.token}`, { lang }),
    ]) {
      expectProblem(answer, platformRefusals.unavailable, lang)
      expect(Number(answer.headers.get('retry-after'))).toBeGreaterThan(0)
    }
  const page = await li.caller.get(`/s/${shop.token}`, { headers: { accept: 'text/html' } })
  expect(page.status).toBe(503)
  expect(page.headers.get('retry-after')).not.toBeNull()

  await postgres.start()
  const startedAt = Date.now()
  await until(
    async () => (await li.caller.get('/healthz')).status,
    (status) => status === 200,
    BACK_WITHIN_MS,
  )
  expect(Date.now() - startedAt).toBeLessThan(BACK_WITHIN_MS)

  const again = await Promise.all(keys.map((key) => place(shop, li, {}, { key })))
  again.forEach((answer, index) => {
    expect(answer.status, answer.text).toBe(201)
    const before = first[index]
    if (before?.status === 201) expect(answer.body.order.id).toBe(before.body.order.id)
  })
  expect((await li.caller.get('/v1/store/orders?limit=100')).body.items).toHaveLength(11)
  const { checks } = await shop.house.audit()
  expect(checks.filter((check) => check.found > 0)).toEqual([])
})
