import type { ListedOrder, ListNews, LivingList } from '../shapes.ts'

/** The living list's line to the server: opened, lost, opened again. Pure but for the source that it is given. */

export type LineState = 'connecting' | 'live' | 'lost'

export interface LiveOptions {
  readonly url: string
  readonly onNews: (news: ListNews) => void
  readonly onState: (state: LineState) => void
  /** The line is back after a gap: whatever came meanwhile must be read. */
  readonly onGap: () => void
  readonly open?: (url: string) => EventSource
}

const FIRST_WAIT_MS = 1000
const LONGEST_WAIT_MS = 20_000

/** Listens until it is stopped. A browser gives up on a refused stream; this does not, it waits longer each time. */
export function listen(options: LiveOptions): () => void {
  const open = options.open ?? ((url: string) => new EventSource(url))
  let source: EventSource | undefined
  let timer: ReturnType<typeof setTimeout> | undefined
  let waitMs = FIRST_WAIT_MS
  let wasLost = false

  const connect = () => {
    source = open(options.url)
    source.onopen = () => {
      waitMs = FIRST_WAIT_MS
      options.onState('live')
      if (wasLost) options.onGap()
      wasLost = false
    }
    source.addEventListener('order', (event) => options.onNews(JSON.parse((event as MessageEvent<string>).data)))
    source.onerror = () => {
      wasLost = true
      options.onState('lost')
      if (source?.readyState !== 2) return // the browser is connecting again by itself
      source.close()
      timer = setTimeout(connect, waitMs)
      waitMs = Math.min(waitMs * 2, LONGEST_WAIT_MS)
    }
  }

  options.onState('connecting')
  connect()
  return () => {
    clearTimeout(timer)
    source?.close()
  }
}

/**
 * The list with this order in its place: a known order is replaced, a new one comes in. Newest first. News that was read
 * before what is shown changes nothing.
 */
export function withNews(list: LivingList, { row, totals }: ListNews): LivingList {
  const known = list.items.find((item) => item.orderId === row.orderId)
  if (known && known.version > row.version) return list
  const others = list.items.filter((item) => item.orderId !== row.orderId)
  return { items: newestFirst([...others, row]), totals }
}

/** As in the chat, but the last one to join stands on top, where the curator looks first. */
export const newestFirst = (items: readonly ListedOrder[]): ListedOrder[] =>
  [...items].sort((a, b) => b.listNo - a.listNo)
