import type { ComponentChildren } from 'preact'
import { newBuild } from './new-build.ts'
import { type Place, placeOf } from './routes.ts'
import { createStore } from './store.ts'

const here = (): Place => placeOf(location.pathname, location.search)

/** Where the person is now. */
export const place = createStore<Place>(here())

addEventListener('popstate', () => {
  const next = here()
  // A sheet that closes goes back within the same address: nothing to draw.
  if (JSON.stringify(next) !== JSON.stringify(place.value)) place.set(next)
})

/** Goes to an address of the workbench. From an open sheet the sheet's own step is replaced, so that back works once. */
export function go(address: string, replace = false): void {
  // A bench of an older build does not fit the answers any more: the next step begins with the new one.
  if (newBuild.isReplaced()) {
    location.assign(address)
    return
  }
  const inSheet = Boolean((history.state as { sheet?: string } | null)?.sheet)
  history[replace || inSheet ? 'replaceState' : 'pushState'](null, '', address)
  place.set(here())
  scrollTo(0, 0)
}

interface LinkProps {
  readonly href: string
  readonly class?: string
  readonly 'aria-label'?: string
  readonly 'aria-current'?: 'page' | undefined
  readonly children: ComponentChildren
}

/** A link inside the workbench: the browser's own gestures (new tab, copy address) keep working. */
export function Link({ href, children, ...rest }: LinkProps) {
  const follow = (event: MouseEvent) => {
    if (event.defaultPrevented || event.button !== 0 || event.metaKey || event.ctrlKey || event.shiftKey) return
    event.preventDefault()
    go(href)
  }
  return (
    <a href={href} onClick={follow} {...rest}>
      {children}
    </a>
  )
}
