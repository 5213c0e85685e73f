import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { freshDatabase } from '../../test/support/database.ts'
import { type TestPlatform, testPlatform } from '../../test/support/platform.ts'
import { audit } from '../platform/audit.ts'
import { connectOnce } from '../platform/db.ts'
import { isRefusal } from '../platform/errors.ts'
import type { Platform } from '../platform/platform.ts'
import {
  type Account,
  balanceOf,
  book,
  bookNew,
  declareAccounts,
  HOUSE,
  holdDay,
  type Journal,
  keepAccountKinds,
  room,
} from './index.ts'
import { sealJournals } from './seal-journals.ts'

const kinds = declareAccounts({
  test_cash: { code: 9001, type: 'asset', guarded: false },
  test_pool: { code: 9002, type: 'liability', guarded: true, ownerPrefix: 'per' },
  test_debt: { code: 9003, type: 'liability', guarded: false, ownerPrefix: 'per' },
})
const cash: Account = { kind: kinds.test_cash, owner: HOUSE }
const pool = (owner: bigint): Account => ({ kind: kinds.test_pool, owner })

let url: string
let stage: TestPlatform
let platform: Platform
let made = 0

beforeAll(async () => {
  url = await freshDatabase()
  stage = await testPlatform(url, { connections: 30 })
  platform = stage.platform
  await keepAccountKinds(platform.db)
})
afterAll(() => stage.close())

const journal = (debit: Account, credit: Account, amountFen: number, key = `test:${++made}`): Journal => ({
  ...{ kind: 'test', key, cellId: 0, reference: 1n, actor: 'test' },
  transfers: [{ debit, credit, amountFen }],
})
const bookNow = (...journals: Journal[]) => platform.db.inTransaction(platform, (tx) => book(platform, tx, journals))
const count = async () => {
  const [row] = await platform.db.query<{ n: number }>('', 'select count(*) as n from ledger.transfer')
  return row?.n ?? 0
}
const balance = (owner: bigint) => balanceOf(platform.db, kinds.test_pool, owner)

describe('booking', () => {
  test('a key is booked once, for ever: later, in the same list, and fifty times at once', async () => {
    const once = journal(cash, pool(1n), 500, 'once')
    expect(await bookNow(once)).toEqual([true])
    expect(await bookNow(once, journal(cash, pool(1n), 100))).toEqual([false, true])
    expect(await balance(1n)).toBe(600)
    const before = await count()
    const again = journal(cash, pool(2n), 700, 'again')
    const answers = await Promise.all(Array.from({ length: 50 }, () => bookNow(again)))
    expect(answers.filter(([booked]) => booked)).toHaveLength(1)
    expect(await count()).toBe(before + 1)
    expect(await balance(2n)).toBe(700)
  })

  test('twice in one list', async () => {
    const twice = journal(cash, pool(3n), 100, 'twice')
    expect((await bookNow(twice, twice)).filter(Boolean)).toHaveLength(1)
    expect(await balance(3n)).toBe(100)
  })

  test('what can only be a mistake of ours is thrown, and nothing is written', async () => {
    const before = await count()
    for (const wrong of [
      journal(cash, cash, 1),
      journal(cash, pool(1n), 0),
      journal(cash, pool(1n), -1),
      journal(cash, pool(1n), 0.5),
      { ...journal(cash, pool(1n), 1), transfers: [] },
    ])
      await expect(bookNow(journal(cash, pool(1n), 1), wrong)).rejects.toThrow()
    expect(await count()).toBe(before)
  })

  test('the application may not change or delete what is booked', async () => {
    for (const statement of [
      'update ledger.transfer set amount_fen = 1',
      'delete from ledger.transfer',
      'delete from ledger.journal',
      "update ledger.journal set actor = 'x'",
      'truncate ledger.seal',
      'update ledger.seal set seq = 1',
    ])
      await expect(platform.db.query('', statement)).rejects.toMatchObject({ code: '42501' })
  })
})

