import type { BrowserContextOptions, Page } from 'playwright-core'
import sharp from 'sharp'
import { beforeAll, describe, expect, test } from 'vitest'
import type { StaffRole } from '../../src/platform/actor.ts'
import { fillDemo } from '../../src/rehearsal/index.ts'
import { openPage, problemsOf } from '../support/browser.ts'
import { openTestHouse, type TestHouse } from '../support/house.ts'
import { expectAccessible } from '../support/look.ts'

/** A day at the console in a real browser: an operator's parcels and refunds, a scout's product, finance at the books. */

const LOGIN = 'chenming'
const PASSWORD = 'a long enough password'
const STEP_MS = 30_000
/** A proof is good for less than this. */
const LONG_MS = 40 * 60_000

let house: TestHouse
let secret: string
let desk: Page

beforeAll(async () => {
  house = await openTestHouse()
  await fillDemo(house, () => undefined)
  const staff = { login: LOGIN, name: '陈明', password: PASSWORD, roles: ['admin'] as const }
  secret = (await house.makeStaff(staff)).totpSecret
  desk = await visit('/admin')
}, 600_000)

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

const dialog = (page = desk) => page.getByRole('dialog')
/** What nobody asked for: refusals are answers, and browsers log them. */
const unexpected = (page: Page) => problemsOf(page).filter((problem) => !/40[139]|422/.test(problem))

/** A colleague of one role, signed in at her own desk. */
async function enter(role: StaffRole, name: string): Promise<Page> {
  const { totpSecret } = await house.makeStaff({ login: `one.${role}`, name, password: PASSWORD, roles: [role] })
  const page = await visit('/admin')
  await page.getByLabel('账号').fill(`one.${role}`)
  await page.getByLabel('密码').fill(PASSWORD)
  await page.getByLabel('动态码').fill(house.totpCode(totpSecret))
  await page.keyboard.press('Enter')
  await page.getByRole('heading', { name: '今天' }).waitFor()
  return page
}

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

  test('one order is packed and shipped, and shows the lot that left and who sent it', async () => {
    const [order] = await paidOrders('parcel')
    await open(`/orders/${order?.id}`)
    await desk.getByRole('button', { name: '发货' }).click()
    await dialog().getByLabel('快递公司').fill('顺丰')
    await dialog().getByLabel('运单号').fill('sf 1000 2000 3999')
    await expectAccessible(desk)
    await dialog().getByRole('button', { name: '发货' }).click()
    await desk.getByText('陈明 发了货').waitFor()
    const shown = await read(`/v1/admin/orders/${order?.id}`)
    expect(shown.order).toMatchObject({ state: 'shipped', parcels: [{ trackingNo: 'SF100020003999' }] })
    const [lot] = shown.packed
    await desk.getByRole('link', { name: `${lot.lotCode} × ${lot.quantity}` }).waitFor()
    await expectAccessible(desk)
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
    expect(unexpected(desk)).toEqual([])
  })
})

