import type { Page } from 'playwright-core'
import { beforeAll, describe, expect, test } from 'vitest'
import { problemsOf } from '../support/browser.ts'
import { expectAccessible, expectSound } from '../support/look.ts'
import { must, type OpenShop, openShop, type Shopper, until } from '../support/open-shop.ts'
import { smallTargets } from '../support/targets.ts'
import { buyAndPay, receiveOrder, visitAs, visitConsole } from '../support/visit.ts'

/** What a sale left in the mesh, an appeal and its answer, one's own trust, and what staff look at: in a real browser. */

const DAY_MS = 24 * 3_600_000
/** In the order in which this file's people sign in. */
const phones = { curator: '13800000001', wang: '13800000003' }
let shop: OpenShop
let li: Shopper
let wang: Shopper
let wangsOrder: string
let bench: Page
let desk: Page

beforeAll(async () => {
  shop = await openShop()
  li = await shop.shopper('十二栋李姐')
  wang = await shop.shopper('程老师')
  const lis = await buyAndPay(shop, li)
  wangsOrder = await buyAndPay(shop, wang)
  await receiveOrder(shop, li, lis)
  await receiveOrder(shop, wang, wangsOrder)
  const path = `/v1/store/orders/${wangsOrder}/words`
  const { choices } = await must(wang.caller.get(path))
  const named = choices.find(({ nickname }: { nickname: string }) => nickname === '十二栋李姐')
  await must(wang.caller.post(path, { memberIds: [named.memberId] }))
  await until(
    () => shop.read(`select 1 from trust.evidence where known = 'named'`),
    (rows) => rows.length === 1,
  )
  await shop.house.moveTo(new Date(shop.house.now().getTime() + 8 * DAY_MS))
  await shop.staffProves()
}, 180_000)

async function expectWell(page: Page): Promise<void> {
  await expectSound(page)
  expect((await smallTargets(page)).filter((target) => !target.startsWith('<a class="plain-link"'))).toEqual([])
  expect(problemsOf(page)).toEqual([])
}

describe.sequential('what a sale left', { timeout: 240_000 }, () => {
  test('its page tells who was moved by whom, before and after, and says no more than it may', async () => {
    bench = await visitAs(shop, phones.curator, 'curator', `/curator/sales/${shop.saleId}`)
    await bench.getByRole('heading', { name: '这一团前后' }).waitFor()
    await bench.getByText('2 单里 1 单看得出是谁带动的：十二栋李姐 带动 1 位。').waitFor()
    await bench.getByText('满 30 单留下的订单才算得准，现在 2 单。').waitFor()
    await bench.getByText('开团前后不等于因为这一团').waitFor()
    const rows = await bench.locator('table.sides tbody tr').allInnerTexts()
    expect(rows.map((row) => row.split(/\s+/))).toEqual([
      ['看得出谁带动的单', '还没有', '1/2'],
      ['因为对方买过的（对）', '0', '1'],
      ['牵在里面的人', '0', '2'],
    ])
    await bench.getByText('谁因为谁的话买的（1 对）').click()
    await bench.getByText('程老师 买了云岔脐橙 9斤装，说是 十二栋李姐 让 TA 动心的。').waitFor()
    await expectWell(bench)
  })

  test('the check-up lists the last sales, and each leads to its page', async () => {
    await bench.goto(`/curator/communities/${shop.communityId}/check-up`)
    const line = bench.getByRole('link', { name: /今晚脐橙/ })
    await line.getByText('新牵上 1 对').waitFor()
    expect(await line.getAttribute('href')).toBe(`/curator/sales/${shop.saleId}`)
  })
})

describe.sequential('an appeal', { timeout: 240_000 }, () => {
  test('she says what is not right, and reads that it is being looked at', async () => {
    await bench.getByRole('button', { name: '觉得不对？说给我们听' }).click()
    const sheet = bench.getByRole('dialog', { name: '觉得不对？说给我们听' })
    const send = sheet.getByRole('button', { name: '交给同事看' })
    expect(await send.isDisabled()).toBe(true)
    await sheet.getByLabel('哪里不对').fill('那周我在住院，靠李姐张罗。')
    await expectAccessible(bench)
    await send.click()
    await bench.getByRole('heading', { name: '你的申诉' }).waitFor()
    await bench.getByText('在看', { exact: true }).waitFor()
    expect(await bench.getByRole('button', { name: '觉得不对？说给我们听' }).count()).toBe(0)
    await expectWell(bench)
  })

  test('staff find it in the console with what the community reads now, and answer', async () => {
    desk = await visitConsole(shop, 'answerer', '/admin/trust')
    await desk.getByRole('cell', { name: '那周我在住院，靠李姐张罗。' }).waitFor()
    await expectAccessible(desk)
    await desk.getByRole('button', { name: '答复', exact: true }).click()
    const dialog = desk.getByRole('dialog')
    await dialog.getByText('先收起', { exact: true }).click()
    await dialog.getByLabel('回她一句').fill('看过了，那周确实是李姐在张罗。')
    await dialog.getByRole('button', { name: /答\s*复/ }).click()
    await desk.getByText('没有申诉').waitFor()
    await desk.getByText('已答复').first().click()
    await desk.getByText('看过了，那周确实是李姐在张罗。').waitFor()
  })

  test('she reads the answer, and the conclusion is not shown any more', async () => {
    await bench.reload()
    await bench.getByText('看过了，结论先收起').waitFor()
    await bench.getByText('看过了，那周确实是李姐在张罗。').waitFor()
    await bench.getByText('先收起', { exact: true }).waitFor()
    expect(await bench.getByText('以你为中心是正常的').count()).toBe(0)
    await expectWell(bench)
  })
})

