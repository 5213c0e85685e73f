import { type Community, communitiesByIds, communityAsMember, findMember, type Member } from '../communities/index.ts'
import { curatorsByIds, isActive } from '../curators/index.ts'
import type { Actor, PersonActor } from '../platform/actor.ts'
import { Refusal } from '../platform/errors.ts'
import type { Locale } from '../platform/http.ts'
import { formatId, type Id } from '../platform/ids.ts'
import type { Platform } from '../platform/platform.ts'
import { openSalesIn, readSales, type Sale, showSalesToShoppers } from '../sales/index.ts'
import { refusals, type SaleCard, type SalePage } from './contract.ts'
import { curatorLinksOf, linkKey, readerOf, showLink } from './curator-sales.ts'
import { assertLinkUsable, type Link, readLinkToken, signLink } from './link.ts'
import { findLinks } from './make-links.ts'

/**
 * The page that a link opens, for whoever looks. A link whose days are over still opens it for members of the
 * community. Refuses `link_forged`, `link_revoked`, and `link_expired` to everyone else. A sale that takes no orders is
 * shown as such.
 */
export async function salePage(platform: Platform, actor: Actor, token: string, locale: Locale): Promise<SalePage> {
  const { link, community, sale, me } = await openLink(platform, actor, token)
  const reader = readerOf(platform, locale)
  const [shown, curators, from] = await Promise.all([
    showSalesToShoppers(platform.db, [sale], reader),
    curatorsByIds(platform.db, [sale.curatorPersonId]),
    passerOf(platform, link),
  ])
  const { id, state, skus, ...described } = shown.get(sale.id) as NonNullable<ReturnType<typeof shown.get>>
  const curator = curators.get(sale.curatorPersonId)
  const curatorRests = !isActive(curator)
  const [carrier] = community.carriers
  return {
    saleId: id,
    ...described,
    state: curatorRests && (state === 'open' || state === 'planned') ? 'stopped' : state,
    curatorRests,
    curator: { displayName: curator?.displayName ?? '' },
    from,
    community: {
      id: formatId('com', community.id),
      name: community.name,
      carrier: carrier ? { kind: carrier.kind, name: carrier.name } : null,
    },
    skus,
    me: { membership: membershipOf(me) },
  }
}

/** The link that a member passed on, with words to post. */
export async function passedOnLink(platform: Platform, linkId: bigint, locale: Locale) {
  const link = (await findLinks(platform.db, [linkId])).get(linkId) as Link
  const [sales, communities] = await Promise.all([
    readSales(platform.db, [link.saleId], platform.clock.now()),
    communitiesByIds(platform.db, [link.communityId]),
  ])
  const sale = sales.get(link.saleId) as Sale
  const shown = (await showSalesToShoppers(platform.db, [sale], readerOf(platform, locale))).get(sale.id)
  const posted = {
    title: sale.title,
    word: sale.word,
    cutsOffAt: sale.cutsOffAt,
    arrivesOn: sale.arrivesOn,
    pickupPointName: shown?.pickupPoint?.name ?? null,
    skus: shown?.skus ?? [],
  }
  return showLink(platform, link, communities.get(link.communityId) as Community, posted, locale)
}

/** What is open in a community that the actor is in. Refuses `not_found` for everyone else. */
export async function openSalesForMember(platform: Platform, actor: PersonActor, id: Id<'com'>, locale: Locale) {
  await communityAsMember(platform.db, id, actor.personId)
  return openSaleCards(platform, [id], locale)
}

/** Cards of what is open in these communities, the earliest cut-off first, each through its curator's own link. */
export async function openSaleCards(
  platform: Platform,
  communityIds: readonly Id<'com'>[],
  locale: Locale,
): Promise<SaleCard[]> {
  const { db } = platform
  const reader = readerOf(platform, locale)
  const open = await openSalesIn(db, communityIds, reader.at)
  const [shown, links, curators] = await Promise.all([
    showSalesToShoppers(db, open, reader),
    curatorLinksOf(db, open),
    curatorsByIds(
      db,
      open.map((sale) => sale.curatorPersonId),
    ),
  ])
  return open.flatMap((sale) => {
    const curator = curators.get(sale.curatorPersonId)
    const communityId = sale.communityIds.find((one) => communityIds.includes(one))
    const link = communityId && links.get(linkKey(sale.id, communityId))
    const described = shown.get(sale.id)
    const cheapest = described?.skus.reduce((a, b) => (b.communityPrice.amount < a.communityPrice.amount ? b : a))
    if (!link || !described || !cheapest || !isActive(curator)) return []
    const { id, title, word, cutsOffAt, arrivesOn } = described
    return [
      {
        id,
        token: signLink(platform.keys, link.id),
        title,
        word,
        cutsOffAt,
        arrivesOn,
        curator: { displayName: curator?.displayName ?? '' },
        picture: described.skus.find((sku) => sku.picture)?.picture ?? null,
        fromPrice: cheapest.communityPrice,
      },
    ]
  })
}

/** What a token opens, to this visitor. */
async function openLink(platform: Platform, actor: Actor, token: string) {
  const { db } = platform
  const at = platform.clock.now()
  const linkId = readLinkToken(platform.keys, token)
  const link = (await findLinks(db, [linkId])).get(linkId)
  if (!link) throw new Refusal(refusals.link_forged)
  const [me, sales, communities] = await Promise.all([
    actor.kind === 'person' ? findMember(db, link.communityId, actor.personId) : undefined,
    readSales(db, [link.saleId], at),
    communitiesByIds(db, [link.communityId]),
  ])
  assertLinkUsable(link, at, me?.state === 'active' ? 'member' : 'newcomer')
  const sale = sales.get(link.saleId)
  const community = communities.get(link.communityId)
  if (!sale || !community) throw new Refusal(refusals.link_forged)
  return { link, community, sale, me }
}

/** Who passed it on, by the nickname that this community knows; nobody when the curator posted it herself. */
async function passerOf(platform: Platform, link: Link): Promise<{ nickname: string } | null> {
  if (link.fromPersonId === link.curatorPersonId) return null
  const member = await findMember(platform.db, link.communityId, link.fromPersonId)
  return member?.state === 'active' ? { nickname: member.nickname } : null
}

function membershipOf(member: Member | undefined): SalePage['me']['membership'] {
  const state = member?.state
  return state === 'active' || state === 'waiting' || state === 'banned' ? state : 'none'
}
