import { describe, expect, test } from 'vitest'
import { type ApiOptions, ApiProblem, createApi, isAway, newIntention, queryText } from './api.ts'

type Answer = { status: number; body?: unknown } | Error

/** A client whose server answers what the test says, in this order; the last answer repeats. */
function client(answers: Answer[], options: Partial<ApiOptions> = {}) {
  const calls: { url: string; init: RequestInit }[] = []
  const fetch = async (url: string | URL | Request, init: RequestInit = {}) => {
    calls.push({ url: String(url), init })
    const answer = answers[Math.min(calls.length, answers.length) - 1] as Answer
    if (answer instanceof Error) throw answer
    const text =
      answer.body === undefined ? null : typeof answer.body === 'string' ? answer.body : JSON.stringify(answer.body)
    return new Response(text, { status: answer.status })
  }
  return { api: createApi({ locale: 'zh-CN', fetch: fetch as typeof globalThis.fetch, ...options }), calls }
}

const header = (call: { init: RequestInit } | undefined, name: string) => new Headers(call?.init.headers).get(name)
const refusal = {
  status: 409,
  body: { code: 'stock_gone', title: '卖完了', status: 409, facts: { left: 2 }, requestId: 'req_1' },
}
const caught = (promise: Promise<unknown>) =>
  promise.then(
    () => undefined,
    (error) => error as ApiProblem,
  )

describe('what goes out', () => {
  test('the language, and the key of the intention', async () => {
    const { api, calls } = client([{ status: 200, body: {} }])
    const intention = newIntention()
    await api.post('/v1/x', { a: 1 }, intention)
    expect(header(calls[0], 'accept-language')).toBe('zh-CN')
    expect(header(calls[0], 'idempotency-key')).toBe(intention.key)
    expect(intention.key).toMatch(/^[0-9a-f]{32}$/)
    expect(newIntention().key).not.toBe(intention.key)
  })

  test('queries leave out what is not said', () => {
    expect(queryText({ a: '桂 雨', b: undefined, c: 0, d: '' })).toBe('?a=%E6%A1%82%20%E9%9B%A8&c=0')
    expect(queryText()).toBe('')
  })
})

describe('what comes back', () => {
  test('a refusal with its code, words and facts', async () => {
    const problem = await caught(client([refusal]).api.post('/v1/x', {}, newIntention()))
    expect(problem).toMatchObject({
      code: 'stock_gone',
      title: '卖完了',
      status: 409,
      facts: { left: 2 },
      requestId: 'req_1',
    })
    expect(isAway(problem)).toBe(false)
  })

  test('nothing for 204', async () => {
    expect(await client([{ status: 204 }]).api.delete('/v1/x')).toBeUndefined()
  })

  test('words of our own for a page of a proxy', async () => {
    const problem = await caught(client([{ status: 502, body: '<html>Bad gateway</html>' }]).api.patch('/v1/x', {}))
    expect(problem).toMatchObject({ code: 'unreadable', status: 502 })
    expect(problem?.title).not.toContain('<')
  })
})

describe('a bad line', () => {
  test('an intention is tried again with the same key, and then done once', async () => {
    const { api, calls } = client([
      new TypeError('network'),
      { status: 409, body: { code: 'in_progress', title: '…' } },
      { status: 201, body: { id: 1 } },
    ])
    await expect(api.post('/v1/x', {}, newIntention())).resolves.toEqual({ id: 1 })
    expect(calls).toHaveLength(3)
    expect(new Set(calls.map((call) => header(call, 'idempotency-key'))).size).toBe(1)
  })

  test('a write without an intention is never tried again', async () => {
    const { api, calls } = client([new TypeError('network')])
    expect(await caught(api.post('/v1/sign-in', {}))).toMatchObject({ code: 'offline', status: 0 })
    expect(calls).toHaveLength(1)
  })

  test('a refusal is never tried again', async () => {
    const { api, calls } = client([refusal])
    await caught(api.post('/v1/x', {}, newIntention()))
    expect(calls).toHaveLength(1)
  })

  test('no answer in time: said, safe to repeat, and slow before that', async () => {
    const said: boolean[] = []
    const never = (_: unknown, init: RequestInit = {}) =>
      new Promise<Response>((_resolve, reject) =>
        init.signal?.addEventListener('abort', () => reject(new Error('aborted'))),
      )
    const api = createApi({
      locale: 'en',
      fetch: never as typeof fetch,
      slowAfterMs: 5,
      giveUpAfterMs: 20,
      onSlow: (isSlow) => said.push(isSlow),
    })
    const problem = await caught(api.patch('/v1/x', {}))
    expect(problem).toMatchObject({ code: 'timed_out', status: 0 })
    expect(isAway(problem)).toBe(true)
    expect(said).toEqual([true, false])
  })
})

describe('signing in on the way', () => {
  const needed = { status: 401, body: { code: 'sign_in_required', title: '请先登录。' } }

  test('the same request goes out again once she is in', async () => {
    const { api, calls } = client([needed, { status: 201, body: { ok: true } }], { signIn: async () => true })
    await expect(api.post('/v1/x', { a: 1 }, newIntention())).resolves.toEqual({ ok: true })
    expect(calls[1]?.init.body).toBe(calls[0]?.init.body)
    expect(header(calls[1], 'idempotency-key')).toBe(header(calls[0], 'idempotency-key'))
  })

  test('she closes the sheet: the refusal stands', async () => {
    const { api, calls } = client([needed], { signIn: async () => false })
    expect(await caught(api.get('/v1/x'))).toMatchObject({ status: 401 })
    expect(calls).toHaveLength(1)
  })
})

test('a problem is an error with a stack', () => {
  expect(new ApiProblem({ code: 'x', title: 'y' })).toBeInstanceOf(Error)
})
