import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { type Market, openMarket, type Someone } from '../../test/support/market.ts'
import { parseId } from '../platform/ids.ts'
import { waitingMembersOf } from './read-communities.ts'
import { findMember } from './rows.ts'

let market: Market
let ayun: Someone
let id: string
let base: string

beforeAll(async () => {
  market = await openMarket()
  ayun = await market.curator('阿芸')
})
afterAll(() => market.close())
beforeEach(async () => {
  id = (await market.community(ayun, { door: 'by_approval' })).id
  base = `/v1/curator/communities/${id}`
})

const stateOf = async (someone: Someone) =>
  (await findMember(market.platform.db, parseId('com', id), someone.personId))?.state
const count = async () => (await ayun.get(base)).body.memberCount

async function waiting(nickname?: string) {
  const someone = await market.member(ayun, id, nickname)
  expect(await stateOf(someone)).toBe('waiting')
  return someone
}
async function inside(nickname?: string, roles: string[] = []) {
  const someone = await waiting(nickname)
  await ayun.post(`${base}/members/${someone.memberId}/approve`)
  if (roles.length > 0) await ayun.post(`${base}/members/${someone.memberId}/roles`, { roles })
  return someone
}

describe('a door that opens by approval', () => {
  test('keeps people waiting without a seat until they are approved', async () => {
    const li = await waiting('李姐')
    expect(await count()).toBe(1)
    expect((await li.get(`/v1/store/communities/${id}`)).status).toBe(404)
    expect((await li.get('/v1/store/communities')).body.items[0].membership).toBe('waiting')
    const list = await ayun.get(`${base}/members?state=waiting`)
    expect(list.body.items).toMatchObject([{ id: li.memberId, nickname: '李姐', state: 'waiting', joinedAt: null }])
    expect(await waitingMembersOf(market.platform.db, ayun.personId)).toContainEqual({
      communityId: parseId('com', id),
      name: '桂雨里邻居鲜果群',
      count: 1,
    })
    const approved = await ayun.post(`${base}/members/${li.memberId}/approve`)
    expect(approved.body).toMatchObject({
      state: 'active',
      joinedAt: '2026-11-23T04:00:00.000Z',
      invitedBy: { nickname: '阿芸' },
    })
    expect(await count()).toBe(2)
    expect((await market.news('member.joined')).at(-1)?.data).toMatchObject({ personId: li.id, invitedBy: ayun.id })
    expect((await ayun.post(`${base}/members/${li.memberId}/approve`)).body.state).toBe('active')
    expect(await count()).toBe(2)
  })

  test('may stay shut; who was declined may ask again', async () => {
    const li = await waiting()
    expect((await ayun.post(`${base}/members/${li.memberId}/decline`)).body.state).toBe('declined')
    expect((await ayun.post(`${base}/members/${li.memberId}/approve`)).body.code).toBe('member_not_waiting')
    expect((await market.news('member.declined')).at(-1)?.data).toEqual({ communityId: id, personId: li.id })
    const token = await market.invite(ayun, id)
    const again = await li.post(`/v1/store/invitations/${token}/accept`, { acceptRules: true })
    expect(again.body.member).toMatchObject({ id: li.memberId, state: 'waiting' })
  })

  test('does not open beyond the cap, however many are approved at once', async () => {
    const people = await Promise.all(Array.from({ length: 8 }, () => waiting()))
    await ayun.patch(base, { memberCap: 4, version: 1 })
    const answers = await Promise.all(people.map((one) => ayun.post(`${base}/members/${one.memberId}/approve`)))
    expect(answers.filter((one) => one.body.state === 'active')).toHaveLength(3)
    expect(answers.filter((one) => one.body.code === 'community_full')).toHaveLength(5)
    expect(await count()).toBe(4)
  })
})

