import { communitiesByIds, standingOf } from '../communities/index.ts'
import { dateIn } from '../platform/clock.ts'
import type { Queryable } from '../platform/db.ts'
import { formatId, type Id, parseId } from '../platform/ids.ts'
import type { Platform } from '../platform/platform.ts'
import { type Diagnosis, diagnose, diagnosisRules, type Standing } from './diagnosis.ts'
import { dayMs, type Person, weighing } from './evidence.ts'
import { type EvidenceRow, nextKeptAt } from './evidence-rows.ts'
import * as sql from './sql.ts'

/** Communities read in one turn of the worker. */
const AT_ONCE = 20
const READ_AGAIN_MS = dayMs

/**
 * Evidence and standing of a community at a moment; undefined when there is no such community. With a moment further back
 * the evidence reaches a window behind that one.
 */
export async function loadCommunity(
  q: Queryable,
  communityId: Id<'com'>,
  now: Date,
  backTo = now,
): Promise<{ rows: EvidenceRow[]; standing: Standing } | undefined> {
  const ago = (ms: number) => new Date(now.getTime() - ms)
  const behind = backTo.getTime() - weighing.windowMs
  const [communities, { sellerIds, left }, rows] = await Promise.all([
    communitiesByIds(q, [communityId]),
    standingOf(q, communityId, ago(weighing.windowMs)),
    sql.evidenceOf(q, communityId, new Date(Math.min(ago(diagnosisRules.readBackMs).getTime(), behind)), now),
  ])
  const community = communities.get(communityId)
  if (!community) return undefined
  const standing: Standing = {
    owners: [...new Set([community.ownerPersonId, ...sellerIds])],
    ageDays: (now.getTime() - community.createdAt.getTime()) / dayMs,
    members: community.memberCount,
    left,
  }
  return { rows, standing }
}

/** Reads every community that is due, keeps its reading and its week. Returns how many it read. */
export async function readDueCommunities(platform: Platform): Promise<number> {
  const now = platform.clock.now()
  const due = await sql.dueCommunities(platform.db, now, AT_ONCE)
  for (const { community_id, changes } of due) await readAnew(platform, community_id, changes)
  return due.length
}

/** Makes and keeps the reading of one community now. */
async function readAnew(platform: Platform, communityId: Id<'com'>, changes: number): Promise<void> {
  const now = platform.clock.now()
  const loaded = await loadCommunity(platform.db, communityId, now)
  if (!loaded) return
  const diagnosis = diagnose(loaded.rows, loaded.standing, now.getTime())
  const again = new Date(now.getTime() + READ_AGAIN_MS)
  const next = nextKeptAt(loaded.rows, now)
  const { verdict, facts } = diagnosis
  const { ownerShare, together, activeMembers } = verdict.reading
  const kept = {
    communityId,
    changes,
    dueAt: next && next < again ? next : again,
    readAt: now,
    summary: { label: verdict.label, ownerShare, together, activeMembers },
    reading: JSON.stringify(stored(diagnosis)),
  }
  const week: sql.WeekRow = {
    week_on: mondayOf(dateIn(platform.config.timeZone, now)),
    label: verdict.label,
    owner_share: ownerShare,
    together,
    active_members: activeMembers,
    kept_orders: facts.keptOrders,
    covered_orders: facts.coveredOrders,
    r: diagnosis.fermentation.r,
    k: diagnosis.fission.k,
  }
  await platform.db.inTransaction(platform, async (tx) => {
    await sql.keepReading(tx, kept)
    await sql.keepWeek(tx, communityId, week, now)
  })
}

/** The latest reading, or one made on the spot where nothing has happened yet; undefined without such a community. */
export async function readingOf(
  platform: Platform,
  communityId: Id<'com'>,
): Promise<{ diagnosis: Diagnosis; readAt: Date } | undefined> {
  const [kept] = await sql.findReading(platform.db, communityId)
  if (kept?.reading && kept.read_at) return { diagnosis: restored(kept.reading as Stored), readAt: kept.read_at }
  const now = platform.clock.now()
  const loaded = await loadCommunity(platform.db, communityId, now)
  if (!loaded) return undefined
  return { diagnosis: diagnose(loaded.rows, loaded.standing, now.getTime()), readAt: now }
}

/** The Monday of the week of a date. */
export function mondayOf(date: string): string {
  const day = new Date(`${date}T00:00:00.000Z`)
  day.setUTCDate(day.getUTCDate() - ((day.getUTCDay() + 6) % 7))
  return day.toISOString().slice(0, 10)
}

type Stored = Omit<Diagnosis, 'voices' | 'circleVoices' | 'seeds'> & {
  readonly voices: readonly { person: string; moved: number; acts: number }[]
  readonly circleVoices: readonly string[]
  readonly seeds: (Omit<NonNullable<Diagnosis['seeds']>, 'seeds'> & { readonly seeds: readonly string[] }) | null
}

const idText = (person: Person) => formatId('per', person as bigint)
const idOf = (text: string) => parseId('per', text)

/** People by their public ids, which is what leaves the database for the command line as well. */
export function stored({ voices, circleVoices, seeds, ...rest }: Diagnosis): Stored {
  return {
    ...rest,
    voices: voices.map((voice) => ({ ...voice, person: idText(voice.person) })),
    circleVoices: circleVoices.map(idText),
    seeds: seeds && { ...seeds, seeds: seeds.seeds.map(idText) },
  }
}

function restored({ voices, circleVoices, seeds, ...rest }: Stored): Diagnosis {
  return {
    ...rest,
    voices: voices.map((voice) => ({ ...voice, person: idOf(voice.person) })),
    circleVoices: circleVoices.map(idOf),
    seeds: seeds && { ...seeds, seeds: seeds.seeds.map(idOf) },
  }
}
