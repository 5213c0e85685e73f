import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { SkuForSale } from '../catalog/index.ts'
import type { RuleInForce } from '../commissions/index.ts'
import { isRefusal } from '../platform/errors.ts'
import { limits } from '../platform/wire.ts'
import { orderStates } from './contract.ts'
import { bindingThrough, type DraftInput, draft, hasEnded, isUnpaid, mayBecome, transitions } from './order.ts'

const template = { id: 1n, feeFen: 800, freeFromFen: 5900 }

const sku = (skuId: bigint, changes: Partial<SkuForSale> = {}): SkuForSale =>
  ({
    ...{ skuId, productId: 1n, nameZh: '', nameEn: '', productNameZh: '', productNameEn: '', wordZh: '', wordEn: '' },
    ...{ unitZh: '箱', unitEn: 'box', category: 'fresh.fruit', offerId: 1n, passFen: null, floorFen: 4490 },
    ...{
      directFen: 6990,
      communityFen: 5490,
      freightTemplate: template,
      returnClass: '7d',
      promiseZh: '',
      promiseEn: '',
    },
    state: 'published',
    ...changes,
  }) as SkuForSale
const shelf = (...skus: SkuForSale[]) => new Map(skus.map((one) => [one.skuId, one]))
const rule: RuleInForce = {
  ...{ ruleId: 9n, ruleVersion: 2, position: 1, skuId: null, category: 'fresh', stage: null },
  ...{ rateBps: 1000, floorFen: 0, capFen: null },
}
const binding = { curatorPersonId: 5n, curatorStage: 'novice', viaPersonId: null, viaLinkId: null }
const order = (changes: Partial<DraftInput> = {}): DraftInput => ({
  ...{ buyerPersonId: 3n, lines: [{ skuId: 1n, quantity: 2 }], delivery: 'parcel', binding },
  ...changes,
})
const refusedAs = (code: string) => (error: unknown) => isRefusal(error, code)
const drafting =
  (input: DraftInput, skus = shelf(sku(1n))) =>
  () =>
    draft(input, skus, [rule])

describe('what an order costs', () => {
  test('through a curator: the community price, her rule frozen; freight free from 59.00', () => {
    const drafted = draft(order(), shelf(sku(1n)), [rule])
    expect(drafted).toMatchObject({ goodsFen: 10_980, freightFen: 0, totalFen: 10_980, savedFen: 3_000 })
    expect(drafted.lines[0]).toMatchObject({ unitFen: 5490, goodsFen: 10_980, freightFen: 0 })
    expect(drafted.lines[0]?.rule).toMatchObject({ ruleId: 9n, ruleVersion: 2, rateBps: 1000 })
  })

  test('without one: the direct price, nobody earns, nothing is saved', () => {
    const drafted = draft(order({ binding: null }), shelf(sku(1n)), [rule])
    expect(drafted).toMatchObject({ goodsFen: 13_980, totalFen: 13_980, savedFen: 0 })
    expect(drafted.lines[0]?.rule).toBeNull()
  })

  test('freight below the threshold, none at a pick-up point', () => {
    const one = { lines: [{ skuId: 1n, quantity: 1 }] }
    expect(draft(order(one), shelf(sku(1n)), [])).toMatchObject({ freightFen: 800, totalFen: 6290 })
    expect(draft(order({ ...one, delivery: 'pickup' }), shelf(sku(1n)), [])).toMatchObject({
      freightFen: 0,
      totalFen: 5490,
    })
  })

  test('nothing is earned where no rule fits', () => {
    expect(draft(order(), shelf(sku(1n, { category: 'book' })), [rule]).lines[0]?.rule).toBeNull()
  })

  test('fresh and cross-border goods are confirmed first, others are not', () => {
    for (const [returnClass, needs] of [
      ['fresh_no_7d', true],
      ['crossborder_confirm', true],
      ['7d', false],
      ['7d_unopened', false],
    ] as const)
      expect([returnClass, draft(order(), shelf(sku(1n, { returnClass })), []).needsFreshConfirmation]).toEqual([
        returnClass,
        needs,
      ])
  })

  test('any basket: the lines sum to the order, freight too, and a curator never makes it dearer', () => {
    const basket = fc.uniqueArray(
      fc.record({
        id: fc.bigInt({ min: 1n, max: 50n }),
        quantity: fc.integer({ min: 1, max: 99 }),
        fen: fc.integer({ min: 1, max: 99_999 }),
        more: fc.integer({ min: 0, max: 9_999 }),
      }),
      { minLength: 1, maxLength: 20, selector: (one) => one.id },
    )
    fc.assert(
      fc.property(basket, (wanted) => {
        const skus = shelf(
          ...wanted.map((one) => sku(one.id, { communityFen: one.fen, directFen: one.fen + one.more })),
        )
        const lines = wanted.map(({ id: skuId, quantity }) => ({ skuId, quantity }))
        const [bound, direct] = [binding, null].map((one) =>
          draft(order({ lines, binding: one, delivery: 'parcel' }), skus, [rule]),
        )
        if (!bound || !direct) throw new Error('two drafts')
        const sum = (amounts: number[]) => amounts.reduce((a, b) => a + b, 0)
        expect(sum(bound.lines.map((line) => line.goodsFen))).toBe(bound.goodsFen)
        expect(sum(bound.lines.map((line) => line.freightFen))).toBe(bound.freightFen)
        expect(bound.goodsFen + bound.freightFen).toBe(bound.totalFen)
        expect(direct.goodsFen - bound.goodsFen).toBe(bound.savedFen)
        expect(bound.lines.map((line) => line.skuId)).toEqual(lines.map((line) => line.skuId))
      }),
      { numRuns: 2_000 },
    )
  })
})

