import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { freshDatabase } from '../../test/support/database.ts'
import { type TestPlatform, testPlatform } from '../../test/support/platform.ts'
import { ordersOfSecondPersons, type PaidInSale } from './claim-payers.ts'

let stage: TestPlatform
let flash: bigint
let ordinary: bigint
const [li, cheng] = [7_000_000_000_000_000_201n, 7_000_000_000_000_000_202n]
let orders = 7_000_000_000_000_000_300n

beforeAll(async () => {
  stage = await testPlatform(await freshDatabase(), { connections: 20 })
})
afterAll(() => stage.close())
beforeEach(async () => {
  flash = await newSale('flash')
  ordinary = await newSale('ordinary')
})

async function newSale(kind: string): Promise<bigint> {
  const { ids, db } = stage.platform
  const id = ids.next<'sal'>(1)
  await db.query(
    'test.sale',
    `insert into sales.sale (id, curator_person_id, title, opens_at, cuts_off_at, arrives_on, delivery, created_at, kind)
     values ($1, 1, '橙子', '2026-11-23T12:00Z', '2026-11-23T14:00Z', '2026-11-25', 'parcel', '2026-11-23T04:00Z', $2)`,
    [id, kind],
  )
  return id
}

const paid = (personId: bigint, payer: string | null, saleId: bigint | null = flash): PaidInSale => ({
  ...{ saleId, personId, payer, orderId: ++orders },
})
const judge = async (...list: PaidInSale[]) => {
  const { platform } = stage
  const back = await platform.db.inTransaction(platform, (tx) => ordersOfSecondPersons(platform, tx, list))
  return list.map(({ orderId }) => (back.has(orderId) ? 'back' : 'kept'))
}

test('a payer account keeps what it paid for the first person, and nothing for a second', async () => {
  expect(await judge(paid(li, 'oA'), paid(cheng, 'oA'), paid(cheng, 'oB'))).toEqual(['kept', 'back', 'kept'])
  expect(await judge(paid(li, 'oA'), paid(cheng, 'oA'), paid(li, 'oB'))).toEqual(['kept', 'back', 'back'])
})

test('many payments of one account at the same moment: one person keeps hers', async () => {
  const people = Array.from({ length: 20 }, (_, n) => li + BigInt(n))
  const verdicts = await Promise.all(people.map((person) => judge(paid(person, 'oA'), paid(person, 'oB'))))
  for (const at of [0, 1]) expect(verdicts.filter((verdict) => verdict[at] === 'kept')).toHaveLength(1)
})

test('other sales, direct orders and payers whom nobody named are not judged', async () => {
  expect(await judge(paid(li, 'oA', ordinary), paid(cheng, 'oA', ordinary))).toEqual(['kept', 'kept'])
  expect(await judge(paid(li, 'oA', null), paid(li, null), paid(cheng, null))).toEqual(['kept', 'kept', 'kept'])
})

test('keeps no name of an account, and no mark that two sales share', async () => {
  const other = await newSale('flash')
  await judge(paid(li, 'oACCOUNT'), paid(cheng, 'oACCOUNT', other))
  const rows = await stage.platform.db.query<{ payer: string }>(
    'test.payers',
    `select encode(payer, 'escape') as payer from sales.flash_payer where sale_id = any($1::bigint[])`,
    [[flash, other]],
  )
  expect(new Set(rows.map((row) => row.payer)).size).toBe(2)
  expect(JSON.stringify(rows)).not.toContain('oACCOUNT')
})
