import { beforeAll, describe, expect, test } from 'vitest'
import { cellOf, parseId } from '../../src/platform/ids.ts'
import { platformRefusals } from '../../src/platform/wire.ts'
import { refusals as appeals } from '../../src/trust/contract-appeals.ts'
import { refusals as review } from '../../src/trust/contract-review.ts'
import type { Answer, Caller } from '../support/caller.ts'
import { enterStaff, expectProblem, must, type OpenShop, openShop, type Shopper, until } from '../support/open-shop.ts'

/** A check-up is contested and answered; staff look at what is worth a look, with a reason that its person reads. */

const DAY_MS = 24 * 3_600_000
const HARM = '; drop table trust.appeal; --'
let shop: OpenShop
let li: Shopper
let other: Caller
let scout: Caller
let scoutProves: () => Promise<void>

beforeAll(async () => {
  shop = await openShop()
  li = await shop.shopper('十二栋李姐')
  const someone = await shop.signIn('curator', '别的甄选师')
  await must(someone.caller.post('/v1/curator/apply', { displayName: '别的', introduction: '路过' }))
  await must(shop.staff.post(`/v1/admin/curators/${someone.personId}/decide`, { decision: 'approve' }))
  other = someone.caller
  const scouts = await enterStaff(shop.house, 'scout', ['scout'])
  scout = scouts.staff
  scoutProves = scouts.proves
}, 120_000)

const mine = (path: string) => `/v1/curator/communities/${shop.communityId}${path}`
const waiting = async () => (await must(shop.staff.get('/v1/admin/trust/appeals'))).items
const answer = (who: Caller, id: string, outcome: string, words = '看过了，那周确实是李姐在张罗。') =>
  who.post(`/v1/admin/trust/appeals/${id}/answer`, { outcome, words })

describe.sequential('an appeal against a check-up', () => {
  test('whoever sells there says what is wrong, one appeal at a time, however often she taps', async () => {
    const say = () => shop.curator.post(mine('/check-up/appeal'), { words: '那周我在住院，靠李姐张罗。' })
    const both = await Promise.all([say(), say(), say()])
    expect(both.map(({ status }) => status).sort()).toEqual([201, 409, 409])
    expectProblem(both.find(({ status }) => status === 409) as Answer, appeals.appeal_waits)
    expect(both.find(({ status }) => status === 201)?.body).toMatchObject({
      isSetAside: false,
      appeal: { state: 'waiting', words: '那周我在住院，靠李姐张罗。', label: 'young', answer: null },
    })
  })

  test('nobody else may, and words that say nothing are refused', async () => {
    const words = '这不是我的群'
    expectProblem(await other.post(mine('/check-up/appeal'), { words }), platformRefusals.not_found)
    expectProblem(await li.caller.post(mine('/check-up/appeal'), { words }), platformRefusals.sign_in_required)
    for (const nothing of ['', ' ', '   \n  ', 'x'.repeat(501)])
      expectProblem(
        await shop.curator.post(mine('/check-up/appeal'), { words: nothing }),
        platformRefusals.invalid_request,
      )
    expect(await waiting()).toHaveLength(1)
  })

  test('staff see it with what the community reads now, and answer once, on record', async () => {
    const [appeal] = await waiting()
    expect(appeal).toMatchObject({
      community: { id: shop.communityId, name: '桂雨里邻居鲜果群' },
      person: { nickname: '阿芸' },
      labelWords: '起步期',
      state: 'waiting',
    })
    expectProblem(await answer(scout, appeal.id, 'stands'), platformRefusals.forbidden)
    expectProblem(await answer(shop.staff, appeal.id, 'stands', '  '), platformRefusals.invalid_request)
    expectProblem(await answer(shop.staff, 'apl_0000000000001', 'stands'), platformRefusals.not_found)
    const both = await Promise.all([
      answer(shop.staff, appeal.id, 'set_aside'),
      answer(shop.staff, appeal.id, 'stands'),
    ])
    expect(both.map(({ status }) => status).sort()).toEqual([200, 409])
    expectProblem(both.find(({ status }) => status === 409) as Answer, appeals.appeal_answered)
    expect(await waiting()).toEqual([])
    const activity = await must(shop.staff.get(`/v1/admin/activity?subject=${shop.communityId}`))
    expect(activity.items).toMatchObject([{ action: 'appeal.answered', actorName: '秦越' }])
  })

  test('she reads the answer; a conclusion that was set aside is not said while it stays the same', async () => {
    await shop.read(`update trust.appeal set state = 'set_aside'`)
    const checkUp = await must(shop.curator.get(mine('/check-up')))
    expect(checkUp).toMatchObject({
      isSetAside: true,
      label: 'young',
      labelWords: '先收起',
      reasons: [],
      appeal: { state: 'set_aside', answer: '看过了，那周确实是李姐在张罗。' },
    })
    expect(checkUp.words).not.toContain('以你为中心')
    // Another conclusion is looked at afresh.
    await shop.read(`update trust.appeal set label = 'star'`)
    expect(await must(shop.curator.get(mine('/check-up')))).toMatchObject({ isSetAside: false, labelWords: '起步期' })
    const [answered] = (await must(shop.staff.get('/v1/admin/trust/appeals?state=answered'))).items
    expect(answered).toMatchObject({ state: 'set_aside', answeredBy: '秦越' })
  })

  test('she may appeal again after the answer, and her export holds what she said', async () => {
    const again = await shop.curator.post(mine('/check-up/appeal'), { words: `再看看${HARM}` })
    expect(again.status, again.text).toBe(201)
    expect((await waiting()).map((one: { words: string }) => one.words)).toEqual([`再看看${HARM}`])
    const { trust } = (await must((await shop.curatorAsShopper()).get('/v1/store/me/export'))).rooms
    expect(trust.appeals).toMatchObject([{ state: 'waiting' }, { state: 'set_aside' }])
  })
})

