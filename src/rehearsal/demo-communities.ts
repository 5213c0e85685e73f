import type { DemoSku } from './demo-products.ts'
import type { WorldCommunity } from './demo-world.ts'
import { type House, signIn } from './house.ts'
import type { Visitor } from './public-door.ts'

export interface DemoMember {
  readonly nick: string
  readonly phone: string
  readonly visitor: Visitor
}

export interface DemoCommunity {
  readonly world: WorldCommunity
  readonly id: string
  readonly owner: Visitor
  readonly ownerPhone: string
  readonly members: readonly DemoMember[]
  readonly saleIds: readonly string[]
  /** Paths of the sale links, the first sale's first. */
  readonly links: readonly string[]
  readonly skuIds: readonly string[]
  readonly pickup: boolean
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

/** Opens the communities of the world with their people, each with an owner who sells and one open sale. */
export async function openCommunities(
  house: House,
  staff: Visitor,
  worlds: readonly WorldCommunity[],
  skus: ReadonlyMap<string, DemoSku>,
): Promise<DemoCommunity[]> {
  const opened: DemoCommunity[] = []
  const phones = new Map<string, string>()
  for (const [index, world] of worlds.entries())
    opened.push(await openCommunity(house, staff, world, index, skus, phones))
  return opened
}

/** One person has one phone, also when she is in two communities. */
function phoneOf(phones: Map<string, string>, nick: string): string {
  const known = phones.get(nick)
  if (known) return known
  const phone = `138000${String(10001 + phones.size)}`
  phones.set(nick, phone)
  return phone
}

async function openCommunity(
  house: House,
  staff: Visitor,
  world: WorldCommunity,
  index: number,
  skus: ReadonlyMap<string, DemoSku>,
  phones: Map<string, string>,
): Promise<DemoCommunity> {
  const ownerName = world.people[0]?.nick ?? world.name
  const ownerPhone = phoneOf(phones, ownerName)
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
  const skuIds = world.skus.slice(0, 8).flatMap((id) => (skus.get(id) ? [(skus.get(id) as DemoSku).skuId] : []))
  const sale = await openSale(house, owner, world, community.id, skuIds, point?.id, index)
  const links = (sale.communities as { link: { url: string } }[]).map((one) => new URL(one.link.url).pathname)
  return {
    world,
    id: community.id,
    owner,
    ownerPhone,
    members,
    saleIds: [sale.id],
    links,
    skuIds,
    pickup: point !== undefined,
  }
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

async function invite(
  house: House,
  owner: Visitor,
  world: WorldCommunity,
  communityId: string,
  phones: Map<string, string>,
): Promise<DemoMember[]> {
  const invitation = await owner.post(
    `/v1/curator/communities/${communityId}/invitations`,
    { maxUses: 50, days: 7 },
    `demo-${world.id}-invite`,
  )
  const token = new URL(invitation.url).pathname.split('/').at(-1)
  const members: DemoMember[] = []
  for (const { nick } of world.people.slice(1)) {
    if (nick.startsWith('小号')) continue
    const phone = phoneOf(phones, nick)
    await house.makePerson({ phone, nickname: nick })
    const visitor = await signIn(house, 'store', phone)
    await visitor.post(
      `/v1/store/invitations/${token}/accept`,
      { acceptRules: true, nickname: nick },
      `demo-${world.id}-${phone}`,
    )
    members.push({ nick, phone, visitor })
  }
  return members
}

function openSale(
  house: House,
  owner: Visitor,
  world: WorldCommunity,
  communityId: string,
  skuIds: readonly string[],
  pickupPointId: string | undefined,
  index: number,
) {
  // 22:00 in Shanghai, one to three evenings from now, as people close a sale.
  const evening = Math.floor((house.now().getTime() + 8 * HOUR_MS) / DAY_MS) * DAY_MS + 14 * HOUR_MS
  const cutsOffAt = new Date(evening + DAY_MS * (1 + (index % 3)))
  return owner.post(
    '/v1/curator/sales',
    {
      title: SALE_TITLES[world.id] ?? world.name,
      word: world.people[0]?.role.includes('甄选师') ? '我选的，我负责。' : '',
      communityIds: [communityId],
      skus: skuIds.map((skuId) => ({ skuId })),
      cutsOffAt: cutsOffAt.toISOString(),
      arrivesOn: new Date(cutsOffAt.getTime() + 3 * DAY_MS).toISOString().slice(0, 10),
      delivery: pickupPointId ? 'pickup' : 'parcel',
      ...(pickupPointId ? { pickupPointId } : {}),
    },
    `demo-${world.id}-sale`,
  )
}
