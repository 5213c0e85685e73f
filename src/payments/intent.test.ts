import { describe, expect, test } from 'vitest'
import { intentStates } from './contract.ts'
import { isOpenAtProvider, judge, mayStart } from './intent.ts'

const fact = (changes = {}) => ({
  ...{ source: 'test', intentId: 1n, providerTxn: 'T1', amountFen: 6290, currency: 'CNY', paidAt: new Date(0) },
  ...changes,
})
const intent = (changes = {}) => ({ state: 'submitted' as const, amountFen: 6290, providerTxn: null, ...changes })

describe('what a success means for an intent', () => {
  test('the first counts, whatever we thought, because money came in', () => {
    for (const state of intentStates)
      if (state !== 'succeeded') expect([state, judge(intent({ state }), fact(), 'CNY')]).toEqual([state, 'paid'])
  })

  test('the same transaction again is a duplicate, another is a second payment', () => {
    const paid = intent({ state: 'succeeded', providerTxn: 'T1' })
    expect(judge(paid, fact(), 'CNY')).toBe('duplicate')
    expect(judge(paid, fact({ providerTxn: 'T2' }), 'CNY')).toBe('second')
  })

  test('another amount or currency is never applied, paid or not', () => {
    for (const before of [intent(), intent({ state: 'succeeded', providerTxn: 'T1' })])
      for (const wrong of [
        { amountFen: 6289 },
        { amountFen: 6291 },
        { amountFen: -1 },
        { currency: 'USD' },
        { currency: '' },
      ])
        expect(judge(before, fact(wrong), 'CNY')).toBe('mismatch')
  })

  test('which states only the provider can end, and which may be started', () => {
    expect(intentStates.filter(isOpenAtProvider)).toEqual(['submitted', 'pending', 'unknown'])
    expect(intentStates.filter(mayStart)).toEqual(['created', 'submitted', 'pending', 'unknown'])
  })
})
