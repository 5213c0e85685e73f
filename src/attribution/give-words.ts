import { membersOf, pairKey } from '../communities/index.ts'
import { actorName, type PersonActor } from '../platform/actor.ts'
import { type Queryable, type Tx, violates } from '../platform/db.ts'
import { Refusal } from '../platform/errors.ts'
import { cellOf, formatId, type Id } from '../platform/ids.ts'
import { refusals } from './contract.ts'
import * as sql from './sql-words.ts'

const MAX_WORDS = 3

export interface WordsGiven {
  readonly orderId: Id<'ord'>
  readonly communityId: Id<'com'>
  readonly namedPersonIds: readonly Id<'per'>[]
}

/**
 * Keeps on whose word an order came, as its buyer says: one to three other members of its community, once until she takes
 * it back.
 * It moves no money: binding and commission were frozen when the order was placed. The caller has made sure that the
 * order is the actor's. Refuses `words_given_already`, `no_word_of_ones_own`, `not_a_friend_here`.
 */
export async function giveWords(tx: Tx, actor: PersonActor, given: WordsGiven): Promise<void> {
  const named = [...new Set(given.namedPersonIds)].slice(0, MAX_WORDS)
  if (named.includes(actor.personId)) throw new Refusal(refusals.no_word_of_ones_own)
  const members = await membersOf(
    tx,
    named.map((personId) => ({ communityId: given.communityId, personId })),
  )
  const areIn = named.every((personId) => members.get(pairKey(given.communityId, personId))?.state === 'active')
  if (named.length === 0 || !areIn) throw new Refusal(refusals.not_a_friend_here)
  const words = { ...given, buyerPersonId: actor.personId, namedPersonIds: named }
  await sql.insertWords(tx, words).catch((error: unknown) => {
    if (violates(error, 'word_pkey') || violates(error, 'one_word_each'))
      throw new Refusal(refusals.words_given_already)
    throw error
  })
  tx.say({
    name: 'words.given',
    cellId: cellOf(given.orderId),
    subject: given.orderId,
    actor: actorName(actor),
    data: {
      orderId: formatId('ord', given.orderId),
      communityId: formatId('com', given.communityId),
      personIds: named.map((personId) => formatId('per', personId)),
    },
  })
}

/**
 * The buyer takes her answer back, at any time: it is forgotten, and what followed from it goes with it. The caller has made
 * sure that the order is the actor's. Refuses `no_words_given`.
 */
export async function takeWordsBack(
  tx: Tx,
  actor: PersonActor,
  order: { readonly orderId: Id<'ord'>; readonly communityId: Id<'com'> },
): Promise<void> {
  const gone = await sql.forgetWordsOfOrder(tx, order.orderId, actor.personId)
  if (gone.length === 0) throw new Refusal(refusals.no_words_given)
  tx.say({
    name: 'words.taken_back',
    cellId: cellOf(order.orderId),
    subject: order.orderId,
    actor: actorName(actor),
    data: { orderId: formatId('ord', order.orderId), communityId: formatId('com', order.communityId) },
  })
}

/** Whom the buyers of these orders named, in their order; an order without an answer has no entry. */
export async function wordsOf(q: Queryable, orderIds: readonly bigint[]): Promise<Map<bigint, Id<'per'>[]>> {
  const words = new Map<bigint, Id<'per'>[]>()
  if (orderIds.length === 0) return words
  for (const row of await sql.wordsOf(q, orderIds))
    words.set(row.order_id, [...(words.get(row.order_id) ?? []), row.named_person_id])
  return words
}
