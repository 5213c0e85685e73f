import { communitiesByIds } from '../communities/index.ts'
import { formatId, type Id, parseId } from '../platform/ids.ts'
import type { Platform } from '../platform/platform.ts'
import { checkUp } from './check-up.ts'
import { parsed, wholeIn } from './command-options.ts'
import type { CommandResult } from './commands.ts'
import { diagnose } from './diagnosis.ts'
import type { EvidenceRow } from './evidence-rows.ts'
import { loadCommunity, stored } from './read-community.ts'
import { sayFermentation, sayFission, sayReason } from './reading-words.ts'
import * as sql from './sql.ts'
import { findDelays } from './sql-readings.ts'

const MOST_LISTED = 100_000

/**
 * `leaven trust community ID`: the whole diagnosis of one community, made now from its evidence; with --all, one line
 * for each. --as-if-kept reads what would stand if nothing that is on its way were sent back; it says so in its answer.
 */
export async function runCommunityCommand(platform: Platform, args: readonly string[]): Promise<CommandResult> {
  const names = { all: { type: 'boolean' }, 'as-if-kept': { type: 'boolean' }, data: {}, fewest: {} } as const
  const wantsOne = !args.includes('--all')
  const { file: id, options } = parsed(
    args.filter((argument) => argument !== '--json'),
    names,
    wantsOne,
  )
  const asIfKept = options['as-if-kept'] === true
  if (wantsOne) return tellOne(platform, parseId('com', id), asIfKept)
  return tellAll(platform, asIfKept, wholeIn(options, 'fewest', 0, 0, MOST_LISTED))
}

async function diagnosisOf(platform: Platform, communityId: Id<'com'>, asIfKept: boolean) {
  const now = platform.clock.now()
  const [loaded, delays] = await Promise.all([loadCommunity(platform.db, communityId, now), findDelays(platform.db)])
  if (!loaded) throw new Error(`there is no community ${formatId('com', communityId)}`)
  const rows = asIfKept ? loaded.rows.map(keptAtOnce) : loaded.rows
  return { diagnosis: diagnose(rows, loaded.standing, now.getTime(), delays), rows }
}

const keptAtOnce = (row: EvidenceRow): EvidenceRow =>
  row.kind === 'order' && row.fate !== 'returned' ? { ...row, fate: 'kept', keptFrom: row.actedAt } : row

async function tellOne(platform: Platform, communityId: Id<'com'>, asIfKept: boolean): Promise<CommandResult> {
  const { diagnosis } = await diagnosisOf(platform, communityId, asIfKept)
  const name = (await communitiesByIds(platform.db, [communityId])).get(communityId)?.name ?? ''
  const words = checkUp(diagnosis.verdict, { followedMembers: diagnosis.followedMembers })
  const json = {
    communityId: formatId('com', communityId),
    name,
    readAt: platform.clock.now().toISOString(),
    asIfKept,
    words: words.reading,
    step: words.step,
    ...stored(diagnosis),
  }
  const text = [
    `${name}: ${words.label.en}${asIfKept ? ' (as if everything on its way were kept)' : ''}`,
    words.reading.en,
    ...diagnosis.verdict.reasons.map((reason) => sayReason(reason).en),
    ...(words.coverage ? [words.coverage.en] : []),
    sayFermentation(diagnosis.fermentation).en,
    sayFission(diagnosis.fission).en,
    words.step.en,
  ].join('\n')
  return { json, text }
}

/** One row a community with at least so many active members, and how many there are of each label. */
async function tellAll(platform: Platform, asIfKept: boolean, fewest: number): Promise<CommandResult> {
  const ids = await sql.communitiesWithEvidence(platform.db, MOST_LISTED)
  const labels: Record<string, number> = {}
  const communities: Record<string, unknown>[] = []
  for (const { community_id } of ids) {
    const { diagnosis, rows } = await diagnosisOf(platform, community_id, asIfKept)
    const { label, reading, coverage } = diagnosis.verdict
    labels[label] = (labels[label] ?? 0) + 1
    if (reading.activeMembers < fewest) continue
    const { activeMembers, eventsPerMember, ownerShare, together, effectiveVoices, circles } = reading
    communities.push({
      communityId: formatId('com', community_id),
      ...{ label, activeMembers, eventsPerMember, ownerShare, together, effectiveVoices, coverage },
      circles: circles.length,
      orders: rows.filter(({ kind }) => kind === 'order').length,
      fermentation: diagnosis.fermentation,
    })
  }
  communities.sort((a, b) => Number(b.activeMembers) - Number(a.activeMembers))
  const json = { read: ids.length, asIfKept, labels, communities }
  return {
    json,
    text: communities.map((one) => JSON.stringify(one)).join('\n') || `${ids.length} communities were read`,
  }
}
