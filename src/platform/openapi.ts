import { STATUS_CODES } from 'node:http'
import type { Policy, Route } from './http.ts'
import type { Room } from './room.ts'
import { platformRefusals, type RefusalText } from './wire.ts'

const PROBLEM = {
  type: 'object',
  required: ['type', 'title', 'status', 'code', 'requestId'],
  properties: {
    type: { type: 'string' },
    title: { type: 'string', description: "For people, in the caller's language" },
    status: { type: 'integer' },
    code: { type: 'string', description: 'Stable; see x-refusals' },
    requestId: { type: 'string' },
    facts: { type: 'object' },
    fields: {
      type: 'array',
      items: { type: 'object', properties: { field: { type: 'string' }, problem: { type: 'string' } } },
    },
  },
  examples: [
    {
      type: 'urn:leaven:refusal:stock_gone',
      title: '卖完了。',
      status: 409,
      code: 'stock_gone',
      requestId: 'req_5f2c',
      facts: { left: 0 },
    },
  ],
}

/** The OpenAPI 3.1 description of what is mounted: made from the same declarations, so it cannot be out of date. */
export function describeApi(rooms: readonly Room[], version: string, serverUrl: string): object {
  const paths: Record<string, Record<string, unknown>> = {}
  for (const room of rooms)
    for (const route of room.routes ?? []) {
      if (!route.path.startsWith('/v1/') && !route.path.startsWith('/healthz')) continue
      const path = route.path.replace(/:(\w+)/g, '{$1}')
      paths[path] = { ...paths[path], [route.method.toLowerCase()]: describeRoute(room, route) }
    }
  return {
    openapi: '3.1.0',
    info: {
      title: 'Leaven 酵母',
      version,
      license: { name: 'Apache-2.0', identifier: 'Apache-2.0' },
      description: INTRODUCTION,
    },
    servers: [{ url: serverUrl }],
    tags: rooms.filter((room) => (room.routes ?? []).length > 0).map((room) => ({ name: room.name })),
    paths,
    components: {
      schemas: { Problem: PROBLEM },
      securitySchemes: {
        store: { type: 'apiKey', in: 'cookie', name: 'lv_store' },
        curator: { type: 'apiKey', in: 'cookie', name: 'lv_curator' },
        admin: { type: 'apiKey', in: 'cookie', name: 'lv_admin' },
        key: { type: 'http', scheme: 'bearer' },
      },
    },
    'x-refusals': Object.fromEntries(
      allRefusals(rooms).map((refusal) => [refusal.code, { status: refusal.status, zh: refusal.zh, en: refusal.en }]),
    ),
  }
}

export function allRefusals(rooms: readonly Room[]): RefusalText[] {
  return [...Object.values(platformRefusals), ...rooms.flatMap((room) => Object.values(room.refusals ?? {}))]
}

const INTRODUCTION =
  'Money is `{"amount": 3990, "currency": "CNY"}` in integer minor units. Ids are prefixed and sortable. Lists are `{items, nextCursor}`. ' +
  'Every POST that creates or moves anything needs an `Idempotency-Key`; a replay answers the same with `Idempotent-Replayed: true`. ' +
  'Unknown request fields are refused; ignore unknown response fields. Errors are RFC 9457 problems with stable codes.'

function describeRoute(room: Room, route: Route): object {
  const operation: Record<string, unknown> = {
    tags: [room.name],
    summary: route.summary,
    operationId: `${route.method.toLowerCase()}${route.path.replace(/[^A-Za-z0-9]+(\w)/g, (_, letter: string) => letter.toUpperCase())}`,
    description: whoMay(route.who),
    parameters: [
      ...parametersOf('path', route.params),
      ...parametersOf('query', route.query),
      ...(route.moves ? [KEY_PARAMETER] : []),
    ],
    responses: {
      [String(route.status ?? 200)]: answerOf(route),
      default: {
        description: 'A refusal, an outage or a bug',
        content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } },
      },
    },
  }
  if (route.body) operation.requestBody = { required: true, content: { 'application/json': { schema: route.body } } }
  if (route.takesFile)
    operation.requestBody = {
      required: true,
      content: {
        'multipart/form-data': {
          schema: { type: 'object', properties: { file: { type: 'string', format: 'binary' } } },
        },
      },
    }
  if (route.who.who !== 'anyone')
    operation.security = [{ [route.audience]: [] }, ...(route.who.who === 'staff' ? [{ key: [] }] : [])]
  return operation
}

function answerOf(route: Route): object {
  const description = STATUS_CODES[route.status ?? 200] ?? 'OK'
  if (route.live) return { description: 'Server-sent events', content: { 'text/event-stream': {} } }
  if (route.contentType) return { description, content: { [route.contentType.split(';')[0] ?? 'text/plain']: {} } }
  return route.answer ? { description, content: { 'application/json': { schema: route.answer } } } : { description }
}

const KEY_PARAMETER = {
  name: 'Idempotency-Key',
  in: 'header',
  required: true,
  schema: { type: 'string', minLength: 1, maxLength: 64 },
  example: '7f3c2a9e-5d1b-4c8e-9f60-2b7a1e4d8c35',
}

interface ObjectSchema {
  readonly properties?: Record<string, unknown>
  readonly required?: readonly string[]
}

function parametersOf(place: 'path' | 'query', schema: unknown): object[] {
  const { properties = {}, required = [] } = (schema ?? {}) as ObjectSchema
  return Object.entries(properties).map(([name, inner]) => ({
    name,
    in: place,
    required: place === 'path' || required.includes(name),
    schema: inner,
  }))
}

function whoMay(policy: Policy): string {
  switch (policy.who) {
    case 'anyone':
      return 'Anyone may call this.'
    case 'person':
      return 'A signed-in person.'
    case 'curator':
      return 'A signed-in, active curator.'
    default:
      return `Staff with one of the roles ${policy.roles.join(', ')}${policy.provedAgain ? ', having proved it again within ten minutes' : ''}, or a key with the scope.`
  }
}
