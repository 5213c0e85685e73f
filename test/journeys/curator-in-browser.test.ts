import { AxeBuilder } from '@axe-core/playwright'
import type { BrowserContextOptions, Page } from 'playwright-core'
import { beforeAll, describe, expect, test } from 'vitest'
import { fillDemo } from '../../src/rehearsal/index.ts'
import { openPage, problemsOf } from '../support/browser.ts'
import { openTestHouse, type TestHouse } from '../support/house.ts'
import { smallTargets } from '../support/targets.ts'
import { codeFor } from '../support/walker.ts'

/** A curator's evening in a real browser: the door of her group, the table by the gate, and a line that breaks. */

type Kept = Awaited<ReturnType<ReturnType<Page['context']>['storageState']>>

let house: TestHouse
let curatorPhone: string
let foreignPhone: string
let memberPhone: string
let signedIn: Kept
let bench: Page

beforeAll(async () => {
  house = await openTestHouse()
  const { logins } = await fillDemo(house, () => undefined)
  curatorPhone = logins.find(({ where }) => where === '/curator')?.login ?? ''
  memberPhone = logins.at(-1)?.login ?? ''
  // The developer page lists whom to sign in as; the curators come first.
  const dev = await (await fetch(`${house.baseUrl}/dev`, { headers: { accept: 'text/html' } })).text()
  foreignPhone = [...dev.matchAll(/138000\d{5}/g)].map(([phone]) => phone).find((phone) => phone !== curatorPhone) ?? ''
  bench = await visit('/curator/wallet')
  await signIn(bench, curatorPhone)
  await bench.getByRole('heading', { name: '钱包' }).waitFor()
  signedIn = await bench.context().storageState()
}, 600_000)

async function visit(path: string, options: BrowserContextOptions = {}): Promise<Page> {
  const screen = options.viewport ? 'desktop' : 'phone'
  const page = await openPage(screen, { baseURL: house.baseUrl, reducedMotion: 'reduce', ...options })
  page.setDefaultTimeout(15_000)
  await page.clock.setFixedTime(house.now())
  await page.goto(path)
  return page
}

async function signIn(page: Page, phone: string): Promise<void> {
  await page.getByLabel('手机号').fill(phone)
  await page.getByRole('button', { name: '获取验证码' }).click()
  await page.getByLabel('6 位验证码').waitFor()
  await page.getByLabel('6 位验证码').fill(await codeFor(page, phone))
}

/** Signs a shopper in on a page of her own and asks the shop's API as that page would. */
async function shopper(phone: string) {
  const page = await visit('/me')
  const post = async (path: string, data: object) => {
    const headers = { 'idempotency-key': `${phone}${path}`.replace(/\W/g, '').slice(-60) }
    return (await page.request.post(path, { data, headers })).json()
  }
  await post('/v1/store/sign-in/code', { phone })
  await post('/v1/store/sign-in', { phone, code: await codeFor(page, phone), nickname: '新来的小周' })
  return { post, get: async (path: string) => (await page.request.get(path)).json() }
}

describe.sequential('the door', () => {
  test('a group with a closed door, an invitation, someone who knocks, a nod', async () => {
    await bench.goto('/curator/communities/new')
    await bench.getByRole('button', { name: '建好' }).click()
    await bench.getByText('这里要填').waitFor()
    await bench.getByLabel('群叫什么').fill('云栖家长买菜群')
    await bench.getByRole('button', { name: '建好' }).click()
    await bench.getByRole('button', { name: '做一个邀请' }).click()
    await bench.getByRole('dialog').getByText('5 人').click()
    await bench.getByRole('button', { name: '做好' }).click()
    const token = /\/i\/([\w-]+)/.exec(await bench.locator('.post-text').innerText())?.[1]
    const guest = await shopper('13900000011')
    const { member } = await guest.post(`/v1/store/invitations/${token}/accept`, { acceptRules: true })
    expect(member.state).toBe('waiting')
    await bench.getByRole('link', { name: '群友' }).last().click()
    await bench.getByText('1 位在门口等你点头').waitFor()
    await bench.getByRole('button', { name: '同意' }).click()
    await bench.getByText('新来的小周 进来了').waitFor()
    await bench.getByRole('button', { name: /新来的小周/ }).waitFor()
  })

  test('nobody is put out without a reason, and the back gesture only closes the sheet', async () => {
    const here = bench.url()
    await bench.getByRole('button', { name: /新来的小周/ }).click()
    await bench.getByRole('dialog').waitFor()
    await bench.goBack()
    await bench.getByRole('dialog').waitFor({ state: 'detached' })
    await expect.poll(() => bench.url()).toBe(here)
    await bench.getByRole('button', { name: /新来的小周/ }).click()
    await bench.getByRole('button', { name: '请出去' }).click()
    await bench.getByRole('button', { name: '请出去' }).click()
    await bench.getByText('写一句原因，以后说得清').waitFor()
    await bench.getByRole('dialog').getByRole('textbox').fill('发广告')
    await bench.getByRole('button', { name: '请出去' }).click()
    await bench.getByText('请出去的', { exact: true }).click()
    await bench.getByText('请出去的原因：发广告').waitFor()
  })

  test('a change made elsewhere meanwhile is said, and hers is kept', async () => {
    await bench.getByRole('link', { name: '设置' }).click()
    await bench.getByLabel('群叫什么').fill('云栖家长买菜一群')
    const path = `/v1/curator/communities/${/com_\w+/.exec(bench.url())?.[0]}`
    const { version } = await (await bench.request.get(path)).json()
    await bench.request.patch(path, { data: { purpose: '别处改过了', version } })
    await bench.getByRole('button', { name: '保存' }).click()
    await bench.getByRole('alert').filter({ hasText: '内容刚被改过' }).waitFor()
    await bench.getByRole('button', { name: '取最新的，保留我填的' }).click()
    await bench.getByRole('alert').waitFor({ state: 'detached' })
    await bench.getByRole('button', { name: '保存' }).click()
    await bench.getByRole('heading', { name: '云栖家长买菜一群' }).waitFor()
  })
})

