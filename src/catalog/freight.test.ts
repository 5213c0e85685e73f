import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { freightFor } from './freight.ts'

const cool = { id: 1n, feeFen: 1500, freeFromFen: 9900 }
const never = { id: 2n, feeFen: 600, freeFromFen: null }

describe('freight', () => {
  it('is charged once per template, however many lines there are', () => {
    expect(
      freightFor([
        { template: cool, goodsFen: 3000 },
        { template: cool, goodsFen: 3000 },
        { template: never, goodsFen: 1 },
      ]),
    ).toBe(2100)
  })

  it('is free from exactly the sum that the template names', () => {
    expect(freightFor([{ template: cool, goodsFen: 9899 }])).toBe(1500)
    expect(
      freightFor([
        { template: cool, goodsFen: 4950 },
        { template: cool, goodsFen: 4950 },
      ]),
    ).toBe(0)
    expect(freightFor([{ template: never, goodsFen: 1_000_000 }])).toBe(600)
  })

  it('is nothing for nothing', () => {
    expect(freightFor([])).toBe(0)
    expect(freightFor([{ template: cool, goodsFen: 0 }])).toBe(0)
  })

  it('does not depend on how the goods are spread over lines', () => {
    const goods = fc.array(fc.integer({ min: 1, max: 5000 }), { minLength: 1, maxLength: 8 })
    fc.assert(
      fc.property(goods, (parts) => {
        const whole = parts.reduce((a, b) => a + b, 0)
        const spread = parts.map((goodsFen) => ({ template: cool, goodsFen }))
        expect(freightFor(spread)).toBe(freightFor([{ template: cool, goodsFen: whole }]))
      }),
    )
  })
})
