import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { freshDatabase } from '../../test/support/database.ts'
import { type TestPlatform, testPlatform } from '../../test/support/platform.ts'
import { connectOnce } from '../platform/db.ts'
import { type Account, book, declareAccounts, HOUSE, keepAccountKinds } from './index.ts'
import { judgeSeals, sealJournals } from './seal-journals.ts'

const kinds = declareAccounts({
  seal_from: { code: 9011, type: 'asset', guarded: false },
  seal_to: { code: 9012, type: 'liability', guarded: false },
})
const from: Account = { kind: kinds.seal_from, owner: HOUSE }
const to: Account = { kind: kinds.seal_to, owner: HOUSE }

let stage: TestPlatform
let owner: Awaited<ReturnType<typeof connectOnce>>
let made = 0

beforeAll(async () => {
  const url = await freshDatabase()
  stage = await testPlatform(url)
  owner = await connectOnce(url)
  await keepAccountKinds(stage.platform.db)
  for (let i = 0; i < 12; i++) await bookOne(i % 3)
  // Transaction numbers that grow by a digit in the middle: as text, '10' would come before '9'.
  await owner.query(
    'update ledger.journal j set tx = n::text::xid8 from (select id, row_number() over (order by tx, id) as n from ledger.journal) o where o.id = j.id',
  )
})
afterAll(async () => {
  await owner.end()
  await stage.close()
})

const bookOne = (cellId: number, before?: () => Promise<void>) =>
  stage.platform.db.inTransaction(stage.platform, async (tx) => {
    const transfers = [
      { debit: from, credit: to, amountFen: 100 },
      { debit: to, credit: from, amountFen: 1 },
    ]
    const key = `sealed:${++made}`
    await book(stage.platform, tx, [{ kind: 'test', key, cellId, reference: 1n, actor: 'test', transfers }])
    await before?.()
  })
/** Seals so many; waits for them, because an open transaction anywhere on the server holds all sealing up. */
const seal = async (wanted: number) => {
  let sealed = 0
  await expect
    .poll(async () => (sealed += await sealJournals(stage.platform)), { timeout: 20_000, interval: 20 })
    .toBeGreaterThanOrEqual(wanted)
  expect(sealed).toBe(wanted)
}

describe('seals', () => {
  test('every journal once, each cell a chain of its own', async () => {
    await seal(12)
    expect(await sealJournals(stage.platform)).toBe(0)
    expect(await judgeSeals(stage.platform.db)).toEqual({ looked: 12, found: [] })
    const rows = await owner.query<{ cell_id: number; top: string; n: string }>(
      'select cell_id, max(seq) as top, count(*) as n from ledger.seal group by 1 order by 1',
    )
    expect(rows.map((row) => [row.cell_id, Number(row.top), Number(row.n)])).toEqual([
      [0, 4, 4],
      [1, 4, 4],
      [2, 4, 4],
    ])
  })

  test('one whose transaction is still open is waited for, and none is sealed in front of it', async () => {
    let letGo: () => void = () => {}
    const held = new Promise<void>((resolve) => {
      letGo = resolve
    })
    let booked: () => void = () => {}
    const isBooked = new Promise<void>((resolve) => {
      booked = resolve
    })
    const slow = bookOne(0, () => {
      booked()
      return held
    })
    await isBooked
    try {
      await bookOne(0)
      expect(await sealJournals(stage.platform)).toBe(0)
    } finally {
      letGo()
      await slow
    }
    await seal(2)
    expect((await judgeSeals(stage.platform.db)).found).toEqual([])
  })

  test('two sealers at once: one chain', async () => {
    for (let i = 0; i < 20; i++) await bookOne(i % 2)
    const both = await Promise.all(Array.from({ length: 4 }, () => sealJournals(stage.platform)))
    await seal(20 - both.reduce((a, b) => a + b, 0))
    const { looked, found } = await judgeSeals(stage.platform.db)
    expect([looked, found]).toEqual([made, []])
  })
})

describe('what is changed behind the seals is found', () => {
  const second = '(select journal_id from ledger.seal where cell_id = 1 and seq = 2)'
  const changes: [string, string][] = [
    ['an amount', `update ledger.transfer set amount_fen = 99 where position = 1 and journal_id = ${second}`],
    ['an account', `update ledger.transfer set credit_owner = 7 where position = 1 and journal_id = ${second}`],
    [
      'a side',
      `update ledger.transfer set debit_kind = credit_kind, credit_kind = debit_kind where position = 2 and journal_id = ${second}`,
    ],
    ['a transfer taken away', `delete from ledger.transfer where position = 2 and journal_id = ${second}`],
    [
      'a transfer added',
      `insert into ledger.transfer select journal_id, 3, cell_id, debit_kind, debit_owner, credit_kind, credit_owner, 1 from ledger.transfer where position = 1 and journal_id = ${second}`,
    ],
    ['a journal taken away', `delete from ledger.journal where id = ${second}`],
    ['a reference', `update ledger.journal set reference = 2 where id = ${second}`],
    ['a day', `update ledger.journal set business_day = business_day - 1 where id = ${second}`],
    ['a time', `update ledger.journal set booked_at = booked_at - interval '1 s' where id = ${second}`],
    ['a key', `update ledger.journal set key = 'other' where id = ${second}`],
    ['a seal taken out of the chain', 'delete from ledger.seal where cell_id = 1 and seq = 2'],
    ['a seal made anew', `update ledger.seal set hash = sha256('x') where cell_id = 1 and seq = 2`],
    [
      'two journals that change places',
      'update ledger.seal a set journal_id = b.journal_id from ledger.seal b where a.cell_id = 1 and b.cell_id = 1 and a.seq + b.seq = 5 and a.seq in (2, 3)',
    ],
  ]
  for (const [what, change] of changes)
    test(what, async () => {
      await owner.query('begin')
      try {
        if (what.startsWith('two'))
          await owner.query('alter table ledger.seal drop constraint seal_journal_id_cell_id_key')
        await owner.query(change)
        const asOwner = {
          query: (_name: string, text: string, values: readonly unknown[] = []) => owner.query(text, values),
        }
        expect((await judgeSeals(asOwner as never)).found.length).toBeGreaterThan(0)
      } finally {
        await owner.query('rollback')
      }
    })
})
