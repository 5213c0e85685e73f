import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { brokenStep, savedPercent } from './prices.ts'

describe('the order of prices', () => {
  it('is direct, community, pass, floor', () => {
    expect(brokenStep({ direct: 6990, community: 5490, pass: 4990, floor: 4500 })).toBe(undefined)
    expect(brokenStep({ direct: 5000, community: 5000, floor: 5000 })).toBe(undefined)
    expect(brokenStep({ direct: 5000, community: 5490 })).toEqual({ above: 'direct', below: 'community' })
    expect(brokenStep({ direct: 6990, community: 5490, floor: 5500 })).toEqual({ above: 'community', below: 'floor' })
    expect(brokenStep({})).toBe(undefined)
  })

  it('is kept by sorted prices and by no others', () => {
    fc.assert(
      fc.property(fc.tuple(fc.nat(), fc.nat(), fc.nat(), fc.nat()), ([direct, community, pass, floor]) => {
        const isSorted = direct >= community && community >= pass && pass >= floor
        expect(brokenStep({ direct, community, pass, floor }) === undefined).toBe(isSorted)
      }),
    )
  })

  it('says what a group saves, never more than it does', () => {
    expect(savedPercent({ direct: 6990, community: 5490 })).toBe(21)
    expect(savedPercent({ direct: 6990 })).toBe(undefined)
    expect(savedPercent({ direct: 5000, community: 6000 })).toBe(undefined)
  })
})
