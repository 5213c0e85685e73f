import { communitiesByIds } from '../communities/index.ts'
import { isErased, nicknamesOf, recordActivity } from '../people/index.ts'
import { type Actor, actorName } from '../platform/actor.ts'
import type { Tx } from '../platform/db.ts'
import { Refusal } from '../platform/errors.ts'
import type { Locale } from '../platform/http.ts'
import { formatId, type Id } from '../platform/ids.ts'
import type { Platform } from '../platform/platform.ts'
import { platformRefusals } from '../platform/wire.ts'
import { said } from './check-up.ts'
import { type LookedOver, type PersonEvidenceAnswer, refusals, type WorthALookAnswer } from './contract-review.ts'
import type { PersonaRisk } from './persona-risk.ts'
import { sayPersona, sayReach } from './review-words.ts'
import { sentencesIn } from './show-evidence.ts'
import { spoken } from './spoken.ts'
import * as peopleSql from './sql-people.ts'
import * as sql from './sql-review.ts'

const SHOWN = 100
const COMMUNITIES_SHOWN = 10

/** Both lists for staff, each with its sentence. */
export async function showWorthALook(platform: Platform, locale: Locale): Promise<WorthALookAnswer> {
  const { db } = platform
  const [atRisk, people, [walk]] = await Promise.all([
    sql.communitiesAtRisk(db, SHOWN),
    sql.worthALook(db, SHOWN),
    sql.lastWalk(db),
  ])
  const communities = await communitiesByIds(
    db,
    atRisk.map((row) => row.community_id),
  )
  const owners = [...communities.values()].map(({ ownerPersonId }) => ownerPersonId)
  const names = await nicknamesOf(db, [...owners, ...people.map((row) => row.person_id)])
  const personOf = (id: bigint) => ({ id: formatId('per', id), nickname: names.get(id) ?? '' })
  return {
    persona: atRisk.flatMap((row) => {
      const community = communities.get(row.community_id)
      const { recent, earlier } = row.persona as PersonaRisk
      if (!community) return []
      return [
        {
          community: { id: formatId('com', community.id), name: community.name },
          owner: personOf(community.ownerPersonId),
          ownerShare: row.owner_share,
          ...{ recent, earlier },
          words: said(locale, sayPersona(recent, earlier, row.owner_share)),
          readAt: row.read_at.toISOString(),
        },
      ]
    }),
    walk: walk
      ? {
          ...{ madeAt: walk.made_at.toISOString(), people: walk.people, acts: walk.acts, audited: walk.audited },
          isWhole: walk.is_whole,
        }
      : null,
    people: people.map(({ person_id, reach, moved, circle }) => ({
      person: personOf(person_id),
      ...{ reach, moved, circle },
      words: said(locale, sayReach({ reach, moved, circle })),
    })),
  }
}

/** What a person's trust rests on, in sentences, to a human who says why; the look is recorded before it is shown. */
export async function showEvidenceOf(
  platform: Platform,
  actor: Actor,
  personId: Id<'per'>,
  reason: string,
  locale: Locale,
): Promise<PersonEvidenceAnswer> {
  const why = spoken(reason)
  await platform.db.inTransaction(platform, async (tx) => {
    if (await isErased(tx, personId)) throw new Refusal(platformRefusals.not_found)
    await recordActivity(tx, { actor, action: 'person.trust_shown', subject: formatId('per', personId), reason: why })
  })
  const { db } = platform
  const touched = (await peopleSql.communitiesWithPerson(db, personId)).slice(0, COMMUNITIES_SHOWN)
  const ids = touched.map((row) => row.community_id)
  const [communities, names] = await Promise.all([communitiesByIds(db, ids), nicknamesOf(db, [personId])])
  return {
    person: { id: formatId('per', personId), nickname: names.get(personId) ?? '' },
    communities: await Promise.all(
      [...communities.values()].map(async ({ id, name }) => ({
        community: { id: formatId('com', id), name },
        ...(await sentencesIn(platform, id, personId, locale)),
      })),
    ),
  }
}

/**
 * Somebody looked at her evidence and found it in order: she leaves the list, and the next walks start from her too. Once,
 * on record. Refuses `looked_over_already`, `not_found`.
 */
export async function lookOver(tx: Tx, actor: Actor, personId: Id<'per'>, { words }: LookedOver): Promise<bigint> {
  const why = spoken(words)
  if (await isErased(tx, personId)) throw new Refusal(platformRefusals.not_found)
  const [inserted] = await sql.insertLookedOver(tx, personId, actorName(actor), why)
  if (!inserted) throw new Refusal(refusals.looked_over_already)
  await sql.takeOffTheList(tx, personId)
  await recordActivity(tx, { actor, action: 'person.looked_over', subject: formatId('per', personId), reason: why })
  return personId
}

/** Nothing of the lists outlives a person. */
export async function forgetReview(tx: Tx, personId: bigint): Promise<void> {
  await sql.takeOffTheList(tx, personId)
  await sql.forgetLookedOver(tx, personId)
}
