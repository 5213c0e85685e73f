import { randomBytes } from 'node:crypto'
import compress from '@fastify/compress'
import cookie from '@fastify/cookie'
import multipart from '@fastify/multipart'
import rateLimit from '@fastify/rate-limit'
import { Ajv2020 } from 'ajv/dist/2020.js'
import formats from 'ajv-formats'
import Fastify, { type FastifyInstance, type FastifyReply } from 'fastify'
import type { Actor } from './actor.ts'
import { forWriting } from './answer-schema.ts'
import { Refusal } from './errors.ts'
import { admit, type Gatekeepers } from './gates.ts'
import type { Incoming, Route } from './http.ts'
import { makeIncoming } from './incoming.ts'
import { readJson } from './json-text.ts'
import { endLiveAnswersOnClose, startLive } from './live-answer.ts'
import { countRequests } from './metrics.ts'
import type { Platform } from './platform.ts'
import { answerErrors, answerProblem, type DrawProblem } from './problem-answers.ts'
import { safeHeaders } from './safe-headers.ts'
import { shed } from './shed.ts'
import { platformRefusals } from './wire.ts'
import { WrittenAnswer } from './written-answer.ts'

const BODY_LIMIT = 256 * 1024
const FILE_LIMIT = 8 * 1024 * 1024
const MOST_PARAM_CHARACTERS = 200
/** Where data is answered and nothing is drawn. */
const DATA = '/v1/'
const JSON_TYPE = 'application/json; charset=utf-8'

declare module 'fastify' {
  interface FastifyRequest {
    rawText?: string
  }
}

export interface HttpOptions extends Gatekeepers {
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
  await app.register(rateLimit, { global: false })
  const safe = safeHeaders(platform.config.mode === 'production')
  app.addHook('onRequest', (request, reply, done) => {
    for (const [name, value] of request.url.startsWith(DATA) ? safe.data : safe.page) reply.header(name, value)
    done()
  })
  countRequests(app)
  useOwnSchemas(app)
  readBodies(app)
  endLiveAnswersOnClose(app)
  answerErrors(app, platform, options.problemPage)
  for (const route of options.routes) if (!route.takesFile) mount(app, platform, options, route)
  await mountUploads(app, platform, options)
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

/** Routes that take files, in a scope of their own: its hooks would wait at every request of the house. */
async function mountUploads(app: FastifyInstance, platform: Platform, options: HttpOptions): Promise<void> {
  await app.register((scope, _options, done) => {
    scope.register(multipart, { limits: { fileSize: FILE_LIMIT, files: 1, fields: 10, fieldSize: 4_000 } })
    scope.after(() => {
      for (const route of options.routes) if (route.takesFile) mount(scope, platform, options, route)
    })
    done()
  })
}

function mount(app: FastifyInstance, platform: Platform, options: HttpOptions, route: Route): void {
  const schema: Record<string, unknown> = {}
  if (route.params) schema.params = route.params
  if (route.query) schema.querystring = route.query
  if (route.body) schema.body = route.body
  if (route.answer && !route.contentType) schema.response = { [route.status ?? 200]: forWriting(route.answer) }
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
    compress: /html|json/.test(route.contentType ?? '') ? { threshold: 1024 } : false,
    // Before the body is read or judged: a stranger learns nothing about it.
    onRequest: (request, reply, done) => {
      if (route.isFull?.(platform)) return shed(platform, request, reply)
      const enter = (actor: Actor) => {
        request.actor = actor
        done()
      }
      const actor = admit(platform, options, route, request)
      if ('then' in actor) void actor.then(enter, done)
      else enter(actor)
    },
    handler: async (request, reply) => {
      const made = makeIncoming(platform, route, request, reply)
      return answer(platform, route, 'then' in made ? await made : made, reply)
    },
  })
}

async function answer(
  platform: Platform,
  route: Route,
  incoming: Incoming,
  reply: FastifyReply,
): Promise<FastifyReply> {
  if (route.live) return startLive(platform, route, incoming, reply)
  const said = await route.handle?.(platform, incoming)
  if (reply.sent) return reply
  reply.code(reply.statusCode !== 200 ? reply.statusCode : (route.status ?? 200))
  if (route.contentType) reply.type(route.contentType)
  else reply.header('cache-control', 'no-store')
  if (said instanceof WrittenAnswer) return reply.type(JSON_TYPE).send(Buffer.from(said.bytes, 'latin1'))
  // As bytes: text would be laid out once to be counted and once more behind the head.
  if (said !== undefined && route.answer && !route.contentType)
    return reply.type(JSON_TYPE).send(Buffer.from(reply.serialize(said) as string))
  return reply.send(said ?? (route.contentType ? '' : undefined))
}

declare module 'fastify' {
  interface FastifyRequest {
    actor: Actor
  }
}
