type Header = readonly [name: string, value: string]

/**
 * What answers tell browsers besides their content, as helmet would say it: no guessing of types, no frames of others, no
 * use by other sites' pages. Said as constants, because @fastify/helmet builds its chain anew for each request and waits
 * for it (5 of 100 µs). Pages bring their own content-security-policy.
 */
export interface SafeHeaders {
  /** For answers that a browser draws. */
  readonly page: readonly Header[]
  /** For data: what speaks of windows, links and plug-ins would be laid out, sent and read for nothing. */
  readonly data: readonly Header[]
}

export function safeHeaders(isProduction: boolean): SafeHeaders {
  const data = {
    'cross-origin-resource-policy': 'same-origin',
    ...(isProduction ? { 'strict-transport-security': 'max-age=31536000; includeSubDomains' } : {}),
    'x-content-type-options': 'nosniff',
    'x-frame-options': 'SAMEORIGIN',
  }
  const page = {
    ...data,
    'cross-origin-opener-policy': 'same-origin',
    'origin-agent-cluster': '?1',
    'referrer-policy': 'no-referrer',
    'x-dns-prefetch-control': 'off',
    'x-download-options': 'noopen',
    'x-permitted-cross-domain-policies': 'none',
    'x-xss-protection': '0',
  }
  return { page: Object.entries(page), data: Object.entries(data) }
}
