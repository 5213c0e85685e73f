import { spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { connectOnce } from '../../src/platform/db.ts'
import { booked, fenOf, recomputed, whyNot, withBooks } from '../support/books-outside.ts'
import { testUnless } from '../support/skip.ts'
import { liveSmallRun } from '../support/small-run.ts'

/** Strangers' programs add up what the house booked, and come to the same fen. */

let connection: Awaited<ReturnType<typeof connectOnce>>

beforeAll(async () => {
  const shop = await liveSmallRun()
  await shop.house.close()
  connection = await connectOnce(shop.house.databaseUrl)
}, 120_000)
afterAll(() => connection?.end())

describe('hledger', () => {
  testUnless(whyNot('hledger'))('recomputes every balance of what was lived, to the fen', async () => {
    const expected = await booked(connection)
    expect(Object.keys(expected).length).toBeGreaterThan(6)
    expect(await withBooks(connection, 'hledger', recomputed)).toEqual(expected)
  })

  testUnless(whyNot('hledger'))('finds every account declared, every journal balanced, the days in order', () =>
    withBooks(connection, 'hledger', (file) => {
      for (const check of ['accounts', 'commodities', 'ordereddates'])
        expect(spawnSync('hledger', ['-f', file, 'check', check], { encoding: 'utf8' })).toMatchObject({
          status: 0,
          stderr: '',
        })
    }),
  )
})

test('beancount’s text opens every account that it uses, and every transaction sums to nothing', async () => {
  const text = await withBooks(connection, 'beancount', (file) => readFileSync(file, 'utf8'))
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
