import { ProviderRefused, ProviderUnknown } from '../port.ts'
import type { OpenedConfig } from './config.ts'
import { faultOf } from './proof.ts'
import { message, newNonce, signMessage, writeAuthorization } from './signature.ts'

export interface WechatPayCall {
  method: 'GET' | 'POST'
  /** With the query string: it is signed as it is sent. */
  path: string
  body?: object
  /** Serial of the platform key that fields of the body are encrypted to. */
  encryptedTo?: string
}

/** Sends a signed request and returns the proven answer's JSON (`null` for 204). */
export type SendCall = (call: WechatPayCall) => Promise<unknown>

/** Fetches a file from an address that an answer named. The bytes are not signed: the caller proves them by their digest. */
export type FetchFile = (address: string) => Promise<Uint8Array>

export interface ClientSurroundings {
  now: () => Date
  fetch?: typeof globalThis.fetch
}

const LARGEST_ANSWER_BYTES = 1024 * 1024
/** A packed bill of a million lines. */
const LARGEST_FILE_BYTES = 128 * 1024 * 1024
const FILE_TIMEOUT_MS = 60_000
const RATE_LIMITS = new Set(['FREQUENCY_LIMITED', 'RATELIMIT_EXCEEDED', 'FREQUENCY_LIMIT_EXCEED'])
const ALREADY_PAID = new Set(['ORDERPAID', 'ORDER_PAID'])

/**
 * Refuses with {@link ProviderRefused} only on a 4xx whose signature verifies: WeChat Pay signs those too, so an
 * unsigned one comes from something in between (a proxy, a firewall) and says nothing about the money.
 */
export function openClient(config: OpenedConfig, { now, fetch = globalThis.fetch }: ClientSurroundings): SendCall {
  return async (call) => {
    const url = new URL(call.path, config.baseUrl)
    const body = call.body === undefined ? '' : JSON.stringify(call.body)
    const headers = await signedHeaders(config, now(), call.method, url, body, call.encryptedTo)
    const answer = await exchange(fetch, url, config.timeoutMs, {
      method: call.method,
      headers,
      ...(body && { body }),
      // A redirect would resend our signature to a place that nobody configured.
      redirect: 'manual',
    })
    return readAnswer(config, now(), answer)
  }
}

/** Our signature goes to the configured address only, whatever an answer says. */
export function openFiles(config: OpenedConfig, { now, fetch = globalThis.fetch }: ClientSurroundings): FetchFile {
  return async (address) => {
    const url = URL.canParse(address) ? new URL(address) : null
    if (url?.origin !== config.baseUrl.origin) throw new ProviderUnknown('foreign', 'a file at another address')
    const headers = await signedHeaders(config, now(), 'GET', url, '', undefined)
    const init = { method: 'GET', headers, redirect: 'manual' } as const
    const { status, body } = await exchange(fetch, url, FILE_TIMEOUT_MS, init, LARGEST_FILE_BYTES)
    if (status !== 200) throw new ProviderUnknown('provider_error', `file ${status} ${codeIn(body)}`.trim())
    return body
  }
}

async function signedHeaders(
  config: OpenedConfig,
  at: Date,
  method: string,
  url: URL,
  body: string,
  encryptedTo: string | undefined,
) {
  const timestamp = String(Math.floor(at.getTime() / 1000))
  const nonce = newNonce()
  const text = message(method, url.pathname + url.search, timestamp, nonce, body)
  const signature = await signMessage(text, config.privateKey)
  const { mchid, serialNo } = config
  const platformKey = encryptedTo ?? config.publicKeyId
  return {
    Authorization: writeAuthorization({ mchid, serialNo, timestamp, nonce, signature }),
    Accept: 'application/json',
    'Accept-Language': 'zh-CN',
    'User-Agent': 'leaven',
    ...(body && { 'Content-Type': 'application/json' }),
    ...(platformKey && { 'Wechatpay-Serial': platformKey }),
  }
}

interface Answer {
  status: number
  headers: Headers
  body: Uint8Array
}

async function exchange(
  fetch: typeof globalThis.fetch,
  url: URL,
  timeoutMs: number,
  init: RequestInit,
  largest = LARGEST_ANSWER_BYTES,
): Promise<Answer> {
  const signal = AbortSignal.timeout(timeoutMs)
  try {
    const response = await fetch(url, { ...init, signal })
    return { status: response.status, headers: response.headers, body: await readBody(response, largest) }
  } catch (error) {
    if (error instanceof ProviderUnknown) throw error
    throw new ProviderUnknown(signal.aborted ? 'timeout' : 'unreachable', url.pathname, error)
  }
}

async function readBody(response: Response, largest: number): Promise<Uint8Array> {
  const chunks: Uint8Array[] = []
  let bytes = 0
  for await (const chunk of response.body ?? []) {
    bytes += chunk.byteLength
    if (bytes > largest) throw new ProviderUnknown('malformed', 'answer too large')
    chunks.push(chunk)
  }
  return Buffer.concat(chunks)
}

function readAnswer(config: OpenedConfig, now: Date, answer: Answer): unknown {
  const { status, headers, body } = answer
  const detail = `${status} ${codeIn(body)}`.trim()
  if (status >= 500) throw new ProviderUnknown('provider_error', detail)
  const fault = faultOf({ header: (name) => headers.get(name), body, now }, config.platformKeys)
  if (fault) throw new ProviderUnknown(fault === 'headers' ? 'unsigned' : 'forged', `${detail} ${fault}`)
  if (status >= 200 && status < 300) return body.length === 0 ? null : readJson(body)
  if (status >= 400) throw refusal(status, readJson(body))
  throw new ProviderUnknown('malformed', detail)
}

function refusal(status: number, body: unknown): ProviderRefused {
  const { code = 'UNKNOWN', message: words = '' } = (body ?? {}) as { code?: string; message?: string }
  const retryable = status === 429 || RATE_LIMITS.has(code)
  return new ProviderRefused({ status, code, message: words, retryable, paid: ALREADY_PAID.has(code) })
}

function readJson(body: Uint8Array): unknown {
  try {
    return JSON.parse(Buffer.from(body).toString('utf8'))
  } catch (error) {
    throw new ProviderUnknown('malformed', 'answer is not JSON', error)
  }
}

/** For a log line about an answer that must not be believed. */
function codeIn(body: Uint8Array): string {
  const found = /"code"\s*:\s*"([A-Z0-9_]{1,40})"/.exec(Buffer.from(body.subarray(0, 400)).toString('latin1'))
  return found?.[1] ?? ''
}
