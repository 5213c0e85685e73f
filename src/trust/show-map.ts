import { communitiesByIds } from '../communities/index.ts'
import { dateIn } from '../platform/clock.ts'
import type { Locale } from '../platform/http.ts'
import { formatId } from '../platform/ids.ts'
import type { Platform } from '../platform/platform.ts'
import { labelWords, said } from './check-up.ts'
import type { Interval, VerdictLabel } from './contract.ts'
import type { TrustMapAnswer } from './contract-screens.ts'
import { dayMs } from './evidence.ts'
import { mondayOf } from './read-community.ts'
import * as sql from './sql.ts'
import { type MoverRow, moversSince } from './sql-review.ts'

const COMMUNITIES_SHOWN = 2000
const BACK_MS = 28 * dayMs
const WEEK_MS = 7 * dayMs
const MOVERS_READ = 200
const MOVERS_SHOWN = 30
/** Five points of a hundred: less is no news even where it is certain. */
const LEAST_MOVE = 0.05
/** Labels that rest on the two measures. */
const placedLabels: readonly VerdictLabel[] = ['mesh', 'forming', 'islands', 'star']

/** All communities that were read, by OS and G, the busiest first, each against its own reading of four weeks ago. */
export async function showMap(platform: Platform, locale: Locale): Promise<TrustMapAnswer> {
  const before = mondayOf(dateIn(platform.config.timeZone, new Date(platform.clock.now().getTime() - BACK_MS)))
  const lastWeek = mondayOf(dateIn(platform.config.timeZone, new Date(platform.clock.now().getTime() - WEEK_MS)))
  const [rows, counts, moved] = await Promise.all([
    sql.communitiesOnMap(platform.db, before, COMMUNITIES_SHOWN),
    sql.labelCounts(platform.db),
    moversSince(platform.db, lastWeek, [...placedLabels], LEAST_MOVE, MOVERS_READ),
  ])
  const movers = moved.filter(isClearly).slice(0, MOVERS_SHOWN)
  const communities = await communitiesByIds(
    platform.db,
    [...rows, ...movers].map((row) => row.community_id),
  )
  const words = (label: string) => said(locale, labelWords[label as VerdictLabel])
  return {
    communities: rows.map((row) => ({
      id: formatId('com', row.community_id),
      name: communities.get(row.community_id)?.name ?? '',
      label: row.label as VerdictLabel,
      labelWords: words(row.label),
      ownerShare: row.owner_share,
      together: row.together,
      activeMembers: row.active_members,
      readAt: row.read_at.toISOString(),
      ownerShareBefore: row.owner_share_before,
      togetherBefore: row.together_before,
    })),
    counts: counts.map(({ label, n }) => ({ label: label as VerdictLabel, labelWords: words(label), communities: n })),
    movers: movers.map((row) => ({
      id: formatId('com', row.community_id),
      name: communities.get(row.community_id)?.name ?? '',
      ...{ label: row.label as VerdictLabel, labelWords: words(row.label) },
      ...{ labelBefore: row.label_before as VerdictLabel, labelWordsBefore: words(row.label_before) },
      ...{ ownerShare: row.owner_share, together: row.together },
      ...{ ownerShareBefore: row.owner_share_before, togetherBefore: row.together_before },
    })),
    moversSince: lastWeek,
    more: Math.max(0, counts.reduce((sum, { n }) => sum + n, 0) - rows.length),
  }
}

/** Where it stood last week lies outside of what the data allow this week, in one of the two at least. */
export function isClearly(row: Omit<MoverRow, 'community_id' | 'label' | 'label_before'>): boolean {
  const isOutside = (before: number, interval: unknown) => {
    const allowed = interval as Interval | null
    return allowed !== null && (before < allowed.low || before > allowed.high)
  }
  return (
    isOutside(row.owner_share_before, row.owner_share_interval) || isOutside(row.together_before, row.together_interval)
  )
}
