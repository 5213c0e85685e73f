import type { Queryable, Tx } from '../platform/db.ts'
import { cellOf, type Id } from '../platform/ids.ts'

export interface WordRow {
  readonly order_id: Id<'ord'>
  readonly community_id: Id<'com'>
  readonly buyer_person_id: Id<'per'>
  readonly named_person_id: Id<'per'>
  readonly given_at: Date
}

const WORD = 'w.order_id, w.community_id, w.buyer_person_id, w.named_person_id, w.given_at'

export interface NewWords {
  readonly orderId: bigint
  readonly communityId: bigint
  readonly buyerPersonId: bigint
  readonly namedPersonIds: readonly bigint[]
}

export const insertWords = (tx: Tx, words: NewWords) =>
  tx.query(
    'attribution.insertWords',
    `insert into attribution.word (order_id, place, cell_id, community_id, buyer_person_id, named_person_id, given_at)
     select $1, place, $2, $3, $4, named, $6 from unnest($5::bigint[]) with ordinality as t (named, place)`,
    [words.orderId, cellOf(words.orderId), words.communityId, words.buyerPersonId, words.namedPersonIds, tx.at],
  )

export const wordsOf = (q: Queryable, orderIds: readonly bigint[]) =>
  q.query<WordRow>(
    'attribution.wordsOf',
    `select ${WORD} from attribution.word w
     where w.order_id = any($1::bigint[]) and w.cell_id = any($2::smallint[]) order by w.order_id, w.place`,
    [orderIds, orderIds.map(cellOf)],
  )

/** What was there, so that of two taps at once the second finds nothing. */
export const forgetWordsOfOrder = (tx: Tx, orderId: bigint, buyerPersonId: bigint) =>
  tx.query<{ place: number }>(
    'attribution.forgetWordsOfOrder',
    'delete from attribution.word where order_id = $1 and cell_id = $2 and buyer_person_id = $3 returning place',
    [orderId, cellOf(orderId), buyerPersonId],
  )

export const wordsWithPerson = (q: Queryable, personId: bigint) =>
  q.query<WordRow>(
    'attribution.wordsWithPerson',
    `select ${WORD} from attribution.word w
     where w.buyer_person_id = $1 or w.named_person_id = $1 order by w.order_id desc, w.place limit 1000`,
    [personId],
  )

export const forgetWords = (tx: Tx, personId: bigint) =>
  tx.query(
    'attribution.forgetWords',
    'delete from attribution.word where buyer_person_id = $1 or named_person_id = $1',
    [personId],
  )
