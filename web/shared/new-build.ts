/**
 * A page may stay open for days while the house is built anew: its later parts are gone then, and what it still holds may
 * not fit the answers any more. This notices it, so that the page can say so and the next step can be a fresh document.
 */
export interface BuildWatch {
  isReplaced(): boolean
  /** Asks whether the script that this page began with is still there. Without a network nothing is known. */
  look(): Promise<void>
  subscribe(listener: () => void): () => void
}

export interface BuildWatchOptions {
  /** The address of the page's first script; its name changes with everything that it leads to. */
  readonly script: string | undefined
  readonly fetch?: (url: string, init: RequestInit) => Promise<{ readonly status: number }>
  readonly now?: () => number
}

/** A phone that comes out of the pocket often does not ask each time. */
const NOT_AGAIN_BEFORE_MS = 60_000

export function watchBuild({ script, fetch: ask = fetch, now = Date.now }: BuildWatchOptions): BuildWatch {
  const listeners = new Set<() => void>()
  let isReplaced = false
  let lookedAt = Number.NEGATIVE_INFINITY
  return {
    isReplaced: () => isReplaced,
    look: async () => {
      if (!script || isReplaced || now() - lookedAt < NOT_AGAIN_BEFORE_MS) return
      lookedAt = now()
      try {
        // Scripts are kept for a year by the browser; the question is what the server has.
        const { status } = await ask(script, { method: 'HEAD', cache: 'no-store' })
        isReplaced = status === 404
      } catch {
        // Away. When it is back the question is asked at once.
        lookedAt = Number.NEGATIVE_INFINITY
      }
      if (isReplaced) for (const listener of listeners) listener()
    },
    subscribe: (listener) => {
      listeners.add(listener)
      return () => void listeners.delete(listener)
    },
  }
}

/** The watch of this document: it looks when a later part does not come, and when the page is seen again. */
export function watchOwnBuild(): BuildWatch {
  const script = document.querySelector<HTMLScriptElement>('script[type=module][src]')?.src
  const watch = watchBuild({ script, fetch: (url, init) => fetch(url, init) })
  const look = () => void watch.look()
  addEventListener('vite:preloadError', look)
  document.addEventListener('visibilitychange', () => document.visibilityState === 'visible' && look())
  return watch
}
