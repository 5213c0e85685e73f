import { setTimeout as sleep } from 'node:timers/promises'

/** An answer that was not a success; `code` is the refusal's. */
export class DoorError extends Error {
  constructor(
    readonly status: number,
    readonly code: string,
    what: string,
  ) {
    super(`${what}: ${status} ${code}`)
  }
}

const TRIES = 8
const MAY_PASS = new Set([429, 503])

/** Someone at the public door: keeps cookies, says each intention with a key of its own, comes back when it is busy. */
export class Visitor {
  readonly #cookies = new Map<string, string>()

  constructor(private readonly baseUrl: string) {}

  /** Her cookies as a header, for load scripts that speak for her. */
  cookieHeader(): string {
    return [...this.#cookies].map(([name, value]) => `${name}=${value}`).join('; ')
  }

  get<T = Answer>(path: string): Promise<T> {
    return this.#call<T>('GET', path)
  }

  /** `key` names the intention: said again after a broken run, it is answered the same and done once. */
  post<T = Answer>(path: string, body: unknown, key: string): Promise<T> {
    return this.#call<T>('POST', path, JSON.stringify(body), key)
  }

  upload<T = Answer>(
    path: string,
    fields: Record<string, string>,
    file: { name: string; type: string; bytes: Buffer },
    key: string,
  ): Promise<T> {
    const form = new FormData()
    for (const [name, value] of Object.entries(fields)) form.append(name, value)
    form.append('file', new Blob([new Uint8Array(file.bytes)], { type: file.type }), file.name)
    return this.#call<T>('POST', path, form, key)
  }

  async #call<T>(method: string, path: string, body?: string | FormData, key?: string): Promise<T> {
    for (let attempt = 1; ; attempt++) {
      const answer = await this.#once(method, path, body, key).catch((error: Error) => error)
      if (answer instanceof Error) {
        if (attempt >= TRIES) throw answer
      } else {
        const text = await answer.text()
        if (answer.ok) return (text === '' ? undefined : JSON.parse(text)) as T
        const code = codeOf(text)
        if (attempt >= TRIES || !(MAY_PASS.has(answer.status) || code === 'in_progress'))
          throw new DoorError(answer.status, code, `${method} ${path} (${text.slice(0, 200)})`)
      }
      await sleep(25 * 2 ** attempt)
    }
  }

  async #once(method: string, path: string, body?: string | FormData, key?: string): Promise<Response> {
    const headers: Record<string, string> = {
      cookie: this.cookieHeader(),
    }
    if (typeof body === 'string') headers['content-type'] = 'application/json'
    if (key !== undefined) headers['idempotency-key'] = key
    const answer = await fetch(new URL(path, this.baseUrl), {
      method,
      headers,
      ...(body === undefined ? {} : { body }),
    })
    for (const cookie of answer.headers.getSetCookie()) {
      const [pair = ''] = cookie.split(';')
      const at = pair.indexOf('=')
      this.#cookies.set(pair.slice(0, at), pair.slice(at + 1))
    }
    return answer
  }
}

// biome-ignore lint/suspicious/noExplicitAny: answers of the public API, read field by field by scripts
export type Answer = any

function codeOf(text: string): string {
  try {
    return String((JSON.parse(text) as { code?: string }).code ?? 'unknown')
  } catch {
    return 'unknown'
  }
}
