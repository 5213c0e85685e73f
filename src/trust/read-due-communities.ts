import { dateIn } from '../platform/clock.ts'
import type { Id } from '../platform/ids.ts'
import type { Platform } from '../platform/platform.ts'
import { diagnoseOnThreads } from './diagnose-on-threads.ts'
import { type Diagnosis, diagnosisRules } from './diagnosis.ts'
import { dayMs } from './evidence.ts'
import { nextKeptAt } from './evidence-rows.ts'
import { type PersonaRisk, personaRisk } from './persona-risk.ts'
import { type Loaded, loadCommunities, MOST_ROWS, mondayOf, stored } from './read-community.ts'
import * as sql from './sql-readings.ts'
import { keepPersonas } from './sql-review.ts'

/** Communities read in one turn of the worker; fewer when they are large, so that a turn holds at most MOST_ROWS twice. */
const AT_ONCE = 40
const READ_AGAIN_MS = dayMs
/** One that could not be read must not stand in the way of the others. */
const TRY_AGAIN_MS = 3_600_000

/**
 * Reads the communities that are due, the longest due first: one turn's worth from the database, two threads that diagnose
 * them, one transaction that keeps the readings and says when each is due again. What is done stays done: whoever is
 * killed in the middle of the night goes on with the turn that was not kept. Returns how many are no longer due.
 */
export async function readDueCommunities(platform: Platform): Promise<number> {
  const now = platform.clock.now()
  const since = new Date(now.getTime() - diagnosisRules.readBackMs)
  const due = atMost(MOST_ROWS, await sql.dueCommunities(platform.db, now, AT_ONCE, since, MOST_ROWS))
  if (due.length === 0) return 0
  const [loaded, platformDelays] = await Promise.all([
    loadCommunities(
      platform.db,
      due.map((one) => one.community_id),
      now,
    ),
    sql.findDelays(platform.db),
  ])
  const answers = await diagnoseOnThreads(
    loaded.map(({ rows, standing }) => ({ rows, standing, now: now.getTime(), platformDelays })),
  )
  const changes = new Map(due.map((one) => [one.community_id, one.changes]))
  const kept: Kept[] = []
  for (const [at, answer] of answers.entries()) {
    const one = loaded[at]!
    if ('diagnosis' in answer)
      kept.push(keptReading(platform, one, changes.get(one.communityId)!, answer.diagnosis, now))
    else platform.log.error({ room: 'trust', code: answer.failure.slice(0, 300) }, 'a community could not be read')
  }
  const read = new Set<bigint>(kept.map((one) => one.communityId))
  const unread = due.map((one) => one.community_id).filter((id) => !read.has(id))
  await keepAll(platform, kept, unread, now)
  return due.length
}

/** The first ones that together have at most so many rows of evidence; the first one in any case. */
function atMost<Due extends { readonly rows: number }>(most: number, due: readonly Due[]): Due[] {
  let rows = 0
  return due.filter((one, at) => {
    rows += one.rows
    return at === 0 || rows <= most
  })
}

type Kept = sql.KeptReading & { readonly persona: PersonaRisk }

async function keepAll(
  platform: Platform,
  kept: readonly Kept[],
  unread: readonly Id<'com'>[],
  now: Date,
): Promise<void> {
  const inOrder = [...kept].sort((a, b) => (a.communityId < b.communityId ? -1 : 1))
  await platform.db.inTransaction(platform, async (tx) => {
    await sql.keepReadings(tx, inOrder, now)
    await sql.keepWeeks(tx, inOrder, now)
    await keepPersonas(tx, inOrder)
    if (unread.length > 0) await sql.postpone(tx, unread, new Date(now.getTime() + TRY_AGAIN_MS))
  })
}

function keptReading(
  platform: Platform,
  { communityId, rows }: Loaded,
  changes: number,
  diagnosis: Diagnosis,
  now: Date,
): Kept {
  const again = new Date(now.getTime() + READ_AGAIN_MS)
  const next = nextKeptAt(rows, now)
  const { verdict, facts } = diagnosis
  const { ownerShare, together, activeMembers } = verdict.reading
  return {
    communityId,
    changes,
    dueAt: next && next < again ? next : again,
    ...{ label: verdict.label, ownerShare, together, activeMembers },
    reading: JSON.stringify(stored(diagnosis)),
    // No room takes claims yet; until one does, only what was cancelled or given back counts.
    persona: personaRisk(rows, [], verdict.reading, now.getTime()),
    week: {
      week_on: mondayOf(dateIn(platform.config.timeZone, now)),
      label: verdict.label,
      owner_share: ownerShare,
      together,
      active_members: activeMembers,
      kept_orders: facts.keptOrders,
      covered_orders: facts.coveredOrders,
      r: diagnosis.fermentation.r,
      k: diagnosis.fission.k,
    },
  }
}
