import { promisify } from 'node:util'
import { gzip } from 'node:zlib'
import { keepAtMost } from '../platform/keep-at-most.ts'
import type { Platform } from '../platform/platform.ts'

/** 4 makes a page of 29 kB one of 8 kB in 0.3 ms; more costs twice that for the last two per cent. */
const PRESS_LEVEL = 4
const press = promisify(gzip)

/** What a page shows of stock and prices is at most this old; whatever this process changes itself is shown at once. */
const KEPT_MS = 1_000
/** About 40 kB each. */
const MOST_KEPT = 500

/** A page as it goes out, in both forms. */
export interface DrawnPage {
  readonly html: string
  readonly pressed: Buffer
}

/** A page, and for how long it is true if that is less than a second: until a sale opens or closes. */
export type Drawing = string | { readonly html: string; readonly goodForMs: number }

interface Kept {
  readonly page: Promise<DrawnPage>
  goodUntilMs: number
}

const kept = new WeakMap<Platform, Map<string, Kept>>()

/**
 * Draws a page once a second for everybody who would see the same: twenty thousand who reload before a flash sale cost
 * one drawing. `name` says everything that the page depends on but time. The machine's time, not the owned clock: this
 * is about how stale memory is.
 */
export function keepPage(platform: Platform, name: string, draw: () => Promise<Drawing>): Promise<DrawnPage> {
  const pages = pagesOf(platform)
  const nowMs = performance.now()
  const known = pages.get(name)
  if (known && nowMs < known.goodUntilMs) return known.page
  const page = drawPage(async () => {
    const drawing = await draw()
    if (typeof drawing === 'string') return drawing
    drawn.goodUntilMs = Math.min(drawn.goodUntilMs, performance.now() + drawing.goodForMs)
    return drawing.html
  })
  const drawn: Kept = { page, goodUntilMs: nowMs + KEPT_MS }
  pages.delete(name)
  keepAtMost(MOST_KEPT, pages, name, drawn)
  // A refusal is not remembered: a link that is put right opens at once.
  page.catch(() => {
    if (pages.get(name)?.page === page) pages.delete(name)
  })
  return page
}

export async function drawPage(draw: () => Promise<Drawing>): Promise<DrawnPage> {
  const drawing = await draw()
  const html = typeof drawing === 'string' ? drawing : drawing.html
  return { html, pressed: await press(html, { level: PRESS_LEVEL }) }
}

/** News of goods, sales, communities and curators change pages; orders change what is left, within the second. */
const CHANGES_PAGES = /^(product|offer|sale|community|curator|member|link|lot|stock)\./

function pagesOf(platform: Platform): Map<string, Kept> {
  const known = kept.get(platform)
  if (known) return known
  const pages = new Map<string, Kept>()
  kept.set(platform, pages)
  platform.db.onCommit((said) => {
    if (said.some(({ name }) => CHANGES_PAGES.test(name))) pages.clear()
  })
  return pages
}
