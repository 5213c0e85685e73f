import { Refusal } from '../platform/errors.ts'
import type { Locale } from '../platform/http.ts'
import type { Id } from '../platform/ids.ts'
import type { Keys } from '../platform/keys.ts'
import { readSignedId, signId, type TokenKind } from '../platform/signed-ids.ts'
import { writePost } from './carrier.ts'
import type { Community } from './community.ts'
import { refusals } from './contract.ts'

const invitationToken: TokenKind = { byte: 1, purpose: 'communities.invitation' }

export const MAX_OPEN_INVITATIONS = 50

export interface Invitation {
  readonly id: Id<'inv'>
  readonly communityId: Id<'com'>
  readonly inviterPersonId: Id<'per'>
  readonly maxUses: number
  readonly uses: number
  readonly expiresAt: Date
  readonly revokedAt: Date | null
}

export type InvitationState = 'open' | 'expired' | 'used_up' | 'revoked'

export function invitationState(invitation: Invitation, at: Date): InvitationState {
  if (invitation.revokedAt) return 'revoked'
  if (at >= invitation.expiresAt) return 'expired'
  return invitation.uses >= invitation.maxUses ? 'used_up' : 'open'
}

/** Refuses an invitation that no longer lets anybody in, with the reason. */
export function assertOpen(invitation: Invitation, at: Date): void {
  const state = invitationState(invitation, at)
  if (state !== 'open') throw new Refusal(refusals[`invitation_${state}`])
}

export const signInvitation = (keys: Keys, id: bigint): string => signId(keys, invitationToken, id)

/** The invitation that a token names. Refuses `invitation_forged` for anything that we did not sign. */
export function readInvitationToken(keys: Keys, token: string): Id<'inv'> {
  const id = readSignedId(keys, invitationToken, token)
  if (id === undefined) throw new Refusal(refusals.invitation_forged)
  return id as Id<'inv'>
}

/** Words to send along, in the way of the carrier that the community lives on. */
export function invitationText(community: Community, inviter: string, url: string, locale: Locale): string {
  const zh = locale !== 'en'
  const post = {
    title: zh ? `${inviter} 邀你进「${community.name}」` : `${inviter} invites you to ${community.name}`,
    lines: [community.purpose],
    call: zh ? '点这里进群' : 'Come in',
    url,
  }
  return writePost(community.carriers[0]?.kind ?? 'in_app', post, locale)
}
