import { useEffect } from 'preact/hooks'
import { createStore, useStore } from '../store.ts'

const SHOWN_MS = 3200
const said = createStore<{ readonly words: string } | null>(null)

/** Says in passing that something was done. Never the only place of bad news. */
export const say = (words: string): void => said.set({ words })

export function Toast() {
  const current = useStore(said)
  useEffect(() => {
    if (!current) return undefined
    const timer = setTimeout(() => said.set(null), SHOWN_MS)
    return () => clearTimeout(timer)
  }, [current])
  return (
    <div class="toasts" role="status" aria-live="polite">
      {current && <div class="toast">{current.words}</div>}
    </div>
  )
}
