/** A wrong row for a check of the audit: what the schema would refuse, the owner of the tables can still do. */
export interface WrongRow {
  /** Constraints that would refuse it: `table constraint`, or `index name`. */
  readonly without?: readonly string[]
  readonly rows: readonly string[]
}

/** An id that nothing else has. */
export const ID = '7000000000000000001'

/** The moment of the last journal. */
export const AT = `(select max(booked_at) from ledger.journal)`

/** A journal of the test's own, too young to be sealed, with one transfer of 1 fen when its accounts are said. */
export const journal = (kind: string, reference: string, accounts?: string): string[] => [
  `insert into ledger.journal (id, cell_id, kind, key, reference, business_day, booked_at, actor, transfers)
   select ${ID}, cell_id, '${kind}', 'planted', ${reference}, business_day, booked_at + interval '6 minutes', 'test', 1 from ledger.journal where booked_at = ${AT} limit 1`,
  ...(accounts
    ? [
        `insert into ledger.transfer (journal_id, position, cell_id, debit_kind, debit_owner, credit_kind, credit_owner, amount_fen)
         select id, 1, cell_id, ${accounts}, 1 from ledger.journal where id = ${ID}`,
      ]
    : []),
]
