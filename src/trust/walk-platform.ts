import { activeCuratorIds } from '../curators/index.ts'
import type { Queryable } from '../platform/db.ts'
import type { Platform } from '../platform/platform.ts'
import { arcGraph } from './arcs.ts'
import { dayMs, weighing } from './evidence.ts'
import { type EvidenceRow, evidenceFrom } from './evidence-rows.ts'
import { reviewOrder } from './review-order.ts'
import * as sql from './sql-review.ts'
import { weigh } from './weighing.ts'

const WALK_EVERY_MS = dayMs
const KEEP_WALKS_MS = 90 * dayMs
const PAGE = 20_000
/** A walk in one process; a platform that has more evidence in its window says that the walk was not whole. */
const MOST_EVIDENCE = 2_000_000
const MOST_AUDITED = 200_000
const MOST_LISTED = 200

/** Once a day: who of all people is worth a look, from the trust that reaches them. Returns 1 when it walked. */
export async function walkPlatform(platform: Platform): Promise<number> {
  const now = platform.clock.now()
  const [last] = await sql.lastWalk(platform.db)
  if (last && now.getTime() - last.made_at.getTime() < WALK_EVERY_MS) return 0
  const [{ rows, isWhole }, audited] = await Promise.all([allEvidence(platform.db, now), auditedPeople(platform.db)])
  const weighed = weigh(evidenceFrom(rows), { now: now.getTime() })
  const seeds = audited.flatMap((personId) => weighed.indexOf.get(personId) ?? [])
  const found = reviewOrder(arcGraph(weighed), seeds).slice(0, MOST_LISTED)
  const list = found.map(({ node, ...rest }) => ({ ...rest, person: weighed.people[node] as bigint }))
  const walk = {
    ...{ made_at: now, people: weighed.people.length, acts: weighed.evidence.length, audited: seeds.length },
    is_whole: isWhole,
  }
  await platform.db.inTransaction(platform, async (tx) => {
    await sql.insertWalk(tx, walk)
    await sql.sweepWalks(tx, new Date(now.getTime() - KEEP_WALKS_MS))
    await sql.clearList(tx)
    if (list.length > 0) await sql.insertList(tx, list)
  })
  return 1
}

/** Curators were let in by a person of the platform; others were looked over by one. */
async function auditedPeople(q: Queryable): Promise<bigint[]> {
  const [curators, others] = await Promise.all([activeCuratorIds(q, MOST_AUDITED), sql.lookedOver(q, MOST_AUDITED)])
  return [...new Set([...curators, ...others.map((row) => row.person_id)])]
}

async function allEvidence(q: Queryable, now: Date): Promise<{ rows: EvidenceRow[]; isWhole: boolean }> {
  const since = new Date(now.getTime() - weighing.windowMs)
  const rows: EvidenceRow[] = []
  for (let after = 0n; rows.length < MOST_EVIDENCE; ) {
    const page = await sql.evidenceAfter(q, { after, since, until: now, limit: PAGE })
    rows.push(...page)
    const last = page.at(-1)
    if (!last || page.length < PAGE) return { rows, isWhole: true }
    after = last.id
  }
  return { rows, isWhole: false }
}
