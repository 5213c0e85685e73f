import { Refusal } from '../platform/errors.ts'
import type { Id } from '../platform/ids.ts'
import { type CarrierKind, type Role, refusals } from './contract.ts'

/** A place: a purpose, a closed door, and the carriers that it lives on now. */
export interface Community {
  readonly id: Id<'com'>
  readonly name: string
  readonly purpose: string
  readonly rules: string
  readonly city: string
  readonly ownerPersonId: Id<'per'>
  readonly door: 'open_by_link' | 'by_approval'
  readonly maySell: boolean
  readonly memberCap: number
  readonly memberCount: number
  readonly saleLinkDays: number
  readonly saleLinkJoins: number
  readonly state: 'open' | 'closed'
  readonly version: number
  readonly createdAt: Date
  readonly carriers: readonly Carrier[]
}

export interface Carrier {
  readonly id: Id<'car'>
  readonly kind: CarrierKind
  readonly name: string
}

/** A person in a community, with a nickname and roles that hold there only. */
export interface Member {
  readonly id: Id<'mem'>
  readonly communityId: Id<'com'>
  readonly personId: Id<'per'>
  readonly nickname: string
  /** Set by hand for this community; else it follows the person's own. */
  readonly nicknameIsOwn: boolean
  readonly roles: readonly Role[]
  readonly state: 'waiting' | 'active' | 'declined' | 'left' | 'banned'
  readonly invitedBy: Id<'per'> | null
  readonly invitationId: Id<'inv'> | null
  readonly linkId: Id<'lnk'> | null
  readonly joinedAt: Date | null
  readonly banReason: string | null
}

export const MAX_COMMUNITIES_OWNED = 50
export const MAX_CARRIERS = 3
export const MAX_PICKUP_POINTS = 30

const hasRole = (member: Member | undefined, ...any: Role[]): boolean =>
  member?.state === 'active' && any.some((role) => member.roles.includes(role))

/** Opens and shuts the door: approves, bans, sets rules and pick-up points. */
export const mayGovern = (member: Member | undefined): boolean => hasRole(member, 'owner', 'manager')

/** Brings people in by invitations of her own. */
export const mayInvite = (member: Member | undefined): boolean => hasRole(member, 'owner', 'manager', 'curator')

/** Sells here: the owner, and whom the owner made a curator. */
export const mayCurate = (member: Member | undefined): boolean => hasRole(member, 'owner', 'curator')

/** Sees the members' list and the settings. */
export const maySeeMembers = (member: Member | undefined): boolean =>
  hasRole(member, 'owner', 'manager', 'curator', 'editor')

/** A manager stands over members, not over the owner, other managers or herself; the owner over all but herself. */
export function standsOver(actor: Member, other: Member): boolean {
  if (!mayGovern(actor) || actor.id === other.id || other.roles.includes('owner')) return false
  return actor.roles.includes('owner') || !other.roles.includes('manager')
}

export type Entry = { readonly as: 'same'; readonly member: Member } | { readonly as: 'active' | 'waiting' }

/**
 * How someone who stands at the door gets in. Who is in or waiting already stays as she is; a banned person is refused,
 * a closed community refuses, and so does a full one when the seat would be taken now.
 */
export function enter(community: Community, before: Member | undefined, seatsLeft: number): Entry | Refusal {
  if (before?.state === 'banned') return new Refusal(refusals.banned)
  if (before?.state === 'active' || before?.state === 'waiting') return { as: 'same', member: before }
  if (community.state === 'closed') return new Refusal(refusals.community_closed)
  if (seatsLeft <= 0) return new Refusal(refusals.community_full, { memberCap: community.memberCap })
  return { as: community.door === 'by_approval' ? 'waiting' : 'active' }
}
