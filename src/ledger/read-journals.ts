import type { Queryable } from '../platform/db.ts'
import { formatId } from '../platform/ids.ts'
import { kindOf } from './account.ts'
import type { StoredJournal } from './journal.ts'
import * as sql from './sql.ts'

export interface ShownJournal {
  readonly id: string
  readonly kind: string
  readonly key: string
  readonly bookedAt: string
  readonly businessDay: string
  readonly actor: string
  readonly transfers: { debit: string; debitOwner: string; credit: string; creditOwner: string; amountFen: number }[]
}

/** The journals that refer to any of these things, oldest first, each with its transfers. */
export async function readJournals(q: Queryable, references: readonly bigint[]): Promise<ShownJournal[]> {
  return withTransfers(q, await sql.journalsOf(q, references))
}

export async function withTransfers(q: Queryable, journals: readonly StoredJournal[]): Promise<ShownJournal[]> {
  const transfers = await sql.transfersOf(
    q,
    journals.map((journal) => journal.id),
  )
  return journals.map((journal) => ({
    id: formatId('jrn', journal.id),
    kind: journal.kind,
    key: journal.key,
    bookedAt: journal.booked_at.toISOString(),
    businessDay: journal.business_day,
    actor: journal.actor,
    transfers: transfers
      .filter((transfer) => transfer.journal_id === journal.id)
      .map((transfer) => ({
        debit: kindOf(transfer.debit_kind)?.name ?? String(transfer.debit_kind),
        debitOwner: String(transfer.debit_owner),
        credit: kindOf(transfer.credit_kind)?.name ?? String(transfer.credit_kind),
        creditOwner: String(transfer.credit_owner),
        amountFen: transfer.amount_fen,
      })),
  }))
}
