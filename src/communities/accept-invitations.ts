import type { PersonActor } from '../platform/actor.ts'
import type { Tx } from '../platform/db.ts'
import { Refusal } from '../platform/errors.ts'
import type { Id } from '../platform/ids.ts'
import type { Platform } from '../platform/platform.ts'
import type { Member } from './community.ts'
import { type Acceptance, refusals } from './contract.ts'
import { assertOpen, readInvitationToken } from './invitation.ts'
import { findInvitation } from './invite.ts'
import { joinMany } from './join.ts'
import { findMember } from './rows.ts'
import * as sql from './sql.ts'

/**
 * Enters by an invitation, with 群规 accepted. Who is in already gets her membership back and no use is counted; uses are
 * counted exactly, however many accept at once. Refuses `invitation_forged`, `invitation_expired`, `invitation_used_up`,
 * `invitation_revoked`, `banned`, `community_full`, `community_closed`.
 */
export async function acceptInvitation(
  platform: Platform,
  tx: Tx,
  actor: PersonActor,
  token: string,
  acceptance: Acceptance,
): Promise<Id<'mem'>> {
  const invitationId = readInvitationToken(platform.keys, token)
  const invitation = await findInvitation(tx, invitationId)
  if (!invitation) throw new Refusal(refusals.invitation_forged)
  const before = await findMember(tx, invitation.communityId, actor.personId)
  if (before && isIn(before)) return before.id
  if (before?.state === 'banned') throw new Refusal(refusals.banned)
  assertOpen(invitation, tx.at)
  const [verdict] = await joinMany(platform, tx, [
    {
      communityId: invitation.communityId,
      personId: actor.personId,
      nickname: acceptance.nickname,
      invitedBy: invitation.inviterPersonId,
      invitationId,
      acceptedRules: true,
    },
  ])
  if (!verdict || verdict instanceof Refusal) throw verdict ?? new Refusal(refusals.invitation_forged)
  if (verdict.isNew) await countUse(tx, invitationId)
  return verdict.member.id
}

const isIn = (member: Member): boolean => member.state === 'active' || member.state === 'waiting'

async function countUse(tx: Tx, invitationId: Id<'inv'>): Promise<void> {
  const [used] = await sql.takeInvitationUse(tx, invitationId)
  if (used) return
  // The last use went to someone else, or it was withdrawn, since it was read: say which.
  const invitation = await findInvitation(tx, invitationId)
  if (invitation) assertOpen(invitation, tx.at)
  throw new Refusal(refusals.invitation_used_up)
}
