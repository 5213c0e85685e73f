import { createHash } from 'node:crypto'
import { assertFen } from '../platform/money.ts'
import type { Account } from './account.ts'
import { growth } from './account.ts'

/** One movement: both sides at once, so that half of one cannot be written. */
export interface Transfer {
  readonly debit: Account
  readonly credit: Account
  readonly amountFen: number
}

/** A business event in the books. `key` is unique for ever: the same event is booked once. */
export interface Journal {
  readonly kind: string
  readonly key: string
  readonly cellId: number
  readonly reference: bigint
  readonly actor: string
  readonly reverses?: bigint
  readonly transfers: readonly Transfer[]
}

export interface BalanceChange {
  readonly kind: number
  readonly owner: bigint
  readonly changeFen: number
}

const MAX_TRANSFERS = 200

/** Throws on what can only be a programming error: no transfers, amounts that are no amounts, an account against itself. */
export function assertJournal(journal: Journal): void {
  const { transfers, key } = journal
  if (transfers.length === 0 || transfers.length > MAX_TRANSFERS)
    throw new Error(`journal ${key} has ${transfers.length} transfers`)
  for (const { debit, credit, amountFen } of transfers) {
    if (assertFen(amountFen) === 0) throw new Error(`journal ${key} moves nothing`)
    if (debit.kind.code === credit.kind.code && debit.owner === credit.owner)
      throw new Error(`journal ${key} moves money to where it is`)
  }
}

/** What a list of journals does to guarded balances, one change an account, in account order (so that nobody deadlocks). */
export function guardedChanges(journals: readonly Journal[]): BalanceChange[] {
  const changes = new Map<string, { kind: number; owner: bigint; changeFen: number }>()
  for (const { transfers } of journals)
    for (const { debit, credit, amountFen } of transfers)
      for (const [account, side] of [
        [debit, 'debit'],
        [credit, 'credit'],
      ] as const) {
        if (!account.kind.guarded) continue
        const name = `${account.kind.code}/${account.owner}`
        const change = changes.get(name) ?? { kind: account.kind.code, owner: account.owner, changeFen: 0 }
        change.changeFen += growth(account.kind, side) * amountFen
        changes.set(name, change)
      }
  return [...changes.values()].sort((a, b) => a.kind - b.kind || (a.owner < b.owner ? -1 : a.owner > b.owner ? 1 : 0))
}

export interface StoredTransfer {
  readonly position: number
  readonly debit_kind: number
  readonly debit_owner: bigint | number
  readonly credit_kind: number
  readonly credit_owner: bigint | number
  readonly amount_fen: number
}

export interface StoredJournal {
  readonly id: bigint
  readonly cell_id: number
  readonly kind: string
  readonly key: string
  readonly reference: bigint
  readonly business_day: string
  readonly booked_at: Date
  readonly reverses: bigint | null
  readonly actor: string
}

/** The text that is sealed: every field of the journal and its transfers, in order. */
export function canonicalText(journal: StoredJournal, transfers: readonly StoredTransfer[]): string {
  const head = [
    journal.id,
    journal.kind,
    journal.key,
    journal.reference,
    journal.business_day,
    journal.booked_at.toISOString(),
    journal.reverses ?? '',
    journal.actor,
  ]
  const moves = transfers.map(
    (t) => `${t.position}:${t.debit_kind}/${t.debit_owner}>${t.credit_kind}/${t.credit_owner}=${t.amount_fen}`,
  )
  return `${head.join('|')}\n${moves.join('\n')}`
}

/** SHA-256(previous seal ‖ canonical text). The first of a cell stands on 32 zero bytes. */
export function sealOf(previous: Buffer, text: string): Buffer {
  return createHash('sha256').update(previous).update(text).digest()
}

export const FIRST_SEAL = Buffer.alloc(32)
