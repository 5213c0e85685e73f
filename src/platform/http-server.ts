import { randomBytes } from 'node:crypto'
import compress from '@fastify/compress'
import cookie from '@fastify/cookie'
import helmet from '@fastify/helmet'
import multipart from '@fastify/multipart'
import rateLimit from '@fastify/rate-limit'
import { Ajv2020 } from 'ajv/dist/2020.js'
import formats from 'ajv-formats'
import Fastify, { type FastifyInstance, type FastifyReply, type FastifyRequest } from 'fastify'
import { type Actor, type Audience, actorName, audiences } from './actor.ts'
import { Refusal } from './errors.ts'
import type { Incoming, Policy, Route } from './http.ts'
import { hashInput, once } from './idempotency.ts'
import { readJson } from './json-text.ts'
import { endLiveAnswersOnClose, startLive } from './live-answer.ts'
import { localeOf } from './locale.ts'
import { countRequests } from './metrics.ts'
import type { Platform } from './platform.ts'
import { answerErrors, answerProblem, type DrawProblem } from './problem-answers.ts'
import { readUpload } from './upload.ts'
import { platformRefusals } from './wire.ts'

const BODY_LIMIT = 256 * 1024
const FILE_LIMIT = 8 * 1024 * 1024
const PROOF_MINUTES = 10
const MOST_PARAM_CHARACTERS = 200
const KEY_PATTERN = /^[\x21-\x7e]{1,64}$/

declare module 'fastify' {
  interface FastifyRequest {
    rawText?: string
  }
}

export interface HttpOptions {
  /** Reads who asks from the cookie of an audience or a bearer key; people registers it in the wiring. */
  readonly readActor: (
    platform: Platform,
    audience: Audience,
    token: { cookie?: string | undefined; bearer?: string | undefined },
  ) => Promise<Actor>
  readonly isCurator: (platform: Platform, actor: Actor) => Promise<boolean>
  readonly routes: readonly Route[]
  /** Draws a problem for somebody who opened a page; API answers stay problem+json. */
  readonly problemPage?: DrawProblem
}

/** Builds the HTTP server with its gates: limits, request id, session → actor, policy, schema, Idempotency-Key, errors. */
export async function createHttpServer(platform: Platform, options: HttpOptions): Promise<FastifyInstance> {
  const app = Fastify({
    bodyLimit: BODY_LIMIT,
    genReqId: makeRequestIds(),
    trustProxy: platform.config.trustProxy,
    routerOptions: { maxParamLength: MOST_PARAM_CHARACTERS },
    // What the router itself cannot read never reaches a route's error handler.
    frameworkErrors: (error, request, reply) => answerProblem(platform, error, request, reply),
  })
  await app.register(cookie)
  await app.register(compress, { global: false, encodings: ['gzip'] })
  await app.register(helmet, {
    contentSecurityPolicy: false,
    crossOriginEmbedderPolicy: false,
    hsts: platform.config.mode === 'production',
  })
  await app.register(rateLimit, { global: false })
  await app.register(multipart, {
    limits: { fileSize: FILE_LIMIT, files: 1, fields: 10, fieldSize: 4_000 },
  })
  countRequests(app)
  useOwnSchemas(app)
  readBodies(app)
  endLiveAnswersOnClose(app)
  answerErrors(app, platform, options.problemPage)
  for (const route of options.routes) mount(app, platform, options, route)
  return app
}

/** One of a kind without asking the system for randomness at every request: a random beginning, then a count. */
function makeRequestIds(): () => string {
  const start = randomBytes(5).toString('hex')
  let count = 0
  return () => `req_${start}${(count++).toString(16).padStart(6, '0')}`
}

export { localeOf } from './locale.ts'

