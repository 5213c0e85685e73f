import { type Browser, type BrowserContextOptions, chromium, type Page } from 'playwright-core'
import { afterAll } from 'vitest'
import { findChromium } from './browser/chromium.ts'

/** The two screens that every page is looked at on: a phone inside WeChat, and a desk. */
export const screens = {
  phone: {
    viewport: { width: 390, height: 844 },
    deviceScaleFactor: 2,
    isMobile: true,
    hasTouch: true,
    userAgent:
      'Mozilla/5.0 (Linux; Android 13; Pixel 7) AppleWebKit/537.36 (KHTML, like Gecko) Version/4.0 Chrome/130.0.0.0 Mobile Safari/537.36 MicroMessenger/8.0.50',
  },
  desktop: { viewport: { width: 1440, height: 900 }, deviceScaleFactor: 1 },
} satisfies Record<string, BrowserContextOptions>

export type Screen = keyof typeof screens

let running: Promise<Browser> | undefined
const problems = new WeakMap<Page, string[]>()

/**
 * A page in a real Chromium, in a context of its own (no cookies of other pages), speaking Chinese in Shanghai.
 * The browser starts with the first page of a test file and ends with the file.
 */
export async function openPage(screen: Screen, options: BrowserContextOptions = {}): Promise<Page> {
  const browser = await theBrowser()
  const context = await browser.newContext({
    locale: 'zh-CN',
    timezoneId: 'Asia/Shanghai',
    ...screens[screen],
    ...options,
  })
  const page = await context.newPage()
  const seen: string[] = []
  problems.set(page, seen)
  page.on('pageerror', (error) => seen.push(`error in the page: ${error.message}`))
  page.on('console', (message) => {
    if (message.type() === 'error') seen.push(`console: ${message.text()}`)
  })
  page.on('requestfailed', (request) => {
    const why = request.failure()?.errorText ?? ''
    // The page itself let go: it went elsewhere, or no longer needs the answer. A server that fails is told otherwise.
    if (why !== 'net::ERR_ABORTED') seen.push(`not loaded: ${request.url()} (${why})`)
  })
  return page
}

/** What went wrong in the page without the test asking: script errors, console errors, requests that failed. */
export function problemsOf(page: Page): readonly string[] {
  return problems.get(page) ?? []
}

/** The browser of this test file, for what a page is not enough for. */
export function theBrowser(): Promise<Browser> {
  running ??= launch()
  return running
}

afterAll(async () => {
  const browser = await running
  await browser?.close()
})

async function launch(): Promise<Browser> {
  const { executablePath, env } = await findChromium()
  // The package's own list of arguments (single process, no security) kills this browser; these two are enough.
  return chromium.launch({
    executablePath,
    args: ['--no-sandbox', '--disable-gpu'],
    env: { ...process.env, ...env } as Record<string, string>,
  })
}
