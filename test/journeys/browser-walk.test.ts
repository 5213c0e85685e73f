import type { Page } from 'playwright-core'
import { beforeAll, describe, expect, test } from 'vitest'
import type { Visitor } from '../../src/rehearsal/public-door.ts'
import { problemsOf } from '../support/browser.ts'
import { openTestHouse, type TestHouse } from '../support/house.ts'
import {
  expectAccessible,
  expectEnglish,
  expectSound,
  expectText,
  expectToFit,
  keepPicture,
  PATIENT,
  throughEnglish,
  untilQuiet,
} from '../support/look.ts'
import { buyOneBox, fillOrangeShelf } from '../support/orange-shelf.ts'
import { codeFor, openPhone, pathOf } from '../support/walker.ts'

const CURATOR_PHONE = '13800000001'
const SHOPPER_PHONE = '13800000002'
const COMMUNITY = '桂雨里邻居鲜果群'
const PURPOSE = '只团当季水果'
const TITLE = '今晚脐橙'
const WORD = '我家这周吃了两箱，放一晚更甜。'
/** What stays Chinese on an English page: names and people's own words. */
const OWN = [
  '酵母',
  '中文',
  '阿芸',
  '十二栋李姐',
  '小李',
  '豆豆爸',
  '秦越',
  COMMUNITY,
  PURPOSE,
  TITLE,
  WORD,
  '云岔',
  '向满仓合作社',
]
const ADDRESS_OWN = ['浙江省 临江市 望江区', '桂雨里 12 幢 501', '顺丰速运']

let house: TestHouse
let staff: Visitor
let productId: string
let skuId: string
let bench: Page
let phone: Page
let saleLink: string
let salePath: string
let orderPath: string
/** What she says that the group calls her; she is asked after her first payment. */
const SHOPPER = '小李'

beforeAll(async () => {
  house = await openTestHouse()
  ;({ staff, productId, skuId } = await fillOrangeShelf(house))
  bench = await openPhone(house)
  phone = await openPhone(house)
})

