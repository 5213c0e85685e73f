import { useEffect, useMemo, useRef, useState } from 'preact/hooks'
import { f, t } from '../kit.ts'
import { useLoad } from '../load.ts'
import { Chip, type Tone } from '../parts/basics.tsx'
import { Empty, RowsSkeleton, Shown } from '../parts/states.tsx'
import type { ListedOrder, ListNews, LivingList, OrderState } from '../shapes.ts'
import { type LineState, listen, newestFirst, withNews } from './live-orders.ts'
import { ordersPath } from './paths.ts'

export const TONES: Record<OrderState, Tone> = {
  awaiting_buyer: 'sky',
  waiting_for_door: 'sky',
  awaiting_payment: 'wheat',
  paid: 'leaf',
  shipped: 'leaf',
  received: 'leaf',
  cancelled: '',
  expired: '',
}

/** The living list of a sale, kept up to date by the server's stream while the screen is open. */
export function useLivingList(saleId: string | null, isOpen: boolean) {
  const path = saleId === null ? null : ordersPath(saleId)
  const loaded = useLoad<LivingList>(path)
  const [line, setLine] = useState<LineState>('connecting')
  const current = useRef(loaded)
  current.current = loaded
  useEffect(() => {
    if (path === null || !isOpen) return undefined
    const readAll = () => void current.current.reload()
    const onNews = (news: ListNews) => {
      current.current.put((was) => withNews(was, news))
      // A whole list is on its way and may have been read before this news: it is read once more.
      if (current.current.isLoading) readAll()
    }
    const stop = listen({ url: `${path}/live`, onNews, onState: setLine, onGap: readAll })
    // A phone that slept may have missed rows without noticing that the line was cut.
    const onSight = () => document.visibilityState === 'visible' && readAll()
    document.addEventListener('visibilitychange', onSight)
    return () => {
      document.removeEventListener('visibilitychange', onSight)
      stop()
    }
  }, [path, isOpen])
  return { loaded, line }
}

interface LivingProps {
  readonly list: ReturnType<typeof useLivingList>
  readonly isOpen: boolean
  /** The sale has several goods: each row names its own. */
  readonly namesGoods: boolean
  /** How many rows before the list is folded. */
  readonly shown?: number
}

export function LivingListCard({ list, isOpen, namesGoods, shown = 30 }: LivingProps) {
  return (
    <div class="col tight">
      {isOpen && <LineNote state={list.line} />}
      <Shown of={list.loaded} skeleton={<RowsSkeleton />}>
        {(data) => <Rows items={data.items} isOpen={isOpen} namesGoods={namesGoods} shown={shown} />}
      </Shown>
    </div>
  )
}

function LineNote({ state }: { state: LineState }) {
  return (
    <div role="status">
      {state === 'lost' && (
        <p class="note wheat">
          <span class="dot wheat" aria-hidden="true" /> {t('live_lost')}
        </p>
      )}
    </div>
  )
}

interface RowsProps extends Pick<LivingProps, 'isOpen' | 'namesGoods'> {
  readonly items: readonly ListedOrder[]
  readonly shown: number
}

function Rows({ items, isOpen, namesGoods, shown }: RowsProps) {
  const [isWhole, setWhole] = useState(false)
  const sorted = useMemo(() => newestFirst(items), [items])
  const known = useRef<ReadonlySet<string> | undefined>(undefined)
  const before = known.current
  useEffect(() => {
    known.current = new Set(items.map(({ orderId }) => orderId))
  }, [items])
  if (items.length === 0) {
    return (
      <Empty title={isOpen ? t('list_empty_open') : t('list_empty')}>
        {isOpen && <p class="muted s14">{t('list_empty_next')}</p>}
      </Empty>
    )
  }
  const visible = isWhole ? sorted : sorted.slice(0, shown)
  return (
    <>
      <ol class="card rows living">
        {visible.map((item) => {
          const isNew = before !== undefined && !before.has(item.orderId)
          return <Row key={item.orderId} item={item} isNew={isNew} namesGoods={namesGoods} />
        })}
      </ol>
      {visible.length < sorted.length && (
        <button class="btn small wide" type="button" onClick={() => setWhole(true)}>
          {t('list_whole', { n: sorted.length })}
        </button>
      )}
    </>
  )
}

interface RowProps {
  readonly item: ListedOrder
  readonly isNew: boolean
  readonly namesGoods: boolean
}

function Row({ item, isNew, namesGoods }: RowProps) {
  const isGone = item.state === 'cancelled' || item.state === 'expired'
  return (
    <li class={`row num${isNew ? ' slides-in' : ''}${isGone ? ' gone crossed' : ''}`}>
      <span class="no muted">{item.listNo}.</span>
      <span class="grow">
        {item.nickname} <Ordered lines={item.lines} namesGoods={namesGoods} />
        {item.via && <span class="muted s12 via">{t('list_via', { name: item.via.nickname })}</span>}
      </span>
      <Chip tone={TONES[item.state]}>{t(`order_${item.state}`)}</Chip>
    </li>
  )
}

/** `2 箱`; where there are several goods each on a line of its own, so that nothing must be guessed. */
export function Ordered({ lines, namesGoods }: { lines: ListedOrder['lines']; namesGoods: boolean }) {
  if (!namesGoods) return <b class="nowrap">{amounts(lines)}</b>
  return (
    <>
      {lines.map((line) => (
        <span class="s14 goods-line" key={line.name}>
          <span class="muted">{line.name}</span> <b class="nowrap">{amounts([line])}</b>
        </span>
      ))}
    </>
  )
}

export const amountOf = ({ quantity, unit }: ListedOrder['lines'][number]): string => f.count(quantity, unit)

const amounts = (lines: ListedOrder['lines']): string => lines.map(amountOf).join(t('list_comma'))
