import type { Queryable } from '../platform/db.ts'
import type { StoredJournal } from './journal.ts'

/** In the order in which they were made, which their ids tell; no index has to keep them by day. */
export const journalsAfter = (q: Queryable, after: bigint, limit: number) =>
  q.query<StoredJournal>(
    'ledger.journalsAfter',
    `select id, cell_id, kind, key, reference, business_day, booked_at, reverses, actor from ledger.journal
     where id > $1::bigint order by id limit $2`,
    [after, limit],
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
