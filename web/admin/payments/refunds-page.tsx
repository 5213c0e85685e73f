import { getRouteApi, Link } from '@tanstack/react-router'
import { t } from '../kit.ts'
import { BooksOf, Txn } from '../orders/order-money.tsx'
import { Choices, SearchField } from '../parts/filters.tsx'
import { Empty, Page } from '../parts/page.tsx'
import { Amount, Id, Stamp } from '../parts/says.tsx'
import { RefundStateChip } from '../parts/states.tsx'
import { type Column, List } from '../parts/table.tsx'
import { usePages } from '../read.ts'
import type { Refund } from '../shapes.ts'
import { whoWords } from '../staff/who.ts'
import { RefundActions } from './refund-actions.tsx'

const route = getRouteApi('/refunds')
const states = ['accepted', 'submitted', 'unknown', 'held', 'succeeded', 'failed', 'replaced', 'settled'] as const

const columns: readonly Column<Refund>[] = [
  { key: 'at', title: t('asked_at'), about: 14, cell: (row) => <Stamp at={row.createdAt} /> },
  { key: 'id', title: t('refund'), about: 11, cell: (row) => <BooksOf id={row.id} orderId={row.reference} /> },
  {
    key: 'order',
    title: t('order'),
    about: 11,
    cell: (row) => (
      <Link to="/orders/$id" params={{ id: row.reference }} className="link">
        <Id id={row.reference} />
      </Link>
    ),
  },
  { key: 'reason', title: t('reason'), isWide: true, about: 20, cell: (row) => row.reason },
  { key: 'by', title: t('asked_by'), about: 6, cell: (row) => whoWords(row.askedBy, row.askedByName) },
  { key: 'txn', title: t('provider_refund'), isWide: true, about: 24, cell: (row) => <Txn of={row.providerRefund} /> },
  { key: 'amount', title: t('amount_yuan'), isNumber: true, about: 6, cell: (row) => <Amount of={row.amount} bare /> },
  { key: 'ended', title: t('arrived_at'), about: 14, cell: (row) => <Stamp at={row.endedAt} /> },
  { key: 'state', title: t('state'), about: 5, cell: (row) => <RefundStateChip state={row.state} /> },
  { key: 'act', title: t('refund_to_do'), about: 12, cell: (row) => <RefundActions of={row} /> },
]

export function RefundsPage() {
  const { state, search } = route.useSearch()
  const navigate = route.useNavigate()
  const reading = usePages<Refund>('/v1/admin/refunds', { state, search })
  const change = (changed: { state?: string | undefined; search?: string | undefined }) =>
    void navigate({ search: (was) => ({ ...was, ...changed }) as typeof was, replace: true })
  return (
    <Page title={t('room_refunds')} under={t('refunds_words')}>
      <div className="toolbar">
        <Choices
          label={t('state')}
          choices={[
            { value: undefined, words: t('all') },
            ...states.map((value) => ({ value, words: t(`refund_${value}`) })),
          ]}
          chosen={state as (typeof states)[number] | undefined}
          choose={(value) => change({ state: value })}
        />
        <SearchField label={t('refunds_search')} value={search} search={(value) => change({ search: value })} />
      </div>
      <List
        caption={t('room_refunds')}
        columns={columns}
        reading={reading}
        rowKey={(row) => row.id}
        tone={(row) =>
          row.state === 'failed' || row.state === 'unknown' || row.state === 'held' ? 'berry' : undefined
        }
        empty={
          <Empty
            title={state || search ? t('nothing_found') : t('refunds_list_none')}
            words={search ? t('money_nothing_found') : state ? t('nothing_in_state') : t('refunds_list_none_words')}
          />
        }
      />
    </Page>
  )
}
