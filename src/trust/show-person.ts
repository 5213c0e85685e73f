import { productLabels } from '../catalog/index.ts'
import { communitiesOfPerson, membersOf, pairKey } from '../communities/index.ts'
import type { PersonActor } from '../platform/actor.ts'
import type { Queryable, Tx } from '../platform/db.ts'
import { formatId, type Id } from '../platform/ids.ts'
import type { Platform } from '../platform/platform.ts'
import { arcGraph } from './arcs.ts'
import type { FriendsAnswer } from './contract-screens.ts'
import { trustByArrival } from './eigentrust.ts'
import type { Evidence, Person } from './evidence.ts'
import { evidenceFrom } from './evidence-rows.ts'
import { transposed } from './graph.ts'
import { loadCommunity } from './read-community.ts'
import { forgetReview } from './review.ts'
import * as sql from './sql.ts'
import { appealsOf, forgetAppeals } from './sql-appeals.ts'
import * as peopleSql from './sql-people.ts'
import { weigh } from './weighing.ts'

const COMMUNITIES_ASKED = 5
const FRIENDS_SHOWN = 8
const BUYERS_LOOKED_AT = 60
const ROWS_TOLD = 2000

/**
 * Members of the actor's communities who bought a product and kept it or have it on the way. First those whom she trusts:
 * walks from her along the words that she, and those she listened to, acted on; in the product's own category if she has
 * acted on anybody's word there, else in all.
 */
export async function showFriends(platform: Platform, actor: PersonActor, productId: bigint): Promise<FriendsAnswer> {
  const { db } = platform
  const now = platform.clock.now()
  const mine = (await communitiesOfPerson(db, actor.personId)).filter(({ state }) => state === 'active')
  const labels = await productLabels(db, [productId])
  const found = await Promise.all(
    mine.slice(0, COMMUNITIES_ASKED).map(async ({ community }) => {
      const buyers = await peopleSql.buyersOfProduct(db, community.id, productId, BUYERS_LOOKED_AT)
      const others = buyers.filter(({ person_id }) => person_id !== actor.personId)
      if (others.length === 0) return []
      const [trust, members] = await Promise.all([
        trustFrom(db, actor, community.id, now, labels.get(productId)?.category),
        membersOf(
          db,
          others.map(({ person_id }) => ({ communityId: community.id, personId: person_id })),
        ),
      ])
      return others.flatMap(({ person_id, orders }) => {
        const member = members.get(pairKey(community.id, person_id))
        if (member?.state !== 'active') return []
        const weight = trust.get(person_id) ?? 0
        return [{ nickname: member.nickname, communityName: community.name, orders, weight }]
      })
    }),
  )
  const items = found.flat().sort((a, b) => b.weight - a.weight)
  return {
    items: items.slice(0, FRIENDS_SHOWN).map(({ weight, ...friend }) => ({ ...friend, isTrusted: weight > 0 })),
  }
}

/** Trust as one member sees it: nobody for somebody who never acted on anybody's word. */
async function trustFrom(
  q: Queryable,
  actor: PersonActor,
  communityId: Id<'com'>,
  now: Date,
  field: string | undefined,
): Promise<Map<Person, number>> {
  const loaded = await loadCommunity(q, communityId, now)
  const evidence = evidenceFrom(loaded?.rows ?? [])
  return trustSeenBy(actor.personId, evidence, now.getTime(), field)
}

/** Pure: whom a viewer trusts, by arrival of walks that start with her; her own field first. */
export function trustSeenBy(
  viewer: Person,
  evidence: readonly Evidence[],
  now: number,
  field: string | undefined,
): Map<Person, number> {
  for (const only of field === undefined ? [undefined] : [field, undefined]) {
    const weighed = weigh(evidence, { now, ...(only !== undefined && { field: only }) })
    const me = weighed.indexOf.get(viewer)
    const trust = transposed(arcGraph(weighed))
    if (me === undefined || trust.starts[me + 1] === trust.starts[me]) continue
    const start = new Float64Array(weighed.people.length)
    start[me] = 1
    const scores = trustByArrival(trust, { start })
    return new Map(weighed.people.map((person, node) => [person, node === me ? 0 : scores[node]!]))
  }
  return new Map()
}

/** What this room knows of a person: what she did on whose word, and when somebody acted on hers. */
export async function exportPerson(q: Queryable, _platform: Platform, personId: Id<'per'>): Promise<unknown> {
  const rows = await peopleSql.evidenceWithPerson(q, personId, ROWS_TOLD)
  const told = (row: peopleSql.PersonEvidenceRow) => ({
    communityId: formatId('com', row.community_id),
    kind: row.kind,
    at: row.acted_at.toISOString(),
    known: row.known,
    fate: row.fate,
  })
  const appeals = await appealsOf(q, personId, ROWS_TOLD)
  return {
    appeals: appeals.map(({ words, appealed_at, state, answer }) => ({
      ...{ words, state, answer, appealedAt: appealed_at.toISOString() },
    })),
    acted: rows
      .filter((row) => row.actor_person_id === personId)
      .map((row) => ({ ...told(row), onWordOf: row.words.map((word) => formatId('per', word)) })),
    moved: rows.filter((row) => row.actor_person_id !== personId).map(told),
  }
}

/** Her acts go, her name goes from the acts of others, and what was read from them is read again without her. */
export async function erasePerson(_platform: Platform, tx: Tx, personId: Id<'per'>): Promise<void> {
  const touched = await peopleSql.communitiesWithPerson(tx, personId)
  await peopleSql.forgetActs(tx, personId)
  await peopleSql.forgetWord(tx, personId)
  await forgetAppeals(tx, personId)
  await forgetReview(tx, personId)
  const ids = touched.map((row) => row.community_id).sort()
  if (ids.length > 0) await sql.askForReadings(tx, ids)
}
