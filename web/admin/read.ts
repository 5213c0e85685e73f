import { QueryClient, useInfiniteQuery, useQuery } from '@tanstack/react-query'
import type { ApiProblem } from '../shared/api.ts'
import { api } from './kit.ts'
import type { Page } from './shapes.ts'

type Query = Readonly<Record<string, string | number | undefined>>

const FRESH_MS = 5_000
/** A desk shows fifty dense rows without scrolling far. */
const PAGE_SIZE = 50

export const queries = new QueryClient({
  defaultOptions: {
    // The client in web/shared tries again by itself and knows the words for being offline.
    queries: { retry: false, staleTime: FRESH_MS, networkMode: 'always' },
  },
})

export interface Reading<T> {
  readonly data: T | undefined
  readonly problem: ApiProblem | undefined
  readonly isLoading: boolean
  again(): void
}

/** Reads one thing; null reads nothing yet. Old data stays while newer is on its way. */
export function useRead<T>(path: string | null, query: Query = {}, freshMs = FRESH_MS): Reading<T> {
  const result = useQuery<T, ApiProblem>({
    queryKey: [path, query],
    queryFn: () => api.get<T>(path as string, query),
    enabled: path !== null,
    staleTime: freshMs,
  })
  return {
    data: result.data,
    problem: result.error ?? undefined,
    isLoading: result.isFetching,
    again: () => void result.refetch(),
  }
}

export interface PagesReading<T> {
  readonly items: readonly T[] | undefined
  readonly problem: ApiProblem | undefined
  readonly isLoading: boolean
  readonly hasMore: boolean
  readonly isLoadingMore: boolean
  more(): void
  again(): void
}

/** Reads a list page by page; the pages read so far stay together. */
export function usePages<T>(path: string, query: Query = {}): PagesReading<T> {
  const result = useInfiniteQuery({
    queryKey: [path, query],
    queryFn: ({ pageParam }) => api.get<Page<T>>(path, { limit: PAGE_SIZE, ...query, cursor: pageParam || undefined }),
    initialPageParam: '',
    getNextPageParam: (last) => last.nextCursor ?? undefined,
    placeholderData: undefined,
  })
  return {
    items: result.data?.pages.flatMap((page) => page.items),
    problem: (result.error as ApiProblem | null) ?? undefined,
    isLoading: result.isFetching,
    hasMore: result.hasNextPage,
    isLoadingMore: result.isFetchingNextPage,
    more: () => void result.fetchNextPage(),
    again: () => void result.refetch(),
  }
}

/** Reads again whatever was read under these paths: after a write that changed it. */
export function refresh(...prefixes: readonly string[]): void {
  void queries.invalidateQueries({
    predicate: ({ queryKey }) => prefixes.some((prefix) => String(queryKey[0]).startsWith(prefix)),
  })
}
