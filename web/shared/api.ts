import type { Locale } from './words.ts'

/** The typed door to /v1 for every client. No DOM: `fetch` and the language come from outside. */

export interface FieldProblem {
  readonly field: string
  readonly problem: string
}

/** An answer that is no success: the server's refusal, or a network that is not there (status 0). `title` is for people. */
export class ApiProblem extends Error {
  readonly code: string
  readonly title: string
  readonly status: number
  readonly facts: Readonly<Record<string, unknown>>
  readonly fields: readonly FieldProblem[]
  readonly requestId: string

  constructor(body: Partial<Omit<ApiProblem, keyof Error>> & { code: string; title: string }) {
    super(body.code)
    this.name = 'ApiProblem'
    this.code = body.code
    this.title = body.title
    this.status = body.status ?? 0
    this.facts = body.facts ?? {}
    this.fields = body.fields ?? []
    this.requestId = body.requestId ?? ''
  }
}

/** True for a network or a server that is away: what was filled in stays, trying again is safe. */
export const isAway = (problem: unknown): problem is ApiProblem =>
  problem instanceof ApiProblem && (problem.status === 0 || problem.status === 503)

/** One thing that a person means to do. Its key stays the same over every retry, so that it happens once. */
export interface Intention {
  readonly key: string
}

export const newIntention = (): Intention => ({ key: randomKey() })

export interface ApiOptions {
  readonly locale: Locale | (() => Locale)
  readonly fetch?: typeof fetch
  readonly baseUrl?: string
  /** Somebody must sign in first (401). Answers true when she did: the same request goes out again. */
  readonly signIn?: (problem: ApiProblem) => Promise<boolean>
  /** Called with true when an answer takes longer than `slowAfterMs`, and with false when it came. */
  readonly onSlow?: (isSlow: boolean) => void
  readonly slowAfterMs?: number
  readonly giveUpAfterMs?: number
}

export interface Api {
  get<T>(path: string, query?: Query): Promise<T>
  /** Give an intention for routes that create or move something. */
  post<T>(path: string, body?: unknown, intention?: Intention): Promise<T>
  put<T>(path: string, body: unknown, intention?: Intention): Promise<T>
  patch<T>(path: string, body: unknown): Promise<T>
  delete<T>(path: string): Promise<T>
  upload<T>(path: string, form: FormData, intention: Intention): Promise<T>
}

type Query = Readonly<Record<string, string | number | boolean | undefined>>

interface Call {
  readonly method: string
  readonly path: string
  readonly body?: unknown
  readonly intention?: Intention | undefined
}

const SLOW_AFTER_MS = 2500
const GIVE_UP_AFTER_MS = 20_000
const RETRY_AFTER_MS = [400, 1500]

const AWAY = {
  offline: {
    'zh-CN': '网络断了。填好的内容都在，连上后再试。',
    en: 'You are offline. What you filled in is kept; try again when you are back.',
  },
  timed_out: {
    'zh-CN': '等了很久没有回音。可以放心再试，不会重复。',
    en: 'There was no answer in time. Trying again is safe: nothing happens twice.',
  },
  unreadable: { 'zh-CN': '我们这边出错了，请稍后再试。', en: 'Something went wrong on our side. Please try again.' },
} as const

/** Makes a client. Reads and writes that carry an intention are tried again by themselves; the rest fails at once. */
export function createApi(options: ApiOptions): Api {
  const call = <T>(wanted: Call) => withSignIn<T>(options, wanted)
  return {
    get: (path, query) => call({ method: 'GET', path: path + queryText(query) }),
    post: (path, body, intention) => call({ method: 'POST', path, body: body ?? {}, intention }),
    put: (path, body, intention) => call({ method: 'PUT', path, body, intention }),
    patch: (path, body) => call({ method: 'PATCH', path, body }),
    delete: (path) => call({ method: 'DELETE', path }),
    upload: (path, form, intention) => call({ method: 'POST', path, body: form, intention }),
  }
}

