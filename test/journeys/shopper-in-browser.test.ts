import { AxeBuilder } from '@axe-core/playwright'
import type { Page } from 'playwright-core'
import { beforeAll, describe, expect, test } from 'vitest'
import { fillDemo } from '../../src/rehearsal/index.ts'
import { openPage, problemsOf, type Screen } from '../support/browser.ts'
import { openTestHouse, type TestHouse } from '../support/house.ts'

/** A shopper's way in a real browser: from the link in the chat to the pick-up code, and what she may not meet on it. */

let house: TestHouse
let saleLink: string

beforeAll(async () => {
  house = await openTestHouse()
  const { saleLinks } = await fillDemo(house, () => undefined)
  saleLink = saleLinks[0] as string
}, 600_000)

/** A page that lives in the house's time, as a visitor's phone lives in ours. */
async function visit(path: string, screen: Screen = 'phone', locale = 'zh-CN'): Promise<Page> {
  const page = await openPage(screen, { locale, baseURL: house.baseUrl })
  await page.clock.setFixedTime(house.now())
  await page.goto(path)
  return page
}

async function readCode(phone: string): Promise<string> {
  const { items } = (await (await fetch(`${house.baseUrl}/dev/messages.json`)).json()) as {
    items: { phoneMasked: string; body: string }[]
  }
  const mine = items.find(({ phoneMasked }) => phoneMasked === `${phone.slice(0, 3)}****${phone.slice(-4)}`)
  return /\d{6}/.exec(mine?.body ?? '')?.[0] ?? ''
}

async function enter(page: Page, phone: string): Promise<void> {
  await page.getByRole('dialog').getByRole('textbox').fill(phone)
  await page.getByRole('dialog').locator('.btn.go').click()
  await page.locator('[autocomplete=one-time-code]').waitFor()
  await page.locator('[autocomplete=one-time-code]').fill(await readCode(phone))
}

describe('from the link to the goods', () => {
  test('choose, sign in on the way, pay, see it paid, pass it on', async () => {
    const page = await visit(saleLink)
    const more = page.getByRole('button', { name: '多一件' })
    await more.nth(0).click()
    await more.nth(0).click()
    await more.nth(1).click()
    const buy = page.locator('[data-buy]')
    expect(await buy.textContent()).toContain('买 3 件')
    await buy.click()
    await page.getByRole('button', { name: '确认并付款' }).click()
    await enter(page, '13900000001')
    await page.waitForURL(/cashier/)
    const paymentId = /pay_[0-9a-z]{13}/.exec(decodeURIComponent(page.url()))?.[0] as string
    await fetch(`${house.sandboxUrl}/sandbox/pay/${paymentId}`, { method: 'POST' })
    // The way back from a cashier: it proves nothing, the page asks.
    await page.goto(`/pay/${paymentId}`)
    await page.getByText('付好了').waitFor()
    await page.getByRole('link', { name: '看订单' }).click()
    await page.getByText('提货码').waitFor()
    await page.getByRole('button', { name: '发给群友' }).click()
    const words = page.getByRole('dialog').getByRole('textbox')
    await words.waitFor()
    expect(await words.inputValue()).toMatch(/\/s\/[\w-]{20,32}/)
    expect(problemsOf(page)).toEqual([])
  })

  test('two taps when she is known: buy, confirm', async () => {
    const page = await visit(saleLink)
    await page.getByRole('button', { name: '多一件' }).first().click()
    await page.locator('[data-buy]').click()
    await page.getByRole('button', { name: '确认并付款' }).click()
    await enter(page, '13900000002')
    await page.waitForURL(/cashier/)
    await page.goto(saleLink)
    await page.getByRole('button', { name: '多一件' }).first().click()
    await page.locator('[data-buy]').click()
    await page.getByRole('button', { name: '确认并付款' }).click()
    await page.waitForURL(/cashier/)
  })

  test('without script she still reaches the checkout with what she chose', async () => {
    const page = await openPage('phone', { javaScriptEnabled: false, baseURL: house.baseUrl })
    await page.goto(saleLink)
    await page.locator('input[type=number]').first().fill('2')
    await page.locator('[data-buy]').click()
    expect(page.url()).toMatch(/\/checkout\?s=[\w-]+.*sku_[0-9a-z]{13}=2/)
    expect(await page.locator('noscript').first().isVisible()).toBe(true)
  })
})

