import type { Queryable } from '../platform/db.ts'
import type { Id } from '../platform/ids.ts'
import * as sql from './sql-standing.ts'

/** How a community stands, for whoever judges it from outside. */
export interface Standing {
  /** The owner and whoever sells there for commission. */
  readonly sellerIds: readonly Id<'per'>[]
  /** How many went of their own accord since then. */
  readonly left: number
}

/** Of many at once, by community; one without sellers or leavers has an empty standing. */
export async function standingsOf(
  q: Queryable,
  communityIds: readonly Id<'com'>[],
  since: Date,
): Promise<ReadonlyMap<Id<'com'>, Standing>> {
  const [sellers, left] = await Promise.all([
    sql.withRoles(q, communityIds, ['owner', 'curator']),
    sql.leftSince(q, communityIds, since),
  ])
  const sellersOf = new Map<bigint, Id<'per'>[]>()
  for (const { community_id, person_id } of sellers)
    sellersOf.set(community_id, [...(sellersOf.get(community_id) ?? []), person_id])
  const leftOf = new Map<bigint, number>(left.map((row) => [row.community_id, row.n]))
  return new Map(communityIds.map((id) => [id, { sellerIds: sellersOf.get(id) ?? [], left: leftOf.get(id) ?? 0 }]))
}

export interface CalledMember {
  readonly id: Id<'mem'>
  readonly personId: Id<'per'>
  readonly nickname: string
}

/** Active members whose nickname contains a text; any of them when it is empty. */
export async function membersCalled(q: Queryable, communityId: bigint, text: string, limit: number) {
  return (await sql.membersCalled(q, communityId, text.trim(), limit)).map(toCalled)
}

/** The active ones among these members of one community. */
export async function membersByIds(q: Queryable, communityId: bigint, ids: readonly bigint[]) {
  return ids.length === 0 ? [] : (await sql.membersByIds(q, communityId, ids)).map(toCalled)
}

const toCalled = (row: sql.NamedMemberRow): CalledMember => ({
  id: row.id,
  personId: row.person_id,
  nickname: row.nickname,
})
