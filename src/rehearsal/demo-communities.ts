import type { DemoSku } from './demo-products.ts'
import type { WorldCommunity } from './demo-world.ts'
import { type House, signIn } from './house.ts'
import type { Visitor } from './public-door.ts'

export interface DemoMember {
  readonly nick: string
  readonly phone: string
  readonly visitor: Visitor
  readonly signedInAt: Date
  /** Where her parcels go, once she has said so. */
  readonly addressId?: string
}

export interface DemoCommunity {
  readonly world: WorldCommunity
  readonly id: string
  readonly owner: Visitor
  readonly ownerPhone: string
  /** Of the main cast. */
  readonly members: readonly DemoMember[]
  readonly pickupPointId?: string
}

/** A sale of one community, with the token of its link. */
export interface DemoSale {
  readonly community: DemoCommunity
  readonly id: string
  readonly link: string
  readonly token: string
  readonly skuIds: readonly string[]
}

export interface SaleWish {
  readonly title: string
  readonly word: string
  readonly skuIds: readonly string[]
  /** How much of the first of them one person may have. */
  readonly perPerson?: number
  readonly cutsOffAt: Date
  readonly arrivesAt: Date
}

const HOUR_MS = 3_600_000
const DAY_MS = 24 * HOUR_MS
const CITY: Readonly<Record<string, readonly [string, string]>> = {
  C1: ['桂雨里 2 号门自提点', '桂雨里小区 2 号门，阿芸家车库'],
  C6: ['河边小铺', '青梧县河滨路 8 号'],
}
const SALE_TITLES: Readonly<Record<string, string>> = {
  C1: '今晚的团：脐橙和鸡蛋',
  C2: '周五樱屿小院',
  C3: '云端便利店 第三弹',
  C4: '这一周读的书',
  C5: '独处的晚上',
  C6: '周日赶集团',
}

/** One person has one phone, also when she is in two communities. */
export class Phones {
  readonly #of = new Map<string, string>()

  constructor(worlds: readonly WorldCommunity[]) {
    for (const world of worlds) for (const nick of mainCast(world)) this.of(nick)
  }

  of(nick: string): string {
    const known = this.#of.get(nick)
    if (known) return known
    const phone = `138000${String(10001 + this.#of.size)}`
    this.#of.set(nick, phone)
    return phone
  }
}

/** The owner first. */
export const mainCast = (world: WorldCommunity): string[] =>
  world.people.map(({ nick }) => nick).filter((nick) => !nick.startsWith('小号'))

export const ownerOf = (world: WorldCommunity): string => world.people[0]?.nick ?? world.name

/** Opens a community of the world with its main cast and an owner who sells. */
export async function openCommunity(
  house: House,
  staff: Visitor,
  world: WorldCommunity,
  phones: Phones,
): Promise<DemoCommunity> {
  const ownerName = ownerOf(world)
  const ownerPhone = phones.of(ownerName)
  await house.makePerson({ phone: ownerPhone, nickname: ownerName })
  const owner = await signIn(house, 'curator', ownerPhone)
  await appoint(owner, staff, ownerName, world)
  const community = await owner.post(
    '/v1/curator/communities',
    {
      name: world.name,
      purpose: world.purpose,
      rules: `${world.purpose}。${world.door}。`.slice(0, 2000),
      city: world.city.slice(0, 60),
      door: 'open_by_link',
      carrier: { kind: world.carrier, name: world.name },
    },
    `demo-${world.id}`,
  )
  const members = await invite(house, owner, world, community.id, phones)
  const place = CITY[world.id]
  const point = place
    ? await owner.post(
        `/v1/curator/communities/${community.id}/pickup-points`,
        { name: place[0], place: place[1], hours: '17:00–21:00' },
        `demo-${world.id}-point`,
      )
    : undefined
  return { world, id: community.id, owner, ownerPhone, members, ...(point && { pickupPointId: point.id }) }
}

/** Tonight's sale of a community: eight of its goods, until 22:00 in one to three evenings. */
export function openTonight(
  house: House,
  community: DemoCommunity,
  index: number,
  skus: ReadonlyMap<string, DemoSku>,
): Promise<DemoSale> {
  const { world } = community
  // 22:00 in Shanghai, one to three evenings from now, as people close a sale.
  const evening = Math.floor((house.now().getTime() + 8 * HOUR_MS) / DAY_MS) * DAY_MS + 14 * HOUR_MS
  const cutsOffAt = new Date(evening + DAY_MS * (1 + (index % 3)))
  return openSale(
    community,
    {
      title: SALE_TITLES[world.id] ?? world.name,
      word: world.people[0]?.role.includes('甄选师') ? '我选的，我负责。' : '',
      skuIds: world.skus.slice(0, 8).flatMap((id) => skus.get(id)?.skuId ?? []),
      cutsOffAt,
      arrivesAt: new Date(cutsOffAt.getTime() + 3 * DAY_MS),
    },
    `demo-${world.id}-sale`,
  )
}

export async function openSale(community: DemoCommunity, wish: SaleWish, key: string): Promise<DemoSale> {
  const { id, owner, pickupPointId } = community
  const { title, word, skuIds, perPerson, cutsOffAt, arrivesAt } = wish
  const sale = await owner.post(
    '/v1/curator/sales',
    {
      title,
      word,
      communityIds: [id],
      skus: skuIds.map((skuId, place) => ({ skuId, ...(place === 0 && perPerson && { perPerson }) })),
      cutsOffAt: cutsOffAt.toISOString(),
      arrivesOn: arrivesAt.toISOString().slice(0, 10),
      delivery: pickupPointId ? 'pickup' : 'parcel',
      ...(pickupPointId && { pickupPointId }),
    },
    key,
  )
  const link = new URL(sale.communities[0].link.url).pathname
  return { community, id: sale.id, link, token: link.split('/').at(-1) ?? '', skuIds }
}

async function appoint(owner: Visitor, staff: Visitor, name: string, world: WorldCommunity): Promise<void> {
  const { profile } = await owner.get('/v1/curator/profile')
  if (profile?.state === 'active') return
  const applied = await owner.post(
    '/v1/curator/apply',
    { displayName: name, introduction: world.people[0]?.role ?? '' },
    `demo-${world.id}-apply`,
  )
  await staff.post(`/v1/admin/curators/${applied.personId}/decide`, { decision: 'approve' }, `demo-${world.id}-decide`)
}

/** The main cast comes by the owner's invitation. */
async function invite(
  house: House,
  owner: Visitor,
  world: WorldCommunity,
  communityId: string,
  phones: Phones,
): Promise<DemoMember[]> {
  const token = await makeInvitation(owner, communityId, `demo-${world.id}-invite`)
  const members: DemoMember[] = []
  for (const nick of mainCast(world).slice(1)) {
    const phone = phones.of(nick)
    await house.makePerson({ phone, nickname: nick })
    const member = { nick, phone, visitor: await signIn(house, 'store', phone), signedInAt: house.now() }
    await acceptInvitation(member, token)
    members.push(member)
  }
  return members
}

export async function makeInvitation(owner: Visitor, communityId: string, key: string): Promise<string> {
  const path = `/v1/curator/communities/${communityId}/invitations`
  const { url } = await owner.post(path, { maxUses: 50, days: 7 }, key)
  return new URL(url).pathname.split('/').at(-1) ?? ''
}

export async function acceptInvitation({ visitor, nick, phone }: DemoMember, token: string): Promise<void> {
  const path = `/v1/store/invitations/${token}/accept`
  await visitor.post(path, { acceptRules: true, nickname: nick }, `demo-in-${token.slice(-20)}-${phone}`)
}