/** Refuses to go on with a route that does not say who may call it, or says it twice. */
export function assertPolicies(routes: readonly Route[]): void {
  const seen = new Set<string>()
  for (const route of routes) {
    const name = `${route.method} ${route.path}`
    if (!route.who) throw new Error(`${name} does not declare who may call it`)
    if (route.who.who === 'staff' && route.who.roles.length === 0) throw new Error(`${name} lets nobody in`)
    if (seen.has(name)) throw new Error(`${name} is declared twice`)
    if (route.method !== 'GET' && route.audience !== 'provider' && route.method === 'POST' && route.moves === undefined)
      throw new Error(`${name} must say whether it creates or moves anything`)
    seen.add(name)
  }
}

/** Bodies are never coerced ("3" is not 3); queries and paths are text by nature and may be. */
function useOwnSchemas(app: FastifyInstance): void {
  const make = (coerce: boolean) =>
    formats.default(
      new Ajv2020({
        coerceTypes: coerce,
        useDefaults: true,
        removeAdditional: false,
        allErrors: false,
        strict: false,
        unicodeRegExp: true,
      }),
    )
  const exact = make(false)
  const fromText = make(true)
  app.setValidatorCompiler(({ schema, httpPart }) => (httpPart === 'body' ? exact : fromText).compile(schema as object))
}

function readBodies(app: FastifyInstance): void {
  app.removeContentTypeParser(['application/json', 'text/plain'])
  app.addContentTypeParser('application/json', { parseAs: 'string' }, (request, body, done) => {
    request.rawText = body as string
    try {
      done(null, body === '' ? undefined : readJson(body as string))
    } catch {
      done(new Refusal(platformRefusals.invalid_request), undefined)
    }
  })
}

function mount(app: FastifyInstance, platform: Platform, options: HttpOptions, route: Route): void {
  const schema: Record<string, unknown> = {}
  if (route.params) schema.params = route.params
  if (route.query) schema.querystring = route.query
  if (route.body) schema.body = route.body
  if (route.answer && !route.contentType) schema.response = { [route.status ?? 200]: route.answer }
  const limit =
    route.limit && platform.config.limitsApply
      ? { rateLimit: { max: route.limit.max, timeWindow: route.limit.perSeconds * 1000 } }
      : {}
  app.route({
    method: route.method,
    url: route.path,
    schema,
    config: limit as never,
    // Pages and descriptions travel pressed; small JSON answers are not worth the time.
    ...(/html|json/.test(route.contentType ?? '') ? { compress: { threshold: 1024 } } : {}),
    // Before the body is read or judged: a stranger learns nothing about it.
    onRequest: async (request) => {
      // No text column holds a null character, so no list can be asked for one.
      if (request.url.includes('%00')) throw new Refusal(platformRefusals.invalid_request)
      request.actor = await admit(platform, options, route, request)
    },
    handler: async (request, reply) => {
      const incoming = await makeIncoming(platform, route, request, reply)
      if (route.live) return startLive(platform, route, incoming, reply)
      const answer = await route.handle?.(platform, incoming)
      if (reply.sent) return reply
      reply.code(reply.statusCode !== 200 ? reply.statusCode : (route.status ?? 200))
      if (route.contentType) reply.type(route.contentType)
      else reply.header('cache-control', 'no-store')
      return reply.send(answer ?? (route.contentType ? '' : undefined))
    },
  })
}

declare module 'fastify' {
  interface FastifyRequest {
    actor: Actor
  }
}

async function admit(platform: Platform, options: HttpOptions, route: Route, request: FastifyRequest): Promise<Actor> {
  const audience: Audience = audiences.includes(route.audience as Audience) ? (route.audience as Audience) : 'store'
  const bearer = /^Bearer (\S+)$/.exec(request.headers.authorization ?? '')?.[1]
  const cookieToken = request.cookies[cookieName(audience)]
  if (route.audience !== 'provider' && request.method !== 'GET' && cookieToken) assertOwnOrigin(request, platform)
  const actor =
    route.audience === 'provider' || (!bearer && !cookieToken)
      ? ({ kind: 'anonymous' } as const)
      : await options.readActor(platform, audience, { cookie: cookieToken, bearer })
  await assertAllowed(platform, options, route.who, actor, request.method)
  return actor
}

