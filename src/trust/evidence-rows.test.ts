import { describe, expect, test } from 'vitest'
import type { OrderFacts } from '../orders/index.ts'
import { dayMs } from './evidence.ts'
import { type EvidenceRow, evidenceFrom, evidenceOfOrder, nextKeptAt, returnWindowMs } from './evidence-rows.ts'

const at = (day: number) => new Date(Date.UTC(2026, 10, 2) + day * dayMs)
const order = (changes: Partial<OrderFacts> = {}): OrderFacts =>
  ({
    ...{ id: 9n, cellId: 1, communityId: 5n, buyerPersonId: 1n, viaPersonId: null, productIds: [7n] },
    ...{ state: 'paid', isGivenBack: false, paidAt: at(0), receivedAt: null },
    ...changes,
  }) as OrderFacts

describe('the evidence of an order', () => {
  test('whom the buyer named goes before whose link she took; without either it has no word', () => {
    expect(evidenceOfOrder(order({ viaPersonId: 2n as never }), [3n, 4n], null)).toMatchObject({
      known: 'named',
      words: [3n, 4n],
    })
    expect(evidenceOfOrder(order({ viaPersonId: 2n as never }), [], null)).toMatchObject({
      known: 'share',
      words: [2n],
    })
    expect(evidenceOfOrder(order(), [], null)).toMatchObject({ known: 'link', words: [] })
  })

  test('nobody is her own word, and nobody gets a fourth', () => {
    expect(evidenceOfOrder(order({ viaPersonId: 1n as never }), [1n], null)).toMatchObject({ known: 'link', words: [] })
    expect(evidenceOfOrder(order(), [2n, 3n, 4n, 6n], null)?.words).toEqual([2n, 3n, 4n])
  })

  test('it waits until it was received, counts from the close of the return window, and never once it went back', () => {
    expect(evidenceOfOrder(order(), [], null)).toMatchObject({ fate: 'waiting', keptFrom: null })
    expect(evidenceOfOrder(order({ receivedAt: at(3) }), [], null)).toMatchObject({ fate: 'kept', keptFrom: at(10) })
    expect(evidenceOfOrder(order({ receivedAt: at(3), isGivenBack: true }), [], null)?.fate).toBe('returned')
    expect(evidenceOfOrder(order({ state: 'cancelled' }), [], null)?.fate).toBe('returned')
    expect(returnWindowMs).toBe(7 * dayMs)
  })

  test('what was never paid, or outside a community, is no evidence', () => {
    expect(evidenceOfOrder(order({ paidAt: null }), [], null)).toBeNull()
    expect(evidenceOfOrder(order({ communityId: null }), [], null)).toBeNull()
  })
})

describe('what is weighed', () => {
  const invitation: EvidenceRow = {
    ...{ id: 3n, communityId: 5n as never, kind: 'invitation', actorPersonId: 1n, actedAt: at(-1), known: 'invited' },
    ...{ words: [2n], productIds: [], field: null, fate: 'by_first_order', keptFrom: null },
  }
  const bought = (receivedAt: Date | null) => evidenceOfOrder(order({ receivedAt }), [], 'fresh.fruit') as EvidenceRow

  test('an invitation counts from its guest’s first kept order', () => {
    expect(evidenceFrom([invitation])[0]?.keptFrom).toBe(Number.POSITIVE_INFINITY)
    expect(evidenceFrom([invitation, bought(null)])[0]?.keptFrom).toBe(Number.POSITIVE_INFINITY)
    expect(evidenceFrom([invitation, bought(at(5)), bought(at(1))])[0]?.keptFrom).toBe(at(8).getTime())
  })

  test('the next moment at which something begins to count', () => {
    expect(nextKeptAt([bought(at(5)), bought(at(1)), bought(null)], at(2))).toEqual(at(8))
    expect(nextKeptAt([bought(at(5)), bought(at(1))], at(9))).toEqual(at(12))
    expect(nextKeptAt([bought(at(1))], at(9))).toBeUndefined()
  })
})