/** `?a=1&b=2` without what is undefined; an empty string when nothing is left. */
export function queryText(query: Query = {}): string {
  const pairs = Object.entries(query).filter(([, value]) => value !== undefined && value !== '')
  return pairs.length === 0
    ? ''
    : `?${pairs.map(([name, value]) => `${encodeURIComponent(name)}=${encodeURIComponent(String(value))}`).join('&')}`
}

async function withSignIn<T>(options: ApiOptions, wanted: Call): Promise<T> {
  try {
    return await withRetries<T>(options, wanted)
  } catch (problem) {
    const mustSignIn = problem instanceof ApiProblem && problem.status === 401
    if (mustSignIn && options.signIn && (await options.signIn(problem))) return withRetries<T>(options, wanted)
    throw problem
  }
}

async function withRetries<T>(options: ApiOptions, wanted: Call): Promise<T> {
  const mayRepeat = wanted.method === 'GET' || wanted.intention !== undefined
  for (let turn = 0; ; turn++) {
    try {
      return await attempt<T>(options, wanted)
    } catch (problem) {
      const waitMs = RETRY_AFTER_MS[turn]
      const worthwhile = isAway(problem) || (problem instanceof ApiProblem && problem.code === 'in_progress')
      if (!mayRepeat || !worthwhile || waitMs === undefined) throw problem
      await new Promise((done) => setTimeout(done, waitMs))
    }
  }
}

async function attempt<T>(options: ApiOptions, wanted: Call): Promise<T> {
  const locale = typeof options.locale === 'function' ? options.locale() : options.locale
  const stop = new AbortController()
  const slow = setTimeout(() => options.onSlow?.(true), options.slowAfterMs ?? SLOW_AFTER_MS)
  const end = setTimeout(() => stop.abort(), options.giveUpAfterMs ?? GIVE_UP_AFTER_MS)
  try {
    const response = await (options.fetch ?? fetch)((options.baseUrl ?? '') + wanted.path, {
      method: wanted.method,
      headers: headersOf(wanted, locale),
      credentials: 'same-origin',
      signal: stop.signal,
      ...(wanted.body === undefined ? {} : { body: isForm(wanted.body) ? wanted.body : JSON.stringify(wanted.body) }),
    })
    const text = await response.text()
    if (!response.ok) throw problemFrom(response.status, text, locale)
    return (text === '' ? undefined : JSON.parse(text)) as T
  } catch (error) {
    if (error instanceof ApiProblem) throw error
    if (error instanceof SyntaxError)
      throw new ApiProblem({ code: 'unreadable', title: AWAY.unreadable[locale], status: 500 })
    const code = stop.signal.aborted ? 'timed_out' : 'offline'
    throw new ApiProblem({ code, title: AWAY[code][locale] })
  } finally {
    clearTimeout(slow)
    clearTimeout(end)
    options.onSlow?.(false)
  }
}

function headersOf(wanted: Call, locale: Locale): Record<string, string> {
  return {
    accept: 'application/json',
    'accept-language': locale,
    ...(wanted.body !== undefined && !isForm(wanted.body) ? { 'content-type': 'application/json' } : {}),
    ...(wanted.intention ? { 'idempotency-key': wanted.intention.key } : {}),
  }
}

const isForm = (body: unknown): body is FormData => typeof FormData !== 'undefined' && body instanceof FormData

function problemFrom(status: number, text: string, locale: Locale): ApiProblem {
  try {
    const body = JSON.parse(text) as Partial<ApiProblem>
    if (typeof body.code === 'string' && typeof body.title === 'string')
      return new ApiProblem({ ...body, code: body.code, title: body.title, status })
  } catch {
    // A proxy's page or an empty body: said in our own words below.
  }
  return new ApiProblem({ code: status === 503 ? 'unavailable' : 'unreadable', title: AWAY.unreadable[locale], status })
}

/** crypto.randomUUID is missing in Chromium 87 and outside https, so the key is made from random bytes. */
function randomKey(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16))
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('')
}