describe.sequential('worth a look', () => {
  test('the first walk says how much it read, and lists nobody where nothing happened', async () => {
    const { walk, people, persona } = await until(
      () => must(shop.staff.get('/v1/admin/trust/worth-a-look')),
      (seen) => seen.walk !== null,
      30_000,
    )
    expect(walk).toMatchObject({ isWhole: true, acts: 0 })
    expect({ people, persona }).toEqual({ people: [], persona: [] })
  })

  test('a ring that nobody known has an arc into is listed once a day has gone by; its evidence needs a reason', async () => {
    const ring = await Promise.all(['甲', '乙', '丙', '丁', '戊', '己'].map((name) => shop.shopper(name)))
    await plantRing(ring)
    await aDayLater()
    const { people } = await until(
      () => must(shop.staff.get('/v1/admin/trust/worth-a-look')),
      (seen) => seen.people.length > 0,
      30_000,
    )
    expect(people).toHaveLength(6)
    expect(people[0]).toMatchObject({ reach: 0, moved: 5, circle: 6 })
    expect(people[0].words).toContain('看起来也是这样')
    const path = `/v1/admin/trust/people/${ring[0]?.personId}/evidence`
    expectProblem(await shop.staff.post(path, { reason: ' ' }), platformRefusals.invalid_request)
    expectProblem(await scout.post(path, { reason: '看看' }), platformRefusals.forbidden)
    const evidence = await must(shop.staff.post(path, { reason: '小圈和谁都没有往来' }))
    expect(evidence.communities).toMatchObject([{ community: { id: shop.communityId }, mutual: 5 }])
    expect(evidence.communities[0].moved).toHaveLength(5)
    const looks = await must((ring[0] as Shopper).caller.get('/v1/store/me/looks'))
    expect(looks.items).toMatchObject([{ who: '秦越', what: 'trust', reason: '小圈和谁都没有往来', orderId: null }])
    expect((await must((ring[1] as Shopper).caller.get('/v1/store/me/looks'))).items).toEqual([])
  })

  test('who was found in order leaves the list at once, for good, and the next walk starts from her', async () => {
    const [first] = (await must(shop.staff.get('/v1/admin/trust/worth-a-look'))).people
    const path = `/v1/admin/trust/people/${first.person.id}/look-over`
    const both = await Promise.all([
      shop.staff.post(path, { words: '楼下邻居，见过人' }),
      shop.staff.post(path, { words: '楼下邻居，见过人' }),
    ])
    expect(both.map(({ status }) => status).sort()).toEqual([200, 409])
    expectProblem(both.find(({ status }) => status === 409) as Answer, review.looked_over_already)
    const left = (await must(shop.staff.get('/v1/admin/trust/worth-a-look'))).people
    expect(left.map((one: { person: { id: string } }) => one.person.id)).not.toContain(first.person.id)
    expect(left).toHaveLength(5)
    await aDayLater()
    await until(
      () => must(shop.staff.get('/v1/admin/trust/worth-a-look')),
      // Everybody of the ring hangs on somebody known now.
      (seen) => seen.walk.audited === 1 && seen.people.length === 0,
      30_000,
    )
  })

  test('trust on one person while more goes back is shown with its numbers, and to staff only', async () => {
    await until(
      () => shop.read('select 1 from trust.community where read_at is null or due_at <= $1', [shop.house.now()]),
      (due) => due.length === 0,
    )
    // What weeks of living would have written; the next reading is a year away.
    await shop.read(`update trust.community set due_at = due_at + interval '1 year'`)
    const risk = { recent: trouble(40, 12), earlier: trouble(90, 3), isAtRisk: true }
    await shop.read('update trust.community set at_risk = true, persona = $1::jsonb, owner_share = 0.88', [risk])
    const { persona } = await must(shop.staff.get('/v1/admin/trust/worth-a-look'))
    expect(persona).toMatchObject([
      {
        community: { id: shop.communityId },
        owner: { nickname: '阿芸' },
        words:
          '信任往来里 88% 在一个人身上。近 4 周 40 单里 12 单出了问题（30%），之前 9 周是 90 单里 3 单（3%）。值得看看是不是货的问题。',
      },
    ])
    expectProblem(await shop.curator.get('/v1/admin/trust/worth-a-look'), platformRefusals.sign_in_required)
    expectProblem(await scout.get('/v1/admin/trust/worth-a-look'), platformRefusals.forbidden)
  })

  test('a community moved only if last week lies outside of what the data allow now', async () => {
    const week = `update trust.week set week_on = week_on - 7, label = 'star', owner_share = 0.80, together = 0.30`
    await shop.read('delete from trust.week where week_on < (select max(week_on) from trust.week)')
    await shop.read(week)
    const allowsUpTo = (high: number) =>
      shop.read(
        `update trust.community set label = 'forming', owner_share = 0.6, together = 0.4, reading = jsonb_set(jsonb_set(reading,
           '{verdict,reading,ownerShareInterval}', $1::jsonb), '{verdict,reading,togetherInterval}', '{"low":0.2,"high":0.6}')`,
        [{ low: 0.4, high }],
      )
    await allowsUpTo(0.9)
    expect((await must(shop.staff.get('/v1/admin/trust/map'))).movers).toEqual([])
    await allowsUpTo(0.75)
    expect((await must(shop.staff.get('/v1/admin/trust/map'))).movers).toMatchObject([
      { id: shop.communityId, labelBefore: 'star', label: 'forming', ownerShareBefore: 0.8, ownerShare: 0.6 },
    ])
  })
})

