import { afterAll, beforeAll, expect, test } from 'vitest'
import { freshDatabase } from '../../test/support/database.ts'
import { writeCommunities } from '../../test/support/many-communities.ts'
import { type TestPlatform, testPlatform } from '../../test/support/platform.ts'
import type { Id } from '../platform/ids.ts'
import { diagnose } from './diagnosis.ts'
import { dayMs } from './evidence.ts'
import { fitPlatformDelays } from './fit-delays.ts'
import { seededRandom } from './random.ts'
import { loadCommunities, readingOf } from './read-community.ts'
import { readDueCommunities } from './read-due-communities.ts'
import { simulateCascades } from './simulated-cascades.ts'
import { simulateCommunity, type Truth } from './simulated-community.ts'

const COMMUNITIES = 200
/** Forty in a turn and a little more; a night that never ends must not hold the test. */
const MOST_TURNS = 8
const truths: readonly Truth[] = ['mesh', 'star', 'islands']
let stage: TestPlatform
let ids: Id<'com'>[]

beforeAll(async () => {
  stage = await testPlatform(await freshDatabase())
  const random = seededRandom(4)
  const made = Array.from({ length: COMMUNITIES }, (_, i) => {
    const truth = truths[i % 3]!
    const memberShare = { mesh: 0.8, star: 0.1, islands: 0.6, between: 0 }[truth]
    return { ...simulateCommunity({ truth, members: 60, events: 4, memberShare }, random), members: 60 }
  })
  ids = await writeCommunities(stage.platform, made)
}, 120_000)
afterAll(() => stage.close())

interface Row {
  readonly community_id: Id<'com'>
  readonly label: string | null
  readonly due_at: Date
  readonly read_at: Date | null
}
const rows = () =>
  stage.platform.db.query<Row>(
    'test.readings',
    'select community_id, label, due_at, read_at from trust.community order by community_id',
  )

test('a night’s work is done in turns, each kept at once: whoever goes on after a stop reads what is left, once', async () => {
  const turns = [await readDueCommunities(stage.platform)]
  // Killed here: nothing is remembered but what stands in the database.
  const readAt = stage.platform.clock.now()
  expect((await rows()).filter(({ read_at }) => read_at !== null)).toHaveLength(turns[0]!)
  stage.clock.advance(60_000)
  while (turns.at(-1)! > 0 && turns.length < MOST_TURNS) turns.push(await readDueCommunities(stage.platform))
  expect(Math.max(...turns)).toBeLessThanOrEqual(40)
  expect(turns.reduce((sum, did) => sum + did, 0)).toBe(COMMUNITIES)
  const read = await rows()
  expect(read.filter((row) => row.read_at?.getTime() === readAt.getTime())).toHaveLength(turns[0]!)
  expect(read.every(({ due_at }) => due_at > stage.platform.clock.now())).toBe(true)
  const [weeks] = await stage.platform.db.query<{ n: number }>(
    'test.weeks',
    'select count(*)::int as n from trust.week',
  )
  expect(weeks?.n).toBe(COMMUNITIES)
}, 120_000)

test('each reading is the one that a single diagnosis gives, and says what the community is', async () => {
  const labels = new Map((await rows()).map(({ community_id, label }) => [community_id, label]))
  const right = ids.filter((id, i) => labels.get(id) === truths[i % 3])
  expect(right.length / COMMUNITIES).toBeGreaterThanOrEqual(0.95)
  const some = ids.slice(0, 3)
  const now = stage.platform.clock.now()
  for (const { communityId, rows: evidence, standing } of await loadCommunities(stage.platform.db, some, now)) {
    const kept = (await readingOf(stage.platform, communityId))!
    const alone = diagnose(evidence, standing, kept.readAt.getTime())
    expect({ ...kept.diagnosis.facts, ageDays: 0 }).toEqual({ ...alone.facts, ageDays: 0 })
    expect(kept.diagnosis.verdict).toEqual(JSON.parse(JSON.stringify(alone.verdict)))
    expect(kept.diagnosis.voices).toEqual(alone.voices)
    expect(kept.diagnosis.seeds).toEqual(alone.seeds)
  }
})

test('the platform’s delays are fitted from all communities, and used where a community’s own are too few', async () => {
  const before = (await readingOf(stage.platform, ids[0]!))!.diagnosis
  expect(before.delays).toEqual({ source: 'assumed', seen: 0 })
  const random = seededRandom(8)
  // Half a year old: each order's children are all there, a child's delay is log-normal with a median of a day and a half.
  const cascades = Array.from({ length: 12 }, () => {
    const orders = simulateCascades({ r: 0.6, coverage: 1, horizonDays: 100, roots: 60 }, random)
    const evidence = orders.map(({ at, parent }, order) => ({
      ...{ id: String(order), kind: 'order' as const, actor: order, at, known: 'named' as const, product: '1' },
      ...{ words: [parent >= 0 ? parent : -1], keptFrom: at + dayMs },
    }))
    return { owner: -1, members: 500, evidence, now: 110 * dayMs }
  })
  await writeCommunities(stage.platform, cascades)
  await fitPlatformDelays(stage.platform)
  const [fitted] = await stage.platform.db.query<{ seen: number; communities: number; steps: number; half: number }>(
    'test.delays',
    `select seen, communities, cardinality(shares) as steps,
       (select min(t.ms)::float8 from unnest(after_ms, shares) as t (ms, share) where t.share >= 0.5) as half from trust.delays`,
  )
  expect(fitted!.seen).toBeGreaterThan(500)
  expect(fitted!.steps).toBeLessThanOrEqual(202)
  await stage.platform.db.query('test.makeOneDue', 'update trust.community set due_at = $1 where community_id = $2', [
    stage.platform.clock.now(),
    ids[0],
  ])
  while ((await readDueCommunities(stage.platform)) > 0);
  const { delays } = (await readingOf(stage.platform, ids[0]!))!.diagnosis
  expect(delays).toEqual({ source: 'platform', seen: fitted!.seen })
}, 120_000)
