// Takes the pictures of the README from a running demo:
//   npx tsx docs/pictures/take.mjs [http://localhost:3000] [name …]
// It signs in through the API with the codes of the demo's developer page, buys one order, and looks at pages in a real
// Chromium. Take them from a fresh demo (a new LEAVEN_DATA_DIR).
import { randomUUID } from 'node:crypto'
import { writeFile } from 'node:fs/promises'
import path from 'node:path'
import { chromium } from 'playwright-core'
import sharp from 'sharp'
import { findChromium } from '../../test/support/browser/chromium.ts'

const [base = 'http://localhost:3000', ...wantedNames] = process.argv.slice(2)
const MOST_BYTES = 60_000
const CURATOR = '13800010001'
const SHOPPER = '13800010004'
const STAFF = { login: 'qinyue', password: 'leaven-demo' }

const phone = { viewport: { width: 390, height: 844 }, deviceScaleFactor: 2, isMobile: true, hasTouch: true }
const desk = { viewport: { width: 1360, height: 850 }, deviceScaleFactor: 1.25 }

const { executablePath, env } = await findChromium()
const browser = await chromium.launch({
  executablePath,
  args: ['--no-sandbox', '--disable-gpu'],
  env: { ...process.env, ...env },
})
try {
  await takeAll(await signInEverybody())
} finally {
  await browser.close()
}

async function takeAll({ curator, shopper, staff }) {
  const sale = await readSale(curator)
  const token = sale.communities[0].link.url.split('/').at(-1)
  const [first] = sale.skus
  const cashier = await buy(shopper, sale, token)
  const orders = await call(staff, 'GET', '/v1/admin/orders?state=received&limit=1')
  const shots = [
    ['sale', phone, shopper, `/s/${token}/p/${first.productId}`],
    ['product', phone, shopper, `/p/${first.productId}`],
    ['checkout', phone, shopper, `/checkout?s=${token}&sku=${first.skuId}&n=2`],
    ['order', phone, shopper, `/orders/${cashier.orderId}`],
    ['today', phone, curator, '/curator'],
    ['open-a-sale', phone, curator, `/curator/sales/new?like=${sale.id}`, goOnToConfirm],
    ['living-list', phone, curator, `/curator/sales/${sale.id}`, scrollToList],
    ['orders', desk, staff, '/admin/orders'],
    ['order-books', desk, staff, `/admin/orders/${orders.items[0]?.id}`],
    ['audit', desk, staff, '/admin/audit', runAudit],
  ]
  if (wanted('cashier')) await take('cashier.zh', phone, shopper, cashier.url, 'zh-CN', 'light')
  for (const [name, screen, visitor, address, act] of shots) {
    if (!wanted(name)) continue
    for (const [suffix, locale] of [
      ['zh', 'zh-CN'],
      ['en', 'en'],
    ])
      await take(`${name}.${suffix}`, screen, visitor, address, locale, 'light', act)
  }
  if (wanted('sale')) await take('sale.dark', phone, shopper, `/s/${token}/p/${first.productId}`, 'zh-CN', 'dark')
}

/** One picture: a context of its own with the visitor's cookies, the page at rest, pressed until it is small enough. */
async function take(name, screen, visitor, address, locale, colorScheme, act = async () => {}) {
  const context = await browser.newContext({ ...screen, locale, colorScheme, timezoneId: 'Asia/Shanghai' })
  await context.addCookies([...(await visitor.cookies()), { name: 'lv_lang', value: locale, url: base }])
  const page = await context.newPage()
  page.on('console', (message) => message.type() === 'error' && process.stdout.write(`  ${message.text()}\n`))
  await page.goto(new URL(address, base).href, { waitUntil: 'load' })
  await settle(page)
  await act(page)
  await settle(page)
  const png = await page.screenshot({ animations: 'disabled' })
  await context.close()
  for (let quality = 82; ; quality -= 8) {
    const webp = await sharp(png)
      .resize({ width: screen === phone ? 780 : 1360 })
      .webp({ quality, effort: 6 })
      .toBuffer()
    if (webp.length > MOST_BYTES && quality > 40) continue
    await writeFile(path.join(import.meta.dirname, `${name}.webp`), webp)
    process.stdout.write(`${name}.webp  ${Math.round(webp.length / 1000)} kB\n`)
    return
  }
}

