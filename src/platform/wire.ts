import Type, { type Static, type TProperties, type TSchema } from 'typebox'

/** Shapes that cross the wire. Pure: contracts use it and contracts run in browsers. */

export const prefixes = [
  'per',
  'stf',
  'ses',
  'adr',
  'key',
  'sup',
  'prd',
  'sku',
  'off',
  'lot',
  'pic',
  'frt',
  'whs',
  'itm',
  'com',
  'mem',
  'inv',
  'pkp',
  'car',
  'cur',
  'sal',
  'lnk',
  'rul',
  'acc',
  'pay',
  'rfd',
  'dif',
  'wdr',
  'ntf',
  'ord',
  'prc',
  'jrn',
  'evt',
  'act',
  'req',
  'sms',
  'txr',
  'spr',
  'sst',
  'ded',
  'spy',
  'apl',
] as const
export type Prefix = (typeof prefixes)[number]

export const limits = {
  amountFen: 1_000_000_000,
  quantity: 99,
  linesPerOrder: 20,
  pageSize: 100,
  shortText: 60,
  longText: 2000,
} as const

export interface RefusalText {
  readonly code: string
  readonly status: number
  readonly zh: string
  readonly en: string
}

/** Names the refusals of a room: a stable code, its HTTP status and its words in both languages. */
export function defineRefusals<const T extends Record<string, { status: number; zh: string; en: string }>>(
  texts: T,
): { readonly [K in keyof T]: RefusalText } {
  return Object.fromEntries(Object.entries(texts).map(([code, text]) => [code, { code, ...text }])) as never
}

export const platformRefusals = defineRefusals({
  not_found: { status: 404, zh: '没有找到。', en: 'Nothing was found here.' },
  invalid_request: {
    status: 400,
    zh: '请求里有看不懂的内容。',
    en: 'Something in the request could not be understood.',
  },
  sign_in_required: { status: 401, zh: '请先登录。', en: 'Please sign in first.' },
  forbidden: { status: 403, zh: '你没有权限做这件事。', en: 'You may not do this.' },
  foreign_origin: { status: 403, zh: '请求来自别的网站。', en: 'The request came from another site.' },
  idempotency_key_required: { status: 400, zh: '缺少 Idempotency-Key。', en: 'The Idempotency-Key header is missing.' },
  idempotency_key_reused: {
    status: 422,
    zh: '同一个 Idempotency-Key 用在了不同的内容上。',
    en: 'This Idempotency-Key was used for something else.',
  },
  in_progress: {
    status: 409,
    zh: '上一次提交还在处理，请稍等。',
    en: 'The first submission is still being handled. Please wait.',
  },
  too_many_requests: { status: 429, zh: '太快了，请稍后再试。', en: 'Too many requests. Please try again later.' },
  too_large: { status: 413, zh: '内容太大了。', en: 'That is too large.' },
  unsupported_media_type: { status: 415, zh: '不支持这种内容格式。', en: 'That content type is not supported.' },
  version_changed: {
    status: 409,
    zh: '内容刚被改过，请看过最新的再提交。',
    en: 'It has changed since you read it. Please look again.',
  },
  busy: {
    status: 503,
    zh: '人太多了，请稍后再试。没有扣款。',
    en: 'We are very busy. Nothing was charged. Please try again.',
  },
  unavailable: {
    status: 503,
    zh: '暂时连不上，请稍后再试。没有扣款。',
    en: 'We cannot reach part of our system. Nothing was charged. Please try again.',
  },
  internal_error: {
    status: 500,
    zh: '我们出错了，已经记下来。',
    en: 'Something went wrong on our side. It has been recorded.',
  },
})

/** An object that refuses unknown fields. */
export const strict = <P extends TProperties>(properties: P, options: Record<string, unknown> = {}) =>
  Type.Object(properties, { additionalProperties: false, ...options })

/** An id in its text form. */
export const idOf = (prefix: Prefix) =>
  Type.String({ pattern: `^${prefix}_[0-9a-hjkmnp-tv-z]{13}$`, examples: [`${prefix}_01hqzk3v5x8ab`] })

/** A person's words: no control characters, trimmed by the sender, at most `maxLength` characters. */
export const text = (maxLength: number, minLength = 1) =>
  Type.String({ minLength, maxLength, pattern: '^[^\\u0000-\\u0008\\u000b\\u000c\\u000e-\\u001f\\u007f]*$' })

export const Money = Type.Object(
  {
    amount: Type.Integer({ minimum: -9007199254740991, maximum: 9007199254740991 }),
    currency: Type.String({ minLength: 3, maxLength: 3 }),
  },
  { examples: [{ amount: 3990, currency: 'CNY' }] },
)
export type Money = Static<typeof Money>

/** Fen in a request body: a whole number, never a string. */
export const amountFen = Type.Integer({ minimum: 0, maximum: limits.amountFen })
export const quantity = Type.Integer({ minimum: 1, maximum: limits.quantity })
export const Timestamp = Type.String({ format: 'date-time', examples: ['2026-11-22T12:00:00.000Z'] })
export const LocalDate = Type.String({ format: 'date', examples: ['2026-11-26'] })

/** One page of a list; `nextCursor` is null on the last. */
export const page = <T extends TSchema>(item: T) =>
  Type.Object({ items: Type.Array(item), nextCursor: Type.Union([Type.String(), Type.Null()]) })

export const PageQuery = {
  cursor: Type.Optional(Type.String({ maxLength: 200 })),
  limit: Type.Optional(Type.Integer({ minimum: 1, maximum: limits.pageSize, default: 20 })),
}

export const orNull = <T extends TSchema>(schema: T) => Type.Union([schema, Type.Null()])
export const oneOf = <const V extends readonly string[]>(...values: V) =>
  Type.Unsafe<V[number]>({ type: 'string', enum: values })
export type { Static }
export { Type }
