import type { Page } from 'playwright-core'
import { expect } from 'vitest'
import { openPage } from './browser.ts'
import { must, mustPlace, type OpenShop, type Shopper, until } from './open-shop.ts'
import { codeFor } from './walker.ts'

/** A phone on which this person is signed in, at the house's present moment. */
export async function visitAs(
  shop: OpenShop,
  phone: string,
  audience: 'store' | 'curator',
  path: string,
): Promise<Page> {
  const page = await openPage('phone', { baseURL: shop.house.baseUrl, reducedMotion: 'reduce' })
  page.setDefaultTimeout(60_000)
  await page.clock.setFixedTime(shop.house.now())
  const post = (what: string, data: object) =>
    page.request.post(`/v1/${audience}/${what}`, { data, headers: { 'idempotency-key': `${what}-${phone}` } })
  // A page without pictures: what is still on its way when one leaves counts as not loaded.
  await page.goto('/healthz')
  await post('sign-in/code', { phone })
  const entered = await post('sign-in', { phone, code: await codeFor(page, phone) })
  expect(entered.status()).toBe(200)
  await page.goto(path)
  return page
}

/** A desk in the console, signed in with all that an operator may do. */
export async function visitConsole(shop: OpenShop, login: string, path: string): Promise<Page> {
  const staff = { login, name: '看图', password: 'a long enough one', roles: ['operator'] as const }
  const { totpSecret } = await shop.house.makeStaff(staff)
  const page = await openPage('desktop', { baseURL: shop.house.baseUrl, reducedMotion: 'reduce' })
  page.setDefaultTimeout(60_000)
  await page.clock.setFixedTime(shop.house.now())
  const data = { login, password: staff.password, totp: shop.house.totpCode(totpSecret) }
  const headers = { 'idempotency-key': login }
  expect((await page.request.post('/v1/admin/sign-in', { data, headers })).status()).toBe(200)
  await page.goto(path)
  return page
}

/** Buys one through a link and pays at the sandbox. */
export async function buyAndPay(shop: OpenShop, buyer: Shopper, token = shop.token): Promise<string> {
  const { order, payment } = await mustPlace(shop, buyer, { token })
  await must(buyer.caller.post(`/v1/store/payments/${payment.id}/start`, { channel: 'h5' }))
  await fetch(`${shop.house.sandboxUrl}/sandbox/pay/${payment.id}`, { method: 'POST' })
  await until(
    async () => (await must(buyer.caller.get(`/v1/store/orders/${order.id}`))).state,
    (state) => state === 'paid',
  )
  return order.id
}

/** Sent and received on the spot. */
export async function receiveOrder(shop: OpenShop, buyer: Shopper, orderId: string): Promise<void> {
  await must(shop.staff.post(`/v1/admin/orders/${orderId}/ship`, { carrier: '顺丰速运', trackingNo: 'SF1000001' }))
  await must(buyer.caller.post(`/v1/store/orders/${orderId}/confirm-receipt`, {}))
}
