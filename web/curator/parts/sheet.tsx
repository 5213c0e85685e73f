import type { ComponentChildren } from 'preact'
import { useEffect, useId, useLayoutEffect, useRef } from 'preact/hooks'
import { cross } from '../icons.ts'
import { t } from '../kit.ts'
import { useLatest } from '../latest.ts'
import { Icon } from './basics.tsx'

interface SheetProps {
  readonly title: string
  readonly onClose: () => void
  readonly children: ComponentChildren
}

const FOCUSABLE = 'a[href],button:not([disabled]),input:not([disabled]),textarea,select,[tabindex="0"]'

/**
 * A sheet from below (a dialog on wide screens). Own element and own focus trap: <dialog> is missing in Safari 15.0,
 * `inert` in Chromium 87. The phone's back gesture closes it.
 */
export function Sheet({ title, onClose, children }: SheetProps) {
  const panel = useRef<HTMLDivElement>(null)
  const titleId = useId()
  useEffect(() => trapFocus(panel.current as HTMLDivElement), [])
  useBackCloses(titleId, onClose)
  useKeys(panel, onClose)
  return (
    <div class="veil">
      <button class="backdrop" type="button" tabIndex={-1} aria-hidden="true" onClick={onClose} />
      <div class="sheet" role="dialog" aria-modal="true" aria-labelledby={titleId} ref={panel} tabIndex={-1}>
        <div class="row between sheet-head">
          <h2 class="b" id={titleId}>
            {title}
          </h2>
          <button class="btn plain round" type="button" onClick={onClose} aria-label={t('close')}>
            <Icon of={cross} />
          </button>
        </div>
        {children}
      </div>
    </div>
  )
}

/** The buttons at the foot of a sheet: at the thumb, above the safe area. */
export function SheetActions({ children }: { children: ComponentChildren }) {
  return <div class="sheet-actions">{children}</div>
}

/** Takes the focus, holds the page still, and gives the focus back where it was. */
function trapFocus(panel: HTMLElement): () => void {
  const before = document.activeElement
  panel.focus({ preventScroll: true })
  document.documentElement.classList.add('held')
  return () => {
    document.documentElement.classList.remove('held')
    if (before instanceof HTMLElement && before.isConnected) before.focus({ preventScroll: true })
  }
}

/** On the document: the button that had the focus may be gone, and the keys must still reach the sheet. */
function useKeys(panel: { readonly current: HTMLElement | null }, onClose: () => void): void {
  const close = useLatest(onClose)
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent) => {
      if (event.key === 'Escape') close.current()
      if (event.key === 'Tab' && panel.current) keepInside(panel.current, event)
    }
    document.addEventListener('keydown', onKeyDown)
    return () => document.removeEventListener('keydown', onKeyDown)
  }, [panel, close])
}

function keepInside(panel: HTMLElement, event: KeyboardEvent): void {
  const stops = [...panel.querySelectorAll<HTMLElement>(FOCUSABLE)].filter((element) => element.offsetParent !== null)
  const first = stops[0]
  const last = stops[stops.length - 1]
  if (!first || !last) return
  const active = document.activeElement
  const isOutside = !panel.contains(active)
  if (event.shiftKey && (isOutside || active === first || active === panel)) {
    event.preventDefault()
    last.focus()
  } else if (!event.shiftKey && (isOutside || active === last)) {
    event.preventDefault()
    first.focus()
  }
}

/** The sheet is a step of the browser's history of its own, so that back closes it instead of leaving the screen. */
function useBackCloses(name: string, onClose: () => void): void {
  const close = useLatest(onClose)
  // Before the sheet is painted: who goes back at once must not leave the screen.
  useLayoutEffect(() => {
    history.pushState({ sheet: name }, '')
    const onBack = () => close.current()
    addEventListener('popstate', onBack)
    return () => {
      removeEventListener('popstate', onBack)
      if ((history.state as { sheet?: string } | null)?.sheet === name) history.back()
    }
  }, [name, close])
}
