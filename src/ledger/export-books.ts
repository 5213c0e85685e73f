import type { Queryable } from '../platform/db.ts'
import { formatId } from '../platform/ids.ts'
import { type AccountKind, kindOf, ownerText } from './account.ts'
import type { StoredJournal, StoredTransfer } from './journal.ts'
import { transfersByJournal } from './seal-journals.ts'
import * as sqlBooks from './sql-books.ts'

export const bookFormats = ['hledger', 'beancount'] as const
export type BookFormat = (typeof bookFormats)[number]

const BATCH = 2_000

/**
 * The whole books as text that a stranger's program reads, journal by journal, oldest first: hledger
 * (https://hledger.org/hledger.html#journal) or beancount (https://beancount.github.io/docs/beancount_language_syntax.html).
 * Amounts are written in the currency's own unit. One journal is one transaction with two postings a transfer.
 */
export async function* exportBooks(q: Queryable, format: BookFormat, currency: string): AsyncGenerator<string> {
  const write = writers[format](currency)
  yield write.head(await sqlBooks.usedAccounts(q), (await sqlBooks.firstDay(q))[0]?.business_day ?? '1970-01-01')
  let after = 0n
  for (;;) {
    const journals = await sqlBooks.journalsAfter(q, after, BATCH)
    const last = journals.at(-1)
    if (!last) return
    const byJournal = await transfersByJournal(
      q,
      journals.map((journal) => journal.id),
    )
    yield journals.map((journal) => write.journal(journal, byJournal.get(journal.id) ?? [])).join('')
    after = last.id
  }
}

interface BookWriter {
  head(accounts: readonly sqlBooks.UsedAccount[], firstDay: string): string
  journal(journal: StoredJournal, transfers: readonly StoredTransfer[]): string
}

type Side = [code: number, owner: bigint | number, fen: number]

const sidesOf = (transfers: readonly StoredTransfer[]): Side[] =>
  transfers.flatMap((t): Side[] => [
    [t.debit_kind, t.debit_owner, t.amount_fen],
    [t.credit_kind, t.credit_owner, -t.amount_fen],
  ])

const writers: Readonly<Record<BookFormat, (currency: string) => BookWriter>> = {
  hledger: (currency) => {
    const amount = amountWriter(currency)
    return {
      head: (accounts) =>
        `commodity ${amount(100_000)}\n${accounts.map((one) => `account ${hledgerName(one.kind, one.owner)}\n`).join('')}\n`,
      journal: (journal, transfers) =>
        `${journal.business_day} (${journal.key}) ${journal.kind}  ; journal:${formatId('jrn', journal.id)}\n` +
        `${sidesOf(transfers)
          .map(([code, owner, fen]) => `    ${hledgerName(code, owner)}  ${amount(fen)}\n`)
          .join('')}\n`,
    }
  },
  beancount: (currency) => {
    const amount = amountWriter(currency)
    return {
      head: (accounts, firstDay) =>
        `option "operating_currency" "${currency}"\n${accounts.map((one) => `${firstDay} open ${beancountName(one.kind, one.owner)} ${currency}\n`).join('')}\n`,
      journal: (journal, transfers) =>
        `${journal.business_day} * "${journal.kind}" "${journal.key}"\n  journal: "${formatId('jrn', journal.id)}"\n` +
        `${sidesOf(transfers)
          .map(([code, owner, fen]) => `  ${beancountName(code, owner)}  ${amount(fen)}\n`)
          .join('')}\n`,
    }
  },
}

const ROOTS: Readonly<Record<AccountKind['type'], [hledger: string, beancount: string]>> = {
  asset: ['assets', 'Assets'],
  liability: ['liabilities', 'Liabilities'],
  income: ['income', 'Income'],
  expense: ['expenses', 'Expenses'],
}

function hledgerName(code: number, owner: bigint | number): string {
  const kind = declared(code)
  const whose = ownerText(code, owner)
  return `${ROOTS[kind.type][0]}:${kind.name}${whose ? `:${whose}` : ''}`
}

/** Beancount wants every part to begin with a capital, and takes no underscore. */
function beancountName(code: number, owner: bigint | number): string {
  const kind = declared(code)
  const whose = ownerText(code, owner)
  const capital = (text: string) => `${text[0]?.toUpperCase()}${text.slice(1).replaceAll('_', '-')}`
  return `${ROOTS[kind.type][1]}:${capital(kind.name)}${whose ? `:${capital(whose)}` : ''}`
}

function declared(code: number): AccountKind {
  const kind = kindOf(code)
  if (!kind) throw new Error(`account kind ${code} is not declared`)
  return kind
}

/** 3990 fen as `39.90 CNY`; as many decimals as the currency has. In whole digits: no division, no rounding. */
function amountWriter(currency: string): (fen: number) => string {
  const decimals =
    new Intl.NumberFormat('en', { style: 'currency', currency }).resolvedOptions().maximumFractionDigits ?? 2
  return (fen) => {
    const digits = String(Math.abs(fen)).padStart(decimals + 1, '0')
    const whole = decimals === 0 ? digits : `${digits.slice(0, -decimals)}.${digits.slice(-decimals)}`
    return `${fen < 0 ? '-' : ''}${whole} ${currency}`
  }
}
