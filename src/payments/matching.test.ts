import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { type LineToMatch, matchLines, type OwnMovement, suspenseOf } from './matching.ts'

const own = (event: string, amountFen: number, changes: Partial<OwnMovement> = {}): OwnMovement => ({
  ...{ what: 'payment', event, ownNo: `pay_${event}`, providerNo: event, reference: 1n, direction: 'in', amountFen },
  ...{ isUnderWay: false, isDue: true, ...changes },
})
const line = (key: string, providerNo: string, amountFen: number, changes: Partial<LineToMatch> = {}): LineToMatch => ({
  ...{ key, what: 'payment', direction: 'in', amountFen, ownNo: `pay_${providerNo}`, providerNo, ...changes },
})
const said = (lines: LineToMatch[], ours: OwnMovement[]) => {
  const { lines: verdicts, missingThere } = matchLines(lines, ours)
  return { lines: [...verdicts.values()].map((one) => one.verdict), missing: missingThere.map((one) => one.event) }
}

describe('matching', () => {
  test('equal ones belong together, in any order', () => {
    expect(said([line('1', 'A', 5), line('2', 'B', 7)], [own('B', 7), own('A', 5)])).toEqual({
      lines: ['matched', 'matched'],
      missing: [],
    })
  })

  test('a second line for one payment is nothing of ours; a second payment of one order is', () => {
    expect(said([line('1', 'A', 5), line('2', 'A', 5)], [own('A', 5)]).lines).toEqual(['matched', 'missing_here'])
    const twice = [own('A', 5, { ownNo: 'pay_1' }), own('B', 5, { ownNo: 'pay_1' })]
    expect(said([line('1', 'A', 5, { ownNo: 'pay_1' }), line('2', 'B', 5, { ownNo: 'pay_1' })], twice).lines).toEqual([
      'matched',
      'matched',
    ])
  })

  test('another amount is a difference of that one; the other way round it is another thing', () => {
    expect(said([line('1', 'A', 4)], [own('A', 5)])).toEqual({ lines: ['other_amount'], missing: [] })
    expect(said([line('1', 'A', 5, { direction: 'out' })], [own('A', 5)])).toEqual({
      lines: ['missing_here'],
      missing: ['A'],
    })
  })

  test('what is under way waits, by our number too; only what is due is missed', () => {
    const open = own('', 5, { isUnderWay: true, providerNo: null, ownNo: 'pay_A' })
    expect(said([line('1', 'A', 5)], [open])).toEqual({ lines: ['waiting'], missing: [] })
    expect(said([], [own('A', 5), own('B', 5, { isDue: false })]).missing).toEqual(['A'])
  })

  test('a refund by our number, a transfer by ours or theirs', () => {
    const refund = own('rfd_1', 5, { what: 'refund', ownNo: 'rfd_1', providerNo: null, direction: 'out' })
    const back = { what: 'refund', direction: 'out', ownNo: 'rfd_1' } as const
    expect(said([line('1', '503', 5, back)], [refund]).lines).toEqual(['matched'])
    const paidOut = own('wdr1', 5, { what: 'transfer', ownNo: 'wdr1', providerNo: '133', direction: 'out' })
    const flow = { what: 'transfer', direction: 'out', ownNo: 'their own voucher' } as const
    expect(said([line('1', '133', 5, flow)], [paidOut]).lines).toEqual(['matched'])
  })

  test('whatever is told and whatever is ours, suspense makes the books say what the provider says', () => {
    const some = fc.array(fc.tuple(fc.nat(20), fc.integer({ min: 1, max: 9 }), fc.boolean()), { maxLength: 30 })
    fc.assert(
      fc.property(some, some, (theirs, ours) => {
        const way = (isIn: boolean) => (isIn ? 'in' : 'out') as 'in' | 'out'
        const lines = theirs.map(([no, fen, isIn], at) => line(String(at), `T${no}`, fen, { direction: way(isIn) }))
        const unique = [...new Map(ours.map((one) => [one[0], one])).values()]
        const mine = unique.map(([no, fen, isIn]) => own(`T${no}`, fen, { direction: way(isIn) }))
        const { lines: verdicts, missingThere } = matchLines(lines, mine)
        let booked = sum(mine.map((one) => net(one)))
        for (const one of lines) {
          const verdict = verdicts.get(one.key)
          if (verdict?.verdict === 'missing_here') booked -= suspenseOf(one.direction, 0, one.amountFen)
          if (verdict?.verdict === 'other_amount')
            booked -= suspenseOf(one.direction, verdict.own.amountFen, one.amountFen)
        }
        for (const one of missingThere) booked -= suspenseOf(one.direction, one.amountFen, 0)
        expect(booked).toBe(sum(lines.map(net)))
      }),
    )
  })
})

const net = (one: { direction: 'in' | 'out'; amountFen: number }) => (one.direction === 'in' ? 1 : -1) * one.amountFen
const sum = (fens: number[]) => fens.reduce((total, fen) => total + fen, 0)
