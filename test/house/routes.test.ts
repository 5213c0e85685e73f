import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Actor } from '../../src/platform/actor.ts'
import { readConfig } from '../../src/platform/config.ts'
import type { Route } from '../../src/platform/http.ts'
import { assertPolicies } from '../../src/platform/http-server.ts'
import { allRefusals, describeApi } from '../../src/platform/openapi.ts'
import { rooms } from '../../src/rooms.ts'
import { allRoutes } from '../../src/server.ts'
import { freshDatabase } from '../support/database.ts'
import { type TestServer, testServer } from '../support/http.ts'
import { testPlatform } from '../support/platform.ts'

const config = readConfig({
  DATABASE_URL: 'postgres://nobody@127.0.0.1:1/none',
  LEAVEN_MODE: 'demo',
  LEAVEN_DATA_DIR: '.cache/routes-test',
})
const routes = allRoutes(config)

test('every route says who may call it, once', () => {
  expect(routes.length).toBeGreaterThan(100)
  expect(() => assertPolicies(routes)).not.toThrow()
  const first = routes[0] as Route
  expect(() => assertPolicies([{ ...first, who: undefined as never }])).toThrow(/does not declare/)
  expect(() => assertPolicies([{ ...first, who: { who: 'staff', roles: [] } }])).toThrow(/lets nobody in/)
  expect(() => assertPolicies([first, first])).toThrow(/twice/)
})

test('the audience of a route is the one of its path', () => {
  for (const route of routes) {
    const [, version, audience] = route.path.split('/')
    if (version !== 'v1') continue
    expect(`${route.path} ${route.audience}`).toBe(`${route.path} ${audience}`)
    if (audience === 'admin' && !/sign-in|\/me$/.test(route.path)) expect(route.who.who, route.path).toBe('staff')
  }
})

test('what creates or moves anything needs an Idempotency-Key; these are the exceptions', () => {
  const free = routes
    .filter((route) => route.method === 'POST' && !route.moves && route.audience !== 'provider')
    .map((route) => route.path)
  expect(
    free.filter(
      (path) => !/\/(sign-in|sign-in\/code|sign-out|prove-again|quotes|preview|show-phone|evidence)$/.test(path),
    ),
  ).toEqual([])
})

test('a refusal code means one thing everywhere, in both languages', () => {
  const seen = new Map<string, string>()
  for (const refusal of allRefusals(rooms)) {
    expect(refusal.zh, refusal.code).toMatch(/[\u4e00-\u9fff]/)
    expect(refusal.en, refusal.code).toMatch(/^[\x20-\x7e’“”–—≥≤×°·…]+$/)
    expect(refusal.code).toMatch(/^[a-z][a-z0-9_]*$/)
    expect(refusal.status).toBeGreaterThanOrEqual(400)
    const said = JSON.stringify(refusal)
    expect(seen.get(refusal.code) ?? said, refusal.code).toBe(said)
    seen.set(refusal.code, said)
  }
})

test('the description of the API is OpenAPI 3.1 and covers every route', () => {
  const api = describeApi(rooms, '0.0.0', 'http://localhost') as {
    openapi: string
    paths: Record<string, Record<string, { responses: object }>>
  }
  expect(api.openapi).toBe('3.1.0')
  for (const route of rooms.flatMap((room) => room.routes ?? []).filter((one) => one.path.startsWith('/v1/'))) {
    const operation = api.paths[route.path.replace(/:(\w+)/g, '{$1}')]?.[route.method.toLowerCase()]
    expect(operation?.responses, `${route.method} ${route.path}`).toBeDefined()
  }
  expect(() => JSON.parse(JSON.stringify(api))).not.toThrow()
})

describe('the access matrix: every route × who asks', () => {
  let server: TestServer
  let close: () => Promise<void>

  beforeAll(async () => {
    const { platform, close: closePlatform } = await testPlatform(await freshDatabase())
    server = await testServer(platform, routes)
    close = async () => {
      await server.close()
      await closePlatform()
    }
  })
  afterAll(() => close())

  const person: Actor = { kind: 'person', personId: 1n << 60n, sessionId: 1n << 60n, audience: 'store' } as never
  const scout: Actor = {
    kind: 'staff',
    staffId: 1n << 60n,
    sessionId: 1n << 60n,
    roles: ['scout'],
    provedAt: new Date(),
  } as never
  const finance: Actor = {
    kind: 'staff',
    staffId: 1n << 60n,
    sessionId: 1n << 60n,
    roles: ['finance'],
    provedAt: new Date(),
  } as never

  const pathOf = (route: Route) => route.path.replace(/:(\w+)/g, 'x').replace('*', 'x')

  test('anonymous callers are sent to sign in', async () => {
    for (const route of routes.filter((one) => one.who.who !== 'anyone')) {
      const answer = await call(server.client(), route)
      expect(`${route.method} ${route.path} ${answer}`).toBe(`${route.method} ${route.path} 401 sign_in_required`)
    }
  })

  test('a shopper reaches neither the workbench of curators nor the console', async () => {
    for (const route of routes.filter((one) => one.who.who === 'curator' || one.who.who === 'staff')) {
      const answer = await call(server.client({ actor: person }), route)
      expect(`${route.method} ${route.path} ${answer}`).toBe(`${route.method} ${route.path} 403 forbidden`)
    }
  })

  test('staff reach only what their roles open', async () => {
    for (const route of routes) {
      if (route.who.who !== 'staff') continue
      for (const [actor, role] of [
        [scout, 'scout'],
        [finance, 'finance'],
      ] as const) {
        if (route.who.roles.includes(role)) continue
        const answer = await call(server.client({ actor }), route)
        expect(`${role} ${route.method} ${route.path} ${answer}`).toBe(
          `${role} ${route.method} ${route.path} 403 forbidden`,
        )
      }
    }
  })

  async function call(client: ReturnType<TestServer['client']>, route: Route): Promise<string> {
    const path = pathOf(route)
    const answer =
      route.method === 'GET'
        ? await client.get(path)
        : route.method === 'POST'
          ? await client.post(path)
          : route.method === 'PUT'
            ? await client.put(path)
            : route.method === 'PATCH'
              ? await client.patch(path)
              : await client.delete(path)
    return `${answer.status} ${answer.body?.code}`
  }
})
