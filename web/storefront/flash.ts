/** A flash sale's page: it counts down by the server's clock, opens by itself, and keeps what it says is left true. */

const LOOK_EVERY_MS = 8_000
/** So that thousands of open pages do not look at the same moment. */
const SPREAD_MS = 4_000

export function watchFlash(): void {
  const rules = document.querySelector<HTMLElement>('[data-flash]')
  if (!rules) return
  const opener = document.querySelector<HTMLElement>('[data-opens-at]')
  if (opener) countDown(opener, () => keepCounts(rules))
  else if (document.querySelector('[data-buy]')) keepCounts(rules)
}

function countDown(opener: HTMLElement, opened: () => void): void {
  const opensAt = Number(opener.dataset.opensAt)
  const now = serverClock(Number(opener.dataset.drawnAt))
  const tick = () => {
    const leftMs = opensAt - now()
    if (leftMs <= 0) {
      open()
      opened()
      return
    }
    if (leftMs < 24 * 3_600_000)
      opener.textContent = (opener.dataset.countdown ?? '').replace('{left}', clockText(Math.ceil(leftMs / 1000)))
    // To the edge of the next second, so that the switch is at the second and not up to one late.
    setTimeout(tick, Math.min(leftMs % 1000 || 1000, leftMs))
  }
  tick()
}

function open(): void {
  const said = document.querySelector<HTMLElement>('[data-opened]')
  const before = document.querySelector<HTMLElement>('[data-opening-bar]')
  const bar = document.querySelector<HTMLElement>('[data-open-bar]')
  if (!before || !bar) return
  bar.hidden = false
  before.classList.add('unseen')
  before.querySelector('[data-share]')?.remove()
  before.querySelector('button')?.remove()
  if (said) said.textContent = said.dataset.opened ?? ''
}

/** The page may be a second old when it comes; the answer that brought it says what the server's clock was then. */
function serverClock(drawnAt: number): () => number {
  const [visit] = performance.getEntriesByType('navigation') as PerformanceNavigationTiming[]
  const said = Number(visit?.serverTiming?.find(({ name }) => name === 'clock')?.description)
  const [serverMs, heardAt] = said > 0 ? [said, visit?.responseStart ?? 0] : [drawnAt, visit?.responseStart ?? 0]
  return () => serverMs + performance.now() - heardAt
}

function clockText(seconds: number): string {
  const two = (n: number) => String(n).padStart(2, '0')
  return `${Math.floor(seconds / 3600)}:${two(Math.floor(seconds / 60) % 60)}:${two(seconds % 60)}`
}

interface Left {
  readonly state: string
  readonly left: readonly { readonly skuId: string; readonly left: number }[]
}

function keepCounts(rules: HTMLElement): void {
  const again = () => setTimeout(look, LOOK_EVERY_MS + Math.random() * SPREAD_MS)
  const look = async () => {
    if (document.visibilityState === 'visible' && !(await drawLeft(rules))) return
    again()
  }
  again()
}

/** @returns false when there is nothing more to look for */
async function drawLeft(rules: HTMLElement): Promise<boolean> {
  const answer = await fetch(rules.dataset.flash ?? '').catch(() => null)
  // No line, or too many look: the numbers stay, and the order is judged by the shop in any case.
  if (!answer?.ok) return true
  const { state, left } = (await answer.json()) as Left
  for (const sku of left) {
    const place = document.querySelector<HTMLElement>(`[data-left-of="${sku.skuId}"]`)
    if (place) place.textContent = wordsFor(rules, sku)
  }
  if (state === 'open' && left.some((sku) => sku.left > 0)) return true
  // Gone or over: the page as it is now says it better than a patched one.
  location.reload()
  return false
}

function wordsFor(rules: HTMLElement, { skuId, left }: Left['left'][number]): string {
  if (left <= 0) return rules.dataset.gone ?? ''
  const place = document.querySelector<HTMLElement>(`[data-left-of="${skuId}"]`)
  const unit = (left === 1 ? place?.dataset.unit : place?.dataset.units) ?? ''
  return (rules.dataset.left ?? '').replace('{count}', `${left} ${unit}`.trim())
}
