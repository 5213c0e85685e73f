import { defineRefusals, LocalDate, Money, oneOf, orNull, type Static, Timestamp, Type } from '../platform/wire.ts'

export const refusals = defineRefusals({
  balance_too_low: { status: 409, zh: '余额不够。', en: 'The balance is too low.' },
  day_closed: { status: 409, zh: '这一天的账已经结了。', en: 'The books of this day are closed.' },
})

/** A journal as staff read it. Owners and actors come with the names that they have now; the house and the system have none. */
export const ShownJournal = Type.Object({
  id: Type.String(),
  kind: Type.String(),
  key: Type.String(),
  bookedAt: Timestamp,
  businessDay: Type.String(),
  actor: Type.String(),
  actorName: orNull(Type.String()),
  transfers: Type.Array(
    Type.Object({
      debit: Type.String(),
      debitOwner: orNull(Type.String()),
      debitOwnerName: orNull(Type.String()),
      credit: Type.String(),
      creditOwner: orNull(Type.String()),
      creditOwnerName: orNull(Type.String()),
      amountFen: Type.Integer(),
    }),
  ),
})

export const StatementLine = Type.Object({
  id: Type.String(),
  journalId: Type.String(),
  key: Type.String(),
  kind: Type.String(),
  bookedAt: Timestamp,
  businessDay: LocalDate,
  owner: orNull(Type.String()),
  otherAccount: Type.String(),
  otherOwner: orNull(Type.String()),
  /** Positive when the account grew. */
  change: Money,
  balance: Money,
})
export type StatementLine = Static<typeof StatementLine>

export const AccountStatement = Type.Object({
  account: Type.String(),
  type: oneOf('asset', 'liability', 'income', 'expense'),
  owner: orNull(Type.String()),
  opening: Money,
  closing: Money,
  items: Type.Array(StatementLine),
  nextCursor: orNull(Type.String()),
})
export type AccountStatement = Static<typeof AccountStatement>

export const LedgerDay = Type.Object({
  day: LocalDate,
  openedAt: Timestamp,
  closedAt: orNull(Timestamp),
  journals: orNull(Type.Integer()),
  moved: orNull(Money),
  head: orNull(Type.String()),
})
export type LedgerDay = Static<typeof LedgerDay>
