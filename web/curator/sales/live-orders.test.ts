import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import type { ListedOrder, ListNews, LivingList } from '../shapes.ts'
import { type LineState, listen, newestFirst, withNews } from './live-orders.ts'

const row = (listNo: number, more: Partial<ListedOrder> = {}) =>
  ({
    orderId: `ord_${listNo}`,
    listNo,
    nickname: '小王',
    state: 'awaiting_payment',
    version: 1,
    ...more,
  }) as ListedOrder
const totals = { orders: 2, paidOrders: 1 } as LivingList['totals']

describe('the living list', () => {
  it('stands with the newest on top', () => {
    expect(newestFirst([row(1), row(3), row(2)]).map(({ listNo }) => listNo)).toEqual([3, 2, 1])
  })

  it('takes a new row in and replaces a known one', () => {
    const list = { items: [row(1)], totals: { ...totals, orders: 1 } } as LivingList
    const longer = withNews(list, { row: row(2), totals })
    expect(longer.items.map(({ listNo }) => listNo)).toEqual([2, 1])
    expect(longer.totals.orders).toBe(2)
    const paid = withNews(longer, { row: row(1, { state: 'paid' }), totals })
    expect(paid.items).toHaveLength(2)
    expect(paid.items[1]?.state).toBe('paid')
  })

  it('keeps the later state when news of one order come in the wrong order', () => {
    const list = { items: [row(1, { state: 'paid', version: 2 })], totals: { ...totals, paidOrders: 1 } } as LivingList
    const late = withNews(list, { row: row(1, { version: 1 }), totals: { ...totals, paidOrders: 0 } })
    expect(late.items[0]?.state).toBe('paid')
    expect(late.totals.paidOrders).toBe(1)
  })
})

/** A stream whose opening, failing and speaking is in the test's hand. */
class FakeSource {
  onopen: (() => void) | null = null
  onerror: (() => void) | null = null
  readyState = 0
  isClosed = false
  private hear: ((event: { data: string }) => void) | undefined
  addEventListener(_name: string, hear: (event: { data: string }) => void) {
    this.hear = hear
  }
  open() {
    this.readyState = 1
    this.onopen?.()
  }
  fail(readyState: 0 | 2) {
    this.readyState = readyState
    this.onerror?.()
  }
  say(news: Partial<ListNews>) {
    this.hear?.({ data: JSON.stringify(news) })
  }
  close() {
    this.isClosed = true
  }
}

describe('the line', () => {
  beforeEach(() => vi.useFakeTimers())
  afterEach(() => vi.useRealTimers())

  function start() {
    const sources: FakeSource[] = []
    const states: LineState[] = []
    const news: ListNews[] = []
    const onGap = vi.fn()
    const stop = listen({
      url: '/live',
      onNews: (said) => news.push(said),
      onState: (state) => states.push(state),
      onGap,
      open: () => {
        const source = new FakeSource()
        sources.push(source)
        return source as unknown as EventSource
      },
    })
    return { sources, states, news, onGap, stop, last: () => sources[sources.length - 1] as FakeSource }
  }

  it('hears orders and reads nothing twice at the first opening', () => {
    const line = start()
    line.last().open()
    line.last().say({ row: row(7) })
    expect(line.states).toEqual(['connecting', 'live'])
    expect(line.news[0]?.row.listNo).toBe(7)
    expect(line.onGap).not.toHaveBeenCalled()
  })

  it('leaves a short break to the browser, then asks for what it missed', () => {
    const line = start()
    line.last().open()
    line.last().fail(0)
    expect(line.states.at(-1)).toBe('lost')
    vi.advanceTimersByTime(60_000)
    expect(line.sources).toHaveLength(1)
    line.last().open()
    expect(line.states.at(-1)).toBe('live')
    expect(line.onGap).toHaveBeenCalledOnce()
  })

  it('opens a refused stream again, waiting longer each time and less after a success', () => {
    const line = start()
    line.last().fail(2)
    vi.advanceTimersByTime(1000)
    expect(line.sources).toHaveLength(2)
    line.last().fail(2)
    vi.advanceTimersByTime(1000)
    expect(line.sources).toHaveLength(2)
    vi.advanceTimersByTime(1000)
    expect(line.sources).toHaveLength(3)
    line.last().open()
    line.last().fail(2)
    vi.advanceTimersByTime(1000)
    expect(line.sources).toHaveLength(4)
  })

  it('ends when it is stopped, also while it waits', () => {
    const line = start()
    line.last().fail(2)
    line.stop()
    vi.advanceTimersByTime(60_000)
    expect(line.sources).toHaveLength(1)
    expect(line.sources[0]?.isClosed).toBe(true)
  })
})