async function assertAllowed(
  platform: Platform,
  options: HttpOptions,
  policy: Policy,
  actor: Actor,
  method: string,
): Promise<void> {
  if (policy.who === 'anyone') return
  if (actor.kind === 'anonymous') throw new Refusal(platformRefusals.sign_in_required)
  if (actor.kind === 'machine') {
    const scope = `${actor.audience}:${method === 'GET' ? 'read' : 'write'}`
    const mayNot = policy.who !== 'staff' || policy.provedAgain || !actor.scopes.includes(scope)
    if (mayNot) throw new Refusal(platformRefusals.forbidden)
    return
  }
  if (policy.who === 'staff') {
    if (actor.kind !== 'staff' || !policy.roles.some((role) => actor.roles.includes(role)))
      throw new Refusal(platformRefusals.forbidden)
    const provedMs = platform.clock.now().getTime() - actor.provedAt.getTime()
    if (policy.provedAgain && provedMs > PROOF_MINUTES * 60_000)
      throw new Refusal(platformRefusals.sign_in_required, { again: true })
    return
  }
  if (actor.kind !== 'person') throw new Refusal(platformRefusals.forbidden)
  if (policy.who === 'curator' && !(await options.isCurator(platform, actor)))
    throw new Refusal(platformRefusals.forbidden)
}

/** A browser says where a request comes from; another site's is refused. Clients that are no browsers say nothing. */
function assertOwnOrigin(request: FastifyRequest, platform: Platform): void {
  const origin = request.headers.origin
  const site = request.headers['sec-fetch-site']
  if (site !== undefined && site !== 'same-origin' && site !== 'none')
    throw new Refusal(platformRefusals.foreign_origin)
  if (origin === undefined) return
  const own = new Set([request.host, hostOf(platform.config.publicUrl), hostOf(platform.config.adminOrigin)])
  if (!own.has(hostOf(origin))) throw new Refusal(platformRefusals.foreign_origin)
}

const hostOf = (url: string | undefined): string => {
  try {
    return new URL(url ?? '').host
  } catch {
    return ''
  }
}

const cookieName = (audience: Audience): string => `lv_${audience}`

async function makeIncoming(
  platform: Platform,
  route: Route,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<Incoming> {
  const key = route.moves ? requiredKey(request) : ''
  const actor = request.actor
  const cookieOptions = {
    httpOnly: true,
    sameSite: 'lax',
    path: '/',
    secure: platform.config.publicUrl.startsWith('https:'),
  } as const
  const upload = route.takesFile ? await readUpload(request) : undefined
  return {
    actor,
    params: request.params,
    query: request.query,
    body: request.body,
    locale: localeOf(request),
    ip: request.ip,
    requestId: request.id,
    key,
    headers: request.headers,
    rawBody: request.rawText ?? '',
    upload,
    once: async (cellId, work) => {
      const input = {
        params: request.params,
        body: request.body,
        file: upload ? hashInput(upload.bytes.toString('base64')).toString('hex') : null,
        ...(upload ? { fields: upload.fields } : {}),
      }
      const claim = {
        actor: actorName(actor),
        route: `${route.method} ${route.path}`,
        cellId,
        key,
        inputHash: hashInput(input),
      }
      const outcome = await once(platform, claim, work)
      if (outcome.replayed) reply.header('idempotent-replayed', 'true')
      return outcome
    },
    markReplayed: () => void reply.header('idempotent-replayed', 'true'),
    startSession: (audience, token, maxAge) =>
      void reply.setCookie(cookieName(audience), token, { ...cookieOptions, maxAge }),
    endSession: (audience) => void reply.clearCookie(cookieName(audience), cookieOptions),
    redirect: (to) => void reply.redirect(to),
    header: (name, value) => void reply.header(name, value),
  }
}

function requiredKey(request: FastifyRequest): string {
  const key = request.headers['idempotency-key']
  if (key === undefined) throw new Refusal(platformRefusals.idempotency_key_required)
  if (typeof key !== 'string' || !KEY_PATTERN.test(key)) throw new Refusal(platformRefusals.invalid_request)
  return key
}
