import type { Page } from 'playwright-core'
import { openPage } from './browser.ts'
import type { TestHouse } from './house.ts'

/** A page on a phone in this house, living at the house's own moment. */
export async function openPhone(house: TestHouse): Promise<Page> {
  const page = await openPage('phone', { baseURL: house.baseUrl })
  await page.clock.setFixedTime(house.now())
  page.setDefaultTimeout(15_000)
  return page
}

/** The code that came to this phone, read where the demo's developer page reads it. */
export async function codeFor(page: Page, phone: string): Promise<string> {
  const masked = `${phone.slice(0, 3)}****${phone.slice(-4)}`
  const answer = await page.request.get('/dev/messages.json')
  const { items } = (await answer.json()) as { items: { phoneMasked: string; body: string }[] }
  const message = items.find((item) => item.phoneMasked === masked)
  const code = /\b\d{6}\b/.exec(message?.body ?? '')?.[0]
  if (!code) throw new Error(`no code was sent to ${masked}`)
  return code
}

/** The page's own address without the house: `/orders/ord_…`. */
export const pathOf = (page: Page): string => new URL(page.url()).pathname