describe.sequential('the table by the gate', () => {
  let saleId: string
  let pickupCode: string

  beforeAll(async () => {
    const member = await shopper(memberPhone)
    const { items } = await member.get('/v1/store/orders')
    const mine = items.find(
      (order: { pickupCode: string | null; state: string }) => order.pickupCode && order.state === 'paid',
    )
    saleId = mine.sale.id
    pickupCode = mine.pickupCode
  })

  test('a wrong code is refused beside the field', async () => {
    await bench.goto(`/curator/sales/${saleId}/handover`)
    await bench.getByRole('textbox', { name: '提货码' }).fill('00000000000000000000abcd')
    await bench.getByRole('button', { name: '交货' }).click()
    await bench.getByText('提货码不对。').waitFor()
    expect(await bench.getByRole('textbox', { name: '提货码' }).getAttribute('aria-invalid')).toBe('true')
  })

  test('another curator is refused in words, and learns nothing of the order', async () => {
    const page = await visit(`/curator/pickup/${pickupCode}`)
    await signIn(page, foreignPhone)
    await page.getByText('这一单不是你开的团').waitFor()
    expect(await page.getByRole('button', { name: '交货' }).count()).toBe(0)
    expect(await page.locator('main li').count()).toBe(0)
  })

  test('the phone’s own camera leads through the door to one look and one tap', async () => {
    const page = await visit(`/curator/pickup/${pickupCode}`)
    await signIn(page, curatorPhone)
    await page.getByRole('heading', { name: /\d+ 号/ }).waitFor()
    expect(new URL(page.url()).pathname).toBe(`/curator/pickup/${pickupCode}`)
    expect(await page.locator('main li').count()).toBeGreaterThan(0)
    await page.getByRole('button', { name: '交货' }).click()
    await page.getByText(/交给 \d+ 号.+：/).waitFor()
    expect(await page.getByRole('button', { name: '交货' }).count()).toBe(0)
    await page.reload()
    await page.getByText('这一单已经交过了').waitFor()
    await bench.goto(`/curator/sales/${saleId}/handover`)
    await bench.getByText('已取').first().waitFor()
  })

  test('a broken line says so and mends itself', async () => {
    const page = await visit('/curator', { storageState: signedIn })
    await page.route('**/orders/live', (route) => route.abort())
    await page.goto(`/curator/sales/${saleId}`)
    await page.getByText('断开了，正在重连').waitFor()
    await page.unroute('**/orders/live')
    await page.getByText('断开了，正在重连').waitFor({ state: 'detached' })
  })

  test('without a network a form keeps what was filled in and happens once', async () => {
    const page = await visit('/curator/communities/new', { storageState: signedIn })
    await page.getByLabel('群叫什么').fill('断网也不丢群')
    await page.context().setOffline(true)
    await page.getByRole('button', { name: '建好' }).click()
    await page.getByRole('alert').filter({ hasText: '网络断了' }).waitFor()
    await page.context().setOffline(false)
    await page.getByRole('button', { name: '建好' }).click()
    await page.waitForURL(/invitations$/)
    const { items } = await (await page.request.get('/v1/curator/communities')).json()
    expect(items.filter(({ name }: { name: string }) => name === '断网也不丢群')).toHaveLength(1)
  })

  test('a house built anew meanwhile is said, once the phone is looked at again', async () => {
    const page = await visit('/curator/communities', { storageState: signedIn })
    await page.locator('h1').waitFor()
    const own = await page.locator('script[type=module][src]').getAttribute('src')
    await page.route(`**${own}`, (route) =>
      route.request().method() === 'HEAD' ? route.fulfill({ status: 404 }) : route.continue(),
    )
    const seenAgain = () => page.evaluate(() => document.dispatchEvent(new Event('visibilitychange')))
    await seenAgain()
    await page.getByText('有新版本了').waitFor()
    await page.unroute(`**${own}`)
    await page.getByRole('button', { name: '刷新' }).click()
    await page.getByText('有新版本了').waitFor({ state: 'detached' })
    await page.locator('h1').waitFor()
    await seenAgain()
    expect(await page.getByText('有新版本了').count()).toBe(0)
  })

  test('a sale just opened shows the words to post, until somebody has joined', async () => {
    const page = await visit(`/curator/sales/new?like=${saleId}`, { storageState: signedIn })
    await page.getByRole('group', { name: '到货' }).locator('label').nth(1).click()
    await page.locator('.btn.go').click()
    await page.locator('.btn.go').click()
    await page.getByText('开好了。').waitFor()
    const words = page.locator('.post-text').first()
    expect(await words.isVisible()).toBe(true)
    const token = /\/s\/([\w-]+)/.exec(await words.innerText())?.[1] as string
    const member = await shopper(memberPhone)
    const { skus, delivery } = await member.get(`/v1/store/sales/${token}`)
    const order = { token, lines: [{ skuId: skus[0].skuId, quantity: 1 }], delivery }
    const { total } = await member.post('/v1/store/quotes', order)
    const placed = await member.post('/v1/store/orders', { ...order, expectedTotal: total, freshConfirmed: true })
    expect(placed.order).toBeDefined()
    // The list is live: nobody has to look again.
    await page.getByText('开好了。').waitFor({ state: 'detached' })
    expect(await words.isVisible()).toBe(false)
    await page.locator('.living li').first().waitFor()
  })

  test('rest and return', async () => {
    await bench.goto('/curator/me')
    await bench.getByRole('switch').click()
    await bench.getByText('你在休市：').waitFor()
    await bench.getByRole('switch').click()
    await bench.getByText('你在休市：').waitFor({ state: 'detached' })
    expect(problemsOf(bench).filter((problem) => !/40[49]/.test(problem))).toEqual([])
  })
})

