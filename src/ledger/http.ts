import { route, staff } from '../platform/http.ts'
import { LocalDate, Money, PageQuery, page, strict, Type } from '../platform/wire.ts'
import { readStatement } from './account-statement.ts'
import { AccountStatement, LedgerDay, ShownJournal } from './contract.ts'
import { listDays } from './read-days.ts'
import { listJournals, readTrialBalance } from './read-journals.ts'

export const routes = [
  route({
    method: 'GET',
    path: '/v1/admin/ledger/journals',
    audience: 'admin',
    who: staff('finance', 'operator'),
    summary: 'Journals, newest first: all, those about one thing, those of an account’s owner, or one by its id',
    query: strict({ ...PageQuery, reference: Type.Optional(Type.String({ maxLength: 20 })) }),
    answer: page(ShownJournal),
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
  route({
    method: 'GET',
    path: '/v1/admin/ledger/accounts/:kind',
    audience: 'admin',
    who: staff('finance', 'operator'),
    summary: 'The statement of an account, newest first, each line with the balance after it',
    params: strict({ kind: Type.String({ pattern: '^[a-z_]{2,40}$' }) }),
    query: strict({
      ...PageQuery,
      owner: Type.Optional(Type.String({ maxLength: 20 })),
      from: Type.Optional(LocalDate),
      through: Type.Optional(LocalDate),
    }),
    answer: AccountStatement,
    handle: (platform, { params, query }) => readStatement(platform, params.kind, query),
  }),
  route({
    method: 'GET',
    path: '/v1/admin/ledger/days',
    audience: 'admin',
    who: staff('finance', 'operator'),
    summary: 'Business days, newest first: closed with their sums and head, or open',
    query: strict(PageQuery),
    answer: page(LedgerDay),
    handle: (platform, { query }) => listDays(platform, query),
  }),
]
