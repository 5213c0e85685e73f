import { afterAll, beforeAll, expect, test } from 'vitest'
import { room as orders } from '../../src/orders/index.ts'
import { anonymous } from '../../src/platform/actor.ts'
import { Batcher } from '../../src/platform/batcher.ts'
import { anyone, aPerson, route } from '../../src/platform/http.ts'
import { createHttpServer } from '../../src/platform/http-server.ts'
import { strict, Type } from '../../src/platform/wire.ts'
import { freshDatabase } from '../support/database.ts'
import { type TestPlatform, testPlatform } from '../support/platform.ts'

/** Past its limit the house says so at once and before any work; what it took it finishes, and then it takes more. */

const MOST_WAITING = 3

let stage: TestPlatform
let baseUrl: string
let app: Awaited<ReturnType<typeof createHttpServer>>
let open: () => void
let gate = new Promise<void>((resolve) => {
  open = resolve
})
let sessionsRead = 0

const batcher = new Batcher<number, number>({
  maxWaiting: MOST_WAITING,
  maxBatch: 1,
  run: async (items) => {
    await gate
    return items
  },
})

const placing = route({
  method: 'POST',
  path: '/v1/store/things',
  audience: 'store',
  who: anyone,
  summary: 'Takes a number',
  body: strict({ n: Type.Integer() }),
  moves: true,
  isFull: () => batcher.isFull,
  answer: Type.Object({ n: Type.Integer() }),
  handle: async (_platform, { body }) => ({ n: await batcher.submit(body.n) }),
})
const still = route({
  method: 'GET',
  path: '/v1/store/still',
  audience: 'store',
  who: anyone,
  summary: 'Waits for nothing',
  answer: Type.Object({ ok: Type.Boolean() }),
  handle: async () => ({ ok: true }),
})

beforeAll(async () => {
  stage = await testPlatform(await freshDatabase())
  app = await createHttpServer(stage.platform, {
    routes: [placing, still],
    readActor: () => {
      sessionsRead++
      return anonymous
    },
    isCurator: async () => false,
  })
  baseUrl = await app.listen({ port: 0, host: '127.0.0.1' })
})

afterAll(async () => {
  await app?.close()
  await stage?.close()
})

const take = (n: number, body = JSON.stringify({ n })) =>
  fetch(`${baseUrl}/v1/store/things`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'idempotency-key': `k${n}`, cookie: 'lv_store=someone' },
    body,
  })
const settled = async (waiting: number) => {
  while (batcher.waiting < waiting) await new Promise((resolve) => setImmediate(resolve))
}

test('past the limit: 503 and when to come again, before session and body are looked at; others are answered', async () => {
  const under = take(0)
  while (batcher.seen.batches === 0) await new Promise((resolve) => setImmediate(resolve))
  const waiting = [1, 2, 3].map((n) => take(n))
  await settled(MOST_WAITING)
  const before = sessionsRead
  const beyond = await Promise.all([...Array.from({ length: 20 }, (_, n) => take(100 + n)), take(200, '{ no json')])
  expect(new Set(beyond.map((answer) => answer.status))).toEqual(new Set([503]))
  for (const answer of beyond) {
    expect(answer.headers.get('retry-after')).toBe('1')
    expect(answer.headers.get('content-type')).toContain('application/problem+json')
    expect(await answer.json()).toMatchObject({ code: 'busy', status: 503, type: 'urn:leaven:refusal:busy' })
  }
  expect(sessionsRead).toBe(before)
  expect(batcher.waiting).toBe(MOST_WAITING)
  expect((await fetch(`${baseUrl}/v1/store/still`)).status).toBe(200)

  open()
  const served = await Promise.all([under, ...waiting])
  expect(await Promise.all(served.map((answer) => answer.json()))).toEqual([0, 1, 2, 3].map((n) => ({ n })))
  expect((await take(4)).status).toBe(200)
})

test('however many come, in turns of full and free, each is served or told, and none waits for ever', async () => {
  for (let turn = 0; turn < 3; turn++) {
    gate = new Promise((resolve) => {
      open = resolve
    })
    const many = Array.from({ length: 50 }, (_, n) => take(1_000 + turn * 100 + n))
    await settled(MOST_WAITING)
    open()
    const statuses = (await Promise.all(many)).map((answer) => answer.status)
    expect(statuses.filter((status) => status === 200).length).toBeGreaterThanOrEqual(MOST_WAITING)
    expect(statuses.every((status) => status === 200 || status === 503)).toBe(true)
    expect(batcher.waiting).toBe(0)
  }
})

test('placing orders has such a gate, and so has bringing lists', () => {
  const gated = orders.routes?.filter((one) => one.isFull).map((one) => `${one.method} ${one.path}`)
  expect(gated).toEqual(['POST /v1/store/orders', 'POST /v1/curator/sales/:id/orders/list'])
  expect(orders.routes?.find((one) => one.path === '/v1/store/orders' && one.method === 'POST')?.who).toEqual(aPerson)
})
