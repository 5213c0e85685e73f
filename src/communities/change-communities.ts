import { actorName, type PersonActor } from '../platform/actor.ts'
import type { Tx } from '../platform/db.ts'
import { Refusal } from '../platform/errors.ts'
import { cellOf, type Id } from '../platform/ids.ts'
import type { Platform } from '../platform/platform.ts'
import { platformRefusals } from '../platform/wire.ts'
import { capOf } from './carrier.ts'
import { type Community, MAX_CARRIERS, mayGovern } from './community.ts'
import { type CommunityChange, refusals } from './contract.ts'
import { communityAsMember, toCommunity } from './rows.ts'
import * as sql from './sql.ts'

/**
 * Changes what a community says of itself, its door, its limits, and where it lives. The members' cap follows the
 * carriers: moving to a roomier one raises a cap that stood at the old one's end. Refuses `version_changed` (facts:
 * current), `cap_over_carrier`, `cap_below_members`, `not_found` for a community that the actor does not govern.
 */
export async function changeCommunity(
  platform: Platform,
  tx: Tx,
  actor: PersonActor,
  communityId: Id<'com'>,
  change: CommunityChange,
): Promise<void> {
  await communityAsMember(tx, communityId, actor.personId, mayGovern)
  const [row] = await sql.lockCommunities(tx, [communityId])
  const before = toCommunity(row as sql.CommunityRow)
  if (before.version !== change.version)
    throw new Refusal(platformRefusals.version_changed, { current: before.version })
  const memberCap = newCap(before, change)
  if (memberCap < before.memberCount)
    throw new Refusal(refusals.cap_below_members, { memberCap, memberCount: before.memberCount })
  await moveCarriers(platform, tx, before, change.carrier)
  const said = Object.fromEntries(Object.entries(change).filter(([, value]) => value !== undefined))
  await sql.updateCommunity(tx, { ...before, ...(said as Partial<Community>), memberCap }, before.version)
  tx.say({ name: 'community.changed', cellId: cellOf(communityId), subject: communityId, actor: actorName(actor) })
}

function newCap(before: Community, change: CommunityChange): number {
  const cap = capOf(kindsAfter(before, change.carrier))
  if (change.memberCap !== undefined) {
    if (change.memberCap > cap) throw new Refusal(refusals.cap_over_carrier, { cap })
    return change.memberCap
  }
  if (!change.carrier) return before.memberCap
  const wasAtTheEnd = before.memberCap === capOf(before.carriers.map((carrier) => carrier.kind))
  return wasAtTheEnd ? cap : Math.min(before.memberCap, cap)
}

function kindsAfter(before: Community, carrier: CommunityChange['carrier']) {
  const kept = !carrier || carrier.keepOthers ? before.carriers.map((one) => one.kind) : []
  return carrier ? [...kept, carrier.kind] : kept
}

async function moveCarriers(
  platform: Platform,
  tx: Tx,
  before: Community,
  carrier: CommunityChange['carrier'],
): Promise<void> {
  if (!carrier) return
  const staying = carrier.keepOthers ? before.carriers.filter((one) => one.kind !== carrier.kind) : []
  const kept = staying.slice(0, MAX_CARRIERS - 1)
  const left = before.carriers.filter((one) => !kept.includes(one))
  if (left.length > 0)
    await sql.leaveCarriers(
      tx,
      left.map((one) => one.id),
      before.id,
    )
  const id = platform.ids.next<'car'>(cellOf(before.id))
  await sql.insertCarrier(tx, id, before.id, carrier.kind, carrier.name ?? '')
}
