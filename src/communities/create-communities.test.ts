import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Market, openMarket, type Someone } from '../../test/support/market.ts'
import { cellOf, parseId } from '../platform/ids.ts'
import { createCommunity } from './create-communities.ts'
import { communityNames } from './known-names.ts'

const base = '/v1/curator/communities'
const wish = { name: '桂雨里邻居鲜果群', carrier: { kind: 'wechat_group', name: '桂雨里' } }
let market: Market
let ayun: Someone

beforeAll(async () => {
  market = await openMarket()
  ayun = await market.curator('阿芸')
})
afterAll(() => market.close())

describe('opening a community', () => {
  test('seats its owner and takes the cap of its carrier', async () => {
    const made = await ayun.post(base, { ...wish, purpose: '只团当季水果', rules: '不刷屏', door: 'by_approval' })
    expect(made.status).toBe(201)
    expect(made.body).toEqual({
      id: expect.stringMatching(/^com_/),
      name: '桂雨里邻居鲜果群',
      purpose: '只团当季水果',
      rules: '不刷屏',
      city: '',
      door: 'by_approval',
      maySell: true,
      memberCap: 500,
      memberCount: 1,
      carriers: [{ id: expect.stringMatching(/^car_/), kind: 'wechat_group', name: '桂雨里' }],
      saleLinkDays: 7,
      saleLinkJoins: 500,
      state: 'open',
      version: 1,
      createdAt: '2026-11-23T04:00:00.000Z',
    })
    const mine = (await ayun.get('/v1/store/communities')).body.items
    expect(mine).toContainEqual({
      id: made.body.id,
      name: '桂雨里邻居鲜果群',
      purpose: '只团当季水果',
      roles: ['owner'],
      membership: 'active',
      memberCount: 1,
      carrier: { kind: 'wechat_group', name: '桂雨里' },
    })
    const inside = await ayun.get(`/v1/store/communities/${made.body.id}`)
    expect(inside.body.me).toEqual({
      nickname: '阿芸',
      isNicknameMadeUp: false,
      roles: ['owner'],
      joinedAt: '2026-11-23T04:00:00.000Z',
    })
    expect(await market.news('community.created')).toMatchObject([{ data: { ownerPersonId: ayun.id } }])
  })

  test('happens once per key, and another body under the key is refused', async () => {
    const first = await ayun.post(base, wish, { key: 'tap-once' })
    const again = await ayun.post(base, wish, { key: 'tap-once' })
    expect(again.body).toEqual(first.body)
    expect(again.headers['idempotent-replayed']).toBe('true')
    expect((await ayun.post(base, { ...wish, name: '别的群' }, { key: 'tap-once' })).body.code).toBe(
      'idempotency_key_reused',
    )
    expect((await ayun.post(base, wish, { key: '' })).body.code).toBe('idempotency_key_required')
  })

  test('spreads communities over the cells, and everything of one lies in its cell', async () => {
    const owner = await market.person()
    const ids = await market.platform.db.inTransaction(market.platform, async (tx) => {
      const made: bigint[] = []
      for (let i = 0; i < 40; i++)
        made.push(await createCommunity(market.platform, tx, owner.actor, { ...wish, name: `群${i}` } as never))
      return made
    })
    expect(new Set(ids.map(cellOf)).size).toBeGreaterThan(20)
    const strays = await market.read(
      `select 1 from communities.community c left join communities.member m on m.community_id = c.id
       where c.cell_id <> ((c.id >> 14) & 255) or m.cell_id <> c.cell_id or ((m.id >> 14) & 255) <> c.cell_id`,
    )
    expect(strays).toEqual([])
  })

  test('is for curators; a shopper and a stranger are told so', async () => {
    expect((await (await market.person()).post(base, wish)).body.code).toBe('forbidden')
    expect((await market.anonymous().post(base, wish)).body.code).toBe('sign_in_required')
  })

  test('keeps to fifty communities an owner', async () => {
    const owner = await market.curator()
    await market.platform.db.inTransaction(market.platform, async (tx) => {
      for (let i = 0; i < 50; i++) await createCommunity(market.platform, tx, owner.actor, wish as never)
    })
    expect((await owner.post(base, wish)).body.code).toBe('too_many_communities')
  })
})

describe('what a community is called', () => {
  const refused = [
    ['a name of 10,000 characters', { name: '字'.repeat(10_000) }],
    ['a name of 41 characters', { name: '字'.repeat(41) }],
    ['an empty name', { name: '' }],
    ['a name of blanks', { name: '   ' }],
    ['a name that turns the text around it', { name: 'abc\u202edef' }],
    ['a name with a line break', { name: 'abc\ndef' }],
    ['rules of 10,000 characters', { rules: '字'.repeat(10_000) }],
    ['a control character', { purpose: 'a\u0007b' }],
    ['an unknown field', { ownerPersonId: 'per_0000000000000' }],
    ['a cap as text', { memberCap: '300' }],
    ['a carrier that we do not know', { carrier: { kind: 'fax' } }],
    ['a cap of one', { memberCap: 1 }],
  ] as const
  test.each(refused)('%s is refused', async (_what, part) => {
    const answer = await ayun.post(base, { ...wish, ...part })
    expect([answer.status, answer.body.code]).toEqual([400, 'invalid_request'])
  })

  test('40 characters outside the basic plane fit', async () => {
    expect((await ayun.post(base, { ...wish, name: '🍊'.repeat(40) })).body.name).toBe('🍊'.repeat(40))
  })

  test('markup is data', async () => {
    const name = '<img src=x onerror=alert(1)>'
    expect((await ayun.post(base, { ...wish, name })).body.name).toBe(name)
  })

  test('a cap above the carrier is refused', async () => {
    const answer = await ayun.post(base, { ...wish, memberCap: 501 })
    expect([answer.status, answer.body.code, answer.body.facts]).toEqual([422, 'cap_over_carrier', { cap: 500 }])
    expect((await ayun.post(base, { ...wish, carrier: { kind: 'qq_group' }, memberCap: 501 })).body.memberCap).toBe(501)
  })
})

