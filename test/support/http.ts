import { randomUUID } from 'node:crypto'
import type { FastifyInstance, InjectOptions } from 'fastify'
import { type Actor, anonymous } from '../../src/platform/actor.ts'
import type { Route } from '../../src/platform/http.ts'
import { assertPolicies, createHttpServer, type HttpOptions } from '../../src/platform/http-server.ts'
import type { Platform } from '../../src/platform/platform.ts'

export interface TestServerOptions {
  /** How sessions are read; people's own reader when it is not said. */
  readonly readActor?: HttpOptions['readActor']
  /** Who counts as a curator besides the clients made with `isCurator: true`; nobody when it is not said. */
  readonly isCurator?: HttpOptions['isCurator']
}

export interface ClientOptions {
  /** Whom this client is, without signing in. */
  readonly actor?: Actor
  readonly isCurator?: boolean
  readonly headers?: Readonly<Record<string, string>>
}

export interface TestAnswer {
  readonly status: number
  /** The parsed body, `undefined` when there was none; text when it is no JSON. */
  // biome-ignore lint/suspicious/noExplicitAny: tests look into answers of every shape
  readonly body: any
  readonly text: string
  readonly headers: Readonly<Record<string, unknown>>
}

export interface CallOptions {
  readonly headers?: Readonly<Record<string, string>>
  /** The Idempotency-Key; a new one on every call when it is not said, none when it is an empty string. */
  readonly key?: string
  readonly ip?: string
}

/** A browser of its own: keeps cookies, and adds an Idempotency-Key to what is not a GET. */
export interface TestClient {
  readonly cookies: Map<string, string>
  get(path: string, options?: CallOptions): Promise<TestAnswer>
  post(path: string, body?: unknown, options?: CallOptions): Promise<TestAnswer>
  put(path: string, body?: unknown, options?: CallOptions): Promise<TestAnswer>
  patch(path: string, body?: unknown, options?: CallOptions): Promise<TestAnswer>
  delete(path: string, options?: CallOptions): Promise<TestAnswer>
}

export interface TestServer {
  readonly app: FastifyInstance
  client(options?: ClientOptions): TestClient
  close(): Promise<void>
}

const STAND_IN = 'stand-in-'
let clientsMade = 0

/** The real HTTP server with its gates on the routes of a test, asked without a socket. */
export async function testServer(
  platform: Platform,
  routes: readonly Route[],
  options: TestServerOptions = {},
): Promise<TestServer> {
  assertPolicies(routes)
  const standIns = new Map<string, Actor>()
  const curators = new Set<Actor>()
  const app = await createHttpServer(platform, {
    routes,
    readActor: async (given, audience, token) => {
      if (token.bearer?.startsWith(STAND_IN)) return standIns.get(token.bearer) ?? anonymous
      const read = options.readActor ?? (await import('../../src/people/index.ts')).readSession
      return read(given, audience, token)
    },
    isCurator: async (given, actor) => curators.has(actor) || (await options.isCurator?.(given, actor)) === true,
  })
  return {
    app,
    client: (clientOptions = {}) => {
      if (!clientOptions.actor) return makeClient(app, clientOptions.headers ?? {})
      const token = `${STAND_IN}${randomUUID()}`
      standIns.set(token, clientOptions.actor)
      if (clientOptions.isCurator) curators.add(clientOptions.actor)
      return makeClient(app, { authorization: `Bearer ${token}`, ...clientOptions.headers })
    },
    close: () => app.close(),
  }
}

function makeClient(app: FastifyInstance, standing: Readonly<Record<string, string>>): TestClient {
  const cookies = new Map<string, string>()
  // Every browser sits at an address of its own, so that limits per address meet only those who ask for them.
  const home = `10.${(clientsMade >> 16) & 255}.${(clientsMade >> 8) & 255}.${clientsMade++ & 255}`
  const call = async (
    method: InjectOptions['method'],
    path: string,
    body: unknown,
    options: CallOptions = {},
  ): Promise<TestAnswer> => {
    const key = options.key ?? (method === 'GET' ? '' : randomUUID())
    const request: InjectOptions = {
      method,
      url: path,
      headers: { ...standing, ...(key ? { 'idempotency-key': key } : {}), ...options.headers },
      cookies: Object.fromEntries(cookies),
      remoteAddress: options.ip ?? home,
    }
    if (body !== undefined) {
      request.payload = JSON.stringify(body)
      request.headers = { 'content-type': 'application/json', ...request.headers }
    }
    const answer = await app.inject(request)
    for (const cookie of answer.cookies) {
      if (cookie.value === '') cookies.delete(cookie.name)
      else cookies.set(cookie.name, cookie.value)
    }
    return { status: answer.statusCode, body: parse(answer.body), text: answer.body, headers: answer.headers }
  }
  return {
    cookies,
    get: (path, options) => call('GET', path, undefined, options),
    post: (path, body, options) => call('POST', path, body ?? {}, options),
    put: (path, body, options) => call('PUT', path, body ?? {}, options),
    patch: (path, body, options) => call('PATCH', path, body ?? {}, options),
    delete: (path, options) => call('DELETE', path, undefined, options),
  }
}

function parse(body: string): unknown {
  if (body === '') return undefined
  try {
    return JSON.parse(body)
  } catch {
    return body
  }
}
