import { hash, randomBytes } from 'node:crypto'
import { type Actor, type Audience, anonymous } from '../platform/actor.ts'
import { keepAtMost } from '../platform/keep-at-most.ts'

/** Sessions and their tokens: 256 random bits, of which only the hash is kept. */

const DAY_MS = 86_400_000
export const API_KEY_MARK = 'lvk_'
export const LIVE_SESSIONS = 20

export const sessionLifeMs = (audience: Audience): number => (audience === 'admin' ? DAY_MS / 2 : 30 * DAY_MS)

export const makeToken = (): string => randomBytes(32).toString('base64url')

/** A plain hash is enough: 256 random bits cannot be guessed, unlike a password. */
export const hashToken = (token: string): Buffer => hash('sha256', token, 'buffer')

export interface Read {
  readonly actor: Actor
  readonly expiresAt: Date
}

const FRESH_MS = 3_000
/** About 300 bytes each. */
const MOST_KEPT = 50_000

/**
 * What was read of sessions a moment ago, so that a page with twenty requests reads its session once. What ends in this
 * process is dropped at once; what ends in another process may still be believed here for three seconds.
 */
export class SessionCache {
  readonly #kept = new Map<string, Read & { readonly readAtMs: number }>()
  #drops = 0

  /** Remembers how often something was dropped, so that a read which began before a sign-out is not kept after it. */
  get drops(): number {
    return this.#drops
  }

  find(audience: Audience, tokenHash: Buffer, now: Date): Actor | undefined {
    const kept = this.#kept.get(keyOf(audience, tokenHash))
    if (!kept || performance.now() - kept.readAtMs > FRESH_MS) return undefined
    return now < kept.expiresAt ? kept.actor : anonymous
  }

  keep(audience: Audience, tokenHash: Buffer, read: Read, dropsBefore: number): void {
    if (dropsBefore !== this.#drops) return
    // The machine's time, not the owned clock: this is about how stale memory is, not about the business.
    keepAtMost(MOST_KEPT, this.#kept, keyOf(audience, tokenHash), { ...read, readAtMs: performance.now() })
  }

  /** Forgets every session and key of whom it concerns. */
  drop(concerns: (actor: Actor) => boolean): void {
    this.#drops++
    for (const [key, { actor }] of this.#kept) if (concerns(actor)) this.#kept.delete(key)
  }
}

/** Names a session in memory, by its audience and its token's hash. */
export const keyOf = (audience: Audience, tokenHash: Buffer): string => `${audience}:${tokenHash.toString('latin1')}`
