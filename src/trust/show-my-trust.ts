import { communitiesByIds, communitiesOfPerson, standingsOf } from '../communities/index.ts'
import type { PersonActor } from '../platform/actor.ts'
import type { Locale } from '../platform/http.ts'
import { formatId, type Id } from '../platform/ids.ts'
import type { Platform } from '../platform/platform.ts'
import { sayMyPiece } from './arc-words.ts'
import { type Arc, arcsOf } from './arcs.ts'
import { said } from './check-up.ts'
import type { MyTrustAnswer } from './contract-screens.ts'
import { type Person, weighing } from './evidence.ts'
import { type EvidenceRow, evidenceFrom } from './evidence-rows.ts'
import { productsOf } from './piece-products.ts'
import { namesIn } from './show-community.ts'
import * as peopleSql from './sql-people.ts'
import { weigh } from './weighing.ts'

const ROWS_COUNTED = 2000
const ACTS_READ = 1000
const COMMUNITIES_SHOWN = 20
const ARCS_SHOWN = 30
const MOST_REASONS = 10

/**
 * A person's own view, community by community: on whose word she acted and why we think so; of those who acted on hers only
 * the number, because who it was is theirs to tell.
 */
export async function showMyTrust(platform: Platform, actor: PersonActor, locale: Locale): Promise<MyTrustAnswer> {
  const { db } = platform
  const now = platform.clock.now()
  const since = new Date(now.getTime() - weighing.windowMs)
  const [rows, acts, mine] = await Promise.all([
    peopleSql.evidenceWithPerson(db, actor.personId, ROWS_COUNTED),
    peopleSql.actsOf(db, actor.personId, since, now, ACTS_READ),
    communitiesOfPerson(db, actor.personId),
  ])
  const counted = rows.filter(({ fate }) => fate !== 'returned')
  const active = mine.filter(({ state }) => state === 'active').map(({ community }) => community.id)
  const ids = [...new Set([...counted.map((row) => row.community_id), ...active])].slice(0, COMMUNITIES_SHOWN)
  const communities = await communitiesByIds(db, ids)
  const items = await Promise.all(
    [...communities.values()].map(async ({ id, name }) => {
      const here = counted.filter((row) => row.community_id === id)
      const own = acts.filter(({ communityId }) => communityId === id)
      const [iTrust, seenBy] = await Promise.all([
        whomITrust(platform, actor, id, own, now, locale),
        whoSells(platform, actor, id, since),
      ])
      return {
        communityId: formatId('com', id),
        communityName: name,
        actedOnOthers: here.filter((row) => row.actor_person_id === actor.personId && row.words.length > 0).length,
        othersActedOnMine: here.filter((row) => row.actor_person_id !== actor.personId).length,
        ...{ iTrust, seenBy },
      }
    }),
  )
  return { items }
}

/** Her own acts are all that her arcs are made of, so nobody else's are read. */
async function whomITrust(
  platform: Platform,
  actor: PersonActor,
  communityId: Id<'com'>,
  acts: readonly EvidenceRow[],
  now: Date,
  locale: Locale,
) {
  const weighed = weigh(evidenceFrom(acts), { now: now.getTime() })
  const arcs = arcsOf(weighed, now.getTime())
    .filter(({ to }) => to === actor.personId)
    .slice(0, ARCS_SHOWN)
  const people = arcs.map(({ from }) => from)
  const pieces = arcs.flatMap(({ because }) => because)
  const [names, productOf] = await Promise.all([
    namesIn(platform, communityId, people),
    productsOf(platform, acts, pieces, locale),
  ])
  return arcs.map(({ from, weight, because }: Arc) => {
    const nickname = names.get(from)?.nickname ?? null
    const pieces = because.slice(-MOST_REASONS).reverse()
    return {
      nickname,
      counts: weight > 0,
      because: pieces.map((piece) => {
        const words = sayMyPiece(
          piece,
          { from: nickname, product: productOf(piece.evidenceId) },
          platform.config.timeZone,
        )
        const isAnswer = piece.kind === 'order' && piece.known === 'named'
        return {
          at: new Date(piece.at).toISOString(),
          words: said(locale, words),
          counts: piece.silent === null,
          takeBackOrderId: isAnswer ? formatId('ord', BigInt(piece.evidenceId)) : null,
        }
      }),
    }
  })
}

/** Whoever sells there, as this community calls them; herself left out. */
async function whoSells(
  platform: Platform,
  actor: PersonActor,
  communityId: Id<'com'>,
  since: Date,
): Promise<string[]> {
  const { sellerIds = [] } = (await standingsOf(platform.db, [communityId], since)).get(communityId) ?? {}
  const others: Person[] = sellerIds.filter((personId) => personId !== actor.personId)
  const names = await namesIn(platform, communityId, others)
  return [...names.values()].map(({ nickname }) => nickname)
}
