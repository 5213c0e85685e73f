import type { Page } from 'playwright-core'
import { beforeAll, describe, expect, test } from 'vitest'
import { openPage, problemsOf } from '../support/browser.ts'
import { expectAccessible, keepPicture } from '../support/look.ts'
import { enterStaff, must, mustPlace, type OpenShop, openShop, until } from '../support/open-shop.ts'
import { codeFor } from '../support/walker.ts'

/** Money on screens: a curator withdraws on her phone, finance looks at payouts, accounts and days. */

const DAY_MS = 24 * 3_600_000
/** 99 boxes of 54.90 at 10 %. */
const EARNED = '543.51'
/** The first who signed in to this shop. */
const CURATOR_PHONE = '13800000001'

let shop: OpenShop
let desk: Page

beforeAll(async () => {
  shop = await openShop()
  const li = await shop.shopper('十二栋李姐')
  const { order, payment } = await mustPlace(shop, li, { quantity: 99 })
  await must(li.caller.post(`/v1/store/payments/${payment.id}/start`, { channel: 'h5' }))
  await fetch(`${shop.house.sandboxUrl}/sandbox/pay/${payment.id}`, { method: 'POST' })
  await until(
    async () => (await must(li.caller.get(`/v1/store/orders/${order.id}`))).state,
    (state) => state === 'paid',
  )
  await must(shop.staff.post(`/v1/admin/orders/${order.id}/ship`, { carrier: '顺丰速运', trackingNo: 'SF1000001' }))
  await must(li.caller.post(`/v1/store/orders/${order.id}/confirm-receipt`, {}))
  await shop.house.moveTo(new Date(shop.house.now().getTime() + 7 * DAY_MS))
  await until(
    async () => (await must(shop.curator.get('/v1/curator/wallet'))).available.amount,
    (amount) => amount > 0,
  )
}, 180_000)

type Cookies = Parameters<ReturnType<Page['context']>['addCookies']>[0]

async function visit(screen: 'phone' | 'desktop', path: string, cookies: Cookies = []): Promise<Page> {
  const page = await openPage(screen, { baseURL: shop.house.baseUrl, reducedMotion: 'reduce' })
  page.setDefaultTimeout(20_000)
  await page.clock.setFixedTime(shop.house.now())
  await page.context().addCookies(cookies)
  await page.goto(path)
  return page
}

// A machine that others share needs a while.
describe.sequential('a payout', { timeout: 120_000 }, () => {
  test('she says who she is, sees what is withheld, withdraws, confirms in her app, and it has arrived', async () => {
    const phone = await visit('phone', '/curator/wallet')
    await phone.getByLabel('手机号').fill(CURATOR_PHONE)
    await phone.getByRole('button', { name: '获取验证码' }).click()
    await phone.getByLabel('6 位验证码').fill(await codeFor(phone, CURATOR_PHONE))
    await phone.getByRole('heading', { name: '钱包' }).waitFor()
    await phone.getByText('过了退货期，可提现').waitFor()
    await phone.getByRole('button', { name: '提现', exact: true }).click()
    const sheet = phone.getByRole('dialog')
    await sheet.getByLabel('真实姓名').fill('欧阳若兰')
    await sheet.getByLabel('身份证号').fill('110105194912310028')
    await sheet.getByRole('button', { name: '保存，继续' }).click()
    await sheet.getByRole('alert').waitFor()
    await sheet.getByLabel('身份证号').fill('11010519491231002X')
    await sheet.getByRole('button', { name: '保存，继续' }).click()
    await sheet.getByText('欧***').waitFor()
    await sheet.getByLabel('提现金额（元）').fill('9999')
    await sheet.getByText('请填一个不超过可提现的金额').waitFor()
    await sheet.getByLabel('提现金额（元）').fill(EARNED)
    await sheet.getByText('到账').waitFor()
    await expectAccessible(phone)
    await keepPicture(phone, 'withdraw')
    await sheet.getByRole('button', { name: '提现', exact: true }).click()
    await phone.getByRole('link', { name: '确认收款' }).click()
    await phone.getByRole('heading', { name: '确认收款' }).waitFor()
    expect(await phone.locator('body').innerText()).toContain(`¥${EARNED}`)
    await phone.getByRole('button', { name: '确认收款' }).click()
    await phone.getByRole('heading', { name: '已收款' }).waitFor()
    await phone.getByRole('link', { name: '回到钱包' }).click()
    await phone.getByText('已到账', { exact: true }).waitFor()
    await keepPicture(phone, 'wallet')
    expect(problemsOf(phone).filter((problem) => !problem.includes('422'))).toEqual([])
  })

  test('finance sees it in the list, follows it into the books, and finds the day before closed', async () => {
    const login = 'finance'
    const { staff } = await enterStaff(shop.house, login, ['finance'])
    expect((await must(staff.get('/v1/admin/payouts'))).items).toHaveLength(1)
    desk = await visit('desktop', '/admin/payouts', staff.cookiesFor(shop.house.baseUrl))
    await desk.getByRole('cell', { name: '已到账' }).waitFor()
    await expectAccessible(desk)
    await keepPicture(desk, 'payouts')
    await desk.goto('/admin/ledger')
    await desk.getByRole('link', { name: '佣金可提' }).first().click()
    await desk.getByRole('heading', { name: '佣金可提' }).waitFor()
    await desk.getByText('申请提现').first().waitFor()
    await expectAccessible(desk)
    await keepPicture(desk, 'account')
    await desk.goto('/admin/ledger/days')
    await desk.getByText('已结').first().waitFor()
    await expectAccessible(desk)
    await keepPicture(desk, 'days')
    expect(problemsOf(desk)).toEqual([])
  })
})
