import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Market, openMarket } from '../../test/support/market.ts'
import { erasePerson, exportPerson } from './forget-person.ts'

let market: Market
beforeAll(async () => {
  market = await openMarket()
})
afterAll(() => market.close())

const forget = (personId: Parameters<typeof erasePerson>[2]) =>
  market.platform.db.inTransaction(market.platform, (tx) => erasePerson(market.platform, tx, personId))

test('a person is told where she is and under which name', async () => {
  const ayun = await market.curator('阿芸')
  const { id } = await market.community(ayun)
  const li = await market.member(ayun, id, '李姐')
  expect(await exportPerson(market.platform.db, market.platform, li.personId)).toEqual({
    memberships: [
      {
        communityId: id,
        communityName: '桂雨里邻居鲜果群',
        nickname: '李姐',
        roles: [],
        state: 'active',
        joinedAt: '2026-11-23T04:00:00.000Z',
      },
    ],
  })
})

test('a person who is forgotten leaves without a name, and a community without its owner is closed', async () => {
  const ayun = await market.curator('阿芸')
  const { id } = await market.community(ayun)
  const li = await market.member(ayun, id, '程老师')
  const token = await market.invite(ayun, id)
  await forget(li.personId)
  const left = (await ayun.get(`/v1/curator/communities/${id}/members?state=left`)).body.items
  expect(left).toMatchObject([{ id: li.memberId, nickname: '已注销' }])
  expect((await ayun.get(`/v1/curator/communities/${id}`)).body.memberCount).toBe(1)
  await forget(ayun.personId)
  await forget(ayun.personId)
  const guest = await market.person()
  const closed = await guest.post(`/v1/store/invitations/${token}/accept`, { acceptRules: true })
  expect(closed.body.code).toBe('invitation_revoked')
  const shown = (await market.staff('operator').get(`/v1/admin/communities/${id}`)).body
  expect(shown).toMatchObject({ state: 'closed', memberCount: 0, owner: { nickname: '已注销' } })
  const names = await market.read<{ nickname: string }>('select nickname from communities.member')
  expect(names.map((one) => one.nickname)).not.toContain('程老师')
  await market.expectSound()
})

test('a ban outlives the name', async () => {
  const ayun = await market.curator('阿芸')
  const { id } = await market.community(ayun)
  const li = await market.member(ayun, id, '李姐')
  await ayun.post(`/v1/curator/communities/${id}/members/${li.memberId}/ban`, { reason: '发广告' })
  await forget(li.personId)
  const banned = (await ayun.get(`/v1/curator/communities/${id}/members?state=banned`)).body.items
  expect(banned).toMatchObject([{ nickname: '已注销', banReason: '发广告' }])
})
