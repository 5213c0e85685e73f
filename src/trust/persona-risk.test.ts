import { describe, expect, test } from 'vitest'
import { readCommunity } from './community-reading.ts'
import type { CommunityReading } from './contract.ts'
import { dayMs } from './evidence.ts'
import type { EvidenceRow } from './evidence-rows.ts'
import { type ClaimFact, personaRisk } from './persona-risk.ts'
import { seededRandom } from './random.ts'
import { weigh } from './weighing.ts'

const now = Date.UTC(2026, 10, 29)
const nothing = readCommunity(weigh([], { now }), { owners: [1n] })
const star: CommunityReading = { ...nothing, activeMembers: 60, ownerShare: 0.9 }
let ids = 0n

const orders = (count: number, daysAgo: number, returned = 0): EvidenceRow[] =>
  Array.from({ length: count }, (_, index) => ({
    ...{ id: ++ids, communityId: 5n as never, kind: 'order', actorPersonId: BigInt(10 + index), words: [1n] },
    ...{ actedAt: new Date(now - daysAgo * dayMs), known: 'named', productIds: [7n], field: null },
    ...(index < returned
      ? { fate: 'returned' as const, keptFrom: null }
      : { fate: 'kept' as const, keptFrom: new Date(now) }),
  }))

const claimsOn = (rows: readonly EvidenceRow[], changes: Partial<ClaimFact> = {}): ClaimFact[] =>
  rows.map(({ id }) => ({ orderId: id, at: now - dayMs, isUpheld: true, ...changes }))

describe('trust on one person while more goes wrong', () => {
  test('a star whose returns and claims rise is worth a look, each order counted once', () => {
    const recent = orders(60, 5, 6)
    const rows = [...orders(80, 50, 2), ...recent]
    const found = personaRisk(rows, claimsOn(recent.slice(3, 12)), star, now)
    expect(found.recent).toEqual({ orders: 60, returned: 6, claimed: 9, wrong: 12 })
    expect(found.earlier).toEqual({ orders: 80, returned: 2, claimed: 0, wrong: 2 })
    expect(found.isAtRisk).toBe(true)
  })

  test('the same trouble where members trust each other is not this, nor is a rise that chance explains', () => {
    const rows = [...orders(80, 50, 2), ...orders(60, 5, 15)]
    expect(personaRisk(rows, [], { ...star, ownerShare: 0.6 }, now).isAtRisk).toBe(false)
    expect(personaRisk([...orders(80, 50, 6), ...orders(60, 5, 8)], [], star, now).isAtRisk).toBe(false)
    expect(personaRisk(rows, [], star, now).isAtRisk).toBe(true)
  })

  test('few orders or few troubles say nothing; refused claims and those of later are nobody’s', () => {
    expect(personaRisk([...orders(80, 50), ...orders(19, 5, 10)], [], star, now).isAtRisk).toBe(false)
    expect(personaRisk([...orders(80, 50), ...orders(30, 5, 4)], [], star, now).isAtRisk).toBe(false)
    const recent = orders(60, 5)
    const rows = [...orders(80, 50), ...recent]
    expect(personaRisk(rows, claimsOn(recent, { isUpheld: false }), star, now).recent.wrong).toBe(0)
    expect(personaRisk(rows, claimsOn(recent, { at: now + dayMs }), star, now).recent.wrong).toBe(0)
  })

  test('of steady communities about one in a hundred is listed by chance', () => {
    const random = seededRandom(11)
    const drawn = (count: number, share: number) => {
      let wrong = 0
      for (let order = 0; order < count; order++) if (random.uniform() < share) wrong++
      return wrong
    }
    let listed = 0
    for (let run = 0; run < 500; run++) {
      const rows = [...orders(150, 50, drawn(150, 0.12)), ...orders(80, 5, drawn(80, 0.12))]
      if (personaRisk(rows, [], star, now).isAtRisk) listed++
    }
    expect(listed / 500).toBeLessThanOrEqual(0.03)
  })
})