describe('what the server answers', () => {
  const asBrowser = { accept: 'text/html', 'accept-encoding': 'gzip' }
  const open = (path: string, headers: Record<string, string> = asBrowser) => fetch(house.baseUrl + path, { headers })

  test('every page is pressed, private, and under a policy without inline script', async () => {
    for (const path of ['/', saleLink, '/me', '/checkout', '/dev', '/nowhere']) {
      const { headers } = await open(path)
      expect(headers.get('content-type'), path).toContain('text/html')
      expect(headers.get('content-security-policy'), path).toMatch(/script-src 'self';.*frame-ancestors 'none'/)
      expect(headers.get('cache-control'), path).toMatch(/private|no-store/)
      if (path !== '/nowhere') expect(headers.get('content-encoding'), path).toBe('gzip')
    }
  })

  test('a link that is not ours is a page for people and a problem for programs', async () => {
    const forged = '/s/AQFbW8p3k2QAAZ0m4q7yT1uVwXc1'
    const page = await open(forged)
    expect(page.status).toBe(404)
    expect(await page.text()).toContain('这个链接不是我们发出的')
    const problem = await open(`/v1/store/sales/${forged.slice(3)}`, { accept: 'text/html' })
    expect(problem.headers.get('content-type')).toContain('application/problem+json')
    expect(await problem.json()).toMatchObject({ code: 'link_forged', status: 404 })
  })

  test('the language that was chosen holds', async () => {
    const chosen = await open('/?lang=en')
    expect(chosen.headers.get('set-cookie')).toMatch(/lv_lang=en; Path=\/; Max-Age=\d+; SameSite=Lax/)
    expect(await chosen.text()).toContain('Buy with people you trust')
    const later = await open('/', { ...asBrowser, cookie: 'lv_lang=en', 'accept-language': 'zh-CN' })
    expect(await later.text()).toContain('Buy with people you trust')
  })

  test('a page that does not exist in a sale is not found', async () => {
    const { items } = (await (await open('/v1/store/products', {})).json()) as { items: { id: string }[] }
    const answers = await Promise.all(items.map(({ id }) => open(`${saleLink}/p/${id}`).then(({ status }) => status)))
    expect(new Set(answers)).toEqual(new Set([200, 404]))
  })
})

describe('a bad line', () => {
  test('offline says so, keeps what was filled in, and goes on when the line is back', async () => {
    const page = await visit('/me')
    await page.getByRole('button', { name: '登录' }).click()
    await page.getByRole('dialog').getByRole('textbox').fill('13900000003')
    await page.context().setOffline(true)
    await page.getByText('没有网络').waitFor()
    await page.getByRole('dialog').locator('.btn.go').click()
    await page.getByRole('dialog').getByText('网络断了').waitFor()
    await page.context().setOffline(false)
    await page.getByRole('dialog').locator('.btn.go').click()
    await page.locator('[autocomplete=one-time-code]').waitFor()
  })

  test('a refused order says what is safe and what to do', async () => {
    const page = await visit(saleLink)
    await page.getByRole('button', { name: '多一件' }).first().click()
    await page.locator('[data-buy]').click()
    await page.getByRole('button', { name: '确认并付款' }).waitFor()
    await page.route('**/v1/store/orders', (route) =>
      route.fulfill({
        status: 409,
        contentType: 'application/problem+json',
        body: JSON.stringify({ code: 'sale_closed', title: '这个团已经截单了。', status: 409 }),
      }),
    )
    await page.getByRole('button', { name: '确认并付款' }).click()
    await enter(page, '13900000004')
    await page.getByRole('alert').filter({ hasText: '没有扣款' }).waitFor()
    expect(await page.getByRole('link', { name: '按直购价买' }).getAttribute('href')).toMatch(/^\/checkout\?sku_/)
  })
})