const desk = { viewport: { width: 1440, height: 900 } }

describe.each([
  ['a phone', {}, ['light', 'dark']],
  ['a phone in English', { locale: 'en-US' }, []],
  ['a desk', desk, []],
] satisfies [string, BrowserContextOptions, ('light' | 'dark')[]][])('on %s', (_name, options, colours) => {
  test('every screen fits, is heard, and is tapped with a thumb', async () => {
    const page = await visit('/curator', { storageState: signedIn, ...options })
    const wrong: string[] = []
    for (const path of await everyScreen(page)) {
      await page.goto(`/curator${path}`)
      await page.locator('h1').waitFor()
      await expect.poll(() => page.locator('.skeleton, [aria-busy=true]').count()).toBe(0)
      for (const colorScheme of colours) {
        await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' })
        const { violations } = await new AxeBuilder({ page }).analyze()
        wrong.push(
          ...violations.map(({ id, nodes }) => `${path} ${colorScheme} ${id}: ${nodes[0]?.html.slice(0, 120)}`),
        )
      }
      wrong.push(...(await smallTargets(page)).map((target) => `${path} ${target}`))
      const over = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)
      if (over > 0) wrong.push(`${path} is ${over} px too wide`)
    }
    expect(wrong).toEqual([])
  }, 120_000)
})

async function everyScreen(page: Page): Promise<string[]> {
  const first = async (path: string) => (await (await page.request.get(path)).json()).items[0].id as string
  const sale = `/sales/${await first('/v1/curator/sales')}`
  const community = `/communities/${await first('/v1/curator/communities')}`
  return [
    ...['', '/sales', sale, `${sale}/handover`, '/sales/new', '/communities', '/communities/new'],
    ...[`${community}/members`, `${community}/invitations`, `${community}/settings`],
    ...['/wallet', '/me', '/me/profile', '/pickup/abcdefgh', '/nowhere'],
  ]
}
