import { actorName, type PersonActor } from '../platform/actor.ts'
import type { Queryable, Tx } from '../platform/db.ts'
import { Refusal } from '../platform/errors.ts'
import { cellOf, formatId, type Id } from '../platform/ids.ts'
import type { Platform } from '../platform/platform.ts'
import { platformRefusals } from '../platform/wire.ts'
import { mayGovern, mayInvite } from './community.ts'
import { type InvitationInput, refusals } from './contract.ts'
import { type Invitation, MAX_OPEN_INVITATIONS } from './invitation.ts'
import { communityAsMember } from './rows.ts'
import * as sql from './sql.ts'

const DAY_MS = 86_400_000
const DEFAULT_USES = 20
const DEFAULT_DAYS = 7

/** Makes an invitation in the actor's own name. Refuses `community_closed`, `too_many_invitations`, `not_found`. */
export async function makeInvitation(
  platform: Platform,
  tx: Tx,
  actor: PersonActor,
  communityId: Id<'com'>,
  input: InvitationInput,
): Promise<Id<'inv'>> {
  const { community } = await communityAsMember(tx, communityId, actor.personId, mayInvite)
  if (community.state === 'closed') throw new Refusal(refusals.community_closed)
  const [open] = await sql.countOpenInvitations(tx, communityId, tx.at)
  if ((open?.n ?? 0) >= MAX_OPEN_INVITATIONS) throw new Refusal(refusals.too_many_invitations)
  const id = platform.ids.next<'inv'>(cellOf(communityId))
  const expiresAt = new Date(tx.at.getTime() + (input.days ?? DEFAULT_DAYS) * DAY_MS)
  await sql.insertInvitation(tx, id, communityId, actor.personId, input.maxUses ?? DEFAULT_USES, expiresAt)
  const data = { communityId: formatId('com', communityId), inviterPersonId: formatId('per', actor.personId) }
  tx.say({ name: 'invitation.made', cellId: cellOf(communityId), subject: id, actor: actorName(actor), data })
  return id
}

/** Withdraws an invitation; those who came in stay. Her own, or any of the community for those who govern it. */
export async function revokeInvitation(
  tx: Tx,
  actor: PersonActor,
  communityId: Id<'com'>,
  invitationId: Id<'inv'>,
): Promise<void> {
  const { me } = await communityAsMember(tx, communityId, actor.personId, mayInvite)
  const invitation = await findInvitation(tx, invitationId)
  const isHers = mayGovern(me) || invitation?.inviterPersonId === actor.personId
  if (!invitation || invitation.communityId !== communityId || !isHers) throw new Refusal(platformRefusals.not_found)
  await sql.revokeInvitation(tx, invitationId, communityId)
  const data = { communityId: formatId('com', communityId) }
  tx.say({
    name: 'invitation.revoked',
    cellId: cellOf(communityId),
    subject: invitationId,
    actor: actorName(actor),
    data,
  })
}

export async function findInvitation(q: Queryable, id: bigint): Promise<Invitation | undefined> {
  const [row] = await sql.findInvitation(q, id)
  return row && toInvitation(row)
}

/** The newest invitations of a community, at most a hundred. */
export async function invitationsOf(q: Queryable, communityId: bigint): Promise<Invitation[]> {
  return (await sql.invitationsOf(q, communityId, 100)).map(toInvitation)
}

const toInvitation = (row: sql.InvitationRow): Invitation => ({
  id: row.id,
  communityId: row.community_id,
  inviterPersonId: row.inviter_person_id,
  maxUses: row.max_uses,
  uses: row.uses,
  expiresAt: row.expires_at,
  revokedAt: row.revoked_at,
})
