import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { type BookFormat, exportBooks } from '../../src/ledger/index.ts'
import { connectOnce } from '../../src/platform/db.ts'

type Connection = Awaited<ReturnType<typeof connectOnce>>

/** Balances of accounts in fen, debits less credits; accounts at zero are left out. */
export type Balances = Readonly<Record<string, number>>

/** Why a program cannot be asked, or nothing. */
export const whyNot = (program: string) => spawnSync(program, ['--version']).error && `${program} is not installed`

/** The whole books as text in a file of their own; `read` is told where. */
export async function withBooks<T>(
  connection: Connection,
  format: BookFormat,
  read: (file: string) => T | Promise<T>,
): Promise<T> {
  const folder = mkdtempSync(path.join(tmpdir(), 'leaven-books-'))
  try {
    const q = {
      query: <Row>(_name: string, text: string, values: readonly unknown[] = []) => connection.query<Row>(text, values),
    }
    let text = ''
    for await (const part of exportBooks(q, format, 'CNY')) text += part
    const file = path.join(folder, `books.${format}`)
    writeFileSync(file, text)
    return await read(file)
  } finally {
    rmSync(folder, { recursive: true })
  }
}

/** What hledger makes of books that were written for it. */
export function recomputed(file: string): Balances {
  const { stdout, stderr, status } = spawnSync(
    'hledger',
    ['-f', file, 'balance', '--flat', '--no-total', '-O', 'csv'],
    { encoding: 'utf8', maxBuffer: 64 * 1024 * 1024 },
  )
  if (status !== 0) throw new Error(`hledger refused the books: ${stderr}`)
  const rows = stdout.trim().split('\n').slice(1)
  return Object.fromEntries(
    rows.map((row) => {
      const [, account = '', amount = ''] = /^"([^"]+)","([^"]+)"$/.exec(row) ?? []
      return [account, fenOf(amount)]
    }),
  )
}

/** Debits less credits of every account that moved, as the ledger itself has them. */
export async function booked(connection: Connection): Promise<Balances> {
  const rows = await connection.query<{ name: string; type: string; owner: string; fen: number }>(
    `select k.type, k.name, case when m.owner = 0 then '' else ':' || platform.id_text(case when k.name like '%supplier%' then 'sup' else 'per' end, m.owner) end as owner,
       sum(m.fen)::bigint as fen
     from (select debit_kind as code, debit_owner as owner, amount_fen as fen from ledger.transfer
           union all select credit_kind, credit_owner, -amount_fen from ledger.transfer) m join ledger.account_kind k using (code)
     group by k.type, k.name, m.owner having sum(m.fen) <> 0`,
  )
  const roots: Record<string, string> = {
    asset: 'assets',
    liability: 'liabilities',
    income: 'income',
    expense: 'expenses',
  }
  return Object.fromEntries(rows.map((row) => [`${roots[row.type]}:${row.name}${row.owner}`, row.fen]))
}

export function fenOf(amount: string): number {
  const [, sign, whole, cents] = /^(-?)(\d+)\.(\d\d) CNY$/.exec(amount) ?? []
  if (whole === undefined) throw new Error(`not an amount: ${amount}`)
  return Number(`${sign}${whole}${cents}`)
}

/**
 * Everything that a test file booked is added up by hledger as well, where it is installed.
 * @throws when the two do not agree to the fen
 */
export async function expectBooksToAgree(databaseUrl: string): Promise<void> {
  if (whyNot('hledger')) return
  const connection = await connectOnce(databaseUrl)
  try {
    const expected = await booked(connection)
    const found = await withBooks(connection, 'hledger', recomputed)
    const wrong = [...new Set([...Object.keys(expected), ...Object.keys(found)])].filter(
      (account) => expected[account] !== found[account],
    )
    if (wrong.length > 0)
      throw new Error(
        `hledger and the ledger disagree: ${wrong.map((account) => `${account} ${found[account] ?? 0}, not ${expected[account] ?? 0}`).join('; ')}`,
      )
  } finally {
    await connection.end()
  }
}
