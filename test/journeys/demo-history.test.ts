import { beforeAll, describe, expect, test } from 'vitest'
import { connectOnce } from '../../src/platform/db.ts'
import { signIn } from '../../src/rehearsal/house.ts'
import { fillDemo, spanMs } from '../../src/rehearsal/index.ts'
import type { Visitor } from '../../src/rehearsal/public-door.ts'
import { openTestHouse, type TestHouse } from '../support/house.ts'

/** Nine weeks of two communities, one that is picked up and one that is sent to, lived through the public door. */

const WEEKS = 9
/** A Sunday evening in Shanghai, a long span before tonight. */
const STARTS_AT = new Date('2026-09-20T11:30:00.000Z')
const TONIGHT = new Date(STARTS_AT.getTime() + spanMs(WEEKS))
const YUN = '13800010001'

let house: TestHouse
let yun: Visitor

beforeAll(async () => {
  house = await openTestHouse(undefined, STARTS_AT, undefined, {}, true)
  await fillDemo(house, () => undefined, { weeks: WEEKS, until: () => TONIGHT, communities: ['C1', 'C4'] })
  yun = await signIn(house, 'curator', YUN)
}, 900_000)

async function read<Row>(text: string): Promise<Row[]> {
  const connection = await connectOnce(house.databaseUrl)
  try {
    return await connection.query<Row>(text)
  } finally {
    await connection.end()
  }
}

describe('a demo that has lived for nine weeks', () => {
  test('what was planted comes out of the check-up, and nothing had to be told', async () => {
    const rows = await read<{ label: string; weeks: number }>(
      `select label, (select count(*)::int from trust.week w where w.community_id = c.community_id) as weeks
       from trust.community c order by community_id`,
    )
    expect(rows.map(({ label }) => label)).toEqual(['mesh', 'star'])
    // One a week, and one more where the last days fell into another week.
    for (const { weeks } of rows) expect(weeks).toBeGreaterThanOrEqual(WEEKS)
  })

  test('her wallet has something in every place, to the fen what the books say', async () => {
    const wallet = await yun.get('/v1/curator/wallet')
    for (const place of ['estimated', 'pending', 'available', 'withdrawn'])
      expect(wallet[place].amount, place).toBeGreaterThan(0)
    expect(wallet).toMatchObject({ withdrawing: { amount: 0 }, debt: { amount: 0 } })
    const { items } = await yun.get('/v1/curator/payouts')
    expect(items).toMatchObject([{ state: 'succeeded', gross: { amount: wallet.withdrawn.amount } }])
  })

  test('orders ended in every way, at moments of the weeks before tonight and never after it', async () => {
    const states = await read<{ state: string; n: number }>(
      'select state, count(*)::int as n from orders."order" group by state order by state',
    )
    expect(states.map(({ state }) => state)).toEqual(
      expect.arrayContaining(['cancelled', 'expired', 'paid', 'received', 'shipped']),
    )
    const [moments] = await read<{ first: Date; last: Date; weeks: number }>(
      `select min(placed_at) as first, max(placed_at) as last, count(distinct date_trunc('week', placed_at))::int as weeks from orders."order"`,
    )
    expect(moments?.first.getTime()).toBeLessThan(STARTS_AT.getTime() + 9 * 24 * 3_600_000)
    expect(moments?.last).toEqual(TONIGHT)
    expect(moments?.weeks).toBeGreaterThanOrEqual(WEEKS)
    expect(house.now()).toEqual(TONIGHT)
    // The clock is the machine's from here on: a moment that is kept would make this the database of an import.
    expect(await read('select owned_clock_at from platform.installation')).toEqual([{ owned_clock_at: null }])
  })

  test('periods that are over are closed and suppliers paid by them; an order from the chat waits for its person', async () => {
    const periods = await read<{ state: string; n: number }>(
      'select state, count(*)::int as n from settlements.period group by state',
    )
    expect(periods.map(({ state }) => state).sort()).toEqual(['closed', 'open'])
    expect(await read('select from settlements.curator_settlement')).not.toEqual([])
    expect(await read(`select from settlements.supplier_payment where state = 'paid'`)).not.toEqual([])
    expect(await read(`select state from orders."order" where buyer_person_id is null`)).toEqual([
      { state: 'awaiting_buyer' },
    ])
  })

  test('no lot was packed past its date, and what nobody took was written off', async () => {
    const packed = await read(
      `select 1 from orders.parcel p join orders.parcel_line l on l.parcel_id = p.id join catalog.lot t on t.id = l.lot_id
       where t.best_before is not null and p.packed_at >= t.best_before + interval '1 day'`,
    )
    expect(packed).toEqual([])
    expect(await read(`select 1 from stock.movement where kind = 'written_off' limit 1`)).toHaveLength(1)
  })

  test('the books are sound, days are closed, and no work was left over', async () => {
    await house.doDueWork()
    const { ok, checks } = await house.audit()
    expect(checks.filter(({ found }) => found > 0)).toEqual([])
    expect(ok).toBe(true)
    const days = await read<{ closed: boolean }>(
      'select closed_at is not null as closed from ledger.day order by 1 desc',
    )
    expect(days.filter(({ closed }) => closed).length).toBeGreaterThan(3 * WEEKS)
  })
})
