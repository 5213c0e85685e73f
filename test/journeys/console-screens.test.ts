import { AxeBuilder } from '@axe-core/playwright'
import type { Page } from 'playwright-core'
import { beforeAll, expect, test } from 'vitest'
import { fillDemo } from '../../src/rehearsal/index.ts'
import { openPage, problemsOf } from '../support/browser.ts'
import { openTestHouse, type TestHouse } from '../support/house.ts'
import { untilQuiet } from '../support/look.ts'

/** Every screen of the console, with a demo's data in it, in both languages: it is heard, and it fits. */

const LOGIN = 'chenming'
const PASSWORD = 'a long enough password'
const WIDTHS = [1440, 834, 390]

let house: TestHouse
let desk: Page

beforeAll(async () => {
  house = await openTestHouse()
  await fillDemo(house, () => undefined)
  const { totpSecret } = await house.makeStaff({ login: LOGIN, name: '陈明', password: PASSWORD, roles: ['admin'] })
  desk = await openPage('desktop', { baseURL: house.baseUrl, reducedMotion: 'reduce' })
  await desk.goto('/admin')
  await desk.getByLabel('账号').fill(LOGIN)
  await desk.getByLabel('密码').fill(PASSWORD)
  await desk.getByLabel('动态码').fill(house.totpCode(totpSecret))
  await desk.keyboard.press('Enter')
  await desk.getByRole('heading', { name: '今天' }).waitFor()
}, 600_000)

test('in Chinese, in the light and in the dark', () => lookAtAll(['light', 'dark']), 240_000)

test('in English', async () => {
  await desk.context().addCookies([{ name: 'lv_lang', value: 'en', url: house.baseUrl }])
  await lookAtAll([])
  expect(await desk.locator('html').getAttribute('lang')).toBe('en')
}, 240_000)

async function lookAtAll(colours: readonly ('light' | 'dark')[]): Promise<void> {
  const wrong: string[] = []
  for (const path of await everyScreen()) {
    await desk.setViewportSize({ width: 1440, height: 900 })
    await desk.goto(`/admin${path}`)
    await desk.locator('h1').waitFor()
    await untilQuiet(desk)
    for (const colorScheme of colours) {
      await desk.emulateMedia({ colorScheme, reducedMotion: 'reduce' })
      const { violations } = await new AxeBuilder({ page: desk }).setLegacyMode().analyze()
      wrong.push(...violations.map(({ id, nodes }) => `${path} ${colorScheme} ${id}: ${nodes[0]?.html.slice(0, 120)}`))
    }
    for (const width of WIDTHS) {
      await desk.setViewportSize({ width, height: 900 })
      // What knows widths by script is drawn anew a moment after the window changed.
      const over = () => desk.evaluate(() => document.documentElement.scrollWidth - innerWidth)
      await expect
        .poll(over, { timeout: 3_000 })
        .toBeLessThanOrEqual(0)
        .catch(async () => wrong.push(`${path} is ${await over()} px too wide for ${width}`))
    }
  }
  expect(wrong).toEqual([])
  expect(problemsOf(desk)).toEqual([])
}

async function everyScreen(): Promise<string[]> {
  const read = async (path: string) => (await desk.request.get(path)).json()
  const first = async (path: string) => (await read(`${path}?limit=1`)).items[0].id as string
  const curator = (await read('/v1/admin/curators?state=active&limit=1')).items[0].personId
  const paid = (await read('/v1/admin/orders?state=paid&limit=100')).items as { id: string; delivery: string }[]
  // The page with the most to do on it.
  const handedOver = paid.find(({ delivery }) => delivery === 'pickup')?.id
  return [
    ...['/', '/orders', `/orders/${await first('/v1/admin/orders')}`, `/orders/${handedOver}`],
    ...['/orders/ship', '/orders/hand-over'],
    ...['/sales', `/sales/${await first('/v1/admin/sales')}`, '/orders?state=expired'],
    ...['/products', `/products/${await first('/v1/admin/products')}`, '/products/new', '/stock', '/supply'],
    ...['/communities', `/communities/${await first('/v1/admin/communities')}`, '/curators', `/curators/${curator}`],
    ...['/people', `/people/${await first('/v1/admin/people')}`, '/ledger', '/ledger/days', '/audit', '/payments'],
    ...['/settlements', `/settlements/${await first('/v1/admin/settlement-periods')}`, '/tax-rates'],
    ...[
      '/refunds',
      '/bills',
      '/bills/lines',
      '/notifications',
      '/commission-rules',
      '/staff',
      '/api-keys',
      '/activity',
      '/nowhere',
    ],
  ]
}
