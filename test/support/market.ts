import { expect } from 'vitest'
import { room as attribution } from '../../src/attribution/index.ts'
import { room as communities, createCommunity } from '../../src/communities/index.ts'
import { apply, room as curators, decideApplication, isCurator } from '../../src/curators/index.ts'
import { createPerson, nicknamesOf } from '../../src/people/index.ts'
import { type PersonActor, type StaffActor, systemActor } from '../../src/platform/actor.ts'
import { audit } from '../../src/platform/audit.ts'
import { formatId, type Id } from '../../src/platform/ids.ts'
import type { Room } from '../../src/platform/room.ts'
import { room as sales } from '../../src/sales/index.ts'
import { freshDatabase } from './database.ts'
import { type Goods, type GoodsWanted, makeGoods } from './goods.ts'
import { type TestClient, type TestServer, testServer } from './http.ts'
import { type TestOverrides, type TestPlatform, testPlatform } from './platform.ts'

const rooms: readonly Room[] = [communities, curators, sales, attribution]

/** Someone with a browser: `store` and `curator` are the two fronts that she may look at. */
export interface Someone extends TestClient {
  readonly personId: Id<'per'>
  readonly id: string
  readonly actor: PersonActor
}

type CommunityWish = Partial<Parameters<typeof createCommunity>[3]>

/** The rooms communities, curators, sales and attribution behind the real HTTP gates, with people and goods to act on. */
export interface Market extends TestPlatform {
  readonly server: TestServer
  /** A person who is signed in. */
  person(nickname?: string): Promise<Someone>
  /** A person whom the staff approved as a curator. */
  curator(nickname?: string): Promise<Someone>
  /** Staff with these roles, proved just now. */
  staff(...roles: StaffActor['roles'][number][]): TestClient
  anonymous(): TestClient
  community(owner: Someone, wish?: CommunityWish): Promise<{ id: string; key: Id<'com'> }>
  /** An invitation's token. */
  invite(inviter: Someone, communityId: string, limits?: { maxUses?: number; days?: number }): Promise<string>
  /** Someone who entered a community by an invitation. */
  member(owner: Someone, communityId: string, nickname?: string): Promise<Someone & { readonly memberId: string }>
  goods(wanted?: GoodsWanted): Promise<Goods & { readonly sku: string }>
  read<Row>(text: string, values?: readonly unknown[]): Promise<Row[]>
  news(name: string): Promise<{ subject: bigint; actor: string; data: Record<string, unknown> }[]>
  /** Runs the checks of these rooms and expects them to find nothing. */
  expectSound(): Promise<void>
}

let phones = 0

export async function openMarket(overrides: TestOverrides = {}): Promise<Market> {
  const stage = await testPlatform(await freshDatabase(), overrides)
  const { platform } = stage
  const server = await testServer(
    platform,
    rooms.flatMap((room) => room.routes ?? []),
    { isCurator },
  )
  const as = (personId: Id<'per'>): Someone => {
    const sessionId = platform.ids.next<'ses'>(0)
    const actor: PersonActor = { kind: 'person', personId, sessionId, audience: 'store' }
    return { ...server.client({ actor }), personId, id: formatId('per', personId), actor }
  }
  const market: Market = {
    ...stage,
    server,
    person: async (nickname) => {
      const phone = `137${String(++phones).padStart(8, '0')}`
      return as((await createPerson(platform, { phone, ...(nickname ? { nickname } : {}) })).personId)
    },
    curator: async (nickname) => {
      const someone = await market.person(nickname)
      const displayName = (await nicknamesOf(platform.db, [someone.personId])).get(someone.personId) ?? '甄选师'
      await platform.db.inTransaction(platform, async (tx) => {
        await apply(tx, someone.actor, { displayName })
        await decideApplication(tx, systemActor('test'), someone.personId, { decision: 'approve' })
      })
      return someone
    },
    staff: (...roles) => {
      const ids = { staffId: platform.ids.next<'stf'>(0), sessionId: platform.ids.next<'ses'>(0) }
      return server.client({ actor: { kind: 'staff', ...ids, roles, provedAt: platform.clock.now() } })
    },
    anonymous: () => server.client(),
    community: async (owner, wish = {}) => {
      const input = { name: '桂雨里邻居鲜果群', carrier: { kind: 'wechat_group' as const, name: '桂雨里' }, ...wish }
      const key = await platform.db.inTransaction(platform, (tx) => createCommunity(platform, tx, owner.actor, input))
      return { id: formatId('com', key), key }
    },
    invite: async (inviter, communityId, limits = {}) => {
      const made = await inviter.post(`/v1/curator/communities/${communityId}/invitations`, limits)
      expect(made.status, made.text).toBe(201)
      return made.body.url.split('/i/')[1]
    },
    member: async (owner, communityId, nickname) => {
      const someone = await market.person(nickname)
      const token = await market.invite(owner, communityId, { maxUses: 1 })
      const entered = await someone.post(`/v1/store/invitations/${token}/accept`, { acceptRules: true })
      expect(entered.status, entered.text).toBe(200)
      return { ...someone, memberId: entered.body.member.id }
    },
    goods: async (wanted) => {
      const goods = await makeGoods(platform, wanted)
      return { ...goods, sku: formatId('sku', goods.skuId) }
    },
    read: (text, values = []) => platform.db.query('', text, values),
    news: (name) => market.read('select subject, actor, data from platform.outbox where name = $1 order by id', [name]),
    expectSound: async () => {
      const { checks } = await audit(platform, rooms)
      expect(checks.filter((check) => check.found > 0)).toEqual([])
    },
    close: async () => {
      await server.close()
      await stage.close()
    },
  }
  return market
}