describe.sequential('a curator and a shopper, each with a phone', () => {
  test('the curator signs in by code, applies, and waits for the answer', async () => {
    await bench.goto('/curator')
    await bench.getByLabel('手机号').fill(CURATOR_PHONE)
    await keepPicture(bench, 'walk-01-sign-in')
    await bench.getByRole('button', { name: '获取验证码' }).click()
    const code = bench.getByLabel('6 位验证码')
    await code.waitFor()
    await code.fill(await codeFor(bench, CURATOR_PHONE))
    await bench.getByLabel('怎么称呼你').fill('阿芸')
    await bench.getByLabel('介绍一下自己').fill('桂雨里住了九年，楼上楼下的水果都是我挑。')
    await keepPicture(bench, 'walk-02-apply')
    await bench.getByRole('button', { name: '提交申请' }).click()
    await bench.getByRole('heading', { name: '阿芸，收到了' }).waitFor()
    await keepPicture(bench, 'walk-03-applied')
    const { items } = await staff.get('/v1/admin/curators?state=applied')
    await staff.post(`/v1/admin/curators/${items[0].personId}/decide`, { decision: 'approve' }, 'approve')
    await bench.getByRole('button', { name: '看看有没有结果' }).click()
    await bench.getByRole('heading', { name: '第一团，三步' }).waitFor()
    await keepPicture(bench, 'walk-04-first-steps')
  })

  test('she brings her group in', async () => {
    await bench.getByRole('link', { name: '开始' }).click()
    await bench.getByLabel('群叫什么').fill(COMMUNITY)
    await bench.getByLabel('这个群是干什么的').fill(PURPOSE)
    await bench.getByText('有邀请就能进').click()
    await keepPicture(bench, 'walk-05-community')
    await bench.getByRole('button', { name: '建好' }).click()
    await bench.getByText('建好了。发个邀请，让大家进来').waitFor()
    await keepPicture(bench, 'walk-06-invitations')
  })

  test('she opens a sale and sees what it would bring her before she posts', async () => {
    await bench.goto('/curator/sales/new')
    await bench.getByLabel(COMMUNITY).check()
    await keepPicture(bench, 'walk-07-where')
    await next()
    await bench.getByLabel(/约 20 枚/).check()
    await expectText(bench, '每份预计赚 ¥5.49')
    await expectSound(bench)
    await keepPicture(bench, 'walk-08-goods')
    await next()
    await bench.getByText('今天 22:00').click()
    await bench.getByText('周四', { exact: true }).click()
    await expectAccessible(bench)
    await keepPicture(bench, 'walk-09-times')
    await next()
    await bench.getByLabel('团名').fill(TITLE)
    await bench.getByLabel('跟大家说一句').fill(WORD)
    await expectText(bench, '每份预计赚 ¥5.49')
    await expectSound(bench)
    await keepPicture(bench, 'walk-10-confirm')
    await bench.getByRole('button', { name: '开团', exact: true }).click()
    await bench.getByText('开好了。').waitFor()
  })

  test('she gets the words, the link and the picture with the code, and leaves the list open', async () => {
    salePath = pathOf(bench)
    const words = await bench.locator('.post-text').innerText()
    expect(words).toContain('54.9')
    expect(words).toContain('22:00')
    saleLink = /http\S+\/s\/\S+/.exec(words)?.[0] ?? ''
    expect(new URL(saleLink).origin).toBe(house.baseUrl)
    await keepPicture(bench, 'walk-11-opened')
    await bench.getByRole('button', { name: '二维码图' }).click()
    await bench.getByRole('img', { name: /二维码图，扫码就能打开/ }).waitFor()
    await keepPicture(bench, 'walk-12-qr')
    await bench.getByRole('button', { name: '关闭' }).click()
    await bench.getByText('还没有人接龙').waitFor()
    expect(problemsOf(bench)).toEqual([])
  })

  test('the link shows in a chat what it is, before any script runs', async () => {
    const html = await (await phone.request.get(saleLink)).text()
    const tag = (property: string) => new RegExp(`<meta property="og:${property}" content="([^"]*)"`).exec(html)?.[1]
    expect(tag('title')).toBe('云岔脐橙 9斤装 · 群友价 ¥54.9')
    expect(tag('description')).toContain('阿芸：我选的，我负责。11月2日 22:00 截单')
    const picture = await phone.request.get(tag('image') ?? '')
    expect(picture.headers()['content-type']).toBe('image/webp')
    for (const words of ['54.9', '69.9', '阿芸', '22:00', '还有 20 箱']) expect(html).toContain(words)
  })

  test('a shopper opens it on her phone and understands it on the first screen', async () => {
    await phone.goto(saleLink)
    for (const words of ['云岔脐橙 9斤装', '群友价', '直购价', '阿芸 · 甄选师', '今天 22:00 截单', '还有 20 箱', WORD])
      await phone.getByText(words).first().waitFor()
    await keepPicture(phone, 'walk-13-sale')
    await expectSound(phone)
    await inEnglish(phone, 'walk-14-sale-en')
  })

  test('two boxes, a code, a pasted address, one button', async () => {
    await phone.getByRole('button', { name: '多一件' }).click()
    await phone.getByRole('button', { name: /买两箱/ }).click()
    await phone.getByRole('heading', { name: '确认订单' }).waitFor()
    await expectText(phone, '¥109.80')
    await keepPicture(phone, 'walk-15-checkout')
    await expectSound(phone)
    await inEnglish(phone, 'walk-16-checkout-en')
    await phone.getByRole('button', { name: /填收货地址/ }).click()
    await phone.getByLabel('手机号').fill(SHOPPER_PHONE)
    await keepPicture(phone, 'walk-17-sign-in-sheet')
    await phone.getByRole('button', { name: '发验证码' }).click()
    const code = phone.getByLabel('验证码', { exact: true })
    await code.waitFor()
    await code.fill(await codeFor(phone, SHOPPER_PHONE))
    await phone.getByLabel('粘贴整段地址').fill('小李 13800000002 浙江省临江市望江区桂雨里 12 幢 501')
    await expect.poll(() => phone.getByLabel('街道、门牌').inputValue(), PATIENT).toBe('桂雨里 12 幢 501')
    expect(await phone.getByLabel('收件人').inputValue()).toBe('小李')
    expect(await phone.getByLabel('省 市 区').inputValue()).toBe('浙江省 临江市 望江区')
    await expectAccessible(phone)
    await keepPicture(phone, 'walk-18-address')
    await phone.getByRole('button', { name: '保存' }).click()
    await expectText(phone, '桂雨里 12 幢 501')
    await expectText(phone, '不支持七天无理由退货')
    await expectAccessible(phone)
    await keepPicture(phone, 'walk-19-ready')
    expect(problemsOf(phone)).toEqual([])
    await phone.getByRole('button', { name: '确认并付款' }).click()
  })

  test('she pays at the provider’s own cashier under the shop’s port, and comes back to 已付', async () => {
    await phone.waitForURL(/\/sandbox\/cashier\//)
    expect(new URL(phone.url()).origin).toBe(house.baseUrl)
    await expectText(phone, '沙盒 · 不会真的扣款')
    await expectText(phone, '109.80')
    await expectSound(phone)
    await keepPicture(phone, 'walk-20-cashier')
    await phone.getByRole('button', { name: /立即支付/ }).click()
    await phone.getByRole('heading', { name: '付好了' }).waitFor()
    await keepPicture(phone, 'walk-21-paid')
    await phone.getByLabel('群里怎么叫你？').fill(SHOPPER)
    await phone.getByRole('button', { name: '就叫这个' }).click()
    await expectText(phone, `群里以后叫你 ${SHOPPER}`)
    await inEnglish(phone, 'walk-22-paid-en')
    await phone.getByRole('link', { name: '看订单' }).click()
    await phone.getByText('已付', { exact: true }).waitFor()
    orderPath = pathOf(phone)
    await keepPicture(phone, 'walk-23-order')
    await expectSound(phone)
    await inEnglish(phone, 'walk-24-order-en')
  })

  test('the curator’s list grew by itself', async () => {
    const row = bench.getByRole('listitem').filter({ hasText: '2 箱' })
    await row.getByText('已付').waitFor()
    expect(await row.innerText()).toMatch(/^1\.[\s\S]*2 箱[\s\S]*已付$/)
    await bench.reload()
    await bench.getByRole('listitem').filter({ hasText: SHOPPER }).waitFor()
    await expectText(bench, '¥10.98')
    await keepPicture(bench, 'walk-25-living-list')
    expect(problemsOf(bench)).toEqual([])
  })

  test('the parcel is sent, and she confirms that it came', async () => {
    const orderId = orderPath.split('/').at(-1)
    const parcel = { carrier: '顺丰速运', trackingNo: 'SF1000001' }
    await staff.post(`/v1/admin/orders/${orderId}/ship`, parcel, 'ship')
    await phone.reload()
    await expectText(phone, 'SF1000001')
    await keepPicture(phone, 'walk-26-shipped')
    await phone.getByRole('button', { name: '确认收货' }).click()
    await keepPicture(phone, 'walk-27-confirm-receipt')
    await phone.getByRole('dialog').getByRole('button', { name: '确认收货' }).click()
    await phone.getByText('已收到', { exact: true }).waitFor()
    await keepPicture(phone, 'walk-28-received')
  })

  test('she passes on her own link; another buys through it, and the list says via whom', async () => {
    await phone.getByRole('button', { name: '发给群友' }).click()
    const words = await phone.getByLabel('发到群里的话').inputValue()
    const link = /http\S+\/s\/\S+/.exec(words)?.[0] ?? ''
    expect(link).not.toBe(saleLink)
    await expectAccessible(phone)
    await keepPicture(phone, 'walk-29-pass-on')
    expect(problemsOf(phone)).toEqual([])
    await buyOneBox(house, { link, skuId, phone: '13800000003', nickname: '豆豆爸' })
    const row = bench.getByRole('listitem').filter({ hasText: '豆豆爸' })
    await row.waitFor()
    await row.getByText('已付').waitFor()
    expect(await row.innerText()).toContain(`看了${SHOPPER}的分享`)
    await keepPicture(bench, 'walk-30-via')
  })

  test('without a curator it costs the direct price, and the page says how to find one', async () => {
    const stranger = await openPhone(house)
    await stranger.goto('/')
    await expectText(stranger, '¥69.9')
    await expectText(stranger, '怎么用群友价买？')
    await keepPicture(stranger, 'walk-31-home')
    await expectSound(stranger)
    await inEnglish(stranger, 'walk-32-home-en')
    await stranger.goto(`/p/${productId}`)
    await expectText(stranger, '直购价')
    await expectText(stranger, '在群里买是 ¥54.9')
    await stranger.getByRole('heading', { name: '怎么用群友价买？' }).waitFor()
    await keepPicture(stranger, 'walk-33-product')
    await expectSound(stranger)
    await inEnglish(stranger, 'walk-34-product-en')
    await stranger.getByRole('button', { name: /买一箱/ }).click()
    await expectText(stranger, '商品（直购价）')
    expect(problemsOf(stranger)).toEqual([])
  })

  test('the curator’s day: what to do, the list, the numbers; in both languages', async () => {
    await bench.goto('/curator')
    await bench.getByText('豆豆爸').waitFor()
    await keepPicture(bench, 'walk-35-today')
    await expectSound(bench)
    await bench.goto('/curator/me')
    await bench.getByText('English').click()
    await bench.getByRole('heading', { name: 'Me', exact: true }).waitFor()
    const places = ['', '/sales', '/sales/new', '/communities', '/wallet', '/me'].map((place) => `/curator${place}`)
    for (const [index, place] of [...places, salePath].entries()) {
      await bench.goto(place)
      await bench.locator('h1').waitFor()
      await untilQuiet(bench)
      await expectEnglish(bench, OWN)
      await expectToFit(bench)
      await keepPicture(bench, `walk-${36 + index}-curator-en`)
    }
    expect(problemsOf(bench)).toEqual([])
  })
})

const next = () => bench.getByRole('button', { name: '下一步' }).click()

const inEnglish = (page: Page, picture: string) => throughEnglish(page, [...OWN, ...ADDRESS_OWN], picture)
