import { useState } from 'preact/hooks'
import type { OrderShape } from '../../src/orders/contract.ts'
import type { ApiProblem } from '../shared/api.ts'
import { asProblem, useLoad } from './load.ts'
import { StateChip } from './order-state.tsx'
import { Failed, Money, Page, Refused, Skeletons } from './parts.tsx'
import { shop } from './shop.ts'

interface OrderList {
  readonly items: readonly OrderShape[]
  readonly nextCursor: string | null
}

export function Orders() {
  const [loaded, { reload, set }] = useLoad<OrderList>('/v1/store/orders')
  return (
    <Page title={shop.t('my_orders')} back="/me">
      {loaded.state === 'loading' && <Skeletons count={3} />}
      {loaded.state === 'failed' && <Failed problem={loaded.problem} retry={reload} />}
      {loaded.state === 'ready' && loaded.data.items.length === 0 && <NoOrders />}
      {loaded.state === 'ready' && (
        <>
          <ul class="col plain">
            {loaded.data.items.map((order) => (
              <OrderCard key={order.id} order={order} />
            ))}
          </ul>
          <More list={loaded.data} onMore={set} />
        </>
      )}
    </Page>
  )
}

function NoOrders() {
  return (
    <div class="card empty col">
      <p class="b">{shop.t('no_orders')}</p>
      <p class="muted s14">{shop.t('no_orders_words')}</p>
      <p>
        <a class="btn go" href="/">
          {shop.t('look_around')}
        </a>
      </p>
    </div>
  )
}

function OrderCard({ order }: { order: OrderShape }) {
  const { t, say } = shop
  return (
    <li>
      <a class="card block plain-link" href={`/orders/${order.id}`}>
        <span class="row between">
          <span class="muted s12">{say.time(order.placedAt)}</span>
          <StateChip state={order.state} />
        </span>
        {order.lines.map((line) => (
          <span key={line.lineNo} class="row between">
            <span>{line.name}</span>
            <span class="muted s14 num nowrap">{say.count(line.quantity, line.unit)}</span>
          </span>
        ))}
        <span class="row between s14">
          <span class="muted">{order.community?.name ?? t('bought_direct')}</span>
          <span class="price">
            <Money money={order.total} />
          </span>
        </span>
      </a>
    </li>
  )
}

function More({ list, onMore }: { list: OrderList; onMore: (list: OrderList) => void }) {
  const [isBusy, setBusy] = useState(false)
  const [problem, setProblem] = useState<ApiProblem | null>(null)
  if (!list.nextCursor) return null
  const more = async () => {
    setBusy(true)
    setProblem(null)
    try {
      const next = await shop.api.get<OrderList>('/v1/store/orders', { cursor: list.nextCursor ?? undefined })
      onMore({ items: [...list.items, ...next.items], nextCursor: next.nextCursor })
    } catch (error) {
      setProblem(asProblem(error))
    }
    setBusy(false)
  }
  return (
    <>
      <Refused problem={problem} />
      <button type="button" class="btn wide" disabled={isBusy} onClick={() => void more()}>
        {shop.t('more')}
      </button>
    </>
  )
}
