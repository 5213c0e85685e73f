import { beforeAll, describe, expect, test } from 'vitest'
import { refusals as words } from '../../src/attribution/contract.ts'
import { platformRefusals } from '../../src/platform/wire.ts'
import { type Answer, Caller } from '../support/caller.ts'
import { expectProblem, must, mustPlace, type OpenShop, openShop, type Shopper, until } from '../support/open-shop.ts'

/** From a question after an order to an arc that explains itself: everything through HTTP, with the clock of the house. */

const DAY_MS = 24 * 3_600_000
let shop: OpenShop
let li: Shopper
let dou: Shopper
let wang: Shopper
let lisLink: string
let dousOrder: string
let wangsOrder: string
let other: Caller

beforeAll(async () => {
  shop = await openShop()
  li = await shop.shopper('十二栋李姐')
  dou = await shop.shopper('豆豆爸')
  wang = await shop.shopper('程老师')
  const someone = await shop.signIn('curator', '别的甄选师')
  await must(someone.caller.post('/v1/curator/apply', { displayName: '别的', introduction: '路过' }))
  await must(shop.staff.post(`/v1/admin/curators/${someone.personId}/decide`, { decision: 'approve' }))
  other = someone.caller
}, 120_000)

const get = async (who: Caller, path: string) => must(who.get(path))
const mine = (path: string) => `/v1/curator/communities/${shop.communityId}${path}`

async function buy(buyer: Shopper, token = shop.token): Promise<string> {
  const { order, payment } = await mustPlace(shop, buyer, { token })
  await must(buyer.caller.post(`/v1/store/payments/${payment.id}/start`, { channel: 'h5' }))
  await fetch(`${shop.house.sandboxUrl}/sandbox/pay/${payment.id}`, { method: 'POST' })
  await until(
    async () => (await get(buyer.caller, `/v1/store/orders/${order.id}`)).state,
    (state) => state === 'paid',
  )
  return order.id
}

async function receive(buyer: Shopper, orderId: string): Promise<void> {
  await must(shop.staff.post(`/v1/admin/orders/${orderId}/ship`, { carrier: '顺丰速运', trackingNo: 'SF1000001' }))
  await must(buyer.caller.post(`/v1/store/orders/${orderId}/confirm-receipt`, {}))
}

/** Who is what in the community: nickname → member id, from the mesh or the list of members. */
async function memberIds(): Promise<Record<string, string>> {
  const { items } = await get(shop.curator, mine('/members'))
  return Object.fromEntries(items.map((one: { nickname: string; id: string }) => [one.nickname, one.id]))
}

const evidence = () =>
  shop.read<{ known: string; fate: string; words: number }>(
    `select known, fate, cardinality(words) as words from trust.evidence where kind = 'order' order by acted_at, id`,
  )

const readAgain = (enough: (seen: { keptOrders: number; weeks: { keptOrders: number }[] }) => boolean) =>
  until<Awaited<ReturnType<typeof get>>>(() => get(shop.curator, mine('/check-up')), enough)

