import { describe, expect, it } from 'vitest'
import { offerAt, pricesInOrder, startOfOffer } from './offer.ts'

const at = new Date('2026-11-23T04:00:00.000Z')
const later = (ms: number) => new Date(at.getTime() + ms)
const offer = (offerId: bigint, startsAt: Date, endsAt: Date | null) => ({
  ...{ offerId, startsAt, endsAt },
  ...{ directFen: 4990, communityFen: 3990, passFen: null, floorFen: 2000 },
})

describe('an offer', () => {
  it('keeps direct ≥ community ≥ pass ≥ floor', () => {
    const prices = { directFen: 50, communityFen: 40, passFen: 30, floorFen: 20 }
    expect(pricesInOrder(prices)).toBe(true)
    expect(pricesInOrder({ directFen: 40, communityFen: 40, passFen: 40, floorFen: 40 })).toBe(true)
    expect(pricesInOrder({ ...prices, directFen: 39 })).toBe(false)
    expect(pricesInOrder({ ...prices, passFen: 41 })).toBe(false)
    expect(pricesInOrder({ ...prices, passFen: 19 })).toBe(false)
    expect(pricesInOrder({ ...prices, passFen: null, floorFen: 41 })).toBe(false)
    expect(pricesInOrder({ ...prices, passFen: null, floorFen: 40 })).toBe(true)
  })

  it('is charged from its start until just before its end', () => {
    const first = offer(1n, at, later(1000))
    const second = offer(2n, later(1000), null)
    expect(offerAt([first, second], later(-1))).toBeUndefined()
    expect(offerAt([first, second], at)?.offerId).toBe(1n)
    expect(offerAt([first, second], later(999))?.offerId).toBe(1n)
    expect(offerAt([first, second], later(1000))?.offerId).toBe(2n)
  })

  it('starts now or later, never in the past', () => {
    expect(startOfOffer(undefined, at)).toEqual(at)
    expect(startOfOffer(later(5000), at)).toEqual(later(5000))
    expect(startOfOffer(later(-30_000), at)).toEqual(at)
    expect(startOfOffer(later(-61_000), at)).toBeUndefined()
  })
})
