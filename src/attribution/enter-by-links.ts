import { type JoinWant, joinMany, type Member } from '../communities/index.ts'
import type { Tx } from '../platform/db.ts'
import { Refusal } from '../platform/errors.ts'
import { type Id, parseId } from '../platform/ids.ts'
import type { Platform } from '../platform/platform.ts'
import type { Subscription } from '../platform/room.ts'
import { refusals } from './contract.ts'
import { type Link, whyNotUsable } from './link.ts'
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
  const [verdict] = await joinThroughLinks(platform, tx, [{ linkId: link.id, personId, nickname }])
  if (!verdict || verdict instanceof Refusal) throw verdict ?? new Refusal(refusals.link_forged)
  return verdict
}

/** Someone who wants to enter by a link. */
export interface LinkWant {
  readonly linkId: bigint
  readonly personId: Id<'per'>
  readonly nickname?: string | undefined
}

/**
 * As `joinThroughLink`, for a list of people at once, each with a verdict of her own. Who turns out to have been in
 * already takes no place of a link's number, so those behind her are asked again while there is a place left.
 */
export async function joinThroughLinks(
  platform: Platform,
  tx: Tx,
  wants: readonly LinkWant[],
): Promise<(Member | Refusal)[]> {
  if (wants.length === 0) return []
  const rows = await sql.lockLinks(tx, [...new Set(wants.map((want) => want.linkId))])
  const links = new Map<bigint, Link>(rows.map((row) => [row.id, toLink(row)]))
  const joined = new Map<bigint, number>()
  const verdicts: (Member | Refusal | undefined)[] = wants.map((want) => whyNotIn(links.get(want.linkId), tx))
  const placesLeft = (link: Link) => link.maxJoins - link.joins - (joined.get(link.id) ?? 0)
  for (let open = openOf(verdicts); open.length > 0; open = openOf(verdicts)) {
    const asked = new Map<bigint, Set<bigint>>()
    const round = open.filter((index) => {
      const { linkId, personId } = wants[index] as LinkWant
      const people = asked.get(linkId) ?? new Set()
      asked.set(linkId, people)
      const fits = people.has(personId) || people.size < placesLeft(links.get(linkId) as Link)
      if (fits) people.add(personId)
      return fits
    })
    const results = await joinMany(
      platform,
      tx,
      round.map((index) => joinWant(wants[index] as LinkWant, links)),
    )
    results.forEach((result, at) => {
      const index = round[at] as number
      verdicts[index] = result instanceof Refusal ? result : result.member
      const { linkId } = wants[index] as LinkWant
      if (!(result instanceof Refusal) && result.isNew) joined.set(linkId, (joined.get(linkId) ?? 0) + 1)
    })
    for (const index of openOf(verdicts))
      if (placesLeft(links.get((wants[index] as LinkWant).linkId) as Link) <= 0)
        verdicts[index] = new Refusal(refusals.link_used_up)
  }
  if (joined.size > 0) await sql.countJoins(tx, joined)
  return verdicts as (Member | Refusal)[]
}

function whyNotIn(link: Link | undefined, tx: Tx): Refusal | undefined {
  if (!link) return new Refusal(refusals.link_forged)
  const why = whyNotUsable(link, tx.at, 'newcomer')
  return why ?? (link.joins >= link.maxJoins ? new Refusal(refusals.link_used_up) : undefined)
}

const openOf = (verdicts: readonly unknown[]): number[] =>
  verdicts.flatMap((verdict, index) => (verdict === undefined ? [index] : []))

function joinWant({ linkId, personId, nickname }: LinkWant, links: ReadonlyMap<bigint, Link>): JoinWant {
  const link = links.get(linkId) as Link
  return { communityId: link.communityId, personId, linkId: link.id, invitedBy: link.fromPersonId, nickname }
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
