import { describe, expect, it } from 'vitest'
import type { FactName } from './contract.ts'
import { type DossierState, latestFacts, missingForPublishing } from './dossier.ts'

const entry = (id: bigint, fact: FactName, wordsZh: string) => ({
  id,
  fact,
  wordsZh,
  wordsEn: '',
  recordedBy: 'staff:1',
  recordedAt: new Date('2026-11-23T04:00:00.000Z'),
})

const complete: DossierState = {
  returnClass: 'fresh_no_7d',
  facts: new Set<FactName>(['variety', 'origin', 'grower', 'picking', 'how_to_eat']),
  pictures: 1,
  skusWithOffer: 1,
}

describe('a dossier', () => {
  it('shows the latest entry of each fact, in the order of a page, and keeps what was said before', () => {
    const facts = latestFacts([
      entry(3n, 'variety', '纽荷尔'),
      entry(1n, 'origin', '江西'),
      entry(2n, 'variety', '脐橙'),
      entry(5n, 'variety', '纽荷尔脐橙'),
    ])
    expect(facts.map((fact) => [fact.fact, fact.wordsZh])).toEqual([
      ['variety', '纽荷尔脐橙'],
      ['origin', '江西'],
    ])
    expect(facts[0]?.history.map((old) => old.wordsZh)).toEqual(['纽荷尔', '脐橙'])
    expect(facts[1]?.history).toEqual([])
  })

  it('is complete with its facts, a picture and a SKU that has a price', () => {
    expect(missingForPublishing(complete)).toEqual([])
    expect(missingForPublishing({ ...complete, facts: new Set(), pictures: 0, skusWithOffer: 0 })).toEqual([
      'variety',
      'origin',
      'grower',
      'how_to_eat',
      'picking',
      'picture',
      'sku_with_offer',
    ])
  })

  it('lets goods that are not fresh say out of how many they were chosen instead of how they were picked', () => {
    const facts = new Set<FactName>(['variety', 'origin', 'grower', 'chosen_from', 'how_to_eat'])
    expect(missingForPublishing({ ...complete, facts, returnClass: '7d' })).toEqual([])
    expect(missingForPublishing({ ...complete, facts })).toEqual(['picking'])
  })
})