describe.sequential('a scout', () => {
  let page: Page
  let productId: string

  test('sees goods and no orders', async () => {
    page = await enter('scout', '顾小满')
    await page.getByRole('link', { name: '产品档案' }).waitFor()
    expect(await page.getByRole('link', { name: '订单' }).count()).toBe(0)
    await page.goto('/admin/orders')
    await page.getByText('你没有权限做这件事。').waitFor()
  })

  test('writes a new dossier, fact by fact', async () => {
    await page.goto('/admin/products/new')
    await page.getByLabel('中文名').fill('云岔红心柚 2 个装')
    await page.getByLabel('寻味师的一句话').fill('皮薄，一瓣一瓣都是水')
    await choose('品类', '水果')
    await choose('供货')
    await choose('退货', '生鲜')
    await page.getByRole('button', { name: '建草稿' }).click()
    await page.getByRole('heading', { name: '云岔红心柚 2 个装' }).waitFor()
    productId = new URL(page.url()).pathname.split('/').at(-1) as string
    for (const fact of ['品种', '产地', '谁种的', '采摘', '怎么吃']) {
      await page.locator('.missing').getByRole('button', { name: fact, exact: true }).click()
      await dialog(page).getByLabel('中文').fill(`关于${fact}的实话`)
      await dialog(page).getByRole('button', { name: '记下' }).click()
      await dialog(page).waitFor({ state: 'hidden' })
    }
    await expectAccessible(page)
  })

  test('adds a picture, a SKU and its price, and publishes it', async () => {
    const picture = { create: { width: 800, height: 600, channels: 3, background: '#E58A55' } } as const
    await page.locator('.missing').getByRole('button', { name: '一张图片' }).click()
    const file = { name: 'pomelo.png', mimeType: 'image/png', buffer: await sharp(picture).png().toBuffer() }
    await dialog(page).locator('input[type=file]').setInputFiles(file)
    await dialog(page).getByLabel('图上是什么', { exact: true }).fill('切开的柚子')
    await dialog(page).getByRole('button', { name: '上传' }).click()
    await dialog(page).waitFor({ state: 'hidden' })
    await page.locator('.missing').getByRole('button', { name: '一个有售价的规格' }).click()
    await dialog(page).getByLabel('规格名').fill('约 2.5 kg')
    await choose('运费')
    await dialog(page).getByRole('button', { name: '加规格' }).click()
    await dialog(page).waitFor({ state: 'hidden' })
    await page.locator('.missing').getByRole('button', { name: '一个有售价的规格' }).click()
    for (const [label, yuan] of [
      ['直购价', '39.90'],
      ['群友价', '32.90'],
      ['会员价', '29.90'],
      ['底价', '26'],
    ] as const)
      await dialog(page).getByLabel(label).fill(yuan)
    await dialog(page).getByRole('button', { name: '定价' }).click()
    await dialog(page).waitFor({ state: 'hidden' })
    await page.getByRole('button', { name: '上架' }).click()
    await dialog(page).getByRole('button', { name: '上架' }).click()
    await page.getByRole('status').filter({ hasText: '已上架' }).waitFor()
    expect(await read(`/v1/admin/products/${productId}`)).toMatchObject({ state: 'published', missing: [] })
    await page.getByText('顾小满 上了架').waitFor()
    expect(unexpected(page)).toEqual([])
  })

  /** From the list that a field opens: the one with these words, or the first. */
  async function choose(label: string, words = ''): Promise<void> {
    await page.getByLabel(label, { exact: true }).click()
    await page.locator('.ant-select-item-option:visible').filter({ hasText: words }).first().click()
  }
})

describe.sequential('finance', () => {
  let page: Page

  test('finds a payment by the number on the bank’s statement, and its place in the books', async () => {
    page = await enter('finance', '钱多多')
    const { items } = await read('/v1/admin/payments?state=succeeded&limit=1')
    await page.getByRole('link', { name: '支付', exact: true }).click()
    await page.getByLabel('支付单号、订单号或支付方单号').fill(items[0].providerTxn)
    await page.getByText('共 1 行，到底了').waitFor()
    await expectAccessible(page)
    await page
      .getByRole('row', { name: new RegExp(items[0].providerTxn) })
      .getByRole('link')
      .first()
      .click()
    await page.getByRole('heading', { name: '账', exact: true }).waitFor()
    await page.getByRole('row', { name: /订单付款/ }).waitFor()
    await expectAccessible(page)
  })

  test('follows a commission from the books to its curator, who has the same sum', async () => {
    const { items } = await read('/v1/admin/curators?state=active&limit=1')
    const { wallet } = await read(`/v1/admin/curators/${items[0].personId}`)
    await page.goto(`/admin/ledger?reference=${items[0].personId}`)
    await page.getByRole('link', { name: items[0].displayName }).first().click()
    await page.getByRole('heading', { name: items[0].displayName }).waitFor()
    const pending = await page.locator('.figure').filter({ hasText: '待结算' }).locator('dd').first().innerText()
    expect(Math.round(Number(pending.replace(/[^\d.]/g, '')) * 100)).toBe(wallet.pending.amount)
    expect(await page.getByRole('button', { name: '定阶段' }).count()).toBe(0)
    await expectAccessible(page)
  })

  test('sees that the books are even, and may not ship', async () => {
    await page.goto('/admin')
    await page.getByText('账平 · 0 分差').waitFor()
    await page.goto('/admin/orders')
    await page.getByRole('heading', { name: '订单' }).waitFor()
    expect(await page.getByRole('link', { name: '批量发货' }).count()).toBe(0)
    expect(unexpected(page)).toEqual([])
  })
})
