import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { Locale } from './http.ts'
import { localeOf } from './locale.ts'
import type { Platform } from './platform.ts'
import { type Problem, understandError } from './problem.ts'

export interface PageVisit {
  readonly locale: Locale
  /** Path and query. */
  readonly url: string
}

export interface ProblemPage {
  readonly html: string
  readonly headers: Readonly<Record<string, string>>
}

/** Draws a problem for a person who opened a page. */
export type DrawProblem = (platform: Platform, visit: PageVisit, problem: Problem) => ProblemPage

/** Turns what was thrown into an answer: problem+json for programs, a page for whoever opened one. */
export function answerErrors(app: FastifyInstance, platform: Platform, problemPage?: DrawProblem): void {
  app.setErrorHandler((error, request, reply) => answerProblem(platform, error, request, reply, problemPage))
}

export function answerProblem(
  platform: Platform,
  error: unknown,
  request: FastifyRequest,
  reply: FastifyReply,
  problemPage?: DrawProblem,
): FastifyReply {
  const { problem, retryAfterSeconds, isBug } = understandError(error, localeOf(request), request.id)
  if (isBug)
    platform.log.error({ requestId: request.id, route: request.routeOptions?.url ?? '', error }, 'a request failed')
  if (retryAfterSeconds) reply.header('retry-after', String(retryAfterSeconds))
  if (problemPage && wantsPage(request)) {
    const page = problemPage(platform, { locale: localeOf(request), url: request.url }, problem)
    return reply.code(problem.status).headers(page.headers).type('text/html; charset=utf-8').send(page.html)
  }
  return reply.code(problem.status).type('application/problem+json').send(JSON.stringify(problem))
}

/** A browser that follows a link asks for HTML; scripts and machines do not, and under /v1 nobody gets a page. */
export function wantsPage(request: FastifyRequest): boolean {
  return (
    request.method === 'GET' && !request.url.startsWith('/v1/') && /\btext\/html\b/.test(request.headers.accept ?? '')
  )
}
