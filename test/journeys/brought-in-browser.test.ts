import { beforeAll, expect, test } from 'vitest'
import { openPage, problemsOf } from '../support/browser.ts'
import { expectSound, expectText, keepPicture, untilQuiet } from '../support/look.ts'
import { ADDRESS, must, type OpenShop, openShop, until } from '../support/open-shop.ts'
import { codeFor } from '../support/walker.ts'

/** A 接龙 in a real browser: pasted, looked over, placed; its link opened by whom it names, signed in, taken. */

let shop: OpenShop

beforeAll(async () => {
  shop = await openShop()
}, 120_000)

const PHONE = '13800008888'

test('pasted with a mistake in it, looked over, placed, sent out, taken and on its way to be paid', async () => {
  const bench = await visit(`/curator/sales/${shop.saleId}/bring`, shop.curator.cookiesFor(shop.house.baseUrl))
  await bench.getByRole('textbox', { name: '接龙' }).fill('#接龙\n1. 小王 2箱\n2. 李姐 梨子 2\n3、阿伟+1')
  await bench.getByRole('button', { name: '看看读得对不对' }).click()
  await bench.getByText('这个团里没有这样的商品').waitFor()
  await expectText(bench, '标出来的 1 行没看明白')
  await expectSound(bench)
  await keepPicture(bench, 'bring-preview')
  await bench.getByRole('button', { name: '给这 2 位下单' }).click()
  await bench.getByText('2 单下好了。').waitFor()
  await expectSound(bench)
  await keepPicture(bench, 'bring-placed')

  const { items } = await must(shop.curator.get(`/v1/curator/sales/${shop.saleId}/orders/brought`))
  const wang = items.find((one: { nickname: string }) => one.nickname === '小王')
  const page = await visit(new URL(wang.payUrl).pathname)
  await page.getByText('小王，这是替你下的单').waitFor()
  await expectSound(page)
  await keepPicture(page, 'pay-link')
  await page.getByRole('button', { name: '是我的，去付款' }).click()
  await page.getByRole('dialog').getByRole('textbox').fill(PHONE)
  await page.getByRole('dialog').locator('.btn.go').click()
  const code = page.locator('[autocomplete=one-time-code]')
  await code.waitFor()
  const posted = page.waitForResponse((answer) => answer.url().endsWith('/v1/store/sign-in'))
  await code.fill(await codeFor(page, PHONE))
  await posted
  // No address is kept yet, so the sheet asks for one; another way in than typing it here is her address book.
  await page.getByRole('dialog').getByRole('textbox').first().waitFor()
  await page.request.post('/v1/store/me/addresses', { data: ADDRESS, headers: { 'idempotency-key': 'her-address' } })
  await page.reload()
  await page.getByRole('button', { name: '是我的，去付款' }).click()
  await page.waitForURL(/\/pay\/pay_/)
  const [order] = await until(
    () =>
      shop.read<{ state: string }>(`select state from orders."order" where platform.id_text('ord', id) = $1`, [
        wang.orderId,
      ]),
    (rows) => rows[0]?.state === 'awaiting_payment',
  )
  expect(order?.state).toBe('awaiting_payment')

  const again = await visit(new URL(wang.payUrl).pathname)
  await again.getByText('这一单已经有人认领了。').waitFor()
  await again.goto(`${new URL(wang.payUrl).pathname}?lang=en`)
  await again.getByText('Somebody has taken this order already.').waitFor()
  await keepPicture(again, 'pay-link-taken-en')
  const open = items.find((one: { nickname: string }) => one.nickname === '阿伟')
  await again.goto(`${new URL(open.payUrl).pathname}?lang=en`)
  await again.getByText('this was ordered for you').waitFor()
  await untilQuiet(again)
  await expectSound(again)
  await keepPicture(again, 'pay-link-en')
  expect([bench, again].flatMap(problemsOf)).toEqual([])
})

async function visit(path: string, cookies: ReturnType<OpenShop['curator']['cookiesFor']> = []) {
  const page = await openPage('phone', { baseURL: shop.house.baseUrl, reducedMotion: 'reduce' })
  page.setDefaultTimeout(15_000)
  await page.clock.setFixedTime(shop.house.now())
  await page.context().addCookies(cookies)
  await page.goto(path)
  return page
}
