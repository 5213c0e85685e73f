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

interface Kept {
  readonly actor: Actor
  readonly expiresMs: number
  readonly readAtMs: number
}

const FRESH_MS = 3_000
/** A person's session is read anew after this at the latest, whatever was heard of it. */
const KEPT_MS = 10 * 60_000
/** About 300 bytes each. */
const MOST_KEPT = 50_000

/**
 * What was read of sessions. Nothing in it is believed for more than three seconds, unless the database was asked in the
 * meantime which sessions have ended: what ends in this process is dropped at once, what ends in another process may
 * still be believed here for so long. Staff and keys are read anew every three seconds, because their roles may change too.
 */
export class SessionCache {
  readonly #kept = new Map<string, Kept>()
  #drops = 0
  #heardAtMs = 0

  /** Remembers how often something was dropped, so that a read which began before a sign-out is not kept after it. */
  get drops(): number {
    return this.#drops
  }

  find(audience: Audience, tokenHash: Buffer, now: Date): Actor | undefined {
    const kept = this.#kept.get(keyOf(audience, tokenHash))
    if (!kept || performance.now() - this.#knownAtMs(kept) > FRESH_MS) return undefined
    return now.getTime() < kept.expiresMs ? kept.actor : anonymous
  }

  /** Whether it would be found again if only it were asked which sessions have ended. */
  isBehind(audience: Audience, tokenHash: Buffer): boolean {
    const kept = this.#kept.get(keyOf(audience, tokenHash))
    return kept !== undefined && livesOnHearsay(kept)
  }

  keep(audience: Audience, tokenHash: Buffer, read: Read, dropsBefore: number): void {
    if (dropsBefore !== this.#drops) return
    // The machine's time, not the owned clock: this is about how stale memory is, not about the business.
    keepAtMost(MOST_KEPT, this.#kept, keyOf(audience, tokenHash), {
      actor: read.actor,
      expiresMs: read.expiresAt.getTime(),
      readAtMs: performance.now(),
    })
  }

  /** Forgets every session and key of whom it concerns. */
  drop(concerns: (actor: Actor) => boolean): void {
    this.#drops++
    for (const [key, { actor }] of this.#kept) if (concerns(actor)) this.#kept.delete(key)
  }

  /** Forgets the sessions that have ended, wherever that was; `askedAtMs`: the machine's time before it was asked. */
  hear(ended: readonly { readonly audience: Audience; readonly tokenHash: Buffer }[], askedAtMs: number): void {
    // A read that is under way may have begun before one of them ended.
    if (ended.length > 0) this.#drops++
    for (const { audience, tokenHash } of ended) this.#kept.delete(keyOf(audience, tokenHash))
    this.#heardAtMs = askedAtMs
  }

  #knownAtMs(kept: Kept): number {
    return livesOnHearsay(kept) ? Math.max(kept.readAtMs, this.#heardAtMs) : kept.readAtMs
  }
}

/** Whether it need not be read anew while nothing was heard of its end. */
const livesOnHearsay = ({ actor, readAtMs }: Kept): boolean =>
  actor.kind === 'person' && performance.now() - readAtMs <= KEPT_MS

/** Names a session in memory, by its audience and its token's hash. */
export const keyOf = (audience: Audience, tokenHash: Buffer): string => `${audience}:${tokenHash.toString('latin1')}`
