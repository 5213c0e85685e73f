import type { Static, TSchema } from 'typebox'
import type { Actor, Audience, StaffRole } from './actor.ts'
import type { Tx } from './db.ts'
import type { Outcome } from './idempotency.ts'
import type { Platform } from './platform.ts'

export type Locale = 'zh-CN' | 'en'

/** Who may call a route. A route without a policy does not start the server; an empty list of roles lets nobody in. */
export type Policy =
  | { readonly who: 'anyone' }
  | { readonly who: 'person' }
  | { readonly who: 'curator' }
  | { readonly who: 'staff'; readonly roles: readonly StaffRole[]; readonly provedAgain?: boolean }

export const anyone: Policy = { who: 'anyone' }
export const aPerson: Policy = { who: 'person' }
export const aCurator: Policy = { who: 'curator' }
export const staff = (...roles: StaffRole[]) => ({ who: 'staff', roles: ['admin', ...roles] }) as const satisfies Policy
/** Staff who have proved themselves within ten minutes: for what moves money or shows secrets. */
export const staffProvedAgain = (...roles: StaffRole[]): Policy => ({ ...staff(...roles), provedAgain: true })

export interface Upload {
  readonly fileName: string
  readonly contentType: string
  readonly bytes: Buffer
  /** The text fields that came with the file. */
  readonly fields: Readonly<Record<string, string>>
}

/** One request after the gates: parsed, authenticated, allowed. */
export interface Incoming<P = unknown, Q = unknown, B = unknown> {
  readonly actor: Actor
  readonly params: P
  readonly query: Q
  readonly body: B
  readonly locale: Locale
  readonly ip: string
  readonly requestId: string
  /** The Idempotency-Key; an empty string on routes that move nothing. */
  readonly key: string
  readonly headers: Readonly<Record<string, string | string[] | undefined>>
  /** The bytes as they came, for signatures. */
  readonly rawBody: string
  readonly upload?: Upload | undefined
  /** Runs a write once per Idempotency-Key; marks the answer as replayed when it was. */
  once(cellId: number, work: (tx: Tx) => Promise<bigint>): Promise<Outcome>
  /** Says that the answer is a replay, for routes that keep their own keys (batches). */
  markReplayed(): void
  startSession(audience: Audience, token: string, maxAgeSeconds: number): void
  endSession(audience: Audience): void
  redirect(to: string): void
  header(name: string, value: string): void
}

/** Sends server-sent events until the client goes; returns what stops it. */
export type LiveHandler = (
  platform: Platform,
  request: Incoming,
  send: (event: string, data: unknown) => void,
) => Promise<() => void>

export interface Route {
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'
  readonly path: string
  readonly audience: Audience | 'public' | 'provider'
  readonly who: Policy
  readonly summary: string
  readonly params?: TSchema | undefined
  readonly query?: TSchema | undefined
  readonly body?: TSchema | undefined
  readonly answer?: TSchema | undefined
  readonly status?: number | undefined
  /** More would have to wait than is good: who comes now is told before her session or her body is looked at. */
  readonly isFull?: ((platform: Platform) => boolean) | undefined
  /** Creates or moves something: an Idempotency-Key is required. */
  readonly moves?: boolean | undefined
  readonly takesFile?: boolean | undefined
  /** The answer is a file or a page, sent as it is with this content type. */
  readonly contentType?: string | undefined
  readonly limit?: { readonly max: number; readonly perSeconds: number } | undefined
  readonly handle?: ((platform: Platform, request: Incoming) => Promise<unknown>) | undefined
  readonly live?: LiveHandler | undefined
}

type StaticOr<T> = T extends TSchema ? Static<T> : undefined

interface RouteInput<P, Q, B> extends Omit<Route, 'params' | 'query' | 'body' | 'handle'> {
  readonly params?: P
  readonly query?: Q
  readonly body?: B
  readonly handle?: (platform: Platform, request: Incoming<StaticOr<P>, StaticOr<Q>, StaticOr<B>>) => Promise<unknown>
}

/** Declares a route; the handler's request is typed by its schemas. */
export function route<
  P extends TSchema | undefined = undefined,
  Q extends TSchema | undefined = undefined,
  B extends TSchema | undefined = undefined,
>(input: RouteInput<P, Q, B>): Route {
  return input as unknown as Route
}
