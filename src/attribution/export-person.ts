import type { Queryable, Tx } from '../platform/db.ts'
import { formatId, type Id } from '../platform/ids.ts'
import type { Platform } from '../platform/platform.ts'
import * as sql from './sql.ts'
import * as wordsSql from './sql-words.ts'

/** What this room knows of a person: the sales that she passed on, whom she named, and when somebody named her. */
export async function exportPerson(q: Queryable, _platform: Platform, personId: Id<'per'>): Promise<unknown> {
  const [rows, words] = await Promise.all([sql.passedOnBy(q, personId), wordsSql.wordsWithPerson(q, personId)])
  return {
    named: words
      .filter((word) => word.buyer_person_id === personId)
      .map((word) => ({
        orderId: formatId('ord', word.order_id),
        personId: formatId('per', word.named_person_id),
        givenAt: word.given_at.toISOString(),
      })),
    // Who named her is the other's to tell.
    namedBySomebody: words
      .filter((word) => word.named_person_id === personId)
      .map((word) => ({ communityId: formatId('com', word.community_id), givenAt: word.given_at.toISOString() })),
    passedOn: rows.map((row) => ({
      saleId: formatId('sal', row.sale_id),
      communityId: formatId('com', row.community_id),
      cameThrough: row.joins,
      createdAt: row.created_at.toISOString(),
    })),
  }
}

/** Links and touches hold ids only; what she said of others, and others of her, goes. */
export async function erasePerson(_platform: Platform, tx: Tx, personId: Id<'per'>): Promise<void> {
  await wordsSql.forgetWords(tx, personId)
}