describe('changing a community', () => {
  test('changes what is said and nothing else, and raises the version', async () => {
    const { id } = await market.community(ayun, { purpose: '水果', memberCap: 300 })
    const changed = await ayun.patch(`${base}/${id}`, { rules: '群规', saleLinkDays: 3, version: 1 })
    expect(changed.body).toMatchObject({ rules: '群规', saleLinkDays: 3, purpose: '水果', memberCap: 300, version: 2 })
    const late = await ayun.patch(`${base}/${id}`, { rules: '旧群规', version: 1 })
    expect([late.status, late.body.code, late.body.facts]).toEqual([409, 'version_changed', { current: 2 }])
    expect((await market.news('community.changed')).map((one) => one.subject)).toEqual([parseId('com', id)])
  })

  test('a new name is shown at once, though names are remembered for a minute', async () => {
    const { id } = await market.community(ayun, { name: '老名字' })
    const nameNow = async () =>
      (await communityNames(market.platform, market.platform.db, [parseId('com', id)])).get(parseId('com', id))
    expect(await nameNow()).toBe('老名字')
    await ayun.patch(`${base}/${id}`, { name: '新名字', version: 1 })
    expect(await nameNow()).toBe('新名字')
  })

  test('moves to another carrier, or lives on both, and its cap follows', async () => {
    const { id } = await market.community(ayun)
    const both = await ayun.patch(`${base}/${id}`, {
      carrier: { kind: 'qq_group', name: '桂雨里QQ', keepOthers: true },
      version: 1,
    })
    expect(both.body.carriers.map((one: { kind: string }) => one.kind)).toEqual(['wechat_group', 'qq_group'])
    expect(both.body.memberCap).toBe(3000)
    const moved = await ayun.patch(`${base}/${id}`, { carrier: { kind: 'wecom_group' }, version: 2 })
    expect(moved.body.carriers.map((one: { kind: string }) => one.kind)).toEqual(['wecom_group'])
    expect(moved.body.memberCap).toBe(500)
  })

  test('cannot leave members without a seat', async () => {
    const { id } = await market.community(ayun, { carrier: { kind: 'qq_group' } })
    for (let i = 0; i < 2; i++) await market.member(ayun, id)
    const answer = await ayun.patch(`${base}/${id}`, { memberCap: 2, version: 1 })
    expect([answer.status, answer.body.code]).toEqual([409, 'cap_below_members'])
    expect((await ayun.patch(`${base}/${id}`, { memberCap: 3, version: 1 })).body.memberCap).toBe(3)
  })

  test('is for those who govern: everyone else gets the 404 of an absent community', async () => {
    const { id } = await market.community(ayun)
    const editor = await market.member(ayun, id)
    await ayun.post(`${base}/${id}/members/${editor.memberId}/roles`, { roles: ['editor'] })
    const absent = `com_${'0'.repeat(13)}`
    for (const someone of [await market.curator(), await market.member(ayun, id), editor]) {
      const other = await someone.patch(`${base}/${id}`, { rules: '我的', version: 1 })
      const none = await someone.patch(`${base}/${absent}`, { rules: '我的', version: 1 })
      expect(other.status).toBe(404)
      expect({ ...other.body, requestId: '' }).toEqual({ ...none.body, requestId: '' })
    }
    expect((await editor.get(`${base}/${id}`)).status).toBe(200)
    expect((await (await market.curator()).get(`${base}/${id}`)).status).toBe(404)
  })
})

test('staff find communities by a part of their name; % and _ are letters', async () => {
  await market.community(ayun, { name: '樱屿代购小院' })
  await market.community(ayun, { name: '100%_纯' })
  const operator = market.staff('operator')
  const named = async (search: string) =>
    (await operator.get(`/v1/admin/communities?search=${encodeURIComponent(search)}`)).body.items.map(
      (one: { name: string }) => one.name,
    )
  expect(await named('代购')).toEqual(['樱屿代购小院'])
  expect(await named('%_')).toEqual(['100%_纯'])
  const [first] = (await operator.get('/v1/admin/communities?search=代购')).body.items
  expect((await operator.get(`/v1/admin/communities/${first.id}`)).body.owner).toEqual({
    personId: ayun.id,
    nickname: '阿芸',
  })
  expect((await market.staff('scout').get('/v1/admin/communities')).status).toBe(403)
  const page = (await operator.get('/v1/admin/communities?limit=2')).body
  const next = (await operator.get(`/v1/admin/communities?limit=2&cursor=${page.nextCursor}`)).body
  expect(next.items[0].id < page.items[1].id).toBe(true)
})

test('the books of the communities are sound', () => market.expectSound())