describe.sequential('the question after an order', () => {
  test('by the curator’s own link and without an answer an order has no word', async () => {
    await receive(li, await buy(li))
    await until(evidence, (rows) => rows[0]?.fate === 'kept')
    expect(await evidence()).toEqual([{ known: 'link', fate: 'kept', words: 0 }])
  })

  test('a link that a buyer passed on carries her word, and brings her guest in', async () => {
    const { url } = await must(li.caller.post(`/v1/store/sales/${shop.token}/pass-on`, {}))
    lisLink = new URL(url).pathname.split('/').at(-1) as string
    dousOrder = await buy(dou, lisLink)
    await until(evidence, (rows) => rows.length === 2)
    expect((await evidence())[1]).toEqual({ known: 'share', fate: 'waiting', words: 1 })
    const invitations = await shop.read(`select known from trust.evidence where kind = 'invitation'`)
    expect(invitations).toEqual([{ known: 'invited' }])
  })

  test('whom she may name: who passed it on, the curator, who bought before; never herself', async () => {
    wangsOrder = await buy(wang)
    const question = await get(dou.caller, `/v1/store/orders/${dousOrder}/words`)
    expect(question).toMatchObject({ canAnswer: true, given: null })
    const names = question.choices.map((choice: { nickname: string }) => choice.nickname)
    expect(names.slice(0, 2)).toEqual(['十二栋李姐', '阿芸'])
    expect(names).not.toContain('豆豆爸')
    const found = await get(wang.caller, `/v1/store/orders/${wangsOrder}/words?q=${encodeURIComponent('豆豆')}`)
    expect(found.choices.map((choice: { nickname: string }) => choice.nickname)).toEqual(['豆豆爸'])
  })

  test('what is not an answer is refused', async () => {
    const ids = await memberIds()
    const path = `/v1/store/orders/${wangsOrder}/words`
    const say = (who: Shopper, memberIds: unknown) => who.caller.post(path, { memberIds })
    expectProblem(await say(wang, [ids['程老师']]), words.no_word_of_ones_own)
    expectProblem(await say(wang, ['mem_0000000000001']), words.not_a_friend_here)
    expectProblem(await say(wang, []), platformRefusals.invalid_request)
    const four = [ids['十二栋李姐'], ids['豆豆爸'], ids['阿芸'], ids['程老师']]
    expectProblem(await say(wang, four), platformRefusals.invalid_request)
    expectProblem(await say(li, [ids['豆豆爸']]), platformRefusals.not_found)
  })

  test('two friends are named, once; no commission moves', async () => {
    const ids = await memberIds()
    const before = await get(shop.curator, '/v1/curator/wallet')
    const path = `/v1/store/orders/${wangsOrder}/words`
    const memberIds2 = [ids['十二栋李姐'], ids['豆豆爸']]
    const answered = await wang.caller.post(path, { memberIds: memberIds2 })
    expect(answered.status, answered.text).toBe(201)
    expect(answered.body.given).toEqual([{ nickname: '十二栋李姐' }, { nickname: '豆豆爸' }])
    expectProblem(await wang.caller.post(path, { memberIds: [ids['阿芸']] }), words.words_given_already)
    await until(evidence, (rows) => rows.some((row) => row.known === 'named'))
    expect(await get(shop.curator, '/v1/curator/wallet')).toEqual(before)
    const lines = await shop.read<{ curator: bigint; via: bigint | null }>(
      `select curator_person_id as curator, via_person_id as via from orders.line order by order_id`,
    )
    expect(new Set(lines.map(({ curator }) => curator)).size).toBe(1)
    expect(lines.at(-1)?.via).toBeNull()
  })

  test('a cancelled order is asked nothing, and counts nothing for ever', async () => {
    const returned = await buy(dou, lisLink)
    await must(dou.caller.post(`/v1/store/orders/${returned}/cancel`, {}))
    expectProblem(
      await dou.caller.post(`/v1/store/orders/${returned}/words`, { memberIds: [(await memberIds())['阿芸']] }),
      words.not_asked_any_more,
    )
    await until(evidence, (rows) => rows.filter(({ fate }) => fate === 'returned').length === 1)
  })
})