/** Live pages keep a stream open, so the network is never idle: quiet is when no skeleton and no spinner is left. */
async function settle(page) {
  await page.waitForLoadState('networkidle', { timeout: 3_000 }).catch(() => {})
  await page.evaluate(() => document.fonts.ready)
  await page.waitForFunction(() => !document.querySelector('.skeleton, [aria-busy="true"]'), undefined, {
    timeout: 10_000,
  })
}

/** The sale is begun from an earlier one; what is left is the day of arrival, then the page to look over. */
async function goOnToConfirm(page) {
  await page.locator('fieldset').nth(1).locator('label').nth(1).click()
  await page.locator('.btn.go').click()
}

async function runAudit(page) {
  await page.locator('main .ant-btn-primary').first().click()
  await page.locator('main table').first().waitFor()
}

async function scrollToList(page) {
  await page.locator('.living').scrollIntoViewIfNeeded()
  await page.locator('.living').evaluate((list) => scrollTo(0, list.getBoundingClientRect().top + scrollY - 180))
}

async function readSale(curator) {
  const { items } = await call(curator, 'GET', '/v1/curator/sales?state=open')
  return call(curator, 'GET', `/v1/curator/sales/${items.at(-1).id}`)
}

/** An order of two, as its payment page would have it: placed, and waiting at the cashier. */
async function buy(shopper, sale, token) {
  const order = { token, lines: [{ skuId: sale.skus[0].skuId, quantity: 2 }], delivery: sale.delivery }
  const quote = await call(shopper, 'POST', '/v1/store/quotes', order)
  const placed = await call(shopper, 'POST', '/v1/store/orders', {
    ...order,
    freshConfirmed: true,
    expectedTotal: quote.total,
    ...(sale.delivery === 'parcel' ? { addressId: await anAddress(shopper) } : {}),
  })
  const { cashier } = await call(shopper, 'POST', `/v1/store/payments/${placed.payment.id}/start`, { channel: 'h5' })
  return { url: cashier.url, orderId: placed.order.id }
}

async function anAddress(shopper) {
  const { items } = await call(shopper, 'GET', '/v1/store/me/addresses')
  return items[0]?.id
}

async function signInEverybody() {
  return {
    curator: await signInByPhone('curator', CURATOR),
    shopper: await signInByPhone('store', SHOPPER),
    staff: await signInStaff(),
  }
}

async function signInByPhone(audience, number) {
  const visitor = await browser.newContext()
  await call(visitor, 'POST', `/v1/${audience}/sign-in/code`, { phone: number })
  const { items } = await call(visitor, 'GET', '/dev/messages.json')
  const masked = `${number.slice(0, 3)}****${number.slice(-4)}`
  const code = /\d{6}/.exec(items.find((item) => item.phoneMasked === masked)?.body ?? '')?.[0]
  await call(visitor, 'POST', `/v1/${audience}/sign-in`, { phone: number, code })
  return visitor
}

/** A code of staff opens once; the developer page says when the next one comes. */
async function signInStaff() {
  const visitor = await browser.newContext()
  for (;;) {
    const { staff } = await call(visitor, 'GET', '/dev/messages.json')
    const { totp, waitSeconds } = staff.find((one) => one.login === STAFF.login)
    if (totp) {
      await call(visitor, 'POST', '/v1/admin/sign-in', { ...STAFF, totp })
      return visitor
    }
    await new Promise((resolve) => setTimeout(resolve, (waitSeconds + 1) * 1000))
  }
}

async function call(visitor, method, address, data) {
  const answer = await visitor.request.fetch(new URL(address, base).href, {
    method,
    headers: { 'idempotency-key': randomUUID(), 'accept-language': 'zh-CN' },
    ...(data === undefined ? {} : { data }),
  })
  const text = await answer.text()
  if (!answer.ok()) throw new Error(`${method} ${address}: ${answer.status()} ${text.slice(0, 300)}`)
  return JSON.parse(text || 'null')
}

function wanted(name) {
  return wantedNames.length === 0 || wantedNames.includes(name)
}
