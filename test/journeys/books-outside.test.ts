import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type BookFormat, exportBooks } from '../../src/ledger/index.ts'
import { connectOnce } from '../../src/platform/db.ts'
import { testUnless } from '../support/skip.ts'
import { liveSmallRun } from '../support/small-run.ts'

/** Strangers' programs add up what the house booked, and come to the same fen. */

let connection: Awaited<ReturnType<typeof connectOnce>>
const folder = mkdtempSync(path.join(tmpdir(), 'leaven-books-'))

beforeAll(async () => {
  const shop = await liveSmallRun()
  await shop.house.close()
  connection = await connectOnce(shop.house.databaseUrl)
}, 120_000)
afterAll(async () => {
  await connection?.end()
  rmSync(folder, { recursive: true })
})

async function written(format: BookFormat): Promise<string> {
  const q = {
    query: <Row>(_name: string, text: string, values: readonly unknown[] = []) => connection.query<Row>(text, values),
  }
  const file = path.join(folder, `books.${format}`)
  let text = ''
  for await (const part of exportBooks(q, format, 'CNY')) text += part
  writeFileSync(file, text)
  return file
}

/** Debits less credits of every account that moved, in fen, as the ledger itself has them. */
async function booked(): Promise<Record<string, number>> {
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

const version = (program: string) => spawnSync(program, ['--version']).error && `${program} is not installed`
const fenOf = (amount: string): number => {
  const [, sign, whole, cents] = /^(-?)(\d+)\.(\d\d) CNY$/.exec(amount) ?? []
  if (whole === undefined) throw new Error(`not an amount: ${amount}`)
  return Number(`${sign}${whole}${cents}`)
}

describe('hledger', () => {
  testUnless(version('hledger'))('recomputes every balance of what was lived, to the fen', async () => {
    const file = await written('hledger')
    const args = ['-f', file, 'balance', '--flat', '--no-total', '-O', 'csv']
    const { stdout, stderr, status } = spawnSync('hledger', args, { encoding: 'utf8' })
    expect(status, stderr).toBe(0)
    const rows = stdout.trim().split('\n').slice(1)
    const recomputed = Object.fromEntries(
      rows.map((row) => {
        const [, account = '', amount = ''] = /^"([^"]+)","([^"]+)"$/.exec(row) ?? []
        return [account, fenOf(amount)]
      }),
    )
    const expected = await booked()
    expect(Object.keys(expected).length).toBeGreaterThan(6)
    expect(recomputed).toEqual(expected)
  })

  testUnless(version('hledger'))(
    'finds every account declared, every journal balanced, the days in order',
    async () => {
      const file = await written('hledger')
      for (const check of ['accounts', 'commodities', 'ordereddates'])
        expect(spawnSync('hledger', ['-f', file, 'check', check], { encoding: 'utf8' })).toMatchObject({
          status: 0,
          stderr: '',
        })
    },
  )
})

test('beancount’s text opens every account that it uses, and every transaction sums to nothing', async () => {
  const text = spawnSync('cat', [await written('beancount')], { encoding: 'utf8' }).stdout
  const opened = new Set([...text.matchAll(/^\d{4}-\d\d-\d\d open (\S+) CNY$/gm)].map((match) => match[1]))
  const transactions = text.split('\n\n').filter((part) => / \* "/.test(part))
  expect(transactions.length).toBeGreaterThan(5)
  for (const part of transactions) {
    const postings = [...part.matchAll(/^ {2}([A-Z]\S+) {2}(-?\d+\.\d\d CNY)$/gm)]
    expect(postings.length).toBeGreaterThanOrEqual(2)
    expect(postings.reduce((sum, [, , amount = '']) => sum + fenOf(amount), 0)).toBe(0)
    for (const [, account = ''] of postings) {
      expect(opened).toContain(account)
      expect(account).toMatch(/^(Assets|Liabilities|Income|Expenses)(:[A-Z0-9][A-Za-z0-9-]*)+$/)
    }
  }
})