describe.sequential('from evidence to arcs', () => {
  test('until the return window has closed nothing counts, and the page says so', async () => {
    await receive(dou, dousOrder)
    await receive(wang, wangsOrder)
    await until(evidence, (rows) => rows.filter(({ fate }) => fate === 'kept').length === 3)
    const mesh = await get(shop.curator, mine('/mesh'))
    expect(mesh).toMatchObject({ waiting: 4, neverCount: 1 })
    expect(mesh.arcs.map((arc: { weight: number; acts: number }) => [arc.weight, arc.acts])).toEqual(
      Array(3).fill([0, 0]),
    )
    const ids = await memberIds()
    const { because } = await get(shop.curator, mine(`/mesh/${ids['十二栋李姐']}/${ids['程老师']}`))
    expect(because).toEqual([
      {
        at: expect.any(String),
        counts: false,
        words:
          '11月2日，程老师 买了云岔脐橙 9斤装，说是 十二栋李姐 让 TA 动心的（一共说了 2 位）；还没过退货期，先不算。',
      },
    ])
  })

  test('then an arc weighs ln(1 + 3 · share · 2^(−age ⁄ 30 days)), an invitation 1', async () => {
    await shop.house.moveTo(new Date(shop.house.now().getTime() + 7 * DAY_MS + 60_000))
    const now = shop.house.now().getTime()
    const ids = await memberIds()
    const mesh = await get(shop.curator, mine('/mesh'))
    const acted = await shop.read<{ id: string; kind: string; at: Date }>(
      `select id::text, kind, acted_at as at from trust.evidence where fate <> 'returned' and cardinality(words) > 0 order by acted_at, id`,
    )
    const decay = (kind: string, place: number) =>
      2 ** (-(now - (acted.filter((row) => row.kind === kind)[place]?.at.getTime() ?? 0)) / (30 * DAY_MS))
    const weight = (from: string, to: string) =>
      mesh.arcs.find((arc: { from: string; to: string }) => arc.from === ids[from] && arc.to === ids[to])?.weight
    expect(weight('十二栋李姐', '豆豆爸')).toBeCloseTo(Math.log1p(3 * decay('order', 0) + decay('invitation', 0)), 6)
    expect(weight('十二栋李姐', '程老师')).toBeCloseTo(Math.log1p(1.5 * decay('order', 1)), 6)
    expect(weight('豆豆爸', '程老师')).toBeCloseTo(Math.log1p(1.5 * decay('order', 1)), 6)
    expect(mesh.arcs).toHaveLength(3)
    // The order that was cancelled.
    expect(mesh).toMatchObject({ waiting: 0, neverCount: 1 })
    expect(mesh.people.map((one: { nickname: string; moved: number }) => [one.nickname, one.moved]).sort()).toEqual([
      ['十二栋李姐', 2],
      ['程老师', 0],
      ['豆豆爸', 1],
    ])
  })

  test('an arc tells its evidence, in the reader’s language, returned pieces included', async () => {
    const ids = await memberIds()
    const path = mine(`/mesh/${ids['十二栋李姐']}/${ids['豆豆爸']}`)
    const { because } = (await shop.curator.get(path, { lang: 'en' })).body
    // All three happened at the same moment of the house's clock.
    const told = because.map((one: { words: string; counts: boolean }) => `${one.counts} ${one.words}`).sort()
    expect(told).toEqual([
      expect.stringMatching(/^false 2 Nov: .* passed on; it was given back, so it does not count\.$/),
      'true 2 Nov: 豆豆爸 accepted an invitation from 十二栋李姐.',
      'true 2 Nov: 豆豆爸 bought 云岔脐橙 9斤装 by a link that 十二栋李姐 passed on.',
    ])
  })

  test('before and after of the sale: who was moved by whom, by name and count, and no measure of so few', async () => {
    const change = await get(shop.curator, mine(`/sales/${shop.saleId}/change`))
    expect(change).toMatchObject({
      orders: { kept: 3, waiting: 0, returned: 1, covered: 2 },
      newPairs: 3,
      isRunning: true,
      measures: null,
      before: { keptOrders: 0, coveredOrders: 0, pairs: 0, people: 0 },
      after: { keptOrders: 3, coveredOrders: 2, pairs: 3, people: 3 },
      fermentation: { label: 'too_few', r: null },
      words: [
        '3 单里 2 单看得出是谁带动的：十二栋李姐 带动 2 位，豆豆爸 带动 1 位。',
        '3 对人以前没有因为对方买过，这一团是第一次。',
        '另有 1 单退了，不算。',
      ],
    })
    const told = change.pairs.map((pair: { from: { nickname: string }; to: { nickname: string }; counts: boolean }) => [
      pair.from.nickname,
      pair.to.nickname,
      pair.counts,
    ])
    expect(told.sort()).toEqual([
      ['十二栋李姐', '程老师', true],
      ['十二栋李姐', '豆豆爸', true],
      ['豆豆爸', '程老师', true],
    ])
    const { items } = await get(shop.curator, mine('/sale-changes'))
    expect(items).toMatchObject([{ saleId: shop.saleId, newPairs: 3, words: change.words }])
    const english = (await shop.curator.get(mine(`/sales/${shop.saleId}/change`), { lang: 'en' })).body
    expect(english.words.join(' ')).not.toMatch(/[，。：]/)
  })

  test('the check-up counts what was kept and says how much it knows', async () => {
    // Kept orders are counted when one looks; the week is written by the worker, a little later.
    const checkUp = await readAgain(({ weeks }) => weeks.at(-1)?.keptOrders === 3)
    expect(checkUp).toMatchObject({
      label: 'young',
      labelWords: '起步期',
      coveredOrders: 2,
      coverage: '本群 67% 的单看得出是谁带动的。',
      promise: '体检不影响佣金、阶段和流量。',
      voices: [
        { nickname: '十二栋李姐', moved: 2 },
        { nickname: '豆豆爸', moved: 1 },
      ],
    })
    expect(checkUp.words).toContain('以你为中心是正常的')
    expect(checkUp.fermentation).toMatchObject({ label: 'too_few', r: null })
    expect(checkUp.reading).toMatchObject({ activeMembers: 3, ownerShare: 0 })
    expect(checkUp.weeks.at(-1)).toMatchObject({ weekOn: '2026-11-09', keptOrders: 3 })
  })

  test('after a week nobody is asked about an order any more', async () => {
    const [{ id }] = (await get(li.caller, '/v1/store/orders')).items
    expect(await get(li.caller, `/v1/store/orders/${id}/words`)).toMatchObject({ canAnswer: false, choices: [] })
    const memberIds2 = [(await memberIds())['豆豆爸']]
    const late = await li.caller.post(`/v1/store/orders/${id}/words`, { memberIds: memberIds2 })
    expectProblem(late, words.not_asked_any_more)
  })

  test('it is private to who sells there, and no shopper reaches it', async () => {
    const ofSale = `/sales/${shop.saleId}/change`
    for (const path of ['/check-up', '/mesh', '/sale-changes', ofSale])
      expectProblem(await other.get(mine(path)), platformRefusals.not_found)
    expectProblem(await li.caller.get(mine('/check-up')), platformRefusals.sign_in_required)
    const elsewhere = await shop.openCommunity({ name: '别的群' })
    const there = `/v1/curator/communities/${elsewhere}/sales/${shop.saleId}/change`
    expectProblem(await shop.curator.get(there), platformRefusals.not_found)
  })

  test('who here bought it: those whom I trust come first', async () => {
    const [order] = (await get(wang.caller, '/v1/store/orders')).items
    const path = `/v1/store/products/${order.lines[0].productId}/friends`
    const seen = (await get(wang.caller, path)).items
    expect(seen.map((one: { nickname: string; isTrusted: boolean }) => [one.nickname, one.isTrusted])).toEqual([
      ['十二栋李姐', true],
      ['豆豆爸', true],
    ])
    const byLi = (await get(li.caller, path)).items
    expect(byLi.map((one: { isTrusted: boolean }) => one.isTrusted)).toEqual([false, false])
  })
})

