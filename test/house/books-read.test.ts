import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest'
import { connectOnce } from '../../src/platform/db.ts'
import { type BookNote, sumOfNotes } from '../support/book-notes.ts'
import { whyNot } from '../support/books-outside.ts'
import { readBooksOf } from '../support/read-books.ts'
import { testUnless } from '../support/skip.ts'
import { liveSmallRun } from '../support/small-run.ts'

/** The hook that reads every database of every test file finds what is wrong with one, and does not overlook any. */

let url: string
let connection: Awaited<ReturnType<typeof connectOnce>>

beforeAll(async () => {
  const shop = await liveSmallRun()
  await shop.house.close()
  url = shop.house.databaseUrl
  connection = await connectOnce(url)
}, 120_000)
afterAll(() => connection?.end())

/** What the end of the file does, for the one database. */
const read = () => readBooksOf(inject('testServerUrl'), new URL(url).pathname.slice(1))

/** The owner of the tables changes what nobody else can, and puts it back. */
async function withWrong(wrong: string, right: string): Promise<void> {
  await connection.query(wrong)
  try {
    await expect(read()).rejects.toThrow(/^hledger and the ledger of \/test_\S+ disagree: /)
  } finally {
    await connection.query(right)
  }
  await read()
}

describe('the books of a database that a test is done with', () => {
  const testWithHledger = testUnless(whyNot('hledger') || undefined)

  testWithHledger('are right, and it is noted that they were read', async () => {
    await read()
    const notes = readFileSync(inject('bookNotes'), 'utf8').trim().split('\n')
    const ours = notes.map((line) => JSON.parse(line) as BookNote).filter((note) => url.endsWith(note.database))
    expect(ours.map((note) => note.what).slice(0, 2)).toEqual(['given', 'read'])
    expect(ours[1]?.journals).toBe((await connection.query('select from ledger.journal')).length)
    expect(ours[1]?.journals).toBeGreaterThan(5)
  })

  testWithHledger('are wrong by one fen in the stored balance of one account', () =>
    withWrong(
      `insert into ledger.balance (kind, owner, balance_fen) values (2402, 5, 1)`,
      `delete from ledger.balance where kind = 2402 and owner = 5`,
    ),
  )

  testWithHledger('are wrong when the export and the transfers do not say the same', async () => {
    // A journal that the export cannot reach: its transfers are of nobody.
    await connection.query('alter table ledger.transfer disable trigger all')
    const transfer = `insert into ledger.transfer (journal_id, position, cell_id, debit_kind, debit_owner, credit_kind, credit_owner, amount_fen)
      select 1, 1, cell_id, debit_kind, debit_owner, credit_kind, credit_owner, 1 from ledger.transfer limit 1`
    await withWrong(transfer, 'delete from ledger.transfer where journal_id = 1')
    await connection.query('alter table ledger.transfer enable trigger all')
  })
})

test('a database that was given out and not read is named; those that were are counted', () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'leaven-notes-'))
  const file = path.join(folder, 'notes.jsonl')
  expect(sumOfNotes(file)).toEqual({
    words: '0 journals in 0 databases of 0 test files, in 0.0 s; 0 more databases had none',
    unread: [],
  })
  const notes: BookNote[] = [
    { what: 'given', database: '1/a', file: 'a.test.ts' },
    { what: 'given', database: '1/b', file: 'b.test.ts' },
    { what: 'given', database: '1/c', file: 'b.test.ts' },
    { what: 'read', database: '1/a', file: 'a.test.ts', journals: 7, ms: 300 },
    { what: 'read', database: '1/c', file: 'b.test.ts', journals: 0, ms: 5 },
  ]
  writeFileSync(file, notes.map((note) => `${JSON.stringify(note)}\n`).join(''))
  expect(sumOfNotes(file)).toEqual({
    words: '7 journals in 1 databases of 1 test files, in 0.3 s; 1 more databases had none',
    unread: ['1/b of b.test.ts'],
  })
  rmSync(folder, { recursive: true })
})