describe('what is no order', () => {
  test('the same product twice', () => {
    const lines = [1, 2].map((quantity) => ({ skuId: 1n, quantity }))
    expect(drafting(order({ lines }))).toThrow('same_product_twice')
  })

  test('what is absent, drafted or withdrawn', () => {
    expect(drafting(order({ lines: [{ skuId: 2n, quantity: 1 }] }))).toThrow('product_not_on_sale')
    for (const state of ['draft', 'withdrawn'] as const)
      expect(drafting(order(), shelf(sku(1n, { state })))).toThrow('product_not_on_sale')
  })

  test('more than ten million yuan, and not a fen less', () => {
    const one = (communityFen: number) =>
      drafting(order({ lines: [{ skuId: 1n, quantity: 1 }] }), shelf(sku(1n, { communityFen })))
    expect(one(limits.amountFen)().totalFen).toBe(limits.amountFen)
    let thrown: unknown
    try {
      one(limits.amountFen + 1)()
    } catch (error) {
      thrown = error
    }
    expect(thrown).toSatisfy(refusedAs('total_too_large'))
  })
})

describe('states', () => {
  test('the ways through, and no other', () => {
    const ways = orderStates.flatMap((from) =>
      orderStates.filter((to) => mayBecome(from, to)).map((to) => `${from} → ${to}`),
    )
    expect(ways).toEqual([
      'awaiting_buyer → waiting_for_door',
      'awaiting_buyer → awaiting_payment',
      'awaiting_buyer → cancelled',
      'awaiting_buyer → expired',
      'waiting_for_door → awaiting_payment',
      'waiting_for_door → cancelled',
      'waiting_for_door → expired',
      'awaiting_payment → paid',
      'awaiting_payment → cancelled',
      'awaiting_payment → expired',
      'paid → shipped',
      'paid → received',
      'paid → cancelled',
      'shipped → received',
    ])
  })

  test('what has ended goes nowhere, and every order can end', () => {
    const reach = (from: (typeof orderStates)[number]): boolean =>
      transitions[from].length === 0 || transitions[from].some((to) => reach(to))
    for (const state of orderStates) {
      expect(reach(state)).toBe(true)
      if (hasEnded(state)) expect(transitions[state]).toEqual([])
    }
    expect(orderStates.filter(isUnpaid)).toEqual(['awaiting_buyer', 'waiting_for_door', 'awaiting_payment'])
    expect(orderStates.filter(hasEnded)).toEqual(['cancelled', 'expired'])
  })
})

describe('through whom an order came', () => {
  const link = { id: 7n, curatorPersonId: 1n, fromPersonId: 2n } as Parameters<typeof bindingThrough>[0]

  test('the member who passed the link on, and the stage at which the curator stands', () => {
    const expected = { curatorPersonId: 1n, curatorStage: 'skilled', viaPersonId: 2n, viaLinkId: 7n }
    expect(bindingThrough(link, 3n, { stage: 'skilled' })).toEqual(expected)
  })

  test('nobody in between for who passed it on to herself; a curator of whom nothing is known is a novice', () => {
    const expected = { curatorPersonId: 1n, curatorStage: 'novice', viaPersonId: null, viaLinkId: 7n }
    expect(bindingThrough(link, 2n, undefined)).toEqual(expected)
  })
})
