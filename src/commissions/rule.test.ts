import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { commissionOf, quoteCommission, type RuleInForce } from './rule.ts'

const fen = fc.integer({ min: 0, max: 1_000_000_000 })
const anyRule = fc
  .record({ rateBps: fc.integer({ min: 0, max: 5_000 }), floorFen: fc.integer({ min: 0, max: 5_000 }), room: fen })
  .chain(({ room, ...rule }) => fc.constantFrom(null, rule.floorFen + room).map((capFen) => ({ ...rule, capFen })))

describe('f(net)', () => {
  test('by hand', () => {
    const plain = { rateBps: 1000, floorFen: 0, capFen: null }
    expect(commissionOf(5490, plain)).toBe(549)
    expect(commissionOf(5499, plain)).toBe(549)
    expect(commissionOf(0, { ...plain, floorFen: 100 })).toBe(0)
    expect(commissionOf(-1, plain)).toBe(0)
    expect(commissionOf(500, { ...plain, floorFen: 100 })).toBe(100)
    expect(commissionOf(50, { ...plain, floorFen: 100 })).toBe(50)
    expect(commissionOf(100_000, { ...plain, capFen: 800 })).toBe(800)
    // 2.5 % is 250, not 2 %.
    expect(commissionOf(10_000, { ...plain, rateBps: 250 })).toBe(250)
  })

  test('is never above net, never below its floor while net carries it, never above its cap', () => {
    fc.assert(
      fc.property(fen, anyRule, (net, rule) => {
        const earned = commissionOf(net, rule)
        expect(earned).toBeLessThanOrEqual(net)
        expect(earned).toBeLessThanOrEqual(rule.capFen ?? net)
        if (net > 0) expect(earned).toBeGreaterThanOrEqual(Math.min(net, rule.floorFen, rule.capFen ?? rule.floorFen))
        if (net === 0) expect(earned).toBe(0)
      }),
      { numRuns: 20_000 },
    )
  })

  test('grows with net, so that no refund is ever paid for with more commission', () => {
    fc.assert(
      fc.property(fen, fen, anyRule, (a, b, rule) => {
        expect(commissionOf(Math.min(a, b), rule)).toBeLessThanOrEqual(commissionOf(Math.max(a, b), rule))
      }),
      { numRuns: 20_000 },
    )
  })

  test('telescopes: any sequence of refunds ends on the same fen, and all of it on nothing', () => {
    fc.assert(
      fc.property(
        fen,
        anyRule,
        fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { maxLength: 50 }),
        (goods, rule, shares) => {
          const accrued = commissionOf(goods, rule)
          let net = goods
          let clawed = 0
          for (const share of shares) {
            net -= Math.floor(net * share)
            const claw = accrued - clawed - commissionOf(net, rule)
            expect(claw).toBeGreaterThanOrEqual(0)
            clawed += claw
            expect(accrued - clawed).toBe(commissionOf(net, rule))
          }
          expect(clawed + (accrued - clawed - commissionOf(0, rule))).toBe(accrued)
        },
      ),
      { numRuns: 5_000 },
    )
  })
})

describe('which rule counts', () => {
  const rule = (position: number, where: Partial<RuleInForce> = {}): RuleInForce => ({
    ...{ ruleId: BigInt(position), ruleVersion: 1, position, skuId: null, category: null, stage: null },
    ...{ rateBps: 100, floorFen: 0, capFen: null },
    ...where,
  })
  const sold = { skuId: 7n, category: 'fresh.fruit', stage: 'novice' }

  test('the first in the operator’s order that fits', () => {
    const rules = [rule(1, { skuId: 8n }), rule(2, { stage: 'skilled' }), rule(3, { category: 'fresh' }), rule(4)]
    expect(quoteCommission(rules, sold)?.ruleId).toBe(3n)
    expect(quoteCommission(rules, { ...sold, skuId: 8n })?.ruleId).toBe(1n)
    expect(quoteCommission(rules, { ...sold, stage: 'skilled' })?.ruleId).toBe(2n)
    expect(quoteCommission(rules, { ...sold, category: 'book' })?.ruleId).toBe(4n)
    expect(quoteCommission(rules.slice(0, 2), sold)).toBeUndefined()
  })

  test('a category covers what is under it, and not what only begins like it', () => {
    const fresh = [rule(1, { category: 'fresh' })]
    for (const [category, fits] of [
      ['fresh', true],
      ['fresh.fruit', true],
      ['freshness', false],
      ['book.fresh', false],
    ] as const)
      expect([category, quoteCommission(fresh, { ...sold, category }) !== undefined]).toEqual([category, fits])
  })

  test('all that a rule names must fit', () => {
    const narrow = [rule(1, { skuId: 7n, category: 'fresh', stage: 'novice' })]
    expect(quoteCommission(narrow, sold)).toBeDefined()
    for (const other of [{ skuId: 8n }, { category: 'grain' }, { stage: 'skilled' }])
      expect(quoteCommission(narrow, { ...sold, ...other })).toBeUndefined()
  })
})
