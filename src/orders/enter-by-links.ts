import { refusals as attributionRefusals, joinThroughLinks, type KnownLink } from '../attribution/index.ts'
import { refusals as communityRefusals, pairKey } from '../communities/index.ts'
import type { Tx } from '../platform/db.ts'
import { Refusal } from '../platform/errors.ts'
import type { Platform } from '../platform/platform.ts'
import type { Asked, Entrance, Placing, Reading } from './placing.ts'

interface AtTheDoor {
  readonly asked: Pick<Asked, 'linkId'> & { readonly placing: Pick<Placing, 'actor'> }
  readonly link: KnownLink | null
}

/**
 * A sale link is also an invitation of that sale: who is no member yet enters by it, within its limit and time. Members
 * may use it after that too. A verdict each (null stays undefined): refused is a forged, expired or used-up link, and
 * who is banned. Members cost nothing here; newcomers are let in together.
 */
export async function enterByLinks(
  platform: Platform,
  tx: Tx,
  orders: readonly (AtTheDoor | null)[],
  reading: Pick<Reading, 'standings' | 'revoked'>,
): Promise<(Entrance | Refusal | undefined)[]> {
  const verdicts = orders.map((order) => (order ? standingVerdict(order, reading) : undefined))
  const newcomers = orders.flatMap((order, index) =>
    order?.link && verdicts[index] === 'newcomer' ? [{ order, linkId: order.link.id, index }] : [],
  )
  const joined = await joinThroughLinks(
    platform,
    tx,
    newcomers.map(({ order, linkId }) => ({ linkId, personId: order.asked.placing.actor.personId })),
  )
  newcomers.forEach(({ index }, at) => {
    const member = joined[at]
    verdicts[index] = member instanceof Refusal ? member : member?.state === 'active' ? 'active' : 'waiting'
  })
  return verdicts as (Entrance | Refusal | undefined)[]
}

function standingVerdict(
  { asked, link }: AtTheDoor,
  reading: Pick<Reading, 'standings' | 'revoked'>,
): Entrance | 'newcomer' | Refusal {
  if (asked.linkId === null) return 'direct'
  if (!link) return new Refusal(attributionRefusals.link_forged)
  const { standings } = reading
  const key = standings.size > 0 ? pairKey(link.communityId, asked.placing.actor.personId) : ''
  const standing = standings.get(key) ?? 'active'
  if (standing === 'banned') return new Refusal(communityRefusals.banned)
  if (standing === 'waiting') return 'waiting'
  if (standing !== 'active') return 'newcomer'
  return reading.revoked.has(link.id) ? new Refusal(attributionRefusals.link_revoked) : 'active'
}
