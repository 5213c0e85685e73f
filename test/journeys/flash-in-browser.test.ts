import type { Page } from 'playwright-core'
import { beforeAll, expect, test } from 'vitest'
import { openPage, problemsOf, type Screen } from '../support/browser.ts'
import { expectAccessible, expectToFit, keepPicture, PATIENT } from '../support/look.ts'
import { COMMUNITY, FREIGHT, must, type OpenShop, openShop, place } from '../support/open-shop.ts'

/** A flash sale's page before, at and after its second, in a real browser and both languages. The house's clock stands still. */

let shop: OpenShop

beforeAll(async () => {
  shop = await openShop()
}, 120_000)

async function visit(path: string, screen: Screen = 'phone', locale = 'zh-CN'): Promise<Page> {
  const page = await openPage(screen, { locale, baseURL: shop.house.baseUrl })
  await page.goto(path)
  return page
}

const untilSecond = (inMs: number) =>
  Math.ceil(shop.house.now().getTime() / 1000) * 1000 + inMs - shop.house.now().getTime()

test('counts down by the server’s clock and becomes the buy button by itself, without asking again', async () => {
  const skuId = await shop.addSku(50)
  // The browser's own clock lives in another year: only the server's counts.
  const { token } = await shop.openSale({ kind: 'flash', skuIds: [skuId], opensInMs: untilSecond(20_000) })
  const page = await visit(`/s/${token}`)
  const asked: string[] = []
  page.on('request', (request) => {
    if (request.url().includes(token)) asked.push(request.url())
  })
  const opening = page.locator('[data-opens-at]')
  expect(await opening.textContent()).toMatch(/^0:00:(20|1\d) 后开抢$/)
  expect(await page.locator('[data-buy]').isVisible()).toBe(false)
  await keepPicture(page, 'flash-before-zh-390')
  await expectAccessible(page)
  await page.locator('[data-buy]').waitFor({ state: 'visible', timeout: 40_000 })
  expect(await opening.count()).toBe(0)
  expect(await page.locator('[data-buy]').textContent()).toContain('买一箱')
  expect(asked).toEqual([])
  await keepPicture(page, 'flash-opened-zh-390')
  expect(problemsOf(page)).toEqual([])
})

test('says in both languages what is left, that all is gone, and that it is over', async () => {
  const skuId = await shop.addSku(2)
  const opensInMs = untilSecond(3_600_000)
  const { token } = await shop.openSale({ kind: 'flash', skuIds: [skuId], opensInMs, lastsMs: 3_600_000 })
  const buyers = [await shop.shopper(), await shop.shopper()]
  const seen = async (name: string, ...words: [string, string]) => {
    for (const [at, locale] of ['zh-CN', 'en'].entries())
      for (const screen of ['phone', 'desktop'] as const) {
        const page = await visit(`/s/${token}`, screen, locale as string)
        await page
          .getByText(words[at] as string, { exact: false })
          .first()
          .waitFor(PATIENT)
        await keepPicture(page, `flash-${name}-${locale}-${screen}`)
        if (screen === 'phone') await expectToFit(page)
        expect(problemsOf(page)).toEqual([])
      }
  }
  await seen('planned', '后开抢', 'Opens in')
  await shop.house.moveTo(new Date(shop.house.now().getTime() + opensInMs))
  await seen('open', '还有 2 箱', '2 packs left')
  const order = {
    token,
    lines: [{ skuId, quantity: 1 }],
    expectedTotal: { amount: COMMUNITY + FREIGHT, currency: 'CNY' },
  }
  for (const buyer of buyers) await must(place(shop, buyer, order))
  // What was kept of the page is a second old at most.
  await new Promise((resolve) => setTimeout(resolve, 1_100))
  await seen('gone', '抢光了', 'All gone')
  await shop.house.moveTo(new Date(shop.house.now().getTime() + 3_600_000))
  await new Promise((resolve) => setTimeout(resolve, 1_100))
  await seen('over', '秒杀结束了', 'The flash sale is over')
})
