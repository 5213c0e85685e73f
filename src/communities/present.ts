import type { Locale } from '../platform/http.ts'
import { formatId } from '../platform/ids.ts'
import type { Platform } from '../platform/platform.ts'
import type { Community, Member } from './community.ts'
import { type Invitation, invitationState, invitationText, signInvitation } from './invitation.ts'
import type { PickupPoint } from './pickup-points.ts'

/** Shapes of contract.ts from the things of this room. */

export const presentCommunity = (community: Community) => ({
  id: formatId('com', community.id),
  name: community.name,
  purpose: community.purpose,
  rules: community.rules,
  city: community.city,
  door: community.door,
  maySell: community.maySell,
  memberCap: community.memberCap,
  memberCount: community.memberCount,
  carriers: community.carriers.map((carrier) => ({ ...carrier, id: formatId('car', carrier.id) })),
  saleLinkDays: community.saleLinkDays,
  saleLinkJoins: community.saleLinkJoins,
  state: community.state,
  version: community.version,
  createdAt: community.createdAt.toISOString(),
})

export function presentCarrier(community: Community) {
  const [carrier] = community.carriers
  return carrier ? { kind: carrier.kind, name: carrier.name } : null
}

export const presentMember = (member: Member, inviterNickname: string | null) => ({
  id: formatId('mem', member.id),
  nickname: member.nickname,
  roles: member.roles,
  state: member.state,
  joinedAt: member.joinedAt?.toISOString() ?? null,
  invitedBy: inviterNickname === null ? null : { nickname: inviterNickname },
  banReason: member.banReason,
})

export function presentInvitation(
  platform: Platform,
  community: Community,
  invitation: Invitation,
  inviterNickname: string,
  locale: Locale,
) {
  const token = signInvitation(platform.keys, invitation.id)
  const url = `${platform.config.publicUrl}/i/${token}`
  return {
    id: formatId('inv', invitation.id),
    url,
    qrUrl: `/qr/${token}.svg`,
    text: invitationText(community, inviterNickname, url, locale),
    state: invitationState(invitation, platform.clock.now()),
    inviter: { nickname: inviterNickname },
    expiresAt: invitation.expiresAt.toISOString(),
    maxUses: invitation.maxUses,
    uses: invitation.uses,
  }
}

export const presentPickupPoint = (point: PickupPoint) => ({
  id: formatId('pkp', point.id),
  name: point.name,
  place: point.place,
  hours: point.hours,
})
