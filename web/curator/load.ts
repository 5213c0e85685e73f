import { useEffect } from 'preact/hooks'
import { ApiProblem, queryText } from '../shared/api.ts'
import { api } from './kit.ts'
import type { Page } from './shapes.ts'
import { createStore, type Store, useStore } from './store.ts'

/** What was read from one path. Old data stays while newer is fetched, and when fetching it fails. */
export interface Loaded<T> {
  readonly data: T | undefined
  readonly problem: ApiProblem | undefined
  readonly isLoading: boolean
  reload(): Promise<void>
  /** Shows a change at once, before the server is read again. */
  put(change: (was: T) => T): void
}

export interface LoadedPages<T> extends Loaded<Page<T>> {
  /** Fetches the next page; undefined on the last one. */
  readonly more: (() => Promise<void>) | undefined
}

interface Known {
  readonly data: unknown
  readonly problem: ApiProblem | undefined
  readonly isLoading: boolean
  readonly at: number
}

interface Entry {
  readonly store: Store<Known>
  /** Screens that show it now. */
  watchers: number
  isStale: boolean
}

const FRESH_MS = 3000
const NOTHING: Known = { data: undefined, problem: undefined, isLoading: false, at: 0 }
const cache = new Map<string, Entry>()
const none = createStore(NOTHING)

/** Reads a path and keeps the answer for other screens; null reads nothing yet. */
export function useLoad<T>(path: string | null): Loaded<T> {
  const current = useStore(path === null ? none : entry(path).store)
  useEffect(() => {
    if (path === null) return undefined
    const known = entry(path)
    known.watchers++
    if (Date.now() - known.store.value.at > FRESH_MS) void fetchInto(path)
    return () => void known.watchers--
  }, [path])
  return {
    data: current.data as T | undefined,
    problem: current.problem,
    isLoading: path !== null && (current.isLoading || (current.at === 0 && !current.problem)),
    reload: async () => (path === null ? undefined : fetchInto(path)),
    put: (change) => {
      if (path !== null) keep(path, change)
    },
  }
}

/** Reads a list page by page; the pages read so far stay together. */
export function usePages<T>(
  path: string | null,
  query: Readonly<Record<string, string | undefined>> = {},
): LoadedPages<T> {
  const full = path === null ? null : path + queryText(query)
  const loaded = useLoad<Page<T>>(full)
  const cursor = loaded.data?.nextCursor
  const more = async () => {
    if (path === null || !cursor) return
    const next = await api.get<Page<T>>(path, { ...query, cursor })
    loaded.put((was) => ({ items: [...was.items, ...next.items], nextCursor: next.nextCursor ?? null }))
  }
  return { ...loaded, more: cursor ? more : undefined }
}

/** Reads again whatever was read under this path: after a write that changed it. */
export function refresh(prefix: string): void {
  for (const [path, known] of cache) {
    if (!path.startsWith(prefix)) continue
    known.store.set({ ...known.store.value, at: 0 })
    if (known.watchers > 0) void fetchInto(path)
  }
}

/** Puts an answer that is already known, so that the next screen opens with it. */
export function remember<T>(path: string, data: T): void {
  entry(path).store.set({ data, problem: undefined, isLoading: false, at: Date.now() })
}

/** Forgets everything: another person signs in. */
export function forgetAll(): void {
  cache.clear()
}

function entry(path: string): Entry {
  let known = cache.get(path)
  if (!known) {
    known = { store: createStore(NOTHING), watchers: 0, isStale: false }
    cache.set(path, known)
  }
  return known
}

async function fetchInto(path: string): Promise<void> {
  const known = entry(path)
  const { store } = known
  if (store.value.isLoading) {
    known.isStale = true
    return
  }
  known.isStale = false
  store.set({ ...store.value, isLoading: true })
  try {
    const data = await api.get(path)
    store.set({ data, problem: undefined, isLoading: false, at: Date.now() })
  } catch (error) {
    store.set({ ...store.value, problem: asProblem(error), isLoading: false, at: Date.now() })
  }
  // Something was written while this answer was on its way.
  if (known.isStale) await fetchInto(path)
}

function keep<T>(path: string, change: (was: T) => T): void {
  const { store } = entry(path)
  if (store.value.data !== undefined) store.set({ ...store.value, data: change(store.value.data as T) })
}

/** Anything thrown, as a problem that a screen can show. */
export const asProblem = (error: unknown): ApiProblem => {
  if (error instanceof ApiProblem) return error
  throw error
}
