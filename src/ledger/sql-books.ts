import type { Queryable } from '../platform/db.ts'
import type { StoredJournal } from './journal.ts'

export interface DayPlace {
  readonly day: string
  readonly id: bigint
}

/** In the order of the book: by day, then by id. */
export const journalsAfter = (q: Queryable, after: DayPlace, limit: number) =>
  q.query<StoredJournal>(
    'ledger.journalsAfter',
    `select id, cell_id, kind, key, reference, business_day, booked_at, reverses, actor from ledger.journal
     where (business_day, id) > ($1::date, $2::bigint) order by business_day, id limit $3`,
    [after.day, after.id, limit],
  )

export interface UsedAccount {
  readonly kind: number
  readonly owner: bigint | number
}

export const usedAccounts = (q: Queryable) =>
  q.query<UsedAccount>(
    'ledger.usedAccounts',
    `select debit_kind as kind, debit_owner as owner from ledger.transfer union select credit_kind, credit_owner from ledger.transfer order by 1, 2`,
  )

export const firstDay = (q: Queryable) =>
  q.query<{ business_day: string }>('ledger.firstDay', 'select min(business_day) as business_day from ledger.day')
