import { Refusal } from '../platform/errors.ts'
import type { Id } from '../platform/ids.ts'
import type { Keys } from '../platform/keys.ts'
import { readSignedId, signId, type TokenKind } from '../platform/signed-ids.ts'
import { refusals } from './contract.ts'

const linkToken: TokenKind = { byte: 2, purpose: 'attribution.link' }

/** A signed link to one sale in one community. It is also an invitation of that sale, until it ends or is used up. */
export interface Link {
  readonly id: Id<'lnk'>
  readonly cellId: number
  readonly kind: 'sale' | 'passed_on'
  readonly saleId: Id<'sal'>
  readonly communityId: Id<'com'>
  readonly curatorPersonId: Id<'per'>
  /** Who passes it on; the curator herself for a sale link. */
  readonly fromPersonId: Id<'per'>
  readonly maxJoins: number
  readonly joins: number
  readonly expiresAt: Date
  readonly revokedAt: Date | null
}

export interface Binding {
  readonly curatorPersonId: Id<'per'>
  readonly viaPersonId: Id<'per'> | null
  readonly viaLinkId: Id<'lnk'>
}

/** 28 characters; fits the 32 of a WeChat QR scene. */
export const signLink = (keys: Keys, linkId: bigint): string => signId(keys, linkToken, linkId)

/** The link that a token names. Refuses `link_forged` for anything that we did not sign. */
export function readLinkToken(keys: Keys, token: string): bigint {
  const id = readSignedId(keys, linkToken, token)
  if (id === undefined) throw new Refusal(refusals.link_forged)
  return id
}

/** A member of the community uses a link to open the sale; a newcomer uses it to enter, too. */
export type LinkUser = 'member' | 'newcomer'

/**
 * Why a link cannot be used at a moment; undefined while it can. It lets newcomers in for its days only, and opens for
 * members after that too; withdrawn, it opens for nobody. How many entered is judged under its lock.
 */
export function whyNotUsable(link: Link, at: Date, by: LinkUser): Refusal | undefined {
  if (link.revokedAt) return new Refusal(refusals.link_revoked)
  return by === 'newcomer' && at >= link.expiresAt ? new Refusal(refusals.link_expired) : undefined
}

/** Refuses `link_revoked`, and to newcomers `link_expired`. By a member, unless it is said. */
export function assertLinkUsable(link: Link, at: Date, by: LinkUser = 'member'): void {
  const refusal = whyNotUsable(link, at, by)
  if (refusal) throw refusal
}

/**
 * The operator's binding rule, last touch: the link through which an order is placed binds it. The curator is the sale's;
 * `via` is who passed the link on, unless that is the curator or the buyer herself. Frozen on the order line: touches
 * that come later move nothing.
 */
export function bindingFor(order: {
  readonly link: Pick<Link, 'id' | 'curatorPersonId' | 'fromPersonId'>
  readonly buyerPersonId: bigint
}): Binding {
  const { id, curatorPersonId, fromPersonId } = order.link
  const isOwnWay = fromPersonId === curatorPersonId || fromPersonId === order.buyerPersonId
  return { curatorPersonId, viaPersonId: isOwnWay ? null : fromPersonId, viaLinkId: id }
}
