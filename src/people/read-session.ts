import { type Actor, type Audience, anonymous } from '../platform/actor.ts'
import { Batcher } from '../platform/batcher.ts'
import type { Platform } from '../platform/platform.ts'
import { API_KEY_MARK, hashToken, keyOf, type Read, SessionCache } from './session.ts'
import { endedSessions, liveApiKey, liveSessions, type SessionRecord } from './sql-staff.ts'

export interface Presented {
  readonly cookie?: string | undefined
  readonly bearer?: string | undefined
}

interface Asked {
  readonly audience: Audience
  readonly tokenHash: Buffer
}

const readers = new WeakMap<Platform, Batcher<Asked, SessionRecord | undefined>>()
const caches = new WeakMap<Platform, SessionCache>()
const endings = new WeakMap<Platform, Endings>()
const TOKEN_MOST = 100
/** A revoked key is noticed by its next reading, at the latest when the cache is stale. */
const KEY_READ_LASTS_MS = 60_000
/** An ending is dated before it is committed, and by another machine's clock. */
const ENDED_BEFORE_MS = 2 * 60_000
/** When more than that ended in so short a time, memory is given up as a whole. */
const MOST_ENDED = 10_000

/**
 * Who asks. A bearer key counts before a cookie; a cookie opens the audience it was made for and no other; whatever is
 * unknown, expired, ended or revoked is anonymous. Answers come from memory, which is at most three seconds behind: what ends
 * in this process ends at once, what ends in another process may be believed here for so long.
 */
export function readSession(platform: Platform, audience: Audience, presented: Presented): Actor | Promise<Actor> {
  const token = presented.bearer ?? presented.cookie
  if (!token || token.length > TOKEN_MOST) return anonymous
  // A session is never taken from a header: it would escape the check of the origin, which looks at cookies.
  if (presented.bearer && !presented.bearer.startsWith(API_KEY_MARK)) return anonymous
  const tokenHash = hashToken(token)
  const cache = cacheOf(platform)
  const kept = cache.find(audience, tokenHash, platform.clock.now())
  if (kept) return kept
  return cache.isBehind(audience, tokenHash)
    ? catchUp(platform, audience, tokenHash)
    : readAnew(platform, audience, tokenHash, presented.bearer !== undefined)
}

/** One question for everybody who asks meanwhile, instead of one for each. Only people's sessions are ever behind. */
async function catchUp(platform: Platform, audience: Audience, tokenHash: Buffer): Promise<Actor> {
  await endingsOf(platform).hear()
  const kept = cacheOf(platform).find(audience, tokenHash, platform.clock.now())
  return kept ?? readAnew(platform, audience, tokenHash, false)
}

/** Hears of the sessions that ended since it was asked last. */
class Endings {
  #since: Date
  #asking: Promise<void> | undefined

  constructor(private readonly platform: Platform) {
    this.#since = platform.clock.now()
  }

  hear(): Promise<void> {
    this.#asking ??= this.#ask().finally(() => {
      this.#asking = undefined
    })
    return this.#asking
  }

  async #ask(): Promise<void> {
    const { clock, db } = this.platform
    const now = clock.now()
    const askedAtMs = performance.now()
    const ended = await endedSessions(db, new Date(this.#since.getTime() - ENDED_BEFORE_MS), MOST_ENDED + 1)
    const cache = cacheOf(this.platform)
    if (ended.length > MOST_ENDED) cache.drop(() => true)
    cache.hear(ended, askedAtMs)
    this.#since = now
  }
}

function endingsOf(platform: Platform): Endings {
  const known = endings.get(platform) ?? new Endings(platform)
  endings.set(platform, known)
  return known
}

async function readAnew(platform: Platform, audience: Audience, tokenHash: Buffer, isKey: boolean): Promise<Actor> {
  const cache = cacheOf(platform)
  const dropsBefore = cache.drops
  const read = isKey
    ? await readApiKey(platform, audience, tokenHash, platform.clock.now())
    : await readCookie(platform, audience, tokenHash)
  if (!read) return anonymous
  cache.keep(audience, tokenHash, read, dropsBefore)
  return read.actor
}

/** Drops what this process remembers of somebody's sessions. Call it after the commit that ended them. */
export function forgetSessions(platform: Platform, concerns: (actor: Actor) => boolean): void {
  cacheOf(platform).drop(concerns)
}

function cacheOf(platform: Platform): SessionCache {
  let cache = caches.get(platform)
  if (!cache) {
    cache = new SessionCache()
    caches.set(platform, cache)
    // From now on endings are to be heard of.
    endingsOf(platform)
  }
  return cache
}

async function readCookie(platform: Platform, audience: Audience, tokenHash: Buffer): Promise<Read | undefined> {
  const row = await readerOf(platform).submit({ audience, tokenHash })
  if (!row) return undefined
  if (row.staffId !== null) {
    const { staffId, id: sessionId, provedAt } = row
    return { actor: { kind: 'staff', staffId, sessionId, roles: row.roles ?? [], provedAt }, expiresAt: row.expiresAt }
  }
  if (row.personId === null) return undefined
  return { actor: { kind: 'person', personId: row.personId, sessionId: row.id, audience }, expiresAt: row.expiresAt }
}

/** Sessions that are asked for while others are being read are read together. */
function readerOf(platform: Platform): Batcher<Asked, SessionRecord | undefined> {
  let reader = readers.get(platform)
  if (!reader) {
    const run = async (asked: readonly Asked[]) => {
      const rows = await liveSessions(platform.db, asked, platform.clock.now())
      const open = new Map(rows.map((row) => [keyOf(row.audience, row.tokenHash), row]))
      return asked.map((one) => open.get(keyOf(one.audience, one.tokenHash)))
    }
    reader = new Batcher({ name: 'sessions', run })
    readers.set(platform, reader)
  }
  return reader
}

async function readApiKey(platform: Platform, audience: Audience, hash: Buffer, now: Date): Promise<Read | undefined> {
  const [key] = await liveApiKey(platform.db, hash)
  // A key of another audience is nobody here: its scopes speak of its own routes.
  if (!key || key.audience !== audience) return undefined
  const actor: Actor = { kind: 'machine', keyId: key.id, audience: key.audience, scopes: key.scopes }
  return { actor, expiresAt: new Date(now.getTime() + KEY_READ_LASTS_MS) }
}
