import type { Page } from 'playwright-core'
import { beforeAll, expect, test } from 'vitest'
import { openPage, problemsOf } from '../support/browser.ts'
import { expectSound, expectText, keepPicture, PATIENT, untilQuiet } from '../support/look.ts'
import { must, mustPlace, type OpenShop, openShop, until } from '../support/open-shop.ts'

/** Finance in a real browser: from the day's bill to what differs, settled; from an order over its books to the line. */

const DAY_MS = 24 * 3_600_000
const PASSWORD = 'a long enough password'
let shop: OpenShop
let desk: Page
let orderId: string
let day: string
let secret: string

beforeAll(async () => {
  shop = await openShop()
  const li = await shop.shopper('十二栋李姐')
  await sandbox('terms', { feeBps: 60, settles: true })
  const paid = async () => {
    const { order, payment } = await mustPlace(shop, li)
    await must(li.caller.post(`/v1/store/payments/${payment.id}/start`, { channel: 'h5' }))
    await sandbox(`pay/${payment.id}`)
    await until(
      async () => (await must(li.caller.get(`/v1/store/orders/${order.id}`))).state,
      (state) => state === 'paid',
    )
    return { orderId: order.id as string, payId: payment.id as string }
  }
  orderId = (await paid()).orderId
  const { payId } = await paid()
  const at = shop.house.now()
  await sandbox('bills', [{ omit: payId }, { add: { number: 'another_shop_1', amountFen: 700, at } }])
  day = new Date(at.getTime() + 8 * 3_600_000).toISOString().slice(0, 10)
  await shop.house.moveTo(new Date(new Date(`${day}T03:00:00Z`).getTime() + DAY_MS))
  const { totpSecret } = await shop.house.makeStaff({
    ...{ login: 'zhouli', name: '周莉', password: PASSWORD, roles: ['finance'] },
  })
  secret = totpSecret
  desk = await openPage('desktop', { baseURL: shop.house.baseUrl, reducedMotion: 'reduce' })
  await desk.goto('/admin')
  await desk.getByLabel('账号').fill('zhouli')
  await desk.getByLabel('密码').fill(PASSWORD)
  await desk.getByLabel('动态码').fill(shop.house.totpCode(secret))
  await desk.keyboard.press('Enter')
  await desk.getByRole('heading', { name: '今天' }).waitFor()
}, 240_000)

async function sandbox(path: string, body?: object): Promise<void> {
  const init = { method: 'POST', ...(body ? { body: JSON.stringify(body) } : {}) }
  expect((await fetch(`${shop.house.sandboxUrl}/sandbox/${path}`, init)).status).toBe(200)
}

async function look(path: string, name: string): Promise<void> {
  await desk.goto(`/admin${path}`)
  await desk.locator('h1').waitFor()
  await untilQuiet(desk)
  await keepPicture(desk, `bills-${name}-1440`)
  await expectSound(desk)
  await keepPicture(desk, `bills-${name}-390`)
  await desk.setViewportSize({ width: 1440, height: 900 })
}

test('she fetches the bill, reads what differs, and settles it with a reason', async () => {
  await desk.goto('/admin/bills')
  // The worker looks by itself each minute and may be first.
  await desk.getByRole('button', { name: /^取 .* 的账单/ }).click(PATIENT)
  await expect.poll(() => desk.getByText('我们没有这一笔').count(), PATIENT).toBe(1)
  await look('/bills', 'zh')
  const row = desk.getByRole('row', { name: /我们没有这一笔/ })
  await row.getByRole('button', { name: '了结' }).click()
  const dialog = desk.getByRole('dialog')
  await expectText(desk, '多 ¥7.00')
  await keepPicture(desk, 'bills-settle-zh')
  await dialog.getByText('欠付款人的，要退').click()
  await dialog.getByLabel('原因').fill('另一家店的单子，已请支付方退回')
  await dialog.getByRole('button', { name: '了结' }).click()
  await dialog.waitFor({ state: 'hidden', ...PATIENT })
  await expectText(desk, '另一家店的单子，已请支付方退回')
  await shop.staffProves()
  expect((await must(shop.staff.get('/v1/admin/differences?state=settled'))).items).toHaveLength(1)
}, 120_000)

test('an order leads to its books, and its payment to the line of the provider’s bill', async () => {
  await look(`/bills/${day}`, 'day-zh')
  await desk.goto(`/admin/payments?search=${orderId}`)
  await desk.locator('a[href*="/bills/lines"]').first().click(PATIENT)
  await expectText(desk, '对上')
  await expect.poll(() => desk.getByRole('row').count(), PATIENT).toBeGreaterThan(1)
  await desk.getByRole('link', { name: /pay_/ }).first().click()
  await desk.waitForURL(/payments/)
  await desk.goto('/admin/ledger')
  await expectText(desk, '对不上，挂待查')
}, 120_000)

test('what the provider told can be applied once more, and does nothing twice', async () => {
  await look('/notifications', 'news-zh')
  await desk.getByRole('button', { name: '再入一次' }).first().click()
  await expectText(desk, '再入过 1 次')
  await shop.staffProves()
  expect((await must(shop.staff.get('/v1/admin/orders'))).items).toHaveLength(2)
}, 120_000)

test('all of it in English', async () => {
  await desk.context().addCookies([{ name: 'lv_lang', value: 'en', url: shop.house.baseUrl }])
  await look('/bills', 'en')
  await expectText(desk, 'Not on the bill')
  await look(`/bills/${day}`, 'day-en')
  await look('/bills/lines', 'lines-en')
  await look('/notifications', 'news-en')
  await expectText(desk, 'Applied again 1×')
  expect(problemsOf(desk)).toEqual([])
}, 120_000)
