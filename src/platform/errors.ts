import type { RefusalText } from './wire.ts'

/** The business says no: a stable code, words in both languages, and facts the client may show. Nothing was written. */
export class Refusal extends Error {
  constructor(
    readonly refusal: RefusalText,
    readonly facts: Record<string, unknown> = {},
  ) {
    super(refusal.code)
    this.name = 'Refusal'
  }
}

/** Someone else failed (database, provider); trying again later may succeed. Answered with 503 and Retry-After. */
export class Outage extends Error {
  constructor(
    readonly who: string,
    readonly retryAfterSeconds = 2,
    options?: ErrorOptions,
  ) {
    super(`${who} is away`, options)
    this.name = 'Outage'
  }
}

export const isRefusal = (error: unknown, code?: string): error is Refusal =>
  error instanceof Refusal && (code === undefined || error.refusal.code === code)
