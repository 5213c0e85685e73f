import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { freshDatabase } from '../../test/support/database.ts'
import { type TestPlatform, testPlatform } from '../../test/support/platform.ts'
import { Refusal } from '../platform/errors.ts'
import { formatId } from '../platform/ids.ts'
import { givePersonCounts, type PersonGive, type PersonWant, takePersonCounts } from './count-persons.ts'

let stage: TestPlatform
let saleId: bigint
let communityId: bigint
let elsewhere: bigint
const [oranges, pears] = [7_000_000_000_000_000_101n, 7_000_000_000_000_000_102n]
const [li, cheng] = [7_000_000_000_000_000_201n, 7_000_000_000_000_000_202n]

beforeAll(async () => {
  stage = await testPlatform(await freshDatabase(), { connections: 20 })
})
afterAll(() => stage.close())
beforeEach(() => {
  const { ids } = stage.platform
  saleId = ids.next<'sal'>(1)
  communityId = ids.next<'com'>(9)
  // In the same cell on purpose: limits are per community, not per cell.
  elsewhere = ids.next<'com'>(9)
})

const want = (personId: bigint, ...lines: [sku: bigint, quantity: number, allowed?: number][]): PersonWant => ({
  saleId,
  communityId,
  personId,
  lines: lines.map(([skuId, quantity, allowed = 2]) => ({ skuId, quantity, allowed })),
})
const take = (...wants: PersonWant[]) =>
  stage.platform.db.inTransaction(stage.platform, (tx) => takePersonCounts(tx, wants))
const give = (...gives: PersonGive[]) =>
  stage.platform.db.inTransaction(stage.platform, (tx) => givePersonCounts(tx, gives))
const taken = (verdicts: readonly (Refusal | undefined)[]) =>
  verdicts.map((verdict) => (verdict ? verdict.refusal.code : 'taken'))
const quantityOf = async (personId: bigint, skuId: bigint) => {
  const rows = await stage.platform.db.query<{ quantity: number }>(
    '',
    'select quantity from sales.person_count where sale_id = $1 and person_id = $2 and sku_id = $3 and community_id = $4',
    [saleId, personId, skuId, communityId],
  )
  return rows[0]?.quantity ?? 0
}

describe('limits per person', () => {
  test('hold over all of a person’s orders, and say what is left', async () => {
    expect(taken(await take(want(li, [oranges, 1])))).toEqual(['taken'])
    const [over] = await take(want(li, [oranges, 2]))
    expect(over).toBeInstanceOf(Refusal)
    expect(over?.refusal.code).toBe('over_person_limit')
    expect(over?.facts).toEqual({ skuId: formatId('sku', oranges), left: 1 })
    expect(taken(await take(want(li, [oranges, 1]), want(cheng, [oranges, 2])))).toEqual(['taken', 'taken'])
  })

  test('of a flash sale hold over all its communities, many orders at once, and come back', async () => {
    const flash = { ...want(li, [oranges, 1]), isFlash: true }
    const there = { ...flash, communityId: elsewhere }
    const tries = await Promise.all(Array.from({ length: 16 }, (_, n) => take(n % 2 ? flash : there)))
    expect(taken(tries.flat()).filter((verdict) => verdict === 'taken')).toHaveLength(2)
    expect(taken(await take(there, { ...there, personId: cheng }))).toEqual(['over_person_limit', 'taken'])
    await give(flash)
    expect(taken(await take(there))).toEqual(['taken'])
    // What it counts is apart from an ordinary sale's.
    expect(await quantityOf(li, oranges)).toBe(0)
  })

  test('judge every order of a list by itself, and a refused one takes nothing from the next', async () => {
    const verdicts = await take(
      want(li, [oranges, 1], [pears, 3]),
      want(li, [oranges, 2]),
      want(li, [oranges, 1]),
      want(cheng, [pears, 2]),
    )
    expect(taken(verdicts)).toEqual(['over_person_limit', 'taken', 'over_person_limit', 'taken'])
    expect([await quantityOf(li, oranges), await quantityOf(li, pears)]).toEqual([2, 0])
  })

  test('count one SKU on two lines of an order together', async () => {
    expect(taken(await take(want(li, [oranges, 1], [oranges, 2])))).toEqual(['over_person_limit'])
    expect(taken(await take(want(li, [oranges, 1], [oranges, 1])))).toEqual(['taken'])
  })

  test('count each community by itself', async () => {
    await take(want(li, [oranges, 2]))
    expect(taken(await take({ ...want(li, [oranges, 2]), communityId: elsewhere }))).toEqual(['taken'])
  })

  test('pass over orders that want nothing limited', async () => {
    expect(taken(await take(want(li), want(cheng)))).toEqual(['taken', 'taken'])
    expect(await take()).toEqual([])
  })

  test('come back when an order ends; what was never limited is passed over', async () => {
    await take(want(li, [oranges, 2]))
    await give(want(li, [oranges, 1], [pears, 9]), want(li, [oranges, 1]))
    expect([await quantityOf(li, oranges), await quantityOf(li, pears)]).toEqual([0, 0])
    expect(taken(await take(want(li, [oranges, 2])))).toEqual(['taken'])
  })

  test('cannot be given back twice', async () => {
    await take(want(li, [oranges, 1]))
    await give(want(li, [oranges, 1]))
    await expect(give(want(li, [oranges, 1]))).rejects.toThrow(/within_person_limit/)
  })

  test('hold when fifty orders of one person come at once', async () => {
    const verdicts = await Promise.all(Array.from({ length: 50 }, () => take(want(li, [oranges, 1, 3]))))
    expect(verdicts.flat().filter((verdict) => verdict === undefined)).toHaveLength(3)
    expect(await quantityOf(li, oranges)).toBe(3)
  })

  test('hold when batches that want the same in another order cross', async () => {
    const batches = Array.from({ length: 20 }, (_, index) => {
      const both: PersonWant[] = [want(li, [oranges, 1, 5], [pears, 1, 5]), want(cheng, [pears, 1, 5], [oranges, 1, 5])]
      return take(...(index % 2 === 0 ? both : both.reverse()))
    })
    const verdicts = (await Promise.all(batches)).flat()
    expect(verdicts.filter((verdict) => verdict === undefined)).toHaveLength(10)
    for (const person of [li, cheng]) for (const sku of [oranges, pears]) expect(await quantityOf(person, sku)).toBe(5)
  })
})
