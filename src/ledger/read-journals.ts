import { showActor } from '../platform/actor.ts'
import type { Queryable } from '../platform/db.ts'
import { formatId, parseId } from '../platform/ids.ts'
import type { Platform } from '../platform/platform.ts'
import { HOUSE, kindOf } from './account.ts'
import type { StoredJournal } from './journal.ts'
import * as sql from './sql.ts'

export interface ShownJournal {
  readonly id: string
  readonly kind: string
  readonly key: string
  readonly bookedAt: string
  readonly businessDay: string
  readonly actor: string
  readonly transfers: {
    debit: string
    debitOwner: string | null
    credit: string
    creditOwner: string | null
    amountFen: number
  }[]
}

/** The journals that refer to any of these things, oldest first, each with its transfers. */
export async function readJournals(q: Queryable, references: readonly bigint[]): Promise<ShownJournal[]> {
  return withTransfers(q, await sql.journalsOf(q, references))
}

const LAST = 9223372036854775807n
const references = ['ord', 'pay', 'rfd'] as const

/** All journals, newest first, or those of one order, payment or refund. */
export async function listJournals(platform: Platform, query: { reference?: string; cursor?: string; limit?: number }) {
  if (query.reference) {
    const prefix = references.find((name) => query.reference?.startsWith(`${name}_`)) ?? 'ord'
    return { items: await readJournals(platform.db, [parseId(prefix, query.reference)]), nextCursor: null }
  }
  const limit = query.limit ?? 20
  const rows = await sql.journalsBefore(platform.db, query.cursor ? parseId('jrn', query.cursor) : LAST, limit)
  const last = rows.at(-1)
  const nextCursor = rows.length === limit && last ? formatId('jrn', last.id) : null
  return { items: await withTransfers(platform.db, rows), nextCursor }
}

/** Debits and credits of every kind of account; the difference of a sound ledger is nothing. */
export async function readTrialBalance(platform: Platform) {
  const money = (amount: number) => ({ amount, currency: platform.config.currency })
  const rows = await sql.trialBalance(platform.db)
  const difference = rows.reduce((sum, row) => sum + row.debit_fen - row.credit_fen, 0)
  return {
    rows: rows.map((row) => ({
      code: row.code,
      name: row.name,
      type: row.type,
      debit: money(row.debit_fen),
      credit: money(row.credit_fen),
    })),
    difference: money(difference),
  }
}

async function withTransfers(q: Queryable, journals: readonly StoredJournal[]): Promise<ShownJournal[]> {
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
    actor: showActor(journal.actor),
    transfers: transfers
      .filter((transfer) => transfer.journal_id === journal.id)
      .map((transfer) => ({
        debit: kindOf(transfer.debit_kind)?.name ?? String(transfer.debit_kind),
        debitOwner: ownerText(transfer.debit_kind, transfer.debit_owner),
        credit: kindOf(transfer.credit_kind)?.name ?? String(transfer.credit_kind),
        creditOwner: ownerText(transfer.credit_kind, transfer.credit_owner),
        amountFen: transfer.amount_fen,
      })),
  }))
}

/** The owner's id in text; null for the house itself. */
function ownerText(code: number, owner: bigint | number): string | null {
  const prefix = kindOf(code)?.ownerPrefix
  return prefix === undefined || BigInt(owner) === HOUSE ? null : formatId(prefix, BigInt(owner))
}
