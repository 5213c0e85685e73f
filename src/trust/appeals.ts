import { communitiesByIds, communityAsMember, mayCurate } from '../communities/index.ts'
import { nicknamesOf, recordActivity } from '../people/index.ts'
import { type Actor, actorName, type PersonActor, showActor } from '../platform/actor.ts'
import type { Queryable, Tx } from '../platform/db.ts'
import { Refusal } from '../platform/errors.ts'
import type { Locale } from '../platform/http.ts'
import { cellOf, formatId, type Id, parseId } from '../platform/ids.ts'
import { idOfActor, namesOf } from '../platform/names.ts'
import { NEWEST, pageOf } from '../platform/paging.ts'
import type { Platform } from '../platform/platform.ts'
import { platformRefusals } from '../platform/wire.ts'
import { labelWords, said } from './check-up.ts'
import type { VerdictLabel } from './contract.ts'
import { type AdminAppeal, type Appeal, type AppealAnswer, type AppealInput, refusals } from './contract-appeals.ts'
import { readingOf } from './read-community.ts'
import { spoken } from './spoken.ts'
import * as sql from './sql-appeals.ts'

const LIMIT = 20

/** What is concluded now about a community that the actor sells in. Refuses `not_found` to everybody else. */
export async function contestable(platform: Platform, actor: PersonActor, communityId: Id<'com'>) {
  await communityAsMember(platform.db, communityId, actor.personId, mayCurate)
  const read = await readingOf(platform, communityId)
  if (!read) throw new Refusal(platformRefusals.not_found)
  return { communityId, label: read.diagnosis.verdict.label, readAt: read.readAt }
}

/** Contests a conclusion; one appeal of a community waits at a time. Refuses `appeal_waits`. */
export async function appeal(
  platform: Platform,
  tx: Tx,
  actor: PersonActor,
  contested: Awaited<ReturnType<typeof contestable>>,
  { words }: AppealInput,
): Promise<bigint> {
  const id = platform.ids.next<'apl'>(cellOf(contested.communityId))
  const written = { ...contested, id, personId: actor.personId, words: spoken(words) }
  const [inserted] = await sql.insertAppeal(tx, written)
  if (!inserted) throw new Refusal(refusals.appeal_waits)
  return id
}

/** The last appeal about a community, whoever of its sellers made it. */
export async function lastAppeal(q: Queryable, communityId: Id<'com'>, locale: Locale): Promise<Appeal | null> {
  const [row] = await sql.latestAppeal(q, communityId)
  return row ? presentAppeal(row, locale) : null
}

/** A conclusion that was set aside is not shown while it stays the same; another one is looked at afresh. */
export const isSetAside = (last: Pick<Appeal, 'state' | 'label'> | null, label: VerdictLabel): boolean =>
  last?.state === 'set_aside' && last.label === label

/** Answers an appeal, once, on record. Refuses `appeal_answered`, `not_found`. It changes no number. */
export async function answerAppeal(
  tx: Tx,
  actor: Actor,
  id: Id<'apl'>,
  { outcome, words }: AppealAnswer,
): Promise<bigint> {
  const [row] = await sql.lockAppeal(tx, id)
  if (!row) throw new Refusal(platformRefusals.not_found)
  if (row.state !== 'waiting') throw new Refusal(refusals.appeal_answered)
  await sql.answerAppeal(tx, id, outcome, spoken(words), actorName(actor))
  const facts = { appeal: formatId('apl', id), outcome }
  await recordActivity(tx, { actor, action: 'appeal.answered', subject: formatId('com', row.community_id), facts })
  return id
}

export async function listAppeals(
  platform: Platform,
  query: { readonly state?: 'waiting' | 'answered'; readonly cursor?: string; readonly limit?: number },
  locale: Locale,
) {
  const limit = query.limit ?? LIMIT
  const isWaiting = query.state !== 'answered'
  const from = query.cursor ? parseId('apl', query.cursor) : isWaiting ? 0n : NEWEST
  const rows = await (isWaiting ? sql.appealsWaiting : sql.appealsAnswered)(platform.db, from, limit + 1)
  const { items, nextCursor } = pageOf(rows, limit, (last) => formatId('apl', last.id))
  return { items: await presentToStaff(platform.db, items, locale), nextCursor }
}

export async function readAppeal(platform: Platform, id: Id<'apl'>, locale: Locale): Promise<AdminAppeal> {
  const [shown] = await presentToStaff(platform.db, await sql.appealById(platform.db, id), locale)
  if (!shown) throw new Refusal(platformRefusals.not_found)
  return shown
}

async function presentToStaff(q: Queryable, rows: readonly sql.AppealRow[], locale: Locale): Promise<AdminAppeal[]> {
  if (rows.length === 0) return []
  const ids = [...new Set(rows.map((row) => row.community_id))]
  const answerers = rows.flatMap((row) => (row.answered_by ? [idOfActor(showActor(row.answered_by))] : []))
  const [communities, people, summaries, names] = await Promise.all([
    communitiesByIds(q, ids),
    nicknamesOf(
      q,
      rows.map((row) => row.person_id),
    ),
    sql.summariesOf(q, ids),
    namesOf(q, answerers),
  ])
  return rows.map((row) => {
    const now = summaries.find(({ community_id }) => community_id === row.community_id)
    const by = row.answered_by && idOfActor(showActor(row.answered_by))
    return {
      ...presentAppeal(row, locale),
      community: {
        id: formatId('com', row.community_id),
        name: communities.get(row.community_id)?.name ?? '',
      },
      person: { id: formatId('per', row.person_id), nickname: people.get(row.person_id) ?? '' },
      answeredBy: by && (names.get(by) ?? by),
      now: {
        label: (now?.label ?? null) as VerdictLabel | null,
        labelWords: now?.label ? said(locale, labelWords[now.label as VerdictLabel]) : null,
        ownerShare: now?.owner_share ?? null,
        together: now?.together ?? null,
        activeMembers: now?.active_members ?? 0,
      },
    }
  })
}

function presentAppeal(row: sql.AppealRow, locale: Locale): Appeal {
  const label = row.label as VerdictLabel
  return {
    id: formatId('apl', row.id),
    words: row.words,
    label,
    labelWords: said(locale, labelWords[label]),
    appealedAt: row.appealed_at.toISOString(),
    state: row.state,
    answer: row.answer,
    answeredAt: row.answered_at?.toISOString() ?? null,
  }
}
