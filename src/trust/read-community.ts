import { communitiesByIds, standingsOf } from '../communities/index.ts'
import type { Queryable } from '../platform/db.ts'
import { formatId, type Id, parseId } from '../platform/ids.ts'
import type { Platform } from '../platform/platform.ts'
import { type Diagnosis, diagnose, diagnosisRules, type Standing } from './diagnosis.ts'
import { dayMs, type Person, weighing } from './evidence.ts'
import type { EvidenceRow } from './evidence-rows.ts'
import * as sql from './sql.ts'
import { findDelays } from './sql-readings.ts'

/** Evidence of one community that is read at once, the newest; a community of 500 has a few thousand rows. */
export const MOST_ROWS = 200_000

export interface Loaded {
  readonly communityId: Id<'com'>
  readonly rows: EvidenceRow[]
  readonly standing: Standing
}

/**
 * Evidence and standing of a community at a moment; undefined when there is no such community. With a moment further back
 * the evidence reaches a window behind that one.
 */
export async function loadCommunity(
  q: Queryable,
  communityId: Id<'com'>,
  now: Date,
  backTo = now,
): Promise<Loaded | undefined> {
  return (await loadCommunities(q, [communityId], now, backTo))[0]
}

/** Of many at once, in four questions; those that do not exist are left out. */
export async function loadCommunities(
  q: Queryable,
  ids: readonly Id<'com'>[],
  now: Date,
  backTo = now,
): Promise<Loaded[]> {
  const ago = (ms: number) => new Date(now.getTime() - ms)
  const since = Math.min(ago(diagnosisRules.readBackMs).getTime(), backTo.getTime() - weighing.windowMs)
  const [communities, standings, rows] = await Promise.all([
    communitiesByIds(q, ids),
    standingsOf(q, ids, ago(weighing.windowMs)),
    sql.evidenceOf(q, ids, new Date(since), now, MOST_ROWS),
  ])
  const rowsOf = new Map<Id<'com'>, EvidenceRow[]>()
  for (const row of rows) {
    const before = rowsOf.get(row.communityId)
    if (before) before.push(row)
    else rowsOf.set(row.communityId, [row])
  }
  return ids.flatMap((communityId) => {
    const community = communities.get(communityId)
    if (!community) return []
    const { sellerIds = [], left = 0 } = standings.get(communityId) ?? {}
    const standing: Standing = {
      owners: [...new Set([community.ownerPersonId, ...sellerIds])],
      ageDays: (now.getTime() - community.createdAt.getTime()) / dayMs,
      members: community.memberCount,
      left,
    }
    return { communityId, rows: rowsOf.get(communityId) ?? [], standing }
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
  const [loaded, delays] = await Promise.all([loadCommunity(platform.db, communityId, now), findDelays(platform.db)])
  if (!loaded) return undefined
  return { diagnosis: diagnose(loaded.rows, loaded.standing, now.getTime(), delays), readAt: now }
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
