import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Market, openMarket, type Someone } from '../../test/support/market.ts'
import { parseId } from '../platform/ids.ts'
import { signId } from '../platform/signed-ids.ts'

const DAY_MS = 86_400_000
let market: Market
let ayun: Someone

beforeAll(async () => {
  market = await openMarket()
  ayun = await market.curator('阿芸')
})
afterAll(() => market.close())

const accept = (someone: Someone, token: string, body: object = {}, key?: string) =>
  someone.post(`/v1/store/invitations/${token}/accept`, { acceptRules: true, ...body }, key ? { key } : {})
/** On a slow machine who waits too long for the door is told to come again, and does. */
async function acceptPatiently(someone: Someone, token: string) {
  for (let tries = 0; ; tries++) {
    const answer = await accept(someone, token)
    if (answer.body.code !== 'in_progress' || tries === 20) return answer
  }
}
const countOf = async (id: string) =>
  (
    await market.read<{ n: number }>('select member_count as n from communities.community where id = $1', [
      parseId('com', id),
    ])
  )[0]?.n

describe('an invitation', () => {
  test('comes with a link, a code to scan, and words for where the community lives', async () => {
    const { id } = await market.community(ayun, { purpose: '只团当季水果' })
    const made = await ayun.post(`/v1/curator/communities/${id}/invitations`, { maxUses: 3, days: 2 })
    expect(made.status).toBe(201)
    expect(made.body).toMatchObject({
      url: expect.stringMatching(/^http:\/\/localhost:3000\/i\/[A-Za-z0-9_-]{28}$/),
      qrUrl: expect.stringMatching(/^\/qr\/[A-Za-z0-9_-]{28}\.svg$/),
      qrSvg: expect.stringMatching(/^<svg /),
      text: `阿芸 邀你进「桂雨里邻居鲜果群」\n只团当季水果\n👉 点这里进群：${made.body.url}`,
      state: 'open',
      inviter: { nickname: '阿芸' },
      expiresAt: '2026-11-25T04:00:00.000Z',
      maxUses: 3,
      uses: 0,
    })
    const { qrSvg: _, ...listed } = made.body
    expect((await ayun.get(`/v1/curator/communities/${id}/invitations`)).body.items).toEqual([listed])
  })

  test('tells a stranger what it invites to, and no more', async () => {
    const { id } = await market.community(ayun, { purpose: '水果', rules: '不刷屏' })
    const token = await market.invite(ayun, id)
    const page = await market.anonymous().get(`/v1/store/invitations/${token}`)
    expect(page.body).toEqual({
      community: {
        name: '桂雨里邻居鲜果群',
        purpose: '水果',
        rules: '不刷屏',
        memberCount: 1,
        cap: 500,
        door: 'open_by_link',
        carrier: { kind: 'wechat_group', name: '桂雨里' },
      },
      inviter: { nickname: '阿芸' },
      expiresAt: '2026-11-30T04:00:00.000Z',
      state: 'open',
    })
  })

  test('lets in who accepts the rules, under a nickname that holds here only', async () => {
    const { id } = await market.community(ayun)
    const token = await market.invite(ayun, id)
    const li = await market.person('李姐')
    expect((await li.post(`/v1/store/invitations/${token}/accept`, {})).body.code).toBe('invalid_request')
    expect((await accept(li, token, { acceptRules: false })).body.code).toBe('invalid_request')
    const entered = await accept(li, token, { nickname: ' 十二栋李姐 ' })
    expect(entered.body).toEqual({
      member: { id: expect.stringMatching(/^mem_/), communityId: id, state: 'active', nickname: '十二栋李姐' },
    })
    expect((await li.get(`/v1/store/communities/${id}`)).body.me.nickname).toBe('十二栋李姐')
    expect(await countOf(id)).toBe(2)
    const said = (await market.news('member.joined')).filter((one) => one.data.personId === li.id)
    expect(said.map((one) => one.data)).toEqual([
      {
        communityId: id,
        personId: li.id,
        invitedBy: ayun.id,
        invitationId: expect.stringMatching(/^inv_/),
        linkId: null,
      },
    ])
    const members = (await ayun.get(`/v1/curator/communities/${id}/members`)).body.items
    expect(members.find((one: { nickname: string }) => one.nickname === '十二栋李姐').invitedBy).toEqual({
      nickname: '阿芸',
    })
    expect((await accept(await market.person('小明'), token)).body.member.nickname).toBe('小明')
  })

  test('lets a person in once: again, by another invitation, or by the same key, is the same membership', async () => {
    const { id } = await market.community(ayun)
    const [one, two] = [await market.invite(ayun, id, { maxUses: 1 }), await market.invite(ayun, id)]
    const li = await market.person()
    const first = await accept(li, one, {}, 'tap')
    const replay = await accept(li, one, {}, 'tap')
    expect(replay.headers['idempotent-replayed']).toBe('true')
    expect(replay.body).toEqual(first.body)
    expect((await accept(li, one)).body).toEqual(first.body)
    expect((await accept(li, two)).body).toEqual(first.body)
    const uses = (await ayun.get(`/v1/curator/communities/${id}/invitations`)).body.items.map(
      (item: { uses: number }) => item.uses,
    )
    expect(uses).toEqual([0, 1])
    expect(await countOf(id)).toBe(2)
  })

  test('takes markup in a nickname as data, and refuses one that is no name', async () => {
    const { id } = await market.community(ayun)
    const token = await market.invite(ayun, id)
    const nickname = '<b onclick=x>李</b>'
    expect((await accept(await market.person(), token, { nickname })).body.member.nickname).toBe(nickname)
    for (const bad of ['', '   ', '字'.repeat(31), '字'.repeat(10_000), 'a\u202eb', 'a\nb'])
      expect((await accept(await market.person(), token, { nickname: bad })).status).toBe(400)
  })
})