describe('guarded accounts', () => {
  test('give what they have, and no fen more: nothing of the transaction stays', async () => {
    await bookNow(journal(cash, pool(10n), 500))
    expect(await bookNow(journal(pool(10n), cash, 200))).toEqual([true])
    expect(await balance(10n)).toBe(300)
    const before = await count()
    const tooMuch = bookNow(journal(cash, pool(11n), 50), journal(pool(10n), cash, 301))
    await expect(tooMuch).rejects.toSatisfy((error) => isRefusal(error, 'balance_too_low'))
    expect(await count()).toBe(before)
    expect([await balance(10n), await balance(11n)]).toEqual([300, 0])
  })

  test('one that never moved has nothing to give', async () => {
    await expect(bookNow(journal(pool(12n), cash, 1))).rejects.toSatisfy((error) => isRefusal(error, 'balance_too_low'))
  })

  test('fifty take the whole balance at once: one succeeds', async () => {
    await bookNow(journal(cash, pool(20n), 1_000))
    const tries = await Promise.allSettled(Array.from({ length: 50 }, () => bookNow(journal(pool(20n), cash, 1_000))))
    expect(tries.filter((one) => one.status === 'fulfilled')).toHaveLength(1)
    for (const one of tries)
      if (one.status === 'rejected') expect(isRefusal(one.reason, 'balance_too_low'), String(one.reason)).toBe(true)
    expect(await balance(20n)).toBe(0)
  })

  test('fifty move money in a ring at once, in any order of accounts: all of it is still there, no deadlock is left', async () => {
    const owners = [30n, 31n, 32n, 33n, 34n]
    for (const owner of owners) await bookNow(journal(cash, pool(owner), 10_000))
    await Promise.all(
      Array.from({ length: 50 }, (_, index) => {
        const at = (step: number) => pool(owners[(index * step + step) % owners.length] as bigint)
        const moves = [1, 2, 3].map((step) => journal(at(step), pool(owners[(index + step) % 5] as bigint), 7))
        return bookNow(...moves.filter(({ transfers: [one] }) => one?.debit.owner !== one?.credit.owner))
      }),
    )
    const sums = await Promise.all(owners.map(balance))
    expect(sums.reduce((a, b) => a + b, 0)).toBe(50_000)
  })

  test('credit and withdraw at once conserve money', async () => {
    const both = Array.from({ length: 40 }, (_, index) =>
      bookNow(index % 2 ? journal(cash, pool(40n), 100) : journal(pool(40n), cash, 100)),
    )
    const settled = await Promise.allSettled(both)
    const taken = settled.filter((one, index) => index % 2 === 0 && one.status === 'fulfilled').length
    expect(await balance(40n)).toBe(20 * 100 - taken * 100)
  })

  test('the books say the same', async () => {
    await sealJournals(platform)
    // Other tests' open transactions may hold the sealer back; everything else must be green now.
    const { checks } = await audit(platform, [room])
    expect(checks.filter((check) => check.found > 0 && !check.name.includes('sealed'))).toEqual([])
  })
})

describe('what cannot have been booked before', () => {
  const other: Account = { kind: kinds.test_debt, owner: 7n }
  const bookInPassing = (...journals: Journal[]) =>
    platform.db.inTransaction(platform, async (tx) => bookNew(platform, tx, await holdDay(platform, tx), journals))

  test('is sent with the commit, with its transfers', async () => {
    const before = await count()
    const one = journal(cash, other, 5)
    await bookInPassing(one, journal(cash, other, 6))
    expect(await count()).toBe(before + 2)
    expect(await bookNow(one)).toEqual([false])
  })

  test('fails with everything beside it when its key is in the books', async () => {
    const one = journal(cash, other, 5)
    await bookNow(one)
    const before = await count()
    await expect(bookInPassing(journal(cash, other, 6), one)).rejects.toMatchObject({ code: '23505' })
    expect(await count()).toBe(before)
  })

  test('moves no stored balance in passing', async () => {
    const before = await count()
    await expect(bookInPassing(journal(cash, pool(1n), 5))).rejects.toThrow('stored balance')
    expect(await count()).toBe(before)
  })
})

describe('days', () => {
  test('the business day is Shanghai’s, to the millisecond', async () => {
    stage.clock.set('2026-11-24T15:59:59.999Z')
    await bookNow(journal(cash, pool(1n), 1, 'last of the day'))
    stage.clock.advance(1)
    await bookNow(journal(cash, pool(1n), 1, 'first of the next'))
    const rows = await platform.db.query<{ key: string; business_day: string }>(
      '',
      `select key, business_day from ledger.journal where key in ('last of the day', 'first of the next') order by id`,
    )
    expect(rows.map((row) => row.business_day)).toEqual(['2026-11-24', '2026-11-25'])
  })

  test('a closed day takes no journal; one that is being closed waits for those under way', async () => {
    const owner = await connectOnce(url)
    await owner.query(
      `update ledger.day set closed_at = $1, journals = 0, moved_fen = 0, head = decode(repeat('00', 32), 'hex') where business_day = '2026-11-25'`,
      [stage.clock.now()],
    )
    const late = () => bookNow(journal(cash, pool(1n), 1))
    await expect(late()).rejects.toSatisfy((error) => isRefusal(error, 'day_closed'))
    const hold = platform.db.inTransaction(platform, (tx) => holdDay(platform, tx))
    await expect(hold).rejects.toSatisfy((error) => isRefusal(error, 'day_closed'))
    await owner.query(`update ledger.day set closed_at = null, journals = null, moved_fen = null, head = null`)

    let letGo: () => void = () => {}
    const held = new Promise<void>((resolve) => {
      letGo = resolve
    })
    let booked: () => void = () => {}
    const isBooked = new Promise<void>((resolve) => {
      booked = resolve
    })
    const underWay = platform.db.inTransaction(platform, async (tx) => {
      await book(platform, tx, [journal(cash, pool(1n), 1, 'under way')])
      booked()
      await held
    })
    await isBooked
    let closed = false
    const closing = owner.query(`select 1 from ledger.day where business_day = '2026-11-25' for update`).then(() => {
      closed = true
    })
    await new Promise((resolve) => setTimeout(resolve, 100))
    try {
      expect(closed).toBe(false)
    } finally {
      letGo()
      await Promise.all([underWay, closing])
      await owner.end()
    }
  })
})
