import { mkdirSync } from 'node:fs'
import path from 'node:path'
import { AxeBuilder } from '@axe-core/playwright'
import type { Page } from 'playwright-core'
import { expect } from 'vitest'
import { screens } from './browser.ts'

const folder = path.resolve(import.meta.dirname, '../../.cache/screenshots')

/** A machine that others share needs a while. */
export const PATIENT = { timeout: 10_000 }

/** Keeps what the person sees now in .cache/screenshots, for people to look at. */
export async function keepPicture(page: Page, name: string): Promise<void> {
  mkdirSync(folder, { recursive: true })
  await page.screenshot({ path: path.join(folder, `${name}.png`), animations: 'disabled' })
}

/** Nothing hangs out at the side, on a phone and on a desk. */
export async function expectToFit(page: Page): Promise<void> {
  for (const { viewport } of [screens.desktop, screens.phone]) {
    await page.setViewportSize(viewport)
    const { wide, names } = await page.evaluate(() => ({
      wide: document.documentElement.scrollWidth - innerWidth,
      names: Array.from(document.querySelectorAll('body *'))
        .filter((element) => element.getBoundingClientRect().right > innerWidth + 1)
        .map((element) => `${element.tagName}.${element.className}`),
    }))
    expect(wide, `${page.url()} at ${viewport.width}: ${names.slice(0, 5).join(', ')}`).toBeLessThanOrEqual(0)
  }
}

/** axe finds nothing serious. */
export async function expectAccessible(page: Page): Promise<void> {
  const { violations } = await new AxeBuilder({ page }).setLegacyMode().analyze()
  const grave = violations.filter(({ impact }) => impact === 'serious' || impact === 'critical')
  const found = grave.flatMap(({ id, nodes }) => nodes.map((node) => `${id}: ${node.html} ${node.failureSummary}`))
  expect(found, page.url()).toEqual([])
}

/** Nothing serious, and nothing hangs out: what every page owes to everybody. */
export async function expectSound(page: Page): Promise<void> {
  await expectAccessible(page)
  await expectToFit(page)
}

/** Somewhere on the page, also when a line of it is broken into pieces. */
export async function expectText(page: Page, words: string): Promise<void> {
  const squeeze = (text: string) => text.replace(/\s+/g, '')
  const seen = async () => squeeze(await page.locator('body').innerText())
  await expect.poll(seen, PATIENT).toContain(squeeze(words))
}

/** Nothing is still being fetched. */
export async function untilQuiet(page: Page): Promise<void> {
  await expect.poll(() => page.locator('.skeleton, [aria-busy=true]').count(), PATIENT).toBe(0)
}

/** Takes the switch at the foot of the page, looks, and takes it back; the page stays the same page. */
export async function throughEnglish(page: Page, own: readonly string[], picture: string): Promise<void> {
  const path = new URL(page.url()).pathname
  await page.getByRole('link', { name: 'English' }).click()
  await page.getByRole('link', { name: '中文' }).waitFor()
  await untilQuiet(page)
  await expectEnglish(page, own)
  await keepPicture(page, picture)
  expect(new URL(page.url()).pathname).toBe(path)
  await page.getByRole('link', { name: '中文' }).click()
  await page.getByRole('link', { name: 'English' }).waitFor()
}

/**
 * The page speaks English: what is still Chinese on it, heard or seen, are names and people's own words.
 * @param own those names and words
 */
export async function expectEnglish(page: Page, own: readonly string[]): Promise<void> {
  const longestFirst = [...own].sort((a, b) => b.length - a.length)
  const isChinese = (words: string) =>
    /\p{Script=Han}/u.test(longestFirst.reduce((rest, name) => rest.replaceAll(name, ''), words))
  // A page that has just come still gets its title.
  await expect
    .poll(async () => (await page.evaluate(wordsOfPage)).filter(isChinese), { message: page.url(), ...PATIENT })
    .toEqual([])
}

/** Runs in the page: every text, label, hint and alternative on it, and its title. A face is a piece of a name. */
function wordsOfPage(): string[] {
  const words = [document.title]
  const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT)
  while (texts.nextNode()) {
    const isShown = !texts.currentNode.parentElement?.closest('script, noscript, style, .face')
    if (isShown) words.push(texts.currentNode.textContent ?? '')
  }
  for (const element of document.querySelectorAll('[aria-label], [placeholder], [alt], [title]'))
    for (const name of ['aria-label', 'placeholder', 'alt', 'title']) words.push(element.getAttribute(name) ?? '')
  return words
}
