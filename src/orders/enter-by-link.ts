import { assertLinkUsable, refusals as attributionRefusals, joinThroughLink, type Link } from '../attribution/index.ts'
import { refusals as communityRefusals, findMember } from '../communities/index.ts'
import type { PersonActor } from '../platform/actor.ts'
import type { Tx } from '../platform/db.ts'
import { Refusal } from '../platform/errors.ts'
import type { Platform } from '../platform/platform.ts'

/** How a buyer stands in the community of a link: let in, waiting for the door, or not needed (a direct order). */
export type Entrance = 'active' | 'waiting' | 'direct'

/**
 * A sale link is also an invitation of that sale: who is no member yet enters by it, within its limit and time. Members
 * may use it after that too. Refuses a forged, expired or used-up link, and who is banned.
 */
export async function enterByLink(
  platform: Platform,
  tx: Tx,
  actor: PersonActor,
  link: Link | null,
  linkId: bigint | null,
): Promise<Entrance> {
  if (linkId === null) return 'direct'
  if (!link) throw new Refusal(attributionRefusals.link_forged)
  const member = await findMember(tx, link.communityId, actor.personId)
  if (member?.state === 'banned') throw new Refusal(communityRefusals.banned)
  if (member?.state === 'active') {
    assertLinkUsable(link, tx.at)
    return 'active'
  }
  if (member?.state === 'waiting') return 'waiting'
  const joined = await joinThroughLink(platform, tx, link, actor.personId)
  return joined.state === 'active' ? 'active' : 'waiting'
}
