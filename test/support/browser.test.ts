import { mkdirSync } from 'node:fs'
import path from 'node:path'
import { expect, test } from 'vitest'
import { openPage, problemsOf, screens } from './browser.ts'

const words = '酵母：每一颗脐橙，都有人替你尝过。￥39.90 Leaven'
const shop = `data:text/html;charset=utf-8,${encodeURIComponent(`<!doctype html><html lang="zh-CN"><meta name="viewport" content="width=device-width"><title>酵母</title>
  <body style="font-family:system-ui,sans-serif;font-size:40px">
  <p id="zh">${words}</p><p style="font-weight:700">${words}</p>
  <span id="one" style="font-size:100px">酵</span><span id="other" style="font-size:100px">橙</span></body></html>`)}`

test('Chinese is drawn, not boxes', async () => {
  const page = await openPage('phone')
  await page.goto(shop)
  // Two characters without a glyph look the same; two with one do not.
  const one = await page.locator('#one').screenshot()
  const other = await page.locator('#other').screenshot()
  expect(one.equals(other)).toBe(false)
  const folder = path.resolve(import.meta.dirname, '../../.cache/screenshots')
  mkdirSync(folder, { recursive: true })
  await page.screenshot({ path: path.join(folder, 'chinese.png') })
  expect(problemsOf(page)).toEqual([])
})

test('both screens have their size', async () => {
  for (const screen of ['phone', 'desktop'] as const) {
    const page = await openPage(screen)
    await page.goto(shop)
    expect(await page.evaluate(() => innerWidth)).toBe(screens[screen].viewport.width)
  }
})

test('what goes wrong in a page is noticed', async () => {
  const page = await openPage('desktop')
  await page.goto('data:text/html,<script>console.error("loud"); undefinedThing()</script>')
  expect(problemsOf(page).join('\n')).toMatch(/loud[\s\S]*undefinedThing/)
})
