import { cellOf, type Id } from '../../src/platform/ids.ts'
import type { Platform } from '../../src/platform/platform.ts'
import { dayMs, type Evidence } from '../../src/trust/evidence.ts'

/** A community straight in the database, half a year old: who is in it matters to nobody who reads trust. */
export interface MadeCommunity {
  readonly owner: number
  readonly members: number
  /** Orders; times in ms before now, by anything that may be a number of a person. */
  readonly evidence: readonly Evidence[]
  /** The moment that the evidence calls now. */
  readonly now: number
}

/** As large as real ids are: the driver reads small ones as numbers. */
const FIRST_PERSON = 2n ** 60n
const PEOPLE_EACH = 10_000n

/** Writes communities with their evidence, all due at once; everything was kept on the day when `keptFrom` says so. */
export async function writeCommunities(platform: Platform, made: readonly MadeCommunity[]): Promise<Id<'com'>[]> {
  const now = platform.clock.now().getTime()
  const at = (ms: number | null, from: number) => (ms === null ? null : new Date(now - from + ms).toISOString())
  const ids = made.map((_, index) => platform.ids.next<'com'>(index % 256))
  const personOf = (community: number, person: Evidence['actor']) =>
    FIRST_PERSON + BigInt(community + 1) * PEOPLE_EACH + BigInt(Number(person) + 2)
  await platform.db.query(
    'test.writeCommunities',
    `insert into communities.community (id, cell_id, name, owner_person_id, door, member_cap, member_count, created_at)
     select id, cell_id, 'made', owner, 'open_by_link', 500, members, $5
     from unnest($1::bigint[], $2::smallint[], $3::bigint[], $4::int[]) as t (id, cell_id, owner, members)`,
    [
      ids,
      ids.map(cellOf),
      made.map(({ owner }, index) => personOf(index, owner)),
      made.map(({ members }) => members),
      new Date(now - 180 * dayMs),
    ],
  )
  for (const [index, { evidence, now: made_now }] of made.entries()) {
    const orders = evidence.map((item) => ({ ...item, id: platform.ids.next<'ord'>(cellOf(ids[index]!)) }))
    await platform.db.query(
      'test.writeEvidence',
      `insert into trust.evidence (id, cell_id, community_id, kind, actor_person_id, acted_at, known, words, product_ids, fate, kept_from)
       select id, $2, $1, 'order', actor, acted_at, known, words::bigint[], array[product], case when kept_from is null then 'waiting' else 'kept' end, kept_from
       from unnest($3::bigint[], $4::bigint[], $5::timestamptz[], $6::text[], $7::text[], $8::bigint[], $9::timestamptz[])
         as t (id, actor, acted_at, known, words, product, kept_from)`,
      [
        ids[index],
        cellOf(ids[index]!),
        orders.map(({ id }) => id),
        orders.map(({ actor }) => personOf(index, actor)),
        orders.map((one) => at(one.at, made_now)),
        orders.map(({ words }) => (words.length > 0 ? 'named' : 'link')),
        orders.map(({ words }) => `{${words.map((word) => personOf(index, word)).join(',')}}`),
        orders.map(({ product }, order) => BigInt(product ?? 1 + (order % 5))),
        orders.map(({ keptFrom }) => at(keptFrom, made_now)),
      ],
    )
  }
  await platform.db.query(
    'test.makeDue',
    `insert into trust.community (community_id, cell_id, due_at) select *, $3::timestamptz from unnest($1::bigint[], $2::smallint[])`,
    [ids, ids.map(cellOf), platform.clock.now()],
  )
  return ids
}
