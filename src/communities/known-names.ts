import type { Queryable } from '../platform/db.ts'
import { keepAtMost } from '../platform/keep-at-most.ts'
import type { Platform } from '../platform/platform.ts'
import * as sql from './sql.ts'

/** About 200 bytes each. */
const MOST_KEPT = 50_000
/** A name that was changed in another process may be shown for so long; nothing is decided by it. */
const KEPT_MS = 60_000

interface Kept {
  readonly name: string
  readonly untilMs: number
}

class Names {
  readonly byId = new Map<bigint, Kept>()
  /** So that a reading which began before a change is not kept after it. */
  drops = 0
}

const kept = new WeakMap<Platform, Names>()

/** Names of communities, by id: from memory for a minute, and anew at once when one is changed in this process. */
export async function communityNames(
  platform: Platform,
  q: Queryable,
  ids: Iterable<bigint>,
): Promise<Map<bigint, string>> {
  const known = keptOf(platform)
  const dropsBefore = known.drops
  const nowMs = performance.now()
  const names = new Map<bigint, string>()
  const missing: bigint[] = []
  for (const id of new Set(ids)) {
    const one = known.byId.get(id)
    if (one && one.untilMs > nowMs) names.set(id, one.name)
    else missing.push(id)
  }
  if (missing.length === 0) return names
  for (const { id, name } of await sql.namesOf(q, missing)) {
    names.set(id, name)
    if (known.drops !== dropsBefore) continue
    keepAtMost(MOST_KEPT, known.byId, id, { name, untilMs: nowMs + KEPT_MS })
  }
  return names
}

function keptOf(platform: Platform): Names {
  const before = kept.get(platform)
  if (before) return before
  const known = new Names()
  kept.set(platform, known)
  platform.db.onCommit((said) => {
    for (const { name, subject } of said) {
      if (name !== 'community.changed') continue
      known.byId.delete(subject)
      known.drops++
    }
  })
  return known
}
