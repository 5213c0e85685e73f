import { describe, expect, test } from 'vitest'
import type { CommunityReading } from './contract.ts'
import { type CommunityFacts, judge } from './verdict.ts'

const facts: CommunityFacts = {
  ageDays: 200,
  members: 120,
  left: 3,
  keptOrders: 400,
  coveredOrders: 200,
  orders: 410,
  claims: 8,
  settledBuyers: 80,
  returningBuyers: 60,
}

const reading: CommunityReading = {
  activeMembers: 100,
  eventsPerMember: 4,
  actingShare: 0.8,
  ownerShare: 0.4,
  ownerShareInterval: { low: 0.35, high: 0.45 },
  ownerShareAtMost: 0.47,
  together: 0.7,
  togetherInterval: { low: 0.6, high: 0.8 },
  circles: [70, 4],
  twoCoreShare: 0.5,
  effectiveVoices: 22,
  reciprocity: 0.3,
  transitivity: 0.3,
  centralisation: 0.2,
}

const labelOf = (change: Partial<CommunityReading> = {}, fact: Partial<CommunityFacts> = {}) =>
  judge({ ...facts, ...fact }, { ...reading, ...change }).label

const disappointing = { orders: 100, claims: 14, settledBuyers: 40, returningBuyers: 4, left: 30 }
const together = (value: number, low: number, high: number) => ({ together: value, togetherInterval: { low, high } })
const owner = (value: number, low: number, high: number, atMost: number) => ({
  ownerShare: value,
  ownerShareInterval: { low, high },
  ownerShareAtMost: atMost,
})

describe('a verdict', () => {
  test('is mesh, forming or islands by how far members hang together without the owner', () => {
    expect(labelOf()).toBe('mesh')
    expect(labelOf(together(0.39, 0.3, 0.5))).toBe('forming')
    expect(labelOf(together(0.15, 0.1, 0.2))).toBe('islands')
  })

  test('is star when the owner carries three quarters, whatever else', () => {
    expect(labelOf(owner(0.8, 0.7, 0.9, 0.93))).toBe('star')
    expect(labelOf({ ...owner(0.8, 0.78, 0.82, 0.83), ...together(0.6, 0.55, 0.65) })).toBe('star')
  })

  test('stays star until it is 99 % sure that the owner carries less, and is forming in doubt above 95 %', () => {
    const hangingTogether = together(0.7, 0.55, 0.85)
    expect(labelOf({ ...owner(0.72, 0.66, 0.78, 0.8), ...hangingTogether })).toBe('star')
    expect(labelOf({ ...owner(0.69, 0.64, 0.74, 0.76), ...hangingTogether })).toBe('forming')
    expect(labelOf({ ...owner(0.69, 0.64, 0.74, 0.76), ...together(0.55, 0.4, 0.7) })).toBe('star')
    expect(labelOf({ ...owner(0.67, 0.62, 0.72, 0.74), ...hangingTogether })).toBe('mesh')
  })

  test('is forming while the interval straddles a line', () => {
    expect(labelOf(together(0.62, 0.49, 0.75))).toBe('forming')
    expect(labelOf(together(0.2, 0.14, 0.26))).toBe('forming')
  })

  test('comes too early below 20 active members, below 3 events each, below 30 % coverage; says which', () => {
    expect(labelOf({ activeMembers: 19 })).toBe('too_early')
    expect(labelOf({ activeMembers: 20 })).toBe('mesh')
    expect(labelOf({ eventsPerMember: 2.9 })).toBe('too_early')
    expect(labelOf({}, { coveredOrders: 119 })).toBe('too_early')
    const { reasons } = judge({ ...facts, coveredOrders: 10 }, { ...reading, activeMembers: 5 })
    expect(reasons.map(({ code }) => code)).toEqual(['few_members', 'low_coverage'])
  })

  test('of the first eight weeks is young and nothing else, also when much goes wrong', () => {
    expect(labelOf({}, { ageDays: 55 })).toBe('young')
    expect(labelOf({}, { ageDays: 55, ...disappointing })).toBe('young')
    expect(labelOf({}, { ageDays: 56 })).toBe('mesh')
  })

  test('is no trust yet before coverage and before star, when claims are high, few return and people leave', () => {
    expect(labelOf({ activeMembers: 5, actingShare: 0.1 }, { ...disappointing, coveredOrders: 0 })).toBe('no_trust_yet')
    expect(labelOf({ ownerShare: 0.95 }, disappointing)).toBe('no_trust_yet')
    expect(labelOf({ ownerShare: 0.95 }, { ...disappointing, claims: 2 })).toBe('star')
    expect(labelOf({ ownerShare: 0.95 }, { ...disappointing, left: 2 })).toBe('star')
  })

  test('of a community without evidence is too early, not an error', () => {
    const nothing = { ...reading, activeMembers: 0, eventsPerMember: 0, ownerShare: null, together: null }
    expect(judge({ ...facts, keptOrders: 0, coveredOrders: 0 }, nothing)).toMatchObject({
      label: 'too_early',
      coverage: null,
    })
  })
})
