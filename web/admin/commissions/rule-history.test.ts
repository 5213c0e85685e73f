import { describe, expect, it } from 'vitest'
import type { Rule } from '../shapes.ts'
import { changedFields, keptRules, nextPosition } from './rule-history.ts'

const rule = (changed: Partial<Rule>): Rule => ({
  id: 'rul_01hqzk3v5x8ab',
  version: 1,
  position: 10,
  name: '平常',
  skuId: null,
  category: null,
  stage: null,
  rateBps: 1000,
  floor: { amount: 0, currency: 'CNY' },
  cap: null,
  setBy: '管理员',
  createdAt: '2026-11-01T00:00:00.000Z',
  supersededAt: null,
  ...changed,
})

describe('the ordered rules', () => {
  it('stand in the order in which they are tried, each with its past', () => {
    const old = rule({ supersededAt: '2026-11-02T00:00:00.000Z' })
    const now = rule({ version: 2, rateBps: 1200 })
    const first = rule({ id: 'rul_01hqzk3v5x8ac', position: 5 })
    const kept = keptRules([old, now, first])
    expect(kept.map(({ current }) => current.position)).toEqual([5, 10])
    expect(kept[1]?.before).toEqual([old])
  })

  it('say what a version changed', () => {
    const floor = { amount: 100, currency: 'CNY' }
    expect(changedFields(rule({}), rule({ version: 2, rateBps: 1200, floor }))).toEqual(['rateBps', 'floor'])
    expect(changedFields(rule({}), rule({ version: 2, setBy: '别人' }))).toEqual([])
  })

  it('leave room for one more between', () => {
    expect(nextPosition([])).toBe(10)
    expect(nextPosition([rule({}), rule({ position: 25 })])).toBe(35)
  })
})
