import type { Queryable, Tx } from '../platform/db.ts'
import { cellOf, type Id } from '../platform/ids.ts'
import { EVIDENCE, type StoredRow, toRow } from './sql.ts'

export interface PersonEvidenceRow {
  readonly id: bigint
  readonly community_id: Id<'com'>
  readonly kind: 'order' | 'invitation'
  readonly actor_person_id: bigint
  readonly acted_at: Date
  readonly known: string
  readonly words: bigint[]
  readonly fate: string
}

/** What a person did herself, oldest first. */
export const actsOf = async (q: Queryable, personId: bigint, since: Date, until: Date, limit: number) =>
  (
    await q.query<StoredRow>(
      'trust.actsOf',
      `select ${EVIDENCE} from (select * from trust.evidence where actor_person_id = $1 and acted_at > $2 and acted_at <= $3
         order by acted_at desc, id limit $4) as latest order by acted_at, id`,
      [personId, since, until, limit],
    )
  ).map(toRow)

/** Evidence of a person's own acts, and of acts on her word, newest first. */
export const evidenceWithPerson = (q: Queryable, personId: bigint, limit: number) =>
  q.query<PersonEvidenceRow>(
    'trust.evidenceWithPerson',
    `select id, community_id, kind, actor_person_id, acted_at, known, words, fate from trust.evidence
     where actor_person_id = $1 or words @> array[$1::bigint] order by acted_at desc, id limit $2`,
    [personId, limit],
  )

export const communitiesWithPerson = (q: Queryable, personId: bigint) =>
  q.query<{ community_id: Id<'com'> }>(
    'trust.communitiesWithPerson',
    'select distinct community_id from trust.evidence where actor_person_id = $1 or words @> array[$1::bigint]',
    [personId],
  )

export const forgetActs = (tx: Tx, personId: bigint) =>
  tx.query('trust.forgetActs', 'delete from trust.evidence where actor_person_id = $1', [personId])

/** Others' orders stay, without her; an order that she alone had moved is uncovered from now on. */
export const forgetWord = (tx: Tx, personId: bigint) =>
  tx.query(
    'trust.forgetWord',
    `update trust.evidence set words = array_remove(words, $1::bigint),
       known = case when kind = 'order' and words = array[$1::bigint] then 'link' else known end
     where words @> array[$1::bigint]`,
    [personId],
  )

/** Who bought a product in a community and kept it, or has it on the way. */
export const buyersOfProduct = (q: Queryable, communityId: bigint, productId: bigint, limit: number) =>
  q.query<{ person_id: bigint; orders: number }>(
    'trust.buyersOfProduct',
    `select actor_person_id as person_id, count(*)::int as orders from trust.evidence
     where community_id = $1 and cell_id = $2 and kind = 'order' and fate <> 'returned' and product_ids @> array[$3::bigint]
     group by actor_person_id order by max(acted_at) desc limit $4`,
    [communityId, cellOf(communityId), productId, limit],
  )
