import { AxeBuilder } from '@axe-core/playwright'
import type { BrowserContextOptions, Page } from 'playwright-core'
import { beforeAll, describe, expect, test } from 'vitest'
import { fillDemo } from '../../src/rehearsal/index.ts'
import { openPage, problemsOf } from '../support/browser.ts'
import { openTestHouse, type TestHouse } from '../support/house.ts'

/** An operator's morning at the console in a real browser: the door, the parcels, the books, and what the door forgets. */

type Kept = Awaited<ReturnType<ReturnType<Page['context']>['storageState']>>

const LOGIN = 'chenming'
const PASSWORD = 'a long enough password'
const STEP_MS = 30_000
/** A proof is good for less than this. */
const LONG_MS = 40 * 60_000

let house: TestHouse
let secret: string
let signedIn: Kept
let desk: Page

beforeAll(async () => {
  house = await openTestHouse()
  await fillDemo(house, () => undefined)
  const staff = { login: LOGIN, name: '陈明', password: PASSWORD, roles: ['admin'] as const }
  secret = (await house.makeStaff(staff)).totpSecret
  desk = await visit('/admin')
}, 180_000)

async function visit(path: string, options: BrowserContextOptions = {}): Promise<Page> {
  const page = await openPage('desktop', { baseURL: house.baseUrl, reducedMotion: 'reduce', ...options })
  page.setDefaultTimeout(15_000)
  await page.goto(path)
  return page
}

/** A code opens once, so time passes before each. */
async function nextCode(): Promise<string> {
  await house.moveTo(new Date(house.now().getTime() + STEP_MS))
  return house.totpCode(secret)
}

async function read(path: string) {
  return (await desk.request.get(path)).json()
}

async function paidOrders(delivery: 'parcel' | 'pickup'): Promise<{ id: string; buyerNickname: string }[]> {
  const { items } = await read('/v1/admin/orders?state=paid&limit=100')
  return items.filter((order: { delivery: string }) => order.delivery === delivery)
}

async function open(path: string): Promise<void> {
  await desk.goto(`/admin${path}`)
  await desk.locator('h1').waitFor()
}

const dialog = () => desk.getByRole('dialog')

describe.sequential('the door', () => {
  test('a wrong code is refused without saying what was wrong, and the password stays', async () => {
    await desk.getByLabel('账号').fill(LOGIN)
    await desk.getByLabel('密码').fill(PASSWORD)
    await desk.getByLabel('动态码').fill('000 000')
    await desk.keyboard.press('Enter')
    await desk.getByRole('alert').filter({ hasText: '账号、密码或动态码不对。' }).waitFor()
    expect(await desk.getByLabel('密码').inputValue()).toBe(PASSWORD)
    expect(await desk.getByLabel('动态码').inputValue()).toBe('')
  })

  test('the right one opens today', async () => {
    await desk.getByLabel('动态码').fill(await nextCode())
    await desk.keyboard.press('Enter')
    await desk.getByRole('heading', { name: '今天' }).waitFor()
    await desk.getByText('单等着发货').waitFor()
    await desk.getByText('账平 · 0 分差').waitFor()
    signedIn = await desk.context().storageState()
  })
})

describe.sequential('the parcels', () => {
  test('/ finds a buyer by name from anywhere, and Enter follows', async () => {
    const [order] = await paidOrders('parcel')
    await open('/stock')
    await desk.keyboard.press('/')
    await desk.keyboard.type(order?.buyerNickname ?? '')
    await desk.getByRole('option').first().waitFor()
    await desk.keyboard.press('Enter')
    await desk.getByRole('heading', { name: `${order?.buyerNickname} 的订单` }).waitFor()
    expect(await desk.evaluate(() => document.activeElement?.tagName)).toBe('H1')
  })

  test('pasted lines are judged one by one, and the right ones go', async () => {
    const [first] = await paidOrders('parcel')
    const [pickup] = await paidOrders('pickup')
    await open('/orders/ship')
    const lines = [
      '订单号,快递,单号',
      `${first?.id},顺丰,SF1000200030004`,
      `${pickup?.id},中通,73012340001`,
      '小王 顺丰 SF9',
    ]
    await desk.getByLabel('每行一单').fill(lines.join('\n'))
    await desk.getByRole('row', { name: /这一单是自提/ }).waitFor()
    await desk.getByRole('row', { name: /没有订单号/ }).waitFor()
    await desk.getByRole('button', { name: '发 1 单' }).click()
    await desk.getByRole('row', { name: /已发货/ }).waitFor()
    expect((await read(`/v1/admin/orders/${first?.id}`)).order.parcels).toMatchObject([
      { carrier: '顺丰速运', trackingNo: 'SF1000200030004' },
    ])
  })

  test('the whole address is shown on purpose only, and the look stays on the record', async () => {
    const { items } = await read('/v1/admin/orders?state=shipped')
    await open(`/orders/${items[0].id}`)
    await desk.getByRole('button', { name: '看完整地址' }).click()
    expect(await dialog().innerText()).not.toMatch(/1\d{10}/)
    await dialog().getByRole('button', { name: '查看并记录' }).click()
    await dialog()
      .getByText(/1\d{10}/)
      .waitFor()
    await desk.keyboard.press('Escape')
    await desk.getByText('陈明 看了完整地址').waitFor()
  })
})

