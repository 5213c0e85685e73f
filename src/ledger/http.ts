import { route, staff } from '../platform/http.ts'
import { formatId, parseId } from '../platform/ids.ts'
import { Money, PageQuery, page, strict, Timestamp, Type } from '../platform/wire.ts'
import { readJournals, withTransfers } from './read-journals.ts'
import * as sql from './sql.ts'

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
      debitOwner: Type.String(),
      credit: Type.String(),
      creditOwner: Type.String(),
      amountFen: Type.Integer(),
    }),
  ),
})

const LAST = 9223372036854775807n
const references = ['ord', 'pay', 'rfd'] as const

export const routes = [
  route({
    method: 'GET',
    path: '/v1/admin/ledger/journals',
    audience: 'admin',
    who: staff('finance', 'operator'),
    summary: 'Journals, newest first, or those of one order, payment or refund',
    query: strict({ ...PageQuery, reference: Type.Optional(Type.String({ maxLength: 20 })) }),
    answer: page(ShownJournalShape),
    handle: async (platform, { query }) => {
      if (query.reference) {
        const prefix = references.find((name) => query.reference?.startsWith(`${name}_`)) ?? 'ord'
        return { items: await readJournals(platform.db, [parseId(prefix, query.reference)]), nextCursor: null }
      }
      const limit = query.limit ?? 20
      const rows = await sql.journalsBefore(platform.db, query.cursor ? parseId('jrn', query.cursor) : LAST, limit)
      const last = rows.at(-1)
      return {
        items: await withTransfers(platform.db, rows),
        nextCursor: rows.length === limit && last ? formatId('jrn', last.id) : null,
      }
    },
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
    handle: async (platform) => {
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
    },
  }),
]
