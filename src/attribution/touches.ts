import { Batcher } from '../platform/batcher.ts'
import type { Tx } from '../platform/db.ts'
import { cellOf, type Id } from '../platform/ids.ts'
import type { Platform } from '../platform/platform.ts'
import * as sql from './sql.ts'

/** Someone opened a link. `visitor` tells anonymous people apart for an hour in memory and is never stored. */
export interface Touch {
  readonly linkId: bigint
  readonly personId: Id<'per'> | null
  readonly visitor: string
}

const AGAIN_AFTER_MS = 3_600_000
const VISITORS_KEPT = 50_000

interface Keeper {
  readonly batcher: Batcher<sql.TouchRow, true>
  readonly seen: Map<string, number>
}
const keepers = new WeakMap<Platform, Keeper>()

/**
 * Records that a link was opened, once an hour per visitor, in the background: a page never waits for it, and when the
 * database has no time for it, the touch is dropped. Binding does not need it; the entrance of a visit does.
 */
export function recordTouch(platform: Platform, touch: Touch): void {
  const { batcher, seen } = keeperOf(platform)
  const now = platform.clock.now()
  const key = `${touch.linkId}:${touch.personId ?? touch.visitor}`
  if ((seen.get(key) ?? 0) > now.getTime()) return
  if (seen.size >= VISITORS_KEPT) seen.clear()
  seen.set(key, now.getTime() + AGAIN_AFTER_MS)
  const id = platform.ids.next<'lnk'>(cellOf(touch.linkId))
  batcher
    .submit({ id, linkId: touch.linkId, personId: touch.personId, touchedAt: now })
    .catch((error) => platform.log.warn({ room: 'attribution', error }, 'a touch was dropped'))
}

/** Resolves when every touch so far is stored or dropped. */
export const touchesSettled = (platform: Platform): Promise<void> => keeperOf(platform).batcher.settled()

/** Orders tell who has paid in a community: from then on they may pass its sales on. */
export function rememberBuyers(
  tx: Tx,
  buyers: readonly { readonly communityId: bigint; readonly personId: bigint }[],
): void {
  if (buyers.length > 0) sql.rememberBuyers(tx, buyers)
}

function keeperOf(platform: Platform): Keeper {
  const known = keepers.get(platform)
  if (known) return known
  const run = async (touches: readonly sql.TouchRow[]) => {
    await sql.insertTouches(platform.db, touches)
    return touches.map(() => true as const)
  }
  const keeper: Keeper = { batcher: new Batcher({ run }), seen: new Map() }
  keepers.set(platform, keeper)
  return keeper
}
