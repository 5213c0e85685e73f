import type { PersonActor } from '../platform/actor.ts'
import type { Queryable, Tx } from '../platform/db.ts'
import { Refusal } from '../platform/errors.ts'
import { cellOf, type Id } from '../platform/ids.ts'
import type { Platform } from '../platform/platform.ts'
import { platformRefusals } from '../platform/wire.ts'
import { MAX_PICKUP_POINTS, mayGovern } from './community.ts'
import { type PickupPointInput, refusals } from './contract.ts'
import { communityAsMember } from './rows.ts'
import * as sql from './sql.ts'

/** 自提点: where a community fetches its goods. A closed one stays readable for the orders that name it. */
export interface PickupPoint {
  readonly id: Id<'pkp'>
  readonly communityId: Id<'com'>
  readonly name: string
  readonly place: string
  readonly hours: string
  readonly isClosed: boolean
}

/** Opens a pick-up point. Refuses `too_many_pickup_points`, `not_found` for who does not govern the community. */
export async function openPickupPoint(
  platform: Platform,
  tx: Tx,
  actor: PersonActor,
  communityId: Id<'com'>,
  input: PickupPointInput,
): Promise<Id<'pkp'>> {
  await communityAsMember(tx, communityId, actor.personId, mayGovern)
  if ((await sql.pickupPointsOf(tx, communityId)).length >= MAX_PICKUP_POINTS)
    throw new Refusal(refusals.too_many_pickup_points)
  const id = platform.ids.next<'pkp'>(cellOf(communityId))
  const hours = input.hours ?? ''
  await sql.insertPickupPoint(tx, { id, community_id: communityId, name: input.name, place: input.place, hours })
  return id
}

/** Closes a pick-up point: no new sale names it. */
export async function closePickupPoint(
  tx: Tx,
  actor: PersonActor,
  communityId: Id<'com'>,
  id: Id<'pkp'>,
): Promise<void> {
  await communityAsMember(tx, communityId, actor.personId, mayGovern)
  const [closed] = await sql.closePickupPoint(tx, id, communityId)
  if (!closed) throw new Refusal(platformRefusals.not_found)
}

/** The open pick-up points of a community. */
export async function pickupPointsOf(q: Queryable, communityId: bigint): Promise<PickupPoint[]> {
  return (await sql.pickupPointsOf(q, communityId)).map(toPickupPoint)
}

/** Pick-up points by id, closed ones too. */
export async function pickupPointsByIds(q: Queryable, ids: Iterable<bigint>): Promise<Map<bigint, PickupPoint>> {
  const wanted = [...new Set(ids)]
  if (wanted.length === 0) return new Map()
  return new Map((await sql.findPickupPoints(q, wanted)).map((row) => [row.id, toPickupPoint(row)]))
}

const toPickupPoint = (row: sql.PickupPointRow): PickupPoint => ({
  id: row.id,
  communityId: row.community_id,
  name: row.name,
  place: row.place,
  hours: row.hours,
  isClosed: row.closed_at !== null,
})
