import { getRouteApi, Link } from '@tanstack/react-router'
import { t } from '../kit.ts'
import { Choices, SearchField } from '../parts/filters.tsx'
import { Empty, Page } from '../parts/page.tsx'
import { Amount, Id, Nothing, Stamp } from '../parts/says.tsx'
import { OrderStateChip } from '../parts/states.tsx'
import { type Column, List } from '../parts/table.tsx'
import { usePages, useRead } from '../read.ts'
import { useMay } from '../session/session.ts'
import type { Community, OrderRow, OrderState, PersonRow, Sale } from '../shapes.ts'
import { GoodsWords } from './goods-words.tsx'

const route = getRouteApi('/orders')
const deliveries = ['parcel', 'pickup'] as const
const states: readonly OrderState[] = [
  'awaiting_payment',
  'waiting_for_door',
  'awaiting_buyer',
  'paid',
  'shipped',
  'received',
  'cancelled',
  'expired',
]

const columns: readonly Column<OrderRow>[] = [
  { key: 'at', title: t('placed_at'), about: 14, cell: (row) => <Stamp at={row.placedAt} /> },
  {
    key: 'id',
    title: t('order'),
    about: 11,
    cell: (row) => (
      <Link to="/orders/$id" params={{ id: row.id }} className="link">
        <Id id={row.id} />
      </Link>
    ),
  },
  { key: 'buyer', title: t('buyer'), about: 6, cell: (row) => row.buyerNickname },
  { key: 'goods', title: t('goods'), isWide: true, about: 20, cell: (row) => <GoodsWords lines={row.lines} /> },
  { key: 'sale', title: t('sale_and_community'), isWide: true, about: 16, cell: (row) => <FromWhere row={row} /> },
  { key: 'delivery', title: t('delivery'), about: 4, cell: (row) => t(`delivery_${row.delivery}`) },
  { key: 'total', title: t('total_yuan'), isNumber: true, about: 6, cell: (row) => <Amount of={row.total} bare /> },
  { key: 'state', title: t('state'), about: 6, cell: (row) => <OrderStateChip state={row.state} /> },
]

export function OrdersPage() {
  const { state, delivery, saleId, communityId, buyerId, search } = route.useSearch()
  const navigate = route.useNavigate()
  const mayWork = useMay('work_orders')
  const reading = usePages<OrderRow>('/v1/admin/orders', { state, delivery, saleId, communityId, buyerId, search })
  const change = (changed: { [name in keyof ReturnType<typeof route.useSearch>]?: string | undefined }) =>
    void navigate({ search: (was) => ({ ...was, ...changed }) as typeof was, replace: true })
  const isFiltered = [state, delivery, saleId, communityId, buyerId, search].some((one) => one !== undefined)
  return (
    <Page
      title={t('room_orders')}
      actions={
        mayWork && (
          <>
            <Link to="/orders/hand-over" className="button">
              {t('hand_over_by_code')}
            </Link>
            <Link to="/orders/ship" className="button main">
              {t('ship_many')}
            </Link>
          </>
        )
      }
    >
      <div className="toolbar">
        <Choices
          label={t('state')}
          choices={[
            { value: undefined, words: t('all') },
            ...states.map((value) => ({ value, words: t(`order_${value}`) })),
          ]}
          chosen={state as OrderState | undefined}
          choose={(value) => change({ state: value })}
        />
        <Choices
          label={t('delivery')}
          choices={[
            { value: undefined, words: t('delivery_any') },
            ...deliveries.map((value) => ({ value, words: t(`delivery_${value}`) })),
          ]}
          chosen={delivery as (typeof deliveries)[number] | undefined}
          choose={(value) => change({ delivery: value })}
        />
        <SearchField label={t('orders_search')} value={search} search={(value) => change({ search: value })} />
      </div>
      <OnlyOf saleId={saleId} communityId={communityId} buyerId={buyerId} change={change} />
      <List
        caption={t('room_orders')}
        columns={columns}
        reading={reading}
        rowKey={(row) => row.id}
        tone={(row) => (row.state === 'cancelled' || row.state === 'expired' ? 'faded' : undefined)}
        empty={
          isFiltered ? (
            <Empty title={t('nothing_found')} words={t('orders_nothing_found')} />
          ) : (
            <Empty title={t('orders_none')} words={t('orders_none_words')} />
          )
        }
      />
    </Page>
  )
}

interface OnlyOfProps {
  readonly saleId: string | undefined
  readonly communityId: string | undefined
  readonly buyerId: string | undefined
  readonly change: (changed: { saleId?: undefined; communityId?: undefined; buyerId?: undefined }) => void
}

/** What the list is narrowed to from another page, by name, and the way back to all. */
function OnlyOf({ saleId, communityId, buyerId, change }: OnlyOfProps) {
  const sale = useRead<Sale>(saleId ? `/v1/admin/sales/${saleId}` : null)
  const mayReadCommunities = useMay('read_communities')
  const community = useRead<Community>(
    communityId && mayReadCommunities ? `/v1/admin/communities/${communityId}` : null,
  )
  const mayReadPeople = useMay('read_people')
  const buyer = useRead<PersonRow>(buyerId && mayReadPeople ? `/v1/admin/people/${buyerId}` : null)
  const only = [
    ...(saleId
      ? [{ words: t('orders_of_sale'), name: sale.data?.title, id: saleId, without: { saleId: undefined } }]
      : []),
    ...(communityId
      ? [
          {
            words: t('orders_of_community'),
            name: community.data?.name,
            id: communityId,
            without: { communityId: undefined },
          },
        ]
      : []),
    ...(buyerId
      ? [{ words: t('orders_of_buyer'), name: buyer.data?.nickname, id: buyerId, without: { buyerId: undefined } }]
      : []),
  ]
  return (
    <>
      {only.map(({ words, name, id, without }) => (
        <p key={id} className="s14">
          {words} <b>{name ?? <Id id={id} />}</b>{' '}
          <button type="button" className="link" onClick={() => change(without)}>
            {t('show_all')}
          </button>
        </p>
      ))}
    </>
  )
}

function FromWhere({ row }: { row: OrderRow }) {
  if (row.saleTitle === null) return <span className="muted">{t('bought_directly')}</span>
  return (
    <span className="two">
      <span>{row.saleTitle}</span>
      {row.communityName === null ? <Nothing /> : <span className="muted s12">{row.communityName}</span>}
    </span>
  )
}
