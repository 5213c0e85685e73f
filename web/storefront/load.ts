import { useCallback, useEffect, useState } from 'preact/hooks'
import { ApiProblem } from '../shared/api.ts'
import { shop } from './shop.ts'

export type Loaded<T> =
  | { readonly state: 'loading' }
  | { readonly state: 'ready'; readonly data: T }
  | { readonly state: 'failed'; readonly problem: ApiProblem }

/** What was read last by path, so that going back shows it at once while it is read anew. */
const known = new Map<string, unknown>()

export const forgetAll = (): void => known.clear()

/** Reads a path; `reload` reads it again, `set` puts a newer answer (of a write) in its place. A null path reads nothing. */
export function useLoad<T>(path: string | null): [Loaded<T>, { reload: () => void; set: (data: T) => void }] {
  const [turn, setTurn] = useState(0)
  const [loaded, setLoaded] = useState<Loaded<T>>(() => first<T>(path))
  const set = useCallback(
    (data: T) => {
      if (path) known.set(path, data)
      setLoaded({ state: 'ready', data })
    },
    [path],
  )
  // biome-ignore lint/correctness/useExhaustiveDependencies: turn is what reload changes
  useEffect(() => {
    if (path === null) return
    let isWanted = true
    setLoaded(first<T>(path))
    shop.api.get<T>(path).then(
      (data) => isWanted && set(data),
      (problem) => isWanted && setLoaded({ state: 'failed', problem: asProblem(problem) }),
    )
    return () => {
      isWanted = false
    }
  }, [path, turn, set])
  return [loaded, { reload: useCallback(() => setTurn((before) => before + 1), []), set }]
}

function first<T>(path: string | null): Loaded<T> {
  return path !== null && known.has(path) ? { state: 'ready', data: known.get(path) as T } : { state: 'loading' }
}

/** Anything thrown, as a problem that can be shown. */
export function asProblem(error: unknown): ApiProblem {
  if (error instanceof ApiProblem) return error
  // A bug of ours: the console gets it, the person gets words.
  reportError(error)
  return new ApiProblem({ code: 'unreadable', title: shop.t('went_wrong'), status: 500 })
}

/** reportError is younger than Chromium 87; a thrown timer does the same. */
function reportError(error: unknown): void {
  setTimeout(() => {
    throw error
  })
}