describe('an invitation refuses', () => {
  const refusedBoth = async (token: string, status: number, code: string) => {
    const page = await market.anonymous().get(`/v1/store/invitations/${token}`)
    expect([page.status, page.body.code]).toEqual([status, code])
    const entered = await accept(await market.person(), token)
    expect([entered.status, entered.body.code]).toEqual([status, code])
  }

  test('what is forged', async () => {
    const { id } = await market.community(ayun)
    const token = await market.invite(ayun, id)
    const changed = `${token.slice(0, 10)}${token[10] === 'A' ? 'B' : 'A'}${token.slice(11)}`
    await refusedBoth(changed, 404, 'invitation_forged')
    await refusedBoth('nonsense', 404, 'invitation_forged')
    // Signed with our key, for something that was never there, and for another kind of thing.
    const absent = market.platform.ids.next(7)
    await refusedBoth(
      signId(market.platform.keys, { byte: 1, purpose: 'communities.invitation' }, absent),
      404,
      'invitation_forged',
    )
    await refusedBoth(
      signId(market.platform.keys, { byte: 2, purpose: 'attribution.link' }, absent),
      404,
      'invitation_forged',
    )
  })

  test('after its days, from the very moment', async () => {
    const { id } = await market.community(ayun)
    const token = await market.invite(ayun, id, { days: 1 })
    market.clock.advance(DAY_MS - 1)
    expect((await market.anonymous().get(`/v1/store/invitations/${token}`)).status).toBe(200)
    market.clock.advance(1)
    await refusedBoth(token, 410, 'invitation_expired')
  })

  test('when it is used up', async () => {
    const { id } = await market.community(ayun)
    const token = await market.invite(ayun, id, { maxUses: 1 })
    await accept(await market.person(), token)
    await refusedBoth(token, 410, 'invitation_used_up')
  })

  test('when it was withdrawn; those who came in stay', async () => {
    const { id } = await market.community(ayun)
    const token = await market.invite(ayun, id)
    await accept(await market.person(), token)
    const [invitation] = (await ayun.get(`/v1/curator/communities/${id}/invitations`)).body.items
    const revoked = await ayun.post(`/v1/curator/communities/${id}/invitations/${invitation.id}/revoke`)
    expect(revoked.body.state).toBe('revoked')
    await refusedBoth(token, 410, 'invitation_revoked')
    expect(await countOf(id)).toBe(2)
  })

  test('who was banned, whatever the invitation', async () => {
    const { id } = await market.community(ayun)
    const li = await market.member(ayun, id)
    await ayun.post(`/v1/curator/communities/${id}/members/${li.memberId}/ban`, { reason: '发广告' })
    const answer = await accept(li, await market.invite(ayun, id))
    expect([answer.status, answer.body.code]).toEqual([403, 'banned'])
  })

  test('when the community is full or closed', async () => {
    const { id } = await market.community(ayun, { memberCap: 2 })
    await market.member(ayun, id)
    const full = await accept(await market.person(), await market.invite(ayun, id))
    expect([full.status, full.body.code]).toEqual([409, 'community_full'])
    const { id: closed } = await market.community(ayun)
    const token = await market.invite(ayun, closed)
    await market.read(`update communities.community set state = 'closed' where id = $1`, [parseId('com', closed)])
    await refusedBoth(token, 409, 'community_closed')
  })

  test('to be made by who may not invite, or for too many, too long, or too often', async () => {
    const { id } = await market.community(ayun)
    const path = `/v1/curator/communities/${id}/invitations`
    const plain = await market.member(ayun, id)
    for (const someone of [plain, await market.curator(), await market.person()])
      expect((await someone.post(path)).status).toBe(404)
    for (const wrong of [{ maxUses: 0 }, { maxUses: 1001 }, { days: 0 }, { days: 31 }, { maxUses: 1.5 }])
      expect((await ayun.post(path, wrong)).status).toBe(400)
    for (let i = 0; i < 50; i++) await ayun.post(path)
    expect((await ayun.post(path)).body.code).toBe('too_many_invitations')
  })
})

