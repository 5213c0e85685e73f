import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { findCommunities } from '../../src/rehearsal/beibei-communities.ts'
import { readRecord, readRecords } from '../../src/rehearsal/beibei-records.ts'
import { IMPORT_STARTS_AT, importRecords } from '../../src/rehearsal/index.ts'
import { openTestHouse } from '../support/house.ts'
import { testUnless } from '../support/skip.ts'

const DATA = process.env.LEAVEN_DATA ?? path.resolve(import.meta.dirname, '../../../shared/data')
const FILE = path.join(DATA, 'beibei/tune.txt')
/** As many groups as the check wants; a smaller number is for trying things out. */
const LIMIT = Number(process.env.IMPORT_LIMIT ?? 2_000)
const folder = mkdtempSync(path.join(tmpdir(), 'leaven-import-'))

afterAll(() => rmSync(folder, { recursive: true, force: true }))

test('a record is initiator, item, participants; anything else is refused with its line', () => {
  expect(readRecord('26985\t5267\t46622', 1)).toEqual({ initiator: 26985, item: 5267, participants: [46622] })
  expect(readRecord('1\t2\t3, 4,3,1', 1).participants).toEqual([3, 4])
  expect(readRecord('84530\t23076\t142372\t24883', 1).participants).toEqual([142372, 24883])
  expect(() => readRecord('1\t2\t3\t4x', 6)).toThrow('line 6')
  expect(() => readRecord('1\t2x\t3', 7)).toThrow('line 7')
  expect(() => readRecord('nothing', 8)).toThrow('line 8')
})

test('communities are components of ties, cut at five hundred, led by who starts most', () => {
  const pairs = [
    { initiator: 1, item: 9, participants: [2] },
    { initiator: 2, item: 9, participants: [3] },
    { initiator: 2, item: 8, participants: [1] },
    { initiator: 7, item: 8, participants: [8] },
  ]
  const found = findCommunities(pairs)
  expect(found.map((one) => ({ owner: one.owner, people: [...one.people].sort(), records: one.records }))).toEqual([
    { owner: 2, people: [1, 2, 3], records: [0, 1, 2] },
    { owner: 7, people: [7, 8], records: [3] },
  ])
  const star = Array.from({ length: 1_200 }, (_, index) => ({ initiator: 1, item: 1, participants: [index + 2] }))
  const pieces = findCommunities(star)
  expect(pieces.flatMap((piece) => piece.records)).toHaveLength(1_200)
})

const testWithRecords = testUnless(
  existsSync(FILE) ? undefined : 'data: real group-buying records are not here (LEAVEN_DATA names their folder)',
)

testWithRecords(
  `${LIMIT} real groups live through the public API, and the books are right`,
  async () => {
    const house = await openTestHouse(undefined, IMPORT_STARTS_AT)
    const summary = await importRecords(house, { file: FILE, limit: LIMIT, dataDir: folder, say: () => {} })
    const records = await readRecords(FILE, LIMIT)
    const orders = records.reduce((sum, record) => sum + 1 + record.participants.length, 0)
    expect(summary.audit.checks.filter((check) => check.found > 0)).toEqual([])
    const { ok, differences, throughCurator, throughMember, curatorsOwn } = summary
    expect(differences).toEqual([])
    expect({ ok, lived: summary.records, bought: summary.orders }).toEqual({ ok: true, lived: LIMIT, bought: orders })
    expect(throughCurator + throughMember + curatorsOwn).toBe(orders)
    expect(throughCurator + throughMember).toBeGreaterThan(0)
    // A second run over what was done finds nothing to do and says the same.
    const again = await importRecords(house, { file: FILE, limit: LIMIT, dataDir: folder, say: () => {} })
    expect(again).toMatchObject({ orders: summary.orders, goodsFen: summary.goodsFen, ok: true })
    await expect(importRecords(house, { file: FILE, limit: 3, dataDir: folder, say: () => {} })).rejects.toThrow(
      /another with --data/,
    )
  },
  600_000,
)
