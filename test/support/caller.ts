import { randomUUID } from 'node:crypto'

export interface Answer {
  readonly status: number
  /** The parsed body; text when it is no JSON. */
  // biome-ignore lint/suspicious/noExplicitAny: tests look into answers of every shape
  readonly body: any
  readonly text: string
  readonly headers: Headers
}

export interface CallOptions {
  /** The Idempotency-Key; a new one on every call when it is not said. */
  readonly key?: string
  readonly lang?: 'zh-CN' | 'en'
  readonly headers?: Readonly<Record<string, string>>
  /** Sent as it is, instead of a body that is written as JSON. */
  readonly raw?: string
}

/** Someone at the public door who takes every answer as it comes: no retries, no errors thrown. Keeps her cookies. */
export class Caller {
  readonly #cookies = new Map<string, string>()

  constructor(private readonly baseUrl: string) {}

  get(path: string, options: CallOptions = {}): Promise<Answer> {
    return this.#call('GET', path, undefined, options)
  }

  post(path: string, body: unknown, options: CallOptions = {}): Promise<Answer> {
    return this.#call('POST', path, options.raw ?? JSON.stringify(body), { key: randomUUID(), ...options })
  }

  patch(path: string, body: unknown, options: CallOptions = {}): Promise<Answer> {
    return this.#call('PATCH', path, JSON.stringify(body), { key: randomUUID(), ...options })
  }

  put(path: string, body: unknown, options: CallOptions = {}): Promise<Answer> {
    return this.#call('PUT', path, JSON.stringify(body), { key: randomUUID(), ...options })
  }

  delete(path: string, options: CallOptions = {}): Promise<Answer> {
    return this.#call('DELETE', path, undefined, options)
  }

  upload(path: string, form: FormData): Promise<Answer> {
    return this.#call('POST', path, form, { key: randomUUID() })
  }

  /** For a browser that goes on as this person. */
  cookiesFor(url: string): { name: string; value: string; url: string }[] {
    return [...this.#cookies].map(([name, value]) => ({ name, value, url }))
  }

  /** The same person at another server. */
  at(baseUrl: string): Caller {
    const there = new Caller(baseUrl)
    for (const [name, value] of this.#cookies) there.#cookies.set(name, value)
    return there
  }

  async #call(method: string, path: string, body: string | FormData | undefined, options: CallOptions) {
    const answer = await fetch(new URL(path, this.baseUrl), {
      method,
      headers: {
        cookie: [...this.#cookies].map(([name, value]) => `${name}=${value}`).join('; '),
        ...(typeof body === 'string' ? { 'content-type': 'application/json' } : {}),
        ...(options.key ? { 'idempotency-key': options.key } : {}),
        ...(options.lang ? { 'accept-language': options.lang } : {}),
        ...options.headers,
      },
      ...(body === undefined ? {} : { body }),
    })
    for (const cookie of answer.headers.getSetCookie()) {
      const [pair = ''] = cookie.split(';')
      const at = pair.indexOf('=')
      this.#cookies.set(pair.slice(0, at), pair.slice(at + 1))
    }
    const text = await answer.text()
    return { status: answer.status, body: parse(text), text, headers: answer.headers } satisfies Answer
  }
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return text
  }
}
