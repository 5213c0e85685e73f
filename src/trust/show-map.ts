import { communitiesByIds } from '../communities/index.ts'
import { dateIn } from '../platform/clock.ts'
import type { Locale } from '../platform/http.ts'
import { formatId } from '../platform/ids.ts'
import type { Platform } from '../platform/platform.ts'
import { labelWords } from './check-up.ts'
import type { VerdictLabel } from './contract.ts'
import type { TrustMapAnswer } from './contract-screens.ts'
import { dayMs } from './evidence.ts'
import { mondayOf } from './read-community.ts'
import { said } from './show-community.ts'
import * as sql from './sql.ts'

const COMMUNITIES_SHOWN = 2000
const BACK_MS = 28 * dayMs

/** All communities that were read, by OS and G, the busiest first, each against its own reading of four weeks ago. */
export async function showMap(platform: Platform, locale: Locale): Promise<TrustMapAnswer> {
  const before = mondayOf(dateIn(platform.config.timeZone, new Date(platform.clock.now().getTime() - BACK_MS)))
  const [rows, counts] = await Promise.all([
    sql.communitiesOnMap(platform.db, before, COMMUNITIES_SHOWN),
    sql.labelCounts(platform.db),
  ])
  const communities = await communitiesByIds(
    platform.db,
    rows.map((row) => row.community_id),
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
    more: Math.max(0, counts.reduce((sum, { n }) => sum + n, 0) - rows.length),
  }
}
