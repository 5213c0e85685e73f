import { refusals as attributionRefusals, giveWords, takeWordsBack, wordsOf } from '../attribution/index.ts'
import { type CalledMember, membersByIds, membersCalled, membersOf, pairKey } from '../communities/index.ts'
import type { PersonActor } from '../platform/actor.ts'
import type { Tx } from '../platform/db.ts'
import { Refusal } from '../platform/errors.ts'
import { formatId, type Id, parseId } from '../platform/ids.ts'
import type { Platform } from '../platform/platform.ts'
import { readSales } from '../sales/index.ts'
import type { WordsQuestion } from './contract-words.ts'
import { orderFacts } from './order-facts.ts'
import type * as sql from './sql.ts'
import { earlierBuyers } from './sql-words.ts'

/** A week after placing nobody is asked any more: she would guess. */
const ASK_WITHIN_MS = 7 * 24 * 3_600_000
const CHOICES = 12

/** Whether 谁让你动心的? may be answered for an order now: it came in a community, has not ended, and is young. */
function mayBeAsked(order: sql.OrderRow, now: Date): boolean {
  const hasEnded = order.state === 'cancelled' || order.state === 'expired'
  return order.community_id !== null && !hasEnded && now.getTime() - order.placed_at.getTime() < ASK_WITHIN_MS
}

/**
 * The question for an order of the actor's: what she answered, or whom she may name. First who passed the link on to her,
 * then the curator, then those who bought in this sale before her; with a text, members whose nickname holds it.
 */
export async function wordsQuestion(
  platform: Platform,
  actor: PersonActor,
  order: sql.OrderRow,
  text = '',
): Promise<WordsQuestion> {
  const { db } = platform
  const communityId = order.community_id as Id<'com'> | null
  if (communityId === null) return { canAnswer: false, given: null, choices: [] }
  const named = (await wordsOf(db, [order.id])).get(order.id)
  if (named) {
    const given = await nicknamesHere(platform, communityId, named)
    return { canAnswer: false, given: given.map(({ nickname }) => ({ nickname })), choices: [] }
  }
  if (!mayBeAsked(order, platform.clock.now())) return { canAnswer: false, given: null, choices: [] }
  const choices = text.trim()
    ? await membersCalled(db, communityId, text, CHOICES)
    : await likelyFriends(platform, order, communityId)
  return {
    canAnswer: true,
    given: null,
    choices: choices
      .filter((member) => member.personId !== actor.personId)
      .map((member) => ({ memberId: formatId('mem', member.id), nickname: member.nickname })),
  }
}

/** Keeps the answer. Refuses `not_asked_any_more` and what attribution refuses. */
export async function answerWords(
  tx: Tx,
  actor: PersonActor,
  order: sql.OrderRow,
  memberIds: readonly string[],
): Promise<bigint> {
  if (!mayBeAsked(order, tx.at)) throw new Refusal(attributionRefusals.not_asked_any_more)
  const communityId = order.community_id as Id<'com'>
  const ids = memberIds.map((id) => parseId('mem', id))
  const members = new Map((await membersByIds(tx, communityId, ids)).map((member) => [member.id, member.personId]))
  // An unknown member stays in the list as nobody, so that attribution refuses the whole answer.
  const namedPersonIds = ids.map((id) => members.get(id) ?? (0n as Id<'per'>))
  await giveWords(tx, actor, { orderId: order.id as Id<'ord'>, communityId, namedPersonIds })
  return order.id
}

/** Forgets the answer, however old it is. Refuses `no_words_given`. While the order is young she is asked anew. */
export async function takeBack(tx: Tx, actor: PersonActor, order: sql.OrderRow): Promise<bigint> {
  if (order.community_id === null) throw new Refusal(attributionRefusals.no_words_given)
  const communityId = order.community_id as Id<'com'>
  await takeWordsBack(tx, actor, { orderId: order.id as Id<'ord'>, communityId })
  return order.id
}

async function likelyFriends(platform: Platform, order: sql.OrderRow, communityId: Id<'com'>): Promise<CalledMember[]> {
  const { db } = platform
  const [[facts], sales, buyers] = await Promise.all([
    orderFacts(db, [order.id]),
    readSales(db, order.sale_id === null ? [] : [order.sale_id], platform.clock.now()),
    order.sale_id === null ? [] : earlierBuyers(db, order.sale_id, communityId, order.id, CHOICES),
  ])
  const curator = [...sales.values()][0]?.curatorPersonId
  const wanted = [facts?.viaPersonId, curator, ...buyers.map((row) => row.person_id)]
  const likely = await nicknamesHere(platform, communityId, distinct(wanted).slice(0, CHOICES + 1))
  if (likely.length > CHOICES / 2) return likely
  const others = await membersCalled(db, communityId, '', CHOICES)
  const known = new Set(likely.map((member) => member.personId))
  return [...likely, ...others.filter((member) => !known.has(member.personId))].slice(0, CHOICES + 1)
}

/** These people as the community calls them, in the given order; those who are not in it any more are left out. */
async function nicknamesHere(
  platform: Platform,
  communityId: Id<'com'>,
  personIds: readonly Id<'per'>[],
): Promise<CalledMember[]> {
  const members = await membersOf(
    platform.db,
    personIds.map((personId) => ({ communityId, personId })),
  )
  return personIds.flatMap((personId) => {
    const member = members.get(pairKey(communityId, personId))
    return member?.state === 'active' ? [member] : []
  })
}

const distinct = (ids: readonly (Id<'per'> | null | undefined)[]): Id<'per'>[] => [
  ...new Set(ids.filter((id) => id !== null && id !== undefined)),
]
