import { route, staff } from '../platform/http.ts'
import { Money, orNull, PageQuery, page, strict, Timestamp, Type } from '../platform/wire.ts'
import { listJournals, readTrialBalance } from './read-journals.ts'

export const ShownJournalShape = Type.Object({
  id: Type.String(),
  kind: Type.String(),
  key: Type.String(),
  bookedAt: Timestamp,
  businessDay: Type.String(),
  actor: Type.String(),
  transfers: Type.Array(
    Type.Object({
      debit: Type.String(),
      debitOwner: orNull(Type.String()),
      credit: Type.String(),
      creditOwner: orNull(Type.String()),
      amountFen: Type.Integer(),
    }),
  ),
})

export const routes = [
  route({
    method: 'GET',
    path: '/v1/admin/ledger/journals',
    audience: 'admin',
    who: staff('finance', 'operator'),
    summary: 'Journals, newest first, or those of one order, payment or refund',
    query: strict({ ...PageQuery, reference: Type.Optional(Type.String({ maxLength: 20 })) }),
    answer: page(ShownJournalShape),
    handle: (platform, { query }) => listJournals(platform, query),
  }),
  route({
    method: 'GET',
    path: '/v1/admin/ledger/trial-balance',
    audience: 'admin',
    who: staff('finance', 'operator'),
    summary: 'The trial balance: debits and credits of every kind of account',
    answer: Type.Object({
      rows: Type.Array(
        Type.Object({ code: Type.Integer(), name: Type.String(), type: Type.String(), debit: Money, credit: Money }),
      ),
      difference: Money,
    }),
    handle: (platform) => readTrialBalance(platform),
  }),
]
