import { type Community, communitiesByIds, findMember } from '../communities/index.ts'
import { actorName, type PersonActor } from '../platform/actor.ts'
import type { Queryable, Tx } from '../platform/db.ts'
import { Refusal } from '../platform/errors.ts'
import { cellOf, formatId, type Id } from '../platform/ids.ts'
import type { Platform } from '../platform/platform.ts'
import { platformRefusals } from '../platform/wire.ts'
import { readSales, type Sale, whyNoOrders } from '../sales/index.ts'
import { refusals } from './contract.ts'
import { assertLinkUsable, type Link, readLinkToken } from './link.ts'
import * as sql from './sql.ts'

const DAY_MS = 86_400_000

/** Links by id, whatever their state; an unknown id has no entry. */
export async function findLinks(q: Queryable, linkIds: Iterable<bigint>): Promise<Map<bigint, Link>> {
  const wanted = [...new Set(linkIds)]
  if (wanted.length === 0) return new Map()
  return new Map((await sql.findLinks(q, wanted)).map((row) => [row.id, toLink(row)]))
}

/** The curators' own links of some sales. */
export const ownLinksOf = async (q: Queryable, saleIds: readonly bigint[]): Promise<Link[]> =>
  (await sql.ownLinksOf(q, saleIds)).map(toLink)

/** The curator's own links of a sale, one for each of its communities, by community; made with the sale. */
export async function saleLinksFor(
  platform: Platform,
  tx: Tx,
  sale: Sale,
  communities: Iterable<Community>,
): Promise<Map<bigint, Link>> {
  const links = [...communities].map((community) =>
    newLink(platform, tx, 'sale', sale, community, sale.curatorPersonId),
  )
  return new Map((await sql.keepLinks(tx, links)).map((row) => [row.community_id, toLink(row)]))
}

/**
 * The link by which a member passes a sale on in her own name; the same one each time she asks. Only who has bought here
 * may: her word counts because she paid. Refuses `link_forged`, `not_found` for who is no member, `not_a_buyer_yet`,
 * `link_revoked`, and a sale that takes no more orders.
 */
export async function passOnLinkFor(platform: Platform, tx: Tx, actor: PersonActor, token: string): Promise<Id<'lnk'>> {
  const linkId = readLinkToken(platform.keys, token)
  const given = (await findLinks(tx, [linkId])).get(linkId)
  if (!given) throw new Refusal(refusals.link_forged)
  assertLinkUsable(given, tx.at)
  const { communityId, saleId } = given
  const member = await findMember(tx, communityId, actor.personId)
  if (member?.state !== 'active') throw new Refusal(platformRefusals.not_found)
  await assertBuyer(tx, given, actor.personId)
  const sale = (await readSales(tx, [saleId], tx.at)).get(saleId) as Sale
  const over = whyNoOrders(sale, tx.at)
  if (over && sale.opensAt <= tx.at) throw over
  const community = (await communitiesByIds(tx, [communityId])).get(communityId) as Community
  const [row] = await sql.keepLinks(tx, [newLink(platform, tx, 'passed_on', sale, community, actor.personId)])
  const kept = row as sql.LinkRow & { is_new: boolean }
  if (kept.revoked_at) throw new Refusal(refusals.link_revoked)
  if (kept.is_new) sayPassedOn(tx, actor, toLink(kept))
  return kept.id
}

/** The curator passes on what is hers without having bought. */
async function assertBuyer(tx: Tx, link: Link, personId: Id<'per'>): Promise<void> {
  if (personId === link.curatorPersonId) return
  const [buyer] = await sql.findBuyer(tx, link.communityId, personId)
  if (!buyer) throw new Refusal(refusals.not_a_buyer_yet)
}

/** A link's days run from the opening of its sale, and its limits are the community's. */
function newLink(
  platform: Platform,
  tx: Tx,
  kind: Link['kind'],
  sale: Sale,
  community: Community,
  from: Id<'per'>,
): sql.NewLink {
  const cellId = cellOf(community.id)
  const startsAt = Math.max(sale.opensAt.getTime(), tx.at.getTime())
  return {
    id: platform.ids.next<'lnk'>(cellId),
    cellId,
    kind,
    saleId: sale.id,
    communityId: community.id,
    curatorPersonId: sale.curatorPersonId,
    fromPersonId: from,
    maxJoins: community.saleLinkJoins,
    expiresAt: new Date(startsAt + community.saleLinkDays * DAY_MS),
  }
}

function sayPassedOn(tx: Tx, actor: PersonActor, link: Link): void {
  const data = {
    saleId: formatId('sal', link.saleId),
    communityId: formatId('com', link.communityId),
    fromPersonId: formatId('per', link.fromPersonId),
  }
  tx.say({ name: 'link.passed_on', cellId: link.cellId, subject: link.id, actor: actorName(actor), data })
}

export const toLink = (row: sql.LinkRow): Link => ({
  id: row.id,
  cellId: row.cell_id,
  kind: row.kind,
  saleId: row.sale_id,
  communityId: row.community_id,
  curatorPersonId: row.curator_person_id,
  fromPersonId: row.from_person_id,
  maxJoins: row.max_joins,
  joins: row.joins,
  expiresAt: row.expires_at,
  revokedAt: row.revoked_at,
})
