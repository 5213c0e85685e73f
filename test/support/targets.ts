import type { Page } from 'playwright-core'

/** Everything to tap that is smaller than a thumb (44 px); a box counts with its label, a link in a sentence is text. */
export function smallTargets(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const isInSentence = (element: Element) =>
      element.tagName === 'A' && /^(P|LI|TD)$/.test(element.parentElement?.tagName ?? '') && !element.className
    const touched = (element: Element): Element =>
      (element.matches('input[type=checkbox], input[type=radio]') ? element.closest('label') : element) ?? element
    return Array.from(document.querySelectorAll('a[href], button, input:not([type=hidden]), summary, select, textarea'))
      .filter((element) => element.getClientRects().length > 0 && !isInSentence(element))
      .map((element) => ({ element, box: touched(element).getBoundingClientRect() }))
      .filter(({ box }) => box.height < 43.5 || box.width < 43.5)
      .map(({ element, box }) => `${element.outerHTML.slice(0, 90)} ${box.width}×${box.height}`)
  })
}