describe('a ban', () => {
  test('takes seat, roles and invitations, has a reason on record, and holds', async () => {
    const li = await inside('李姐', ['curator'])
    const herInvitation = await market.invite(li, id)
    expect((await ayun.post(`${base}/members/${li.memberId}/ban`, {})).status).toBe(400)
    expect((await ayun.post(`${base}/members/${li.memberId}/ban`, { reason: ' ' })).status).toBe(400)
    const banned = await ayun.post(`${base}/members/${li.memberId}/ban`, { reason: '发广告' })
    expect(banned.body).toMatchObject({ state: 'banned', roles: [], banReason: '发广告' })
    expect(await count()).toBe(1)
    expect(await stateOf(li)).toBe('banned')
    expect((await li.get('/v1/store/communities')).body.items).toEqual([])
    expect((await market.anonymous().get(`/v1/store/invitations/${herInvitation}`)).body.code).toBe(
      'invitation_revoked',
    )
    expect((await li.post(`/v1/store/communities/${id}/leave`)).status).toBe(404)
    expect(await stateOf(li)).toBe('banned')
  })

  test('can be taken back: she is outside and may be invited again', async () => {
    const li = await inside()
    await ayun.post(`${base}/members/${li.memberId}/ban`, { reason: '弄错了' })
    const lifted = await ayun.post(`${base}/members/${li.memberId}/lift-ban`)
    expect(lifted.body).toMatchObject({ state: 'left', banReason: null })
    const token = await market.invite(ayun, id)
    const again = await li.post(`/v1/store/invitations/${token}/accept`, { acceptRules: true })
    expect(again.body.member.state).toBe('waiting')
  })

  test('of someone who waits frees no seat that was never taken', async () => {
    const li = await waiting()
    await ayun.post(`${base}/members/${li.memberId}/ban`, { reason: '小号' })
    expect(await count()).toBe(1)
  })

  test('is not for the owner, nor for a manager by a manager, nor for oneself', async () => {
    const manager = await inside('管理员', ['manager'])
    const second = await inside('二管', ['manager'])
    const owner = (await ayun.get(`${base}/members`)).body.items.find((one: { roles: string[] }) =>
      one.roles.includes('owner'),
    )
    const ban = (by: Someone, memberId: string) => by.post(`${base}/members/${memberId}/ban`, { reason: '不喜欢' })
    for (const memberId of [owner.id, second.memberId, manager.memberId]) {
      const answer = await ban(manager, memberId)
      expect([answer.status, answer.body.code]).toEqual([403, 'not_over_this_member'])
    }
    expect((await ban(ayun, owner.id)).body.code).toBe('not_over_this_member')
    expect((await ban(manager, (await inside()).memberId)).status).toBe(200)
    expect((await ban(ayun, manager.memberId)).status).toBe(200)
  })
})

describe('roles', () => {
  test('are given and taken by the owner, and hold in this community only', async () => {
    const li = await inside('小河')
    const given = await ayun.post(`${base}/members/${li.memberId}/roles`, { roles: ['editor', 'merchant_rep'] })
    expect(given.body.roles).toEqual(['editor', 'merchant_rep'])
    expect((await li.get('/v1/curator/communities')).body.items.map((one: { id: string }) => one.id)).toEqual([id])
    const other = await market.community(await market.curator('小河的群主'))
    expect((await li.get(`/v1/curator/communities/${other.id}`)).status).toBe(404)
    expect((await ayun.post(`${base}/members/${li.memberId}/roles`, { roles: [] })).body.roles).toEqual([])
    expect((await li.get(base)).status).toBe(404)
  })

  test('of the owner cannot be given or lost', async () => {
    const li = await inside()
    expect((await ayun.post(`${base}/members/${li.memberId}/roles`, { roles: ['owner'] })).status).toBe(400)
    const [owner] = (await ayun.get(`${base}/members`)).body.items
    expect((await ayun.post(`${base}/members/${owner.id}/roles`, { roles: ['editor'] })).body.roles).toEqual([
      'owner',
      'editor',
    ])
  })

  test('are not given by a manager, nor to someone outside', async () => {
    const manager = await inside('管理员', ['manager'])
    const li = await waiting()
    expect((await manager.post(`${base}/members/${li.memberId}/roles`, { roles: ['curator'] })).body.code).toBe(
      'not_over_this_member',
    )
    expect((await ayun.post(`${base}/members/${li.memberId}/roles`, { roles: ['curator'] })).body.code).toBe(
      'member_not_active',
    )
    expect((await manager.post(`${base}/members/${li.memberId}/approve`)).body.state).toBe('active')
  })
})

