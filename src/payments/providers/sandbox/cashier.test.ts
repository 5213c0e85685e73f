import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { openTestSandbox, type TestSandbox } from '../../../../test/support/sandbox.ts'

let at: TestSandbox

beforeAll(async () => {
  at = await openTestSandbox()
})

afterEach(async () => {
  at.shop.answer = 200
  await at.call('DELETE', '/sandbox/faults')
  expect(at.failures).toEqual([])
})

afterAll(() => at?.close())

describe('the cashier', () => {
  it('speaks the language that is asked for, then the browser’s, then Chinese', async () => {
    const order = at.newOrder()
    await at.wechat.start({ ...order, channel: 'h5' })
    const page = async (query: string, accepted?: string) => {
      const headers: Record<string, string> = accepted ? { 'accept-language': accepted } : {}
      return (await fetch(`${at.url}/sandbox/cashier/${order.intentNo}${query}`, { headers })).text()
    }
    expect(await page('')).toContain('沙盒 · 不会真的扣款')
    expect(await page('?lang=en')).toContain('Sandbox · no real money')
    expect(await page('', 'en-GB,en;q=0.9')).toContain('Pay now')
    expect(await page('', 'fr,zh;q=0.9,en;q=0.8')).toContain('立即支付')
    expect(await page('?lang=zh-CN', 'en')).toContain('立即支付')
  })

  it('shows stored text as text, and goes back only to the shop', async () => {
    const order = { ...at.newOrder(), description: '<script>alert(1)</script>"&' }
    await at.wechat.start({ ...order, channel: 'h5' })
    const page = async (returnUrl: string) => {
      const query = new URLSearchParams({ redirect_url: returnUrl })
      return (await fetch(`${at.url}/sandbox/cashier/${order.intentNo}?${query}`)).text()
    }
    expect(await page('/o/1')).not.toContain('<script>')
    expect(await page('/o/1')).toContain('href="/o/1"')
    expect(await page('http://localhost:3000/o/1')).toContain('href="http://localhost:3000/o/1"')
    for (const evil of [
      'https://evil.example/',
      '//evil.example',
      '/\\evil.example',
      'javascript:alert(1)',
      'http://127.0.0.1.evil.example/',
    ]) {
      expect(await page(evil)).not.toContain('class="button quiet"')
    }
  })

  it('ends at the same place for a second tap, and takes no tap from another site', async () => {
    const order = at.newOrder()
    const { cashier } = await at.wechat.start({ ...order, channel: 'h5' })
    const pay = at.url + (cashier as { url: string }).url.replace('?', '/pay?')
    const foreign = await fetch(pay, { method: 'POST', headers: { 'sec-fetch-site': 'cross-site' } })
    expect(foreign.status).toBe(403)
    for (let tap = 0; tap < 2; tap++) {
      const answer = await fetch(pay, { method: 'POST', redirect: 'manual' })
      expect(answer.headers.get('location')).toBe(order.returnUrl)
    }
    expect(await (await fetch(`${at.url}/sandbox/cashier/${order.intentNo}`)).text()).toContain('已付款')
  })
})
