import { describe, expect, it } from 'vitest'
import { categories, facts } from '../../../src/catalog/contract.ts'
import en from '../words/en.json' with { type: 'json' }
import zh from '../words/zh-CN.json' with { type: 'json' }
import { categoryCodes } from './categories.ts'
import { factNames, isForCurators } from './facts.ts'

/** The console keeps lists of its own, so that the contracts' schemas stay out of the browser; these hold them together. */
describe('the console and the catalogue', () => {
  it('name the same facts, in the same order', () => {
    expect(factNames).toEqual(Object.keys(facts))
    expect(factNames.filter(isForCurators)).toEqual(factNames.filter((name) => facts[name].forCurators))
  })

  it('name the same categories', () => {
    expect([...categoryCodes]).toEqual(Object.keys(categories))
  })

  it('say both in the same words', () => {
    for (const [name, said] of Object.entries(facts))
      expect([zh[`fact_${name}` as keyof typeof zh], en[`fact_${name}` as keyof typeof en]]).toEqual([said.zh, said.en])
    for (const [code, said] of Object.entries(categories))
      expect(zh[`category_${code}` as keyof typeof zh]).toEqual(said.zh)
  })
})
