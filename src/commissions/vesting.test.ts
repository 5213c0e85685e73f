import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { commissionOf } from './rule.ts'
import { planClawBack, planVesting, vestsAt, vestsWhenReceivedBefore } from './vesting.ts'

const fen = fc.integer({ min: 0, max: 1_000_000 })
const rule = fc
  .record({
    rateBps: fc.integer({ min: 0, max: 5_000 }),
    floorFen: fc.integer({ min: 0, max: 2_000 }),
    over: fc.option(fc.integer({ min: 0, max: 5_000 })),
  })
  .map(({ rateBps, floorFen, over }) => ({ rateBps, floorFen, capFen: over === null ? null : floorFen + over }))

describe('vesting', () => {
  test('comes seven days after receipt to the millisecond, not before', () => {
    const received = new Date('2026-11-02T01:00:00.000Z')
    expect(vestsAt(received).toISOString()).toBe('2026-11-09T01:00:00.000Z')
    expect(vestsWhenReceivedBefore(vestsAt(received)) >= received).toBe(true)
    expect(vestsWhenReceivedBefore(new Date(vestsAt(received).getTime() - 1)) >= received).toBe(false)
  })

  test('a debt is paid off first, to the fen, and by no more than it is', () => {
    expect(planVesting([300, 200, 500], 450)).toEqual([
      { fen: 300, setOffFen: 300 },
      { fen: 200, setOffFen: 150 },
      { fen: 500, setOffFen: 0 },
    ])
    fc.assert(
      fc.property(fc.array(fen, { maxLength: 20 }), fen, (earned, debt) => {
        const plan = planVesting(earned, debt)
        const setOff = plan.reduce((sum, one) => sum + one.setOffFen, 0)
        expect(setOff).toBe(
          Math.min(
            debt,
            earned.reduce((a, b) => a + b, 0),
          ),
        )
        for (const one of plan) expect(one.setOffFen).toBeLessThanOrEqual(one.fen)
      }),
    )
  })
})

describe('claw-back', () => {
  test('takes from frozen, then from available, and the rest is owed', () => {
    const vested = (clawFen: number) => ({ clawFen, isVested: true })
    expect(planClawBack([{ clawFen: 90, isVested: false }, vested(100), vested(50), vested(7)], 120)).toEqual([
      { frozenFen: 90, availableFen: 0, debtFen: 0 },
      { frozenFen: 0, availableFen: 100, debtFen: 0 },
      { frozenFen: 0, availableFen: 20, debtFen: 30 },
      { frozenFen: 0, availableFen: 0, debtFen: 7 },
    ])
  })

  test('takes what it must, all in all, and never more than is available', () => {
    const line = fc.record({ clawFen: fen, isVested: fc.boolean() })
    fc.assert(
      fc.property(fc.array(line, { maxLength: 20 }), fen, (lines, available) => {
        const plan = planClawBack(lines, available)
        plan.forEach((part, index) => {
          expect(part.frozenFen + part.availableFen + part.debtFen).toBe(lines[index]?.clawFen)
        })
        expect(plan.reduce((sum, part) => sum + part.availableFen, 0)).toBeLessThanOrEqual(available)
      }),
    )
  })

  test('telescopes: any sequence of refunds, vested anywhere in between, ends on f(net) to the fen', () => {
    const parts = fc.array(fc.integer({ min: 1, max: 30_000 }), { maxLength: 30 })
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 200_000 }), parts, rule, fc.nat(30), (goods, refunds, of, vestedAfter) => {
        let net = goods
        let clawed = 0
        const earned = commissionOf(goods, of)
        const wallet = { frozen: earned, available: 0, debt: 0 }
        for (const [index, wanted] of refunds.entries()) {
          if (index === vestedAfter) {
            wallet.available += wallet.frozen
            wallet.frozen = 0
          }
          const refund = Math.min(wanted, net)
          net -= refund
          const clawFen = earned - clawed - commissionOf(net, of)
          expect(clawFen, 'a refund never gives').toBeGreaterThanOrEqual(0)
          clawed += clawFen
          const [part] = planClawBack([{ clawFen, isVested: index >= vestedAfter }], wallet.available)
          wallet.frozen -= part?.frozenFen ?? 0
          wallet.available -= part?.availableFen ?? 0
          wallet.debt += part?.debtFen ?? 0
        }
        expect(wallet.frozen + wallet.available - wallet.debt).toBe(commissionOf(net, of))
        expect(Math.min(wallet.frozen, wallet.available)).toBeGreaterThanOrEqual(0)
      }),
      { numRuns: 2_000 },
    )
  })
})