describe.sequential('the money', () => {
  test('a session that ends in the middle of a refund asks who is there, and the refund happens once', async () => {
    const [order] = await paidOrders('parcel')
    await open(`/orders/${order?.id}`)
    await desk.getByRole('button', { name: '取消订单' }).click()
    await dialog().getByLabel('原因').fill('买家改主意了')
    await desk.context().clearCookies({ name: 'lv_admin' })
    await dialog().getByRole('button', { name: '取消并退款' }).click()
    const again = desk.getByRole('dialog', { name: '登录到期了' })
    await again.getByLabel('账号').fill(LOGIN)
    await again.getByLabel('密码').fill(PASSWORD)
    await again.getByLabel('动态码').fill(await nextCode())
    await desk.keyboard.press('Enter')
    await desk.getByRole('status').filter({ hasText: '已取消' }).waitFor()
    await desk.getByRole('row', { name: /收回佣金/ }).waitFor()
    expect((await read(`/v1/admin/orders/${order?.id}`)).refunds).toHaveLength(1)
    signedIn = await desk.context().storageState()
  })

  test('every check of the audit looks at its rows and finds nothing', async () => {
    await open('/audit')
    await desk.getByRole('button', { name: '现在查一遍' }).click()
    await desk.getByText('全部对得上').waitFor()
    expect(await desk.getByText('对不上', { exact: true }).count()).toBe(0)
  })

  test('prices that stand the wrong way round are said before they are sent', async () => {
    const { items } = await read('/v1/admin/products?limit=1')
    await open(`/products/${items[0].id}`)
    await desk.getByRole('button', { name: '改售价' }).click()
    await dialog().getByLabel('群友价').fill('9999')
    await dialog().getByText('直购价不能低于群友价').waitFor()
    await dialog().getByRole('button', { name: '定价' }).click()
    await dialog().getByLabel('群友价').fill('0.1.2')
    await dialog().getByText('金额写到分，如 54.90').waitFor()
    const before = await read(`/v1/admin/products/${items[0].id}`)
    expect(before.skus[0].offers).toHaveLength(1)
  })

  test('a key asks for the code again, and shows its secret once', async () => {
    await house.moveTo(new Date(house.now().getTime() + LONG_MS))
    await open('/api-keys')
    await desk.getByRole('button', { name: '新建密钥' }).click()
    await dialog().getByLabel('名称').fill('仓库打单')
    await dialog().getByRole('button', { name: '生成密钥' }).click()
    const proof = desk.getByRole('dialog', { name: '再验证一次' })
    await proof.getByLabel('动态码').fill(await nextCode())
    await desk.keyboard.press('Enter')
    await desk.getByText(/^lvk_/).waitFor()
    await desk.getByRole('button', { name: '已经收好' }).click()
    await desk.getByRole('cell', { name: '仓库打单' }).waitFor()
    expect(await desk.getByText(/^lvk_/).count()).toBe(0)
    expect(problemsOf(desk).filter((problem) => !/40[19]|422/.test(problem))).toEqual([])
  })
})

test('a scout sees goods and no orders', async () => {
  const scout = { login: 'xunwei', name: '寻味', password: PASSWORD, roles: ['scout'] as const }
  const { totpSecret } = await house.makeStaff(scout)
  const page = await visit('/admin')
  await page.getByLabel('账号').fill(scout.login)
  await page.getByLabel('密码').fill(PASSWORD)
  await page.getByLabel('动态码').fill(house.totpCode(totpSecret))
  await page.keyboard.press('Enter')
  await page.getByRole('link', { name: '产品档案' }).waitFor()
  expect(await page.getByRole('link', { name: '订单' }).count()).toBe(0)
  await page.goto('/admin/orders')
  await page.getByText('你没有权限做这件事。').waitFor()
})

describe.each([
  ['a desk', {}, ['light', 'dark']],
  ['a desk in English', { locale: 'en-US' }, []],
  ['a tablet', { viewport: { width: 834, height: 1112 } }, []],
  ['a phone', { viewport: { width: 390, height: 844 } }, []],
] satisfies [string, BrowserContextOptions, ('light' | 'dark')[]][])('on %s', (_name, options, colours) => {
  test('every screen fits and is heard', async () => {
    const page = await visit('/admin', { storageState: signedIn, ...options })
    const wrong: string[] = []
    for (const path of await everyScreen()) {
      await page.goto(`/admin${path}`)
      await page.locator('h1').waitFor()
      await expect.poll(() => page.locator('.skeleton, [aria-busy=true]').count()).toBe(0)
      for (const colorScheme of colours) {
        await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' })
        const { violations } = await new AxeBuilder({ page }).analyze()
        wrong.push(
          ...violations.map(({ id, nodes }) => `${path} ${colorScheme} ${id}: ${nodes[0]?.html.slice(0, 120)}`),
        )
      }
      const over = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)
      if (over > 0) wrong.push(`${path} is ${over} px too wide`)
    }
    expect(wrong).toEqual([])
    expect(problemsOf(page).filter((problem) => !problem.includes('404'))).toEqual([])
  }, 180_000)
})

async function everyScreen(): Promise<string[]> {
  const first = async (path: string) => (await read(`${path}?limit=1`)).items[0].id as string
  return [
    ...['/', '/orders', `/orders/${await first('/v1/admin/orders')}`, '/orders/ship', '/orders/hand-over'],
    ...['/products', `/products/${await first('/v1/admin/products')}`, '/products/new', '/stock', '/supply'],
    ...['/communities', `/communities/${await first('/v1/admin/communities')}`, '/curators', '/people'],
    ...[`/people/${await first('/v1/admin/people')}`, '/ledger', '/audit', '/payments', '/refunds'],
    ...['/commission-rules', '/staff', '/api-keys', '/activity', '/nowhere'],
  ]
}
