import { nicknamesOf } from '../people/index.ts'
import type { PersonActor } from '../platform/actor.ts'
import type { Tx } from '../platform/db.ts'
import { Refusal } from '../platform/errors.ts'
import { cellByHash, cellOf, formatId, type Id } from '../platform/ids.ts'
import type { Platform } from '../platform/platform.ts'
import { capOf } from './carrier.ts'
import { MAX_COMMUNITIES_OWNED } from './community.ts'
import { type CommunityInput, refusals } from './contract.ts'
import { sayEntrance } from './join.ts'
import { toMember } from './rows.ts'
import * as sql from './sql.ts'
import * as membersSql from './sql-members.ts'

/**
 * Opens a community on one carrier; whoever opens it is its owner and first member. Its id carries its cell, drawn by a
 * hash, so that communities spread. Refuses `cap_over_carrier`, `too_many_communities`.
 */
export async function createCommunity(
  platform: Platform,
  tx: Tx,
  actor: Pick<PersonActor, 'personId'>,
  input: CommunityInput,
): Promise<Id<'com'>> {
  const cap = capOf([input.carrier.kind])
  if (input.memberCap !== undefined && input.memberCap > cap) throw new Refusal(refusals.cap_over_carrier, { cap })
  const [owned] = await sql.countOwned(tx, actor.personId)
  if ((owned?.n ?? 0) >= MAX_COMMUNITIES_OWNED) throw new Refusal(refusals.too_many_communities)
  const cell = cellByHash(platform.ids.next<'com'>(0))
  const id = platform.ids.next<'com'>(cell)
  await sql.insertCommunity(tx, {
    id,
    name: input.name,
    purpose: input.purpose ?? '',
    rules: input.rules ?? '',
    city: input.city ?? '',
    ownerPersonId: actor.personId,
    door: input.door ?? 'open_by_link',
    maySell: input.maySell ?? true,
    memberCap: input.memberCap ?? cap,
    saleLinkDays: input.saleLinkDays ?? 7,
    saleLinkJoins: input.saleLinkJoins ?? 500,
  })
  await sql.insertCarrier(tx, platform.ids.next<'car'>(cell), id, input.carrier.kind, input.carrier.name ?? '')
  await seatOwner(platform, tx, id, actor.personId)
  tx.say({
    name: 'community.created',
    cellId: cell,
    subject: id,
    data: { ownerPersonId: formatId('per', actor.personId) },
  })
  return id
}

async function seatOwner(platform: Platform, tx: Tx, communityId: Id<'com'>, personId: Id<'per'>): Promise<void> {
  const nickname = (await nicknamesOf(tx, [personId])).get(personId) ?? '群主'
  const rows = await membersSql.letIn(tx, [
    {
      id: platform.ids.next<'mem'>(cellOf(communityId)),
      communityId,
      personId,
      nickname,
      nicknameIsOwn: false,
      roles: ['owner'],
      state: 'active',
      invitedBy: null,
      invitationId: null,
      linkId: null,
      acceptedRulesAt: tx.at,
    },
  ])
  const members = rows.map(toMember)
  await membersSql.keepMemberships(tx, members)
  await sql.addSeats(tx, new Map([[communityId, 1]]))
  for (const member of members) sayEntrance(tx, member)
}