describe('when many come at once', () => {
  test('fifty accepts of an invitation for seven let in seven', async () => {
    const { id } = await market.community(ayun)
    const token = await market.invite(ayun, id, { maxUses: 7 })
    const people = await Promise.all(Array.from({ length: 50 }, () => market.person()))
    const answers = await Promise.all(people.map((someone) => acceptPatiently(someone, token)))
    expect(answers.filter((one) => one.status === 200)).toHaveLength(7)
    expect(answers.filter((one) => one.body.code === 'invitation_used_up')).toHaveLength(43)
    const [invitation] = (await ayun.get(`/v1/curator/communities/${id}/invitations`)).body.items
    expect([invitation.uses, invitation.state, await countOf(id)]).toEqual([7, 'used_up', 8])
  })

  test('the last seats of a community go to as many as there are', async () => {
    const { id } = await market.community(ayun, { memberCap: 10 })
    const tokens = [await market.invite(ayun, id), await market.invite(ayun, id)]
    const people = await Promise.all(Array.from({ length: 30 }, () => market.person()))
    const answers = await Promise.all(
      people.map((someone, index) => acceptPatiently(someone, tokens[index % 2] as string)),
    )
    expect(answers.filter((one) => one.status === 200)).toHaveLength(9)
    expect(answers.filter((one) => one.body.code === 'community_full')).toHaveLength(21)
    expect(await countOf(id)).toBe(10)
  })

  test('one person who taps ten times enters once', async () => {
    const { id } = await market.community(ayun)
    const token = await market.invite(ayun, id, { maxUses: 5 })
    const li = await market.person()
    const answers = await Promise.all(Array.from({ length: 10 }, () => acceptPatiently(li, token)))
    expect(new Set(answers.map((one) => one.body.member?.id)).size).toBe(1)
    const [invitation] = (await ayun.get(`/v1/curator/communities/${id}/invitations`)).body.items
    expect([invitation.uses, await countOf(id)]).toEqual([1, 2])
  })

  test('and the books are sound after it', () => market.expectSound())
})
