import { showActor } from '../platform/actor.ts'
import type { Queryable } from '../platform/db.ts'
import { Refusal } from '../platform/errors.ts'
import { formatId, parseId } from '../platform/ids.ts'
import { idOfActor, namesOf } from '../platform/names.ts'
import { NEWEST } from '../platform/paging.ts'
import type { Platform } from '../platform/platform.ts'
import { platformRefusals, prefixes, type Static } from '../platform/wire.ts'
import { declaredKinds, kindOf, ownerText } from './account.ts'
import type * as contract from './contract.ts'
import type { StoredJournal } from './journal.ts'
import * as sql from './sql.ts'

export type ShownJournal = Static<typeof contract.ShownJournal>

/** The journals that refer to any of these things, oldest first, each with its transfers. */
export async function readJournals(q: Queryable, references: readonly bigint[]): Promise<ShownJournal[]> {
  return withTransfers(q, await sql.journalsOf(q, references))
}

const PAGE_SIZE = 20

/**
 * Journals, newest first. With a reference: the one journal of that id, those that touched an account of that owner
 * (a person, a supplier), or those about that order, payment, refund …, oldest first.
 */
export async function listJournals(platform: Platform, query: { reference?: string; cursor?: string; limit?: number }) {
  const { db } = platform
  const limit = query.limit ?? PAGE_SIZE
  const before = query.cursor ? parseId('jrn', query.cursor) : NEWEST
  if (query.reference === undefined) return pageOfJournals(db, await sql.journalsBefore(db, before, limit), limit)
  const prefix = prefixes.find((name) => query.reference?.startsWith(`${name}_`))
  if (!prefix) throw new Refusal(platformRefusals.not_found)
  const id = parseId(prefix, query.reference)
  const kinds = declaredKinds().flatMap((kind) => (kind.ownerPrefix === prefix ? [kind.code] : []))
  if (kinds.length > 0) return pageOfJournals(db, await sql.journalsOfOwner(db, kinds, id, before, limit), limit)
  const rows = prefix === 'jrn' ? await sql.journalsById(db, [id]) : await sql.journalsOf(db, [id])
  return { items: await withTransfers(db, rows), nextCursor: null }
}

async function pageOfJournals(q: Queryable, rows: readonly StoredJournal[], limit: number) {
  const last = rows.at(-1)
  const nextCursor = rows.length === limit && last ? formatId('jrn', last.id) : null
  return { items: await withTransfers(q, rows), nextCursor }
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
  const shown = journals.map((journal) => ({
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
  return withNames(q, shown)
}

type Unnamed = Omit<ShownJournal, 'actorName' | 'transfers'> & {
  readonly transfers: readonly Omit<ShownJournal['transfers'][number], 'debitOwnerName' | 'creditOwnerName'>[]
}

async function withNames(q: Queryable, journals: readonly Unnamed[]): Promise<ShownJournal[]> {
  const ids = journals.flatMap(({ actor, transfers }) => [
    idOfActor(actor),
    ...transfers.flatMap(({ debitOwner, creditOwner }) => [debitOwner ?? '', creditOwner ?? '']),
  ])
  const names = await namesOf(q, ids)
  const nameOf = (id: string | null) => (id === null ? null : (names.get(id) ?? null))
  return journals.map((journal) => ({
    ...journal,
    actorName: nameOf(idOfActor(journal.actor)),
    transfers: journal.transfers.map((transfer) => ({
      ...transfer,
      debitOwnerName: nameOf(transfer.debitOwner),
      creditOwnerName: nameOf(transfer.creditOwner),
    })),
  }))
}