describe('leaving', () => {
  test('frees the seat and takes the roles; coming back keeps the member', async () => {
    const li = await inside('李姐', ['manager'])
    expect((await li.post(`/v1/store/communities/${id}/leave`)).status).toBe(204)
    expect([await stateOf(li), await count()]).toEqual(['left', 1])
    expect((await li.post(`/v1/store/communities/${id}/leave`)).status).toBe(204)
    expect(await count()).toBe(1)
    const token = await market.invite(ayun, id)
    const again = await li.post(`/v1/store/invitations/${token}/accept`, { acceptRules: true })
    expect(again.body.member).toMatchObject({ id: li.memberId, state: 'waiting' })
    await ayun.post(`${base}/members/${li.memberId}/approve`)
    expect((await li.get(base)).status).toBe(404)
  })

  test('is not for the owner, nor for someone who was never there', async () => {
    expect((await ayun.post(`/v1/store/communities/${id}/leave`)).body.code).toBe('owner_stays')
    expect((await (await market.person()).post(`/v1/store/communities/${id}/leave`)).status).toBe(404)
  })
})

test('a nickname is changed in this community only', async () => {
  const li = await inside('李姐')
  const renamed = await li.patch(`/v1/store/communities/${id}/me`, { nickname: '十二栋李姐' })
  expect(renamed.body.me.nickname).toBe('十二栋李姐')
  const outside = await (await market.person()).patch(`/v1/store/communities/${id}/me`, { nickname: '李姐' })
  expect(outside.status).toBe(404)
})

test("every decision on another community's member gets the 404 of an absent one", async () => {
  const li = await waiting()
  const stranger = await market.curator()
  const own = await market.community(stranger)
  const absent = `mem_${'0'.repeat(13)}`
  const decisions = [
    ['approve', {}],
    ['decline', {}],
    ['ban', { reason: '不喜欢' }],
    ['lift-ban', {}],
    ['roles', { roles: ['curator'] }],
  ] as const
  for (const [decision, body] of decisions) {
    const there = await stranger.post(`${base}/members/${li.memberId}/${decision}`, body)
    const mixed = await stranger.post(`/v1/curator/communities/${own.id}/members/${li.memberId}/${decision}`, body)
    const none = await stranger.post(`/v1/curator/communities/${own.id}/members/${absent}/${decision}`, body)
    for (const answer of [there, mixed]) {
      expect(answer.status).toBe(404)
      expect({ ...answer.body, requestId: '' }).toEqual({ ...none.body, requestId: '' })
    }
    // A plain member of the very community has no say either.
    const plain = await inside()
    expect((await plain.post(`${base}/members/${li.memberId}/${decision}`, body)).status).toBe(404)
  }
  expect(await stateOf(li)).toBe('waiting')
  expect((await stranger.get(`${base}/members`)).status).toBe(404)
})

test('members come in pages', async () => {
  const owner = await market.curator()
  const open = await market.community(owner)
  for (let i = 0; i < 4; i++) await market.member(owner, open.id, `群友${i}`)
  const path = `/v1/curator/communities/${open.id}/members?limit=2`
  const first = (await owner.get(path)).body
  const second = (await owner.get(`${path}&cursor=${first.nextCursor}`)).body
  const third = (await owner.get(`${path}&cursor=${second.nextCursor}`)).body
  const names = [first, second, third].flatMap((page) => page.items.map((one: { nickname: string }) => one.nickname))
  expect(names.slice(1)).toEqual(['群友0', '群友1', '群友2', '群友3'])
  expect(third.nextCursor).toBeNull()
  expect((await owner.get(`${path}&cursor=nonsense`)).status).toBe(400)
})

test('the books of the communities are sound', () => market.expectSound())
