import { useEffect, useState } from 'preact/hooks'

/** A value that screens watch. */
export interface Store<T> {
  readonly value: T
  set(next: T): void
  subscribe(listener: () => void): () => void
}

export function createStore<T>(value: T): Store<T> {
  const listeners = new Set<() => void>()
  return {
    get value() {
      return value
    },
    set(next) {
      if (Object.is(value, next)) return
      value = next
      for (const listener of [...listeners]) listener()
    },
    subscribe(listener) {
      listeners.add(listener)
      return () => void listeners.delete(listener)
    },
  }
}

/** The store's value; draws again when it changes. */
export function useStore<T>(store: Store<T>): T {
  const [, redraw] = useState({})
  const drawn = store.value
  useEffect(() => {
    const stop = store.subscribe(() => redraw({}))
    // It may have changed between drawing and watching.
    if (!Object.is(drawn, store.value)) redraw({})
    return stop
  }, [store, drawn])
  return drawn
}
