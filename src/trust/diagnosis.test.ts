import { describe, expect, test } from 'vitest'
import { diagnose, type Standing } from './diagnosis.ts'
import { dayMs, type Evidence } from './evidence.ts'
import type { EvidenceRow } from './evidence-rows.ts'
import { seededRandom } from './random.ts'
import { simulateCommunity, type Truth } from './simulated-community.ts'

/** A made-up community as rows of the database: everything kept on the day it was bought. */
function rowsOf(truth: Truth, memberShare: number) {
  const made = simulateCommunity({ truth, members: 120, events: 8, memberShare }, seededRandom(5))
  const personId = (person: Evidence['actor']) => BigInt(Number(person) + 1)
  const rows = made.evidence.map(
    (item, index): EvidenceRow => ({
      ...{ id: BigInt(index + 1), communityId: 1n as never, kind: 'order', actorPersonId: personId(item.actor) },
      ...{
        actedAt: new Date(item.at),
        known: item.words.length > 0 ? 'named' : 'link',
        words: item.words.map(personId),
      },
      ...{ productIds: [BigInt(1 + (index % 5))], field: null, fate: 'kept', keptFrom: new Date(item.at) },
    }),
  )
  const standing: Standing = { owners: [personId(made.owner)], ageDays: 180, members: 120, left: 0 }
  return { rows, standing, now: made.now }
}

describe('the diagnosis of a community of known truth', () => {
  test('a mesh, a star and islands are called so from their rows, and the owner is no voice', () => {
    const found = (['mesh', 'star', 'islands'] as const).map((truth) => {
      const { rows, standing, now } = rowsOf(truth, { mesh: 0.8, star: 0.1, islands: 0.6 }[truth])
      const { verdict, voices, facts } = diagnose(rows, standing, now)
      expect(voices.map(({ person }) => person)).not.toContain(standing.owners[0])
      expect(facts.coveredOrders).toBe(facts.keptOrders)
      return verdict.label
    })
    expect(found).toEqual(['mesh', 'star', 'islands'])
  })

  test('islands get one voice of each circle and seeds in two of them', () => {
    const { rows, standing, now } = rowsOf('islands', 0.6)
    const { circleVoices, seeds, verdict } = diagnose(rows, standing, now)
    expect(circleVoices).toHaveLength(verdict.reading.circles.length)
    expect(new Set(circleVoices).size).toBe(circleVoices.length)
    expect(seeds?.seeds).toHaveLength(3)
    expect(seeds?.spread).toBeGreaterThanOrEqual((seeds?.randomSpread ?? 0) * 0.99)
  })

  test('the same rows give the same reading', () => {
    const { rows, standing, now } = rowsOf('mesh', 0.7)
    const first = diagnose(rows, standing, now)
    expect(first.seeds?.seeds).toHaveLength(3)
    expect(diagnose(rows, standing, now)).toEqual(first)
  })

  test('what is on its way or went back counts nowhere', () => {
    const { rows, standing, now } = rowsOf('mesh', 0.8)
    const waiting = rows.map((row): EvidenceRow => ({ ...row, fate: 'waiting', keptFrom: null }))
    const back = rows.map((row): EvidenceRow => ({ ...row, fate: 'returned', keptFrom: null }))
    for (const none of [waiting, back]) {
      const { facts, verdict, voices, fermentation, fission } = diagnose(none, standing, now)
      expect(facts).toMatchObject({ keptOrders: 0, coveredOrders: 0 })
      expect(verdict.reading).toMatchObject({ ownerShare: null, circles: [], effectiveVoices: 0 })
      expect(verdict.label).toBe('too_early')
      expect(voices).toEqual([])
      expect(fermentation.r).toBeNull()
      expect(fission.invitees).toBe(0)
    }
  })

  test('R is read up to the first order whose fate is open, and a slow one does not hold it back for ever', () => {
    const { rows, standing, now } = rowsOf('mesh', 0.8)
    const orders = diagnose(rows, standing, now).fermentation.orders
    const young = rows.findIndex((row) => row.actedAt.getTime() > now - 20 * dayMs)
    const undecided = (index: number) =>
      rows.map((row, at): EvidenceRow => (at === index ? { ...row, fate: 'waiting', keptFrom: null } : row))
    expect(diagnose(undecided(young), standing, now).fermentation.orders).toBe(young)
    expect(diagnose(undecided(0), standing, now).fermentation.orders).toBe(orders - 1)
  })

  test('R is not read from orders that have had no time to bring any', () => {
    const { rows, standing, now } = rowsOf('mesh', 0.8)
    const at = new Date(now - 3_600_000)
    const justNow = rows.map((row): EvidenceRow => ({ ...row, actedAt: at, keptFrom: at }))
    expect(diagnose(justNow, standing, now).fermentation).toMatchObject({ label: 'too_few', r: null, interval: null })
    expect(diagnose(rows, standing, now).fermentation.r).not.toBeNull()
  })

  test('members who followed: only who bought what a member had bought before her and named her', () => {
    const { standing, now } = rowsOf('mesh', 0.8)
    const row = (id: number, actor: number, words: number[], product: number): EvidenceRow => ({
      ...{ id: BigInt(id), communityId: 1n as never, kind: 'order', actorPersonId: BigInt(actor) },
      ...{ actedAt: new Date(now - 10 * dayMs + id), known: words.length ? 'named' : 'link', words: words.map(BigInt) },
      ...{ productIds: [BigInt(product)], field: null, fate: 'waiting', keptFrom: null },
    })
    const owner = Number(standing.owners[0])
    const rows = [row(1, 501, [], 1), row(2, 502, [501], 1), row(3, 503, [501], 2), row(4, 504, [owner], 1)]
    expect(diagnose(rows, standing, now).followedMembers).toBe(1)
  })
})
