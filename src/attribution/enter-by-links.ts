import { joinMany, type Member } from '../communities/index.ts'
import type { Tx } from '../platform/db.ts'
import { Refusal } from '../platform/errors.ts'
import { type Id, parseId } from '../platform/ids.ts'
import type { Platform } from '../platform/platform.ts'
import type { Subscription } from '../platform/room.ts'
import { refusals } from './contract.ts'
import { assertLinkUsable, type Link } from './link.ts'
import { toLink } from './make-links.ts'
import * as sql from './sql.ts'

/**
 * Lets a person into a link's community, who is not in it yet, and counts it when she is new: exactly, however many come
 * at once, and never for someone whom the community refuses. Refuses `link_expired`, `link_revoked`, `link_used_up`,
 * `banned`, `community_full`, `community_closed`.
 */
export async function joinThroughLink(
  platform: Platform,
  tx: Tx,
  link: Pick<Link, 'id'>,
  personId: Id<'per'>,
  nickname?: string,
): Promise<Member> {
  const locked = await lockUsable(tx, link.id)
  const { communityId, fromPersonId: invitedBy, id: linkId } = locked
  const [verdict] = await joinMany(platform, tx, [{ communityId, personId, linkId, invitedBy, nickname }])
  if (!verdict || verdict instanceof Refusal) throw verdict ?? new Refusal(refusals.link_forged)
  if (verdict.isNew) await sql.countJoin(tx, linkId)
  return verdict.member
}

async function lockUsable(tx: Tx, id: bigint): Promise<Link> {
  const [row] = await sql.lockLink(tx, id)
  if (!row) throw new Refusal(refusals.link_forged)
  const link = toLink(row)
  assertLinkUsable(link, tx.at, 'newcomer')
  if (link.joins >= link.maxJoins) throw new Refusal(refusals.link_used_up)
  return link
}

/** Whoever is banned passes nothing on any more: her links in that community end. */
export const endLinksOfBanned: Subscription = {
  subscriber: 'attribution.end_links_of_banned',
  names: ['member.banned'],
  take: async (_platform, tx, news) => {
    for (const { data } of news)
      await sql.revokeLinksFrom(tx, parseId('com', String(data.communityId)), parseId('per', String(data.personId)))
  },
}
