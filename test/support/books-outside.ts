import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { ownerText } from '../../src/ledger/account.ts'
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

interface AccountRow {
  readonly code: number
  readonly type: string
  readonly name: string
  readonly owner: bigint | number
  readonly fen: number
}

const ROOTS: Readonly<Record<string, string>> = {
  asset: 'assets',
  liability: 'liabilities',
  income: 'income',
  expense: 'expenses',
}

function named(rows: readonly AccountRow[]): Balances {
  const nameOf = ({ code, type, name, owner }: AccountRow) =>
    [ROOTS[type], name, ownerText(code, owner)].filter(Boolean).join(':')
  const balances = Object.fromEntries(rows.map((row) => [nameOf(row), row.fen]))
  if (Object.keys(balances).length < rows.length) throw new Error('two accounts go by one name in the books')
  return balances
}

/** Debits less credits of every account that moved, as the transfers have them. */
export const booked = async (connection: Connection): Promise<Balances> =>
  named(
    await connection.query<AccountRow>(
      `select code, k.type, k.name, m.owner, sum(m.fen)::bigint as fen
       from (select debit_kind as code, debit_owner as owner, amount_fen as fen from ledger.transfer
             union all select credit_kind, credit_owner, -amount_fen from ledger.transfer) m join ledger.account_kind k using (code)
       group by code, k.type, k.name, m.owner having sum(m.fen) <> 0`,
    ),
  )

/** The same of the guarded accounts, as their stored balances have them: the ones that withdrawals are held to. */
const stored = async (connection: Connection): Promise<Balances> =>
  named(
    await connection.query<AccountRow>(
      `select k.code, k.type, k.name, b.owner, case when k.type in ('asset', 'expense') then b.balance_fen else -b.balance_fen end as fen
       from ledger.balance b join ledger.account_kind k on k.code = b.kind where b.balance_fen <> 0`,
    ),
  )

export function fenOf(amount: string): number {
  const [, sign, whole, cents] = /^(-?)(\d+)\.(\d\d) CNY$/.exec(amount) ?? []
  if (whole === undefined) throw new Error(`not an amount: ${amount}`)
  return Number(`${sign}${whole}${cents}`)
}

/**
 * The whole books of a database are added up by hledger as well: the sums of the transfers, and the stored balances.
 * Without hledger nothing is compared; with CI=true that is a failure.
 * @returns how many journals there are; nothing is asked of a database without any
 * @throws when the two do not agree to the fen
 */
export async function expectBooksToAgree(databaseUrl: string): Promise<number> {
  const connection = await connectOnce(databaseUrl)
  try {
    // One moment of the books, whoever books on.
    await connection.query('begin isolation level repeatable read read only')
    const journals = await journalsOf(connection)
    if (journals > 0 && isThere('hledger')) await compare(connection, databaseUrl)
    return journals
  } finally {
    await connection.end()
  }
}

async function journalsOf(connection: Connection): Promise<number> {
  const [ledger] = await connection.query<{ is: boolean }>(`select to_regclass('ledger.journal') is not null as is`)
  if (!ledger?.is) return 0
  return (await connection.query<{ n: number }>('select count(*)::int as n from ledger.journal'))[0]?.n ?? 0
}

const known = new Map<string, string | undefined>()

function isThere(program: string): boolean {
  if (!known.has(program)) known.set(program, whyNot(program) || undefined)
  const why = known.get(program)
  if (why && process.env.CI === 'true') throw new Error(`${why}, and CI reads all books with it`)
  return why === undefined
}

async function compare(connection: Connection, databaseUrl: string): Promise<void> {
  const found = await withBooks(connection, 'hledger', recomputed)
  const guarded = (await connection.query<{ name: string }>('select name from ledger.account_kind where guarded')).map(
    (kind) => kind.name,
  )
  const isGuarded = (account: string) => guarded.includes(account.split(':')[1] ?? '')
  const words = [
    ...differences(found, await booked(connection), () => true),
    ...differences(found, await stored(connection), isGuarded).map((one) => `the balance of ${one}`),
  ]
  if (words.length > 0)
    throw new Error(`hledger and the ledger of ${new URL(databaseUrl).pathname} disagree: ${words.join('; ')}`)
}

function differences(found: Balances, expected: Balances, isAsked: (account: string) => boolean): string[] {
  return [...new Set([...Object.keys(expected), ...Object.keys(found)])]
    .filter((account) => isAsked(account) && expected[account] !== found[account])
    .map((account) => `${account} ${found[account] ?? 0}, not ${expected[account] ?? 0}`)
}
