import { gunzipSync } from 'node:zlib'
import { beforeEach, expect, test, vi } from 'vitest'
import type { Platform } from '../platform/platform.ts'
import { keepPage } from './kept-pages.ts'
import { msToNextState } from './sale-left.ts'

let commit: (...names: string[]) => void
let platform: Platform
let drawn: number

const draw = async () => `<p>${++drawn}</p>`
const page = async (name = '/s/1') => (await keepPage(platform, name, draw)).html

beforeEach(() => {
  drawn = 0
  const listeners: ((said: { name: string }[]) => void)[] = []
  platform = { db: { onCommit: (listen: (typeof listeners)[number]) => void listeners.push(listen) } } as never
  commit = (...names) => {
    for (const listen of listeners) listen(names.map((name) => ({ name })))
  }
})

test('many who see alike get one drawing, pressed and not', async () => {
  const pages = await Promise.all(Array.from({ length: 50 }, () => keepPage(platform, '/s/1', draw)))
  expect(new Set(pages.map(({ html }) => html))).toEqual(new Set(['<p>1</p>']))
  expect(gunzipSync((pages[0] as (typeof pages)[0]).pressed).toString()).toBe('<p>1</p>')
  expect(await page('/s/1 en')).toBe('<p>2</p>')
})

test('after a second it is drawn anew', async () => {
  const now = vi.spyOn(performance, 'now')
  now.mockReturnValue(5_000)
  expect(await page()).toBe('<p>1</p>')
  now.mockReturnValue(5_999)
  expect(await page()).toBe('<p>1</p>')
  now.mockReturnValue(6_000)
  expect(await page()).toBe('<p>2</p>')
  now.mockRestore()
})

test('a new price, a stopped sale, a ban show at once; an order waits for the second', async () => {
  expect(await page()).toBe('<p>1</p>')
  commit('order.placed', 'order.paid')
  expect(await page()).toBe('<p>1</p>')
  let shown = 1
  for (const name of ['offer.set', 'sale.stopped', 'member.banned', 'curator.rested', 'product.withdrawn']) {
    commit('order.placed', name)
    expect(await page(), name).toBe(`<p>${++shown}</p>`)
  }
})

test('what is true until a sale opens is not kept beyond that', async () => {
  const now = vi.spyOn(performance, 'now')
  now.mockReturnValue(5_000)
  const opening = async () =>
    (await keepPage(platform, '/s/3', async () => ({ html: await draw(), goodForMs: 300 }))).html
  expect(await opening()).toBe('<p>1</p>')
  now.mockReturnValue(5_299)
  expect(await opening()).toBe('<p>1</p>')
  now.mockReturnValue(5_300)
  expect(await opening()).toBe('<p>2</p>')
  now.mockRestore()
})

test('a sale is as it was read until it opens, or until its cut-off', () => {
  const sale = { opensAt: '2026-11-22T12:00:00.000Z', cutsOffAt: '2026-11-22T12:00:30.000Z' }
  const at = (text: string) => msToNextState(sale, new Date(`2026-11-22T${text}Z`))
  expect(at('11:59:59.250')).toBe(750)
  expect(at('12:00:00.000')).toBe(30_000)
  expect(at('12:00:30.000')).toBe(Number.POSITIVE_INFINITY)
})

test('a refusal is not remembered', async () => {
  await expect(keepPage(platform, '/s/2', () => Promise.reject(new Error('no')))).rejects.toThrow('no')
  await Promise.resolve()
  expect(await page('/s/2')).toBe('<p>1</p>')
})