describe.each([
  ['phone', 'zh-CN'],
  ['phone', 'en'],
  ['desktop', 'zh-CN'],
] as const)('on a %s in %s', (screen, locale) => {
  const pages = () => ['/', saleLink, productPath, '/me', '/orders', '/checkout', '/dev', '/nowhere']
  let productPath = '/'

  beforeAll(async () => {
    const { items } = (await (await fetch(`${house.baseUrl}/v1/store/products`)).json()) as { items: { id: string }[] }
    productPath = `/p/${items[0]?.id}`
  })

  test('nothing is wrong for a screen reader, in light and in dark', async () => {
    const wrong: string[] = []
    for (const path of pages()) {
      const page = await visit(path, screen, locale)
      await page.locator('h1').first().waitFor()
      for (const colorScheme of ['light', 'dark'] as const) {
        await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' })
        const { violations } = await new AxeBuilder({ page }).analyze()
        for (const { id, nodes } of violations) {
          wrong.push(`${path} ${colorScheme} ${id}: ${nodes.map(({ html }) => html.slice(0, 120)).join(' · ')}`)
        }
      }
      await page.context().close()
    }
    expect(wrong).toEqual([])
  }, 180_000)

  test('every page fits, and every thing to tap is 44 px', async () => {
    const wrong: string[] = []
    for (const path of pages()) {
      const page = await visit(path, screen, locale)
      await page.locator('h1').first().waitFor()
      const over = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)
      if (over > 0) wrong.push(`${path} is ${over} px too wide`)
      wrong.push(...(await smallTargets(page)).map((target) => `${path} ${target}`))
      await page.context().close()
    }
    expect(wrong).toEqual([])
  }, 120_000)
})

test('what opens over a page is sound too: share, sign-in, address; focus stays inside and comes back', async () => {
  const wrong: string[] = []
  const look = async (page: Page, name: string) => {
    const { violations } = await new AxeBuilder({ page }).analyze()
    wrong.push(...violations.map(({ id, nodes }) => `${name} ${id}: ${nodes[0]?.html.slice(0, 120)}`))
  }
  const { items } = (await (await fetch(`${house.baseUrl}/v1/store/products`)).json()) as {
    items: { id: string; left: number }[]
  }
  const page = await visit(`/p/${items.find(({ left }) => left > 0)?.id}`)
  await page.emulateMedia({ reducedMotion: 'reduce' })
  await page.locator('[data-share]').click()
  await look(page, 'share')
  for (let i = 0; i < 6; i++) await page.keyboard.press('Tab')
  expect(await page.evaluate(() => document.activeElement?.closest('[data-share-sheet]') !== null)).toBe(true)
  await page.keyboard.press('Escape')
  expect(await page.evaluate(() => document.activeElement?.hasAttribute('data-share'))).toBe(true)
  await page.locator('[data-buy]').click()
  await page.locator('.pay-bar .btn.go').click()
  await look(page, 'phone')
  await enter(page, '13900000005')
  await page.getByLabel('粘贴整段地址').fill('程老师 13800000001 浙江省杭州市西湖区文三路1号')
  await expect.poll(() => page.getByLabel('收件人').inputValue()).toBe('程老师')
  expect(await page.getByLabel('省 市 区').inputValue()).toBe('浙江省 杭州市 西湖区')
  await look(page, 'address')
  await page.getByRole('button', { name: '保存' }).click()
  await page.getByText('浙江省 杭州市 西湖区 文三路1号').waitFor()
  expect(wrong).toEqual([])
  expect(problemsOf(page)).toEqual([])
})

/** Buttons, fields and links that stand alone and are smaller than a thumb; links inside a sentence are text. */
function smallTargets(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const inSentence = (element: Element) =>
      element.tagName === 'A' && /^(P|LI|TD)$/.test(element.parentElement?.tagName ?? '') && !element.className
    return Array.from(document.querySelectorAll('a[href], button, input:not([type=hidden]), summary, select, textarea'))
      .filter((element) => element.getClientRects().length > 0 && !inSentence(element))
      .map(
        (element) =>
          (element.matches('input[type=checkbox], input[type=radio]') ? element.closest('label') : element) as Element,
      )
      .filter(
        (element) => element.getBoundingClientRect().height < 43.5 || element.getBoundingClientRect().width < 43.5,
      )
      .map((element) => `${element.outerHTML.slice(0, 90)} ${element.getBoundingClientRect().height}`)
  })
}
