import type { ComponentChildren } from 'preact'
import { useEffect, useState } from 'preact/hooks'
import { newBuild } from './new-build.ts'

/** Pages by path. Links stay ordinary links; those to other pages of the app are followed without a new document. */
const OWN = /^\/(checkout|pay|me|orders|b)(\/|$)/

let redraw: (() => void) | undefined

/** Goes to a page of the app; everything else is opened by the browser. `replace` leaves no way back to this one. */
export function go(to: string, options: { replace?: boolean } = {}): void {
  // A page of an older build would go on half: the new address comes with the new build.
  if (!OWN.test(to) || newBuild.isReplaced()) {
    if (options.replace) location.replace(to)
    else location.assign(to)
    return
  }
  history[options.replace ? 'replaceState' : 'pushState'](null, '', to)
  scrollTo(0, 0)
  redraw?.()
}

/** The present path and query; changes redraw the component. */
export function useLocation(): URL {
  const [, set] = useState(0)
  useEffect(() => {
    redraw = () => set((turn) => turn + 1)
    addEventListener('popstate', redraw)
    addEventListener('click', followLink)
    return () => {
      if (redraw) removeEventListener('popstate', redraw)
      removeEventListener('click', followLink)
    }
  }, [])
  return new URL(location.href)
}

/** `/orders/:id` against `/orders/ord_…` gives the id; null when it does not fit. */
export function match(pattern: string, path: string): readonly string[] | null {
  return new RegExp(`^${pattern.replace(/:\w+/g, '([^/]+)')}/?$`).exec(path)?.slice(1) ?? null
}

function followLink(event: MouseEvent): void {
  const link = (event.target as Element | null)?.closest?.('a')
  const isPlain = event.button === 0 && !event.metaKey && !event.ctrlKey && !event.shiftKey && !event.altKey
  if (!link || !isPlain || event.defaultPrevented || link.target || link.hasAttribute('download')) return
  const url = new URL(link.href)
  // An invitation's page is the server's, and so is the way out of it.
  if (url.origin !== location.origin || !OWN.test(url.pathname) || !OWN.test(location.pathname)) return
  event.preventDefault()
  const lang = url.searchParams.get('lang')
  if (lang) switchLanguage(lang)
  else go(url.pathname + url.search)
}

/** The foot was drawn for the address that the document had first; the switch is for where she is now. */
function switchLanguage(lang: string): void {
  const here = new URL(location.href)
  here.searchParams.set('lang', lang)
  location.assign(here)
}

/** Moves the screen reader and the keyboard to the new page's title. */
export function Title({ children }: { children: ComponentChildren }) {
  return (
    <h1 class="s20 b" tabIndex={-1} ref={(title) => title?.focus({ preventScroll: true })}>
      {children}
    </h1>
  )
}
