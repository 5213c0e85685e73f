import { AxeBuilder } from '@axe-core/playwright'
import type { Page } from 'playwright-core'
import { beforeAll, describe, expect, test } from 'vitest'
import { formatId } from '../../src/platform/ids.ts'
import { openPage, problemsOf } from '../support/browser.ts'
import { type OpenShop, openShop, type Shopper, until } from '../support/open-shop.ts'
import { smallTargets } from '../support/targets.ts'
import { buyAndPay, receiveOrder, visitAs, visitConsole } from '../support/visit.ts'

/** The question after paying and the curator's check-up, in a real browser on a phone. */

const DAY_MS = 24 * 3_600_000
/** In the order in which this file's people sign in. */
const phones = { curator: '13800000001', li: '13800000002', wang: '13800000003' }
let shop: OpenShop
let li: Shopper
let wang: Shopper
let wangsOrder: string
let bench: Page

beforeAll(async () => {
  shop = await openShop()
  li = await shop.shopper('十二栋李姐')
  wang = await shop.shopper('程老师')
  const lis = await buyAndPay(shop, li)
  wangsOrder = await buyAndPay(shop, wang)
  await receiveOrder(shop, li, lis)
  await receiveOrder(shop, wang, wangsOrder)
}, 180_000)

const visit = (path: string, audience: 'store' | 'curator', phone: string) => visitAs(shop, phone, audience, path)

const checkUpPath = () => `/curator/communities/${shop.communityId}/check-up`

async function expectAccessible(page: Page): Promise<void> {
  const { violations } = await new AxeBuilder({ page }).analyze()
  expect(violations.map(({ id, nodes }) => [id, nodes[0]?.html])).toEqual([])
  // The links in an order's lines are the order page's own.
  expect((await smallTargets(page)).filter((target) => !target.startsWith('<a class="plain-link"'))).toEqual([])
  expect(problemsOf(page)).toEqual([])
}

/** Where a finger would meet the curve: the middle of its box lies beside it. */
async function tapMiddle(page: Page): Promise<void> {
  await page.locator('.mesh').scrollIntoViewIfNeeded()
  const { x, y } = await page.locator('.mesh .touch').evaluate((path: SVGPathElement) => {
    const middle = path.getPointAtLength(path.getTotalLength() / 2).matrixTransform(path.getScreenCTM() as DOMMatrix)
    return { x: middle.x, y: middle.y }
  })
  await page.mouse.click(x, y)
}

const picture = (page: Page, name: string) =>
  process.env.LOOK ? page.screenshot({ path: `${process.env.LOOK}/${name}.png`, fullPage: true }) : undefined

describe.sequential('trust on the screens', () => {
  test('before anybody answered, the check-up says how the first line comes about', async () => {
    bench = await visit(checkUpPath(), 'curator', phones.curator)
    await bench.getByText('起步期').waitFor()
    await bench.getByText('答了，这里就有第一条线').waitFor()
    await bench.getByText('体检不影响佣金、阶段和流量。').waitFor()
    await expectAccessible(bench)
  })

  test('the buyer is asked who moved her, may name a friend, and is told what it changes', async () => {
    const page = await visit(`/orders/${wangsOrder}`, 'store', phones.wang)
    await page.getByRole('heading', { name: '谁让你动心的？' }).waitFor()
    await page.getByText('不影响任何人的佣金').waitFor()
    await expectAccessible(page)
    expect(await page.getByRole('button', { name: '选一位' }).isDisabled()).toBe(true)
    await page.getByRole('button', { name: '十二栋李姐' }).click()
    await picture(page, 'question')
    await page.getByRole('button', { name: '就是她们' }).click()
    await page.getByText('你说是十二栋李姐让你动心的。谢谢。').waitFor()
    await page.reload()
    await page.getByText('你说是十二栋李姐让你动心的。谢谢。').waitFor()
  })

  test('her answer is a dashed line until the return window has closed', async () => {
    await until(
      () => shop.read(`select from trust.evidence where known = 'named'`),
      (rows) => rows.length === 1,
    )
    await bench.reload()
    await bench.getByText('还没过退货期').waitFor()
    expect(await bench.locator('.mesh .arc').count()).toBe(1)
    expect(await bench.locator('.mesh .arc.waits').count()).toBe(1)
  })

  test('then a line that tells its evidence; nobody in the middle, because it is no star', async () => {
    await shop.house.moveTo(new Date(shop.house.now().getTime() + 8 * DAY_MS))
    await until(
      () => shop.read<{ n: number }>(`select (reading #>> '{facts,keptOrders}')::int as n from trust.community`),
      ([row]) => row?.n === 2,
    )
    await bench.clock.setFixedTime(shop.house.now())
    await bench.reload()
    await bench.locator('.mesh .arc:not(.waits)').waitFor()
    await bench.getByText('本群 50% 的单看得出是谁带动的。').waitFor()
    await bench.getByText('1 位群友因为 TA 的话买过、来过').waitFor()
    await bench.getByText('满 30 单留下的订单才算得准，现在 2 单。').waitFor()
    await expectAccessible(bench)
    await picture(bench, 'check-up')
    await tapMiddle(bench)
    const sheet = bench.getByRole('dialog', { name: '程老师 听了 十二栋李姐 的话' })
    await sheet.getByText('11月2日，程老师 买了云岔脐橙 9斤装，说是 十二栋李姐 让 TA 动心的。').waitFor()
    await bench.getByRole('button', { name: '关闭' }).click()
    await bench.getByText('用文字看').click()
    await bench.getByRole('button', { name: /程老师 听了 十二栋李姐 的话/ }).click()
    await sheet.waitFor()
  })

  test('the product’s page shows who bought it, those whom she trusts first, to her alone', async () => {
    const [row] = await shop.read<{ id: bigint }>('select product_id as id from orders.line limit 1')
    const path = `/p/${formatId('prd', row?.id as bigint)}`
    const page = await visit(path, 'store', phones.wang)
    await page.getByRole('heading', { name: '群里谁买过' }).waitFor()
    const rows = await page.locator('[data-friends] li').allInnerTexts()
    expect(rows.map((text) => text.split(/\s+/))).toEqual([['十二栋李姐', '你信得过', '桂雨里邻居鲜果群']])
    await expectAccessible(page)
    const stranger = await openPage('phone', { baseURL: shop.house.baseUrl, reducedMotion: 'reduce' })
    await stranger.goto(path)
    await stranger.getByRole('heading', { name: '怎么用群友价买？' }).waitFor()
    expect(await stranger.locator('[data-friends]').isVisible()).toBe(false)
  })

  test('the console places only communities with enough data; the others stand in the table', async () => {
    const page = await visitConsole(shop, 'mapper', '/admin/trust')
    await page.getByText('还没有一个社群的数据多到能放上图。').waitFor()
    await page.getByRole('cell', { name: '起步期' }).waitFor()
    // What a year of living would have written, so that the drawing is seen with something in it.
    await shop.read(
      `update trust.community set label = 'mesh', owner_share = 0.41, together = 0.66, active_members = 120`,
    )
    await page.reload()
    await page.locator('.trust-map circle.mesh').waitFor()
    await page.getByRole('cell', { name: '41%' }).waitFor()
    await picture(page, 'map')
    const { violations } = await new AxeBuilder({ page }).include('main').analyze()
    expect(violations.map(({ id, nodes }) => [id, nodes[0]?.html])).toEqual([])
  })
})
