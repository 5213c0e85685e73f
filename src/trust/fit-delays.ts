import { dateIn } from '../platform/clock.ts'
import type { Platform } from '../platform/platform.ts'
import { delaysSeen, linkedOrdersOf } from './community-fermentation.ts'
import { fitSteps, isEnough, type SeenDelay, thinned } from './delays.ts'
import { evidenceFrom } from './evidence-rows.ts'
import { loadCommunities } from './read-community.ts'
import * as sql from './sql-readings.ts'

/** Enough for a curve within a percent; communities are drawn by lot, so that more would say the same. */
const ENOUGH_DELAYS = 20_000
const MOST_COMMUNITIES = 5_000
/** One large community is not the platform. */
const MOST_OF_ONE = 2_000
const AT_ONCE = 40

/**
 * Fits, over the whole platform, how long after an order the orders that it brings come, on the same links of orders
 * that R counts. With too few delays, or none of an old order, the curve that is there stays. Always returns 0: there is
 * nothing left to do at once.
 */
export async function fitPlatformDelays(platform: Platform): Promise<number> {
  const now = platform.clock.now()
  const drawn = await sql.communitiesByLot(platform.db, dateIn(platform.config.timeZone, now), MOST_COMMUNITIES)
  const seen: SeenDelay[] = []
  let communities = 0
  for (let at = 0; at < drawn.length && seen.length < ENOUGH_DELAYS; at += AT_ONCE) {
    const ids = drawn.slice(at, at + AT_ONCE).map((row) => row.community_id)
    for (const { rows, standing } of await loadCommunities(platform.db, ids, now)) {
      const delays = delaysSeen(linkedOrdersOf(evidenceFrom(rows), standing.owners, now.getTime()))
      for (const delay of evenly(delays, MOST_OF_ONE)) seen.push(delay)
      if (delays.length > 0) communities++
    }
  }
  if (!isEnough(seen)) return 0
  const steps = thinned(fitSteps(seen))
  await platform.db.inTransaction(platform, (tx) => sql.keepDelays(tx, steps, communities))
  return 0
}

/** At most so many, taken at even distances: an even sample of the delays has the same curve. */
function evenly<One>(items: readonly One[], most: number): readonly One[] {
  if (items.length <= most) return items
  return Array.from({ length: most }, (_, at) => items[Math.floor((at * items.length) / most)]!)
}