/** Staff sign in anew: their sessions end after twelve hours. */
async function aDayLater(): Promise<void> {
  await shop.house.moveTo(new Date(shop.house.now().getTime() + DAY_MS + 60_000))
  await shop.staffProves()
  await scoutProves()
}

const trouble = (orders: number, wrong: number) => ({ orders, wrong, returned: wrong, claimed: 0 })

/** Six accounts that all bought on one another's word and kept it: as the room keeps evidence, in its own table. */
async function plantRing(ring: readonly Shopper[]): Promise<void> {
  const communityId = parseId('com', shop.communityId)
  const people = ring.map(({ personId }) => parseId('per', personId))
  const pairs = people.flatMap((buyer) => people.filter((word) => word !== buyer).map((word) => [buyer, word] as const))
  const at = new Date(shop.house.now().getTime() - 2 * DAY_MS)
  await shop.read(
    `insert into trust.evidence (id, cell_id, community_id, kind, actor_person_id, acted_at, known, words, product_ids, fate, kept_from)
     select $1::bigint + place, $2, $1, 'order', buyer, $3, 'named', array[word], array[7], 'kept', $3
     from unnest($4::bigint[], $5::bigint[]) with ordinality as t (buyer, word, place)`,
    [communityId, cellOf(communityId), at, pairs.map(([buyer]) => buyer), pairs.map(([, word]) => word)],
  )
  await shop.read('insert into trust.community (community_id, cell_id, due_at) values ($1, $2, $3)', [
    ...[communityId, cellOf(communityId), at],
  ])
}
