import { expect } from 'vitest'
import { findCommunities } from '../../src/rehearsal/beibei-communities.ts'
import { type GroupRecord, readRecords } from '../../src/rehearsal/beibei-records.ts'
import { diagnose } from '../../src/trust/diagnosis.ts'
import { dayMs } from '../../src/trust/evidence.ts'
import type { EvidenceRow } from '../../src/trust/evidence-rows.ts'
import { testUnless } from '../support/skip.ts'
import { dataFile, whyNoData } from './data.ts'

const now = 100 * dayMs
const firstPerson = 2n ** 60n
const LIMIT = Number(process.env.BEIBEI_GROUPS ?? 20_000)

/** The groups of one community as evidence: who started one has no word, who joined came on the starter's; all kept. */
function evidenceOf(records: readonly GroupRecord[], own: readonly number[]): EvidenceRow[] {
  return own.flatMap((index) => {
    const { initiator, item, participants } = records[index]!
    const at = new Date(15 * dayMs + (70 * dayMs * index) / records.length)
    const guests = participants.filter((person) => person !== initiator)
    return [initiator, ...guests].map((person, place): EvidenceRow => {
      const words = place === 0 ? [] : [firstPerson + BigInt(initiator)]
      return {
        ...{ id: BigInt(index * 1000 + place), communityId: 1n as never, kind: 'order', field: null },
        ...{ actorPersonId: firstPerson + BigInt(person), productIds: [BigInt(item)], words },
        ...{ known: place === 0 ? 'link' : 'share', actedAt: at, fate: 'kept', keptFrom: at },
      }
    })
  })
}

testUnless(whyNoData())(
  'real groups of Beibei: given all the time it needs, the check-up says of every community that it is too early',
  async () => {
    const records = await readRecords(dataFile('beibei/tune.txt'), LIMIT)
    const found = findCommunities(records)
    const labels = new Map<string, number>()
    for (const { owner, people, records: own } of found) {
      const standing = { owners: [firstPerson + BigInt(owner)], ageDays: 100, members: people.length, left: 0 }
      const { verdict } = diagnose(evidenceOf(records, own), standing, now)
      labels.set(verdict.label, (labels.get(verdict.label) ?? 0) + 1)
    }
    expect([...labels]).toEqual([['too_early', found.length]])
    if (LIMIT !== 20_000) return
    expect(found).toHaveLength(16_649)
    expect(Math.max(...found.map(({ people }) => people.length))).toBe(19)
  },
  120_000,
)
