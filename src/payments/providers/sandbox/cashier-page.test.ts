import { AxeBuilder } from '@axe-core/playwright'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openPage, problemsOf } from '../../../../test/support/browser.ts'
import { openTestSandbox, type TestSandbox } from '../../../../test/support/sandbox.ts'

let at: TestSandbox

beforeAll(async () => {
  at = await openTestSandbox()
})

afterAll(() => at?.close())

describe('the cashier in a browser', () => {
  it.each(['light', 'dark'] as const)(
    'reads well in every state, %s, with nothing for axe to say',
    async (colorScheme) => {
      for (const [name, url] of Object.entries(await pagesInEveryState())) {
        const page = await openPage('phone', { colorScheme })
        await page.goto(url)
        if (process.env.SHOTS) await page.screenshot({ path: `${process.env.SHOTS}/${name}-${colorScheme}.png` })
        const { violations } = await new AxeBuilder({ page }).analyze()
        expect(violations.map(({ id, nodes }) => `${name}: ${id} ${nodes[0]?.html}`)).toEqual([])
        const tooWide = await page.evaluate(() => document.documentElement.scrollWidth > window.innerWidth)
        expect([name, tooWide]).toEqual([name, false])
        // A 404 is itself a line in the console.
        if (name !== 'absent') expect(problemsOf(page)).toEqual([])
        await page.context().close()
      }
    },
  )

  it('takes one tap, and leads back to the shop', async () => {
    const page = await openPage('phone')
    const order = at.newOrder()
    const { cashier } = await at.wechat.start({ ...order, channel: 'h5' })
    await page.goto(at.url + (cashier as { url: string }).url)
    const button = page.getByRole('button', { name: '立即支付 ¥39.90' })
    expect((await button.boundingBox())?.height).toBeGreaterThanOrEqual(44)
    await button.click()
    await page.waitForURL(order.returnUrl)
    expect((await at.wechat.query(order.intentNo)).state).toBe('succeeded')
  })

  it('can be left without paying', async () => {
    const page = await openPage('phone')
    const order = at.newOrder()
    const { cashier } = await at.wechat.start({ ...order, channel: 'h5' })
    await page.goto(at.url + (cashier as { url: string }).url)
    await page.getByRole('link', { name: 'English' }).click()
    await page.getByRole('link', { name: 'Not now, back to the shop' }).click()
    await page.waitForURL(order.returnUrl)
    expect((await at.wechat.query(order.intentNo)).state).toBe('not_paid')
  })
})

async function pagesInEveryState(): Promise<Record<string, string>> {
  const back = `?${new URLSearchParams({ redirect_url: '/o/1' })}`
  const open = async (changes: object = {}) => {
    const order = { ...at.newOrder(), ...changes }
    await at.wechat.start({ ...order, channel: 'h5' })
    return order.intentNo
  }
  const long = '赣南脐橙 5 斤装 · 果农老周 · 本周四到 · 群友一起买 Navel oranges'
  const payable = await open()
  const wide = await open({
    description: long,
    amountFen: 123_456_789,
    expiresAt: new Date(at.clock.now().getTime() + 3 * 86_400_000),
  })
  const closed = await open()
  await at.wechat.close(closed)
  const failed = await open()
  await at.call('POST', `/sandbox/pay/${failed}`, { state: 'PAYERROR' })
  const expired = await open()
  const { intentNo: paid } = await at.paidOrder()
  const refunded = await at.paidOrder()
  await at.wechat.refund(at.refundOf(refunded, 3990))
  at.clock.advance(30 * 60_000)
  const payableAgain = await open()
  const page = (number: string, query = back) => `${at.url}/sandbox/cashier/${number}${query}`
  return {
    payable: page(payableAgain),
    wide: page(wide),
    english: page(payableAgain, `${back}&lang=en`),
    no_way_back: page(payableAgain, ''),
    expired: page(expired),
    closed: page(closed),
    failed: page(failed),
    paid: page(paid),
    refunded: page(refunded.intentNo),
    absent: page('nothing_here'),
    once_payable: page(payable),
  }
}
