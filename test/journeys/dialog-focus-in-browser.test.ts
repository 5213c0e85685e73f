import type { Page } from 'playwright-core'
import { beforeAll, beforeEach, expect, test } from 'vitest'
import { openPage, problemsOf } from '../support/browser.ts'
import { openTestHouse, type TestHouse } from '../support/house.ts'

/** Whoever types as soon as a dialog of the console can be seen types into it, however slow the machine is. */

const LOGIN = 'zhouli'
const PASSWORD = 'a long enough password'
const ADD = '添加供货'
const STEP_MS = 30_000
const SLOW = 6

let house: TestHouse
let secret: string
let desk: Page

beforeAll(async () => {
  house = await openTestHouse()
  const staff = { login: LOGIN, name: '周莉', password: PASSWORD, roles: ['admin'] as const }
  secret = (await house.makeStaff(staff)).totpSecret
  desk = await openPage('desktop', { baseURL: house.baseUrl })
  desk.setDefaultTimeout(15_000)
  await desk.goto('/admin')
  await signIn(desk)
  await desk.getByRole('heading', { name: '今天' }).waitFor()
  const devtools = await desk.context().newCDPSession(desk)
  await devtools.send('Emulation.setCPUThrottlingRate', { rate: SLOW })
}, 120_000)

beforeEach(async () => {
  await desk.goto('/admin/supply')
  await desk.getByRole('button', { name: ADD }).waitFor()
})

/** A code opens once, so time passes before each. */
async function signIn(where: Pick<Page, 'getByLabel'>): Promise<void> {
  await house.moveTo(new Date(house.now().getTime() + STEP_MS))
  await where.getByLabel('账号').fill(LOGIN)
  await where.getByLabel('密码').fill(PASSWORD)
  await where.getByLabel('动态码').fill(house.totpCode(secret))
  await desk.keyboard.press('Enter')
}

const asked = () => desk.getByRole('dialog', { name: ADD })
const names = async () =>
  (await (await desk.request.get('/v1/admin/suppliers')).json()).items.map(({ name }: { name: string }) => name)

test('a field that is chosen while the dialog still opens keeps the focus, and Enter sends', async () => {
  await atOnce('input[id$="_place"]')
  await desk.getByRole('button', { name: ADD }).click()
  await settled('.ant-modal')
  expect(await wentTo()).toEqual(['place'])
  await desk.keyboard.type('云岔')
  await asked().getByLabel('名称').fill('云岔柚子园')
  await asked().getByLabel('地方').press('Enter')
  await asked().waitFor({ state: 'hidden' })
  expect(await names()).toEqual(['云岔柚子园'])
})

test('so it is in the question who is there, over another dialog', async () => {
  await desk.getByRole('button', { name: ADD }).click()
  await asked().getByLabel('名称').fill('青禾果业')
  await desk.context().clearCookies({ name: 'lv_admin' })
  await atOnce('#sign-in-again_password')
  await asked().getByLabel('名称').press('Enter')
  const again = desk.getByRole('dialog', { name: '登录到期了' })
  await again.waitFor()
  await settled('.ant-modal')
  expect(await wentTo()).toEqual(['sign-in-again_password'])
  await signIn(again)
  await asked().waitFor({ state: 'hidden' })
  expect(await names()).toContain('青禾果业')
  expect(problemsOf(desk).filter((problem) => !problem.includes('401'))).toEqual([])
})

/** Puts the focus into a field in the very moment in which it can be seen, and notes where the focus goes from then on. */
async function atOnce(selector: string): Promise<void> {
  await desk.evaluate((wanted) => {
    const seen: string[] = []
    Object.assign(window, { seen })
    let isThere = false
    const note = (element: Element | null) => {
      const name = element?.id.replace(/^dialog-.*_/, '') || element?.className || 'nothing'
      if (isThere && seen.at(-1) !== name) seen.push(name)
    }
    new MutationObserver((_, observer) => {
      const field = document.querySelector<HTMLElement>(wanted)
      if (!field?.offsetParent) return
      observer.disconnect()
      isThere = true
      field.focus()
      note(document.activeElement)
    }).observe(document, { subtree: true, childList: true, attributes: true })
    document.addEventListener('focusin', (event) => note(event.target as Element))
  }, selector)
}

const wentTo = () => desk.evaluate(() => (window as unknown as { seen: string[] }).seen)

/** Every dialog has finished moving, and the page has had its turn twice since. */
async function settled(dialogs: string): Promise<void> {
  await desk.waitForFunction((wanted) => {
    const all = [...document.querySelectorAll<HTMLElement>(wanted)]
    return all.length > 0 && all.every((one) => one.offsetParent && !/zoom|fade/.test(one.className))
  }, dialogs)
  await desk.evaluate(() => new Promise((done) => requestAnimationFrame(() => setTimeout(done, 100))))
}
