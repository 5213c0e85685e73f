import type { ComponentChildren } from 'preact'
import { useEffect, useId, useRef } from 'preact/hooks'
import { cross } from '../shared/icons.ts'
import { Icon } from './parts.tsx'
import { shop } from './shop.ts'

/**
 * One question over the page. Focus stays inside and goes back to where it came from; Escape and the veil close it.
 * Not <dialog>: iOS 15.0 to 15.3 has none.
 */
export function Sheet({
  title,
  onClose,
  children,
}: {
  title: string
  onClose: () => void
  children: ComponentChildren
}) {
  const id = useId()
  const box = useRef<HTMLDivElement>(null)
  useEffect(() => {
    const before = document.activeElement as HTMLElement | null
    const first = box.current?.querySelector<HTMLElement>('input, textarea, .btn') ?? box.current
    first?.focus()
    document.body.classList.add('sheet-open')
    return () => {
      document.body.classList.remove('sheet-open')
      before?.focus?.()
    }
  }, [])
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === 'Escape') onClose()
    if (event.key === 'Tab' && box.current) keepInside(box.current, event)
  }
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: the veil is a second way to close; the button is the first
    // biome-ignore lint/a11y/useKeyWithClickEvents: Escape does the same
    <div class="veil" onClick={(event) => event.target === event.currentTarget && onClose()}>
      <div
        ref={box}
        class="sheet col"
        role="dialog"
        aria-modal="true"
        aria-labelledby={id}
        tabIndex={-1}
        onKeyDown={onKeyDown}
      >
        <div class="row between">
          <h2 id={id} class="b s20">
            {title}
          </h2>
          <button type="button" class="icon-btn" aria-label={shop.t('close')} onClick={onClose}>
            <Icon drawing={cross} />
          </button>
        </div>
        {children}
      </div>
    </div>
  )
}

const STOPS = 'a[href], button:not([disabled]), input:not([disabled]), textarea, select'

function keepInside(box: HTMLElement, event: KeyboardEvent): void {
  const stops = Array.from(box.querySelectorAll<HTMLElement>(STOPS))
  const last = stops[stops.length - 1]
  const [from, to] = event.shiftKey ? [stops[0], last] : [last, stops[0]]
  if (document.activeElement !== from && document.activeElement !== box) return
  event.preventDefault()
  to?.focus()
}
