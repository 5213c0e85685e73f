import type { Assets } from './assets.ts'

/** The policy of every page: own scripts only, no inline script, the one inline style by its hash. */
export function contentSecurityPolicy(assets: Assets): string {
  return [
    "default-src 'none'",
    "script-src 'self'",
    `style-src 'self' ${assets.stylesHash}`,
    "img-src 'self' data:",
    "connect-src 'self'",
    "form-action 'self'",
    "base-uri 'none'",
    "frame-ancestors 'none'",
  ].join('; ')
}