describe.sequential('a person’s own', () => {
  test('view and export tell what she did, and of others only that something happened', async () => {
    const { items } = await get(li.caller, '/v1/store/me/trust')
    expect(items).toMatchObject([
      { communityId: shop.communityId, actedOnOthers: 0, othersActedOnMine: 3, iTrust: [], seenBy: ['阿芸'] },
    ])
    expect(JSON.stringify(items)).not.toMatch(/程老师|豆豆爸/)
    const { rooms } = await get(li.caller, '/v1/store/me/export')
    expect(rooms.trust.acted).toMatchObject([{ kind: 'order', known: 'link', fate: 'kept', onWordOf: [] }])
    expect(rooms.trust.moved).toHaveLength(4)
    expect(JSON.stringify(rooms.trust.moved)).not.toMatch(/per_/)
    expect(rooms.attribution.namedBySomebody).toHaveLength(1)
    expect(JSON.stringify(rooms.attribution.namedBySomebody)).not.toMatch(/per_|ord_/)
  })

  test('whom I trust and why, in sentences to me', async () => {
    const { items } = await get(wang.caller, '/v1/store/me/trust')
    const [here] = items as { iTrust: { nickname: string; because: { words: string; takeBackOrderId: string }[] }[] }[]
    expect(here?.iTrust.map(({ nickname }) => nickname).sort()).toEqual(['十二栋李姐', '豆豆爸'])
    const lis = here?.iTrust.find(({ nickname }) => nickname === '十二栋李姐')
    expect(lis?.because).toMatchObject([
      {
        words: '11月2日，你买了云岔脐橙 9斤装，说是 十二栋李姐 让你动心的（一共说了 2 位）。',
        takeBackOrderId: wangsOrder,
      },
    ])
    const english = (await wang.caller.get('/v1/store/me/trust', { lang: 'en' })).body
    expect(JSON.stringify(english)).toContain('you bought 云岔脐橙 9斤装 and named 十二栋李姐 (one of 2)')
    expectProblem(await new Caller(shop.house.baseUrl).get('/v1/store/me/trust'), platformRefusals.sign_in_required)
  })

  test('erasing takes her acts and her name out, and the reading follows', async () => {
    await must(dou.caller.post('/v1/store/me/erase', { confirm: 'erase' }))
    const left = await shop.read<{ kind: string; known: string; words: number }>(
      'select kind, known, cardinality(words) as words from trust.evidence order by acted_at, id',
    )
    expect(left).toEqual([
      { kind: 'order', known: 'link', words: 0 },
      { kind: 'order', known: 'named', words: 1 },
    ])
    expect(await shop.read('select place from attribution.word')).toHaveLength(1)
    await readAgain(({ keptOrders }) => keptOrders === 2)
    const { voices } = await get(shop.curator, mine('/check-up'))
    expect(voices).toMatchObject([{ nickname: '十二栋李姐', moved: 1 }])
  })

  test('the books and the evidence are sound', async () => {
    // The clock has leapt by weeks: what the worker does in seconds counts as late until it has done it.
    const { checks } = await until(
      () => shop.house.audit(),
      (result) => result.ok,
      30_000,
    )
    expect(checks.filter(({ name, looked }) => name.startsWith('trust:') && looked > 0)).toHaveLength(3)
  })

  test('an answer can be taken back, by its buyer alone and once; the evidence goes with it', async () => {
    const path = `/v1/store/orders/${wangsOrder}/words/take-back`
    expectProblem(await li.caller.post(path, {}), platformRefusals.not_found)
    const both = await Promise.all([wang.caller.post(path, {}), wang.caller.post(path, {})])
    expect(both.map(({ status }) => status).sort()).toEqual([200, 409])
    expectProblem(both.find(({ status }) => status === 409) as Answer, words.no_words_given)
    await until(evidence, (rows) => rows.every(({ known }) => known !== 'named'))
    const { items } = await get(wang.caller, '/v1/store/me/trust')
    expect(items[0]).toMatchObject({ actedOnOthers: 0, iTrust: [] })
    const mesh = await get(shop.curator, mine('/mesh'))
    expect(mesh).toMatchObject({ arcs: [], people: [] })
    // It is older than a week: she is not asked again.
    expect(await get(wang.caller, `/v1/store/orders/${wangsOrder}/words`)).toMatchObject({
      canAnswer: false,
      given: null,
    })
    const checks = (await shop.house.audit()).checks.filter(({ name }) => name.includes('named'))
    expect(checks.map(({ found }) => found)).toEqual([0])
  })
})
