import type { FastifyRequest } from 'fastify'
import type { Locale } from './http.ts'

/** The language of an answer: `?lang=`, else the cookie `lv_lang`, else what the browser accepts, else Chinese. */
export function localeOf(request: FastifyRequest): Locale {
  const asked = (request.query as { lang?: string } | undefined)?.lang ?? request.cookies?.lv_lang
  if (asked) return asked.startsWith('en') ? 'en' : 'zh-CN'
  const accepted = request.headers['accept-language'] ?? ''
  return /^\s*en\b/i.test(accepted) ? 'en' : 'zh-CN'
}