describe.sequential('what staff look at', { timeout: 240_000 }, () => {
  test('lists that are empty say what they look for; the words accuse nobody', async () => {
    await desk.reload()
    await desk.getByText('近 4 周没有哪个主要靠一人带动的社群').waitFor()
    await desk.getByText('不是说谁有假').waitFor()
    await desk.getByText('没有哪个社群动得比偶然的大。').waitFor()
    expect(await desk.locator('main').innerText()).not.toMatch(/伪社群|中心化|可疑|作弊|刷单/)
  })

  test('a row leads to the evidence, which is shown for a reason', async () => {
    const personId = await shop.read<{ id: bigint }>(
      'select words[1] as id from trust.evidence where cardinality(words) > 0',
    )
    await shop.read(
      'insert into trust.worth_a_look (person_id, place, reach, moved, circle) values ($1, 1, 0.04, 3, 12)',
      [personId[0]?.id],
    )
    await shop.read(
      `update trust.community set at_risk = true, owner_share = 0.88, due_at = due_at + interval '1 year',
         persona = '{"recent":{"orders":40,"wrong":12,"returned":12,"claimed":0},"earlier":{"orders":90,"wrong":3,"returned":3,"claimed":0},"isAtRisk":true}'`,
    )
    await desk.reload()
    await desk.getByText('值得看看是不是货的问题。').last().waitFor()
    await desk.getByText('只有圈里平均的 4%').waitFor()
    await expectSound(desk)
    await desk.setViewportSize({ width: 1440, height: 900 })
    await desk.getByRole('link', { name: '看依据' }).click()
    await desk.getByRole('heading', { name: '十二栋李姐的信任依据' }).waitFor()
    await desk.getByLabel('原因').fill('信任很少走到')
    await desk.getByRole('button', { name: '查看并记录' }).click()
    await desk.getByText('程老师 买了云岔脐橙 9斤装，说是 十二栋李姐 让 TA 动心的。').waitFor()
    await expectSound(desk)
    await desk.setViewportSize({ width: 1440, height: 900 })
    await desk.getByRole('button', { name: '看过，没有问题' }).click()
    const dialog = desk.getByRole('dialog')
    await dialog.getByLabel('原因').fill('见过人')
    await dialog.getByRole('button', { name: '看过，没有问题' }).click()
    await desk.getByText('因为别人的话买过的人，都连得到我们认识的人。').waitFor()
    expect(problemsOf(desk)).toEqual([])
  })
})

describe.sequential('one’s own trust', { timeout: 240_000 }, () => {
  test('whom I trust and why, who sees it, who looked; and an answer is taken back', async () => {
    const page = await visitAs(shop, phones.wang, 'store', '/me')
    await page.getByRole('link', { name: '我信得过谁，谁看过我的数据' }).click()
    await page.getByRole('heading', { name: '我信得过谁' }).waitFor()
    await page.getByText('你买了云岔脐橙 9斤装，说是 十二栋李姐 让你动心的。').waitFor()
    await page.getByText('阿芸 看得到（在这里开团的人）').waitFor()
    await page.getByText('平台的同事没有单独看过').waitFor()
    await expectWell(page)
    await page.getByRole('button', { name: '收回' }).click()
    const sheet = page.getByRole('dialog', { name: '收回这句话？' })
    await sheet.getByText('不影响任何人的佣金').waitFor()
    await sheet.getByRole('button', { name: '收回' }).click()
    await sheet.waitFor({ state: 'detached' })
    await until(
      () => shop.read(`select 1 from trust.evidence where known = 'named'`),
      (rows) => rows.length === 0,
    )
    await page.reload()
    await page.getByText('还没有因为谁的话买过').waitFor()
    await page.goto(`/orders/${wangsOrder}`)
    await page.getByText('SF1000001').waitFor()
    expect(await page.getByText('让你动心的').count()).toBe(0)
  })

  test('who was looked at reads by whom, when and why', async () => {
    const page = await visitAs(shop, '13800000002', 'store', '/me/trust')
    await page.getByText('看图 看了你的信任往来').waitFor()
    await page.getByText('原因：信任很少走到').waitFor()
    await expectWell(page)
  })
})
