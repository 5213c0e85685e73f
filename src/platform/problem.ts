import { Outage, Refusal } from './errors.ts'
import type { Locale } from './http.ts'
import { platformRefusals, type RefusalText } from './wire.ts'

/** An RFC 9457 answer. `code` is stable; `title` is for people; `facts` hold what a client may show. */
export interface Problem {
  readonly type: string
  readonly title: string
  readonly status: number
  readonly code: string
  readonly requestId: string
  readonly facts?: Record<string, unknown>
  readonly fields?: readonly { readonly field: string; readonly problem: string }[]
}

export interface Understood {
  readonly problem: Problem
  readonly retryAfterSeconds?: number
  readonly isBug: boolean
}

interface ValidationError {
  readonly validation: readonly {
    instancePath: string
    keyword: string
    message?: string
    params?: Record<string, unknown>
  }[]
  readonly validationContext?: string
}

/** The one map from errors to HTTP. A bug's detail never leaves; an outage says when to come back. */
export function understandError(error: unknown, locale: Locale, requestId: string): Understood {
  if (error instanceof Refusal) {
    const retry = error.refusal.status === 503 ? { retryAfterSeconds: 1 } : {}
    return { problem: problemOf(error.refusal, locale, requestId, error.facts), isBug: false, ...retry }
  }
  if (error instanceof Outage) {
    const problem = problemOf(platformRefusals.unavailable, locale, requestId, { who: error.who })
    return { problem, retryAfterSeconds: error.retryAfterSeconds, isBug: false }
  }
  if (isValidation(error)) {
    const fields = error.validation.map((issue) => ({
      field: fieldOf(issue, error.validationContext),
      problem: issue.keyword,
    }))
    return { problem: { ...problemOf(platformRefusals.invalid_request, locale, requestId), fields }, isBug: false }
  }
  const known = byFastifyCode(error)
  if (known) return { problem: problemOf(known, locale, requestId), isBug: false }
  return { problem: problemOf(platformRefusals.internal_error, locale, requestId), isBug: true }
}

export function problemOf(
  refusal: RefusalText,
  locale: Locale,
  requestId: string,
  facts: Record<string, unknown> = {},
): Problem {
  return {
    type: `urn:leaven:refusal:${refusal.code}`,
    title: locale === 'en' ? refusal.en : refusal.zh,
    status: refusal.status,
    code: refusal.code,
    requestId,
    ...(Object.keys(facts).length > 0 ? { facts } : {}),
  }
}

function isValidation(error: unknown): error is ValidationError {
  return typeof error === 'object' && error !== null && Array.isArray((error as ValidationError).validation)
}

function fieldOf(issue: ValidationError['validation'][number], context: string | undefined): string {
  const extra = issue.params?.additionalProperty ?? issue.params?.missingProperty
  const path = issue.instancePath.replaceAll('/', '.').replace(/^\./, '')
  const field = [path, typeof extra === 'string' ? extra.slice(0, 60) : ''].filter(Boolean).join('.')
  return field || (context ?? 'body')
}

function byFastifyCode(error: unknown): RefusalText | undefined {
  const { code, statusCode } = (error ?? {}) as { code?: string; statusCode?: number }
  if (statusCode === 413 || code === 'FST_ERR_CTP_BODY_TOO_LARGE') return platformRefusals.too_large
  if (statusCode === 415 || code === 'FST_ERR_CTP_INVALID_MEDIA_TYPE') return platformRefusals.unsupported_media_type
  if (statusCode === 429) return platformRefusals.too_many_requests
  // 414: a part of the address is longer than anything that we ever named.
  if (statusCode === 404 || statusCode === 414) return platformRefusals.not_found
  if (statusCode !== undefined && statusCode >= 400 && statusCode < 500) return platformRefusals.invalid_request
  return undefined
}
