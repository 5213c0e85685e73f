import { getRouteApi, Link } from '@tanstack/react-router'
import { t } from '../kit.ts'
import { BooksOf, Txn } from '../orders/order-money.tsx'
import { Choices, SearchField } from '../parts/filters.tsx'
import { Empty, Page } from '../parts/page.tsx'
import { Amount, Id, Nothing, Stamp } from '../parts/says.tsx'
import { PaymentStateChip } from '../parts/states.tsx'
import { type Column, List } from '../parts/table.tsx'
import { usePages } from '../read.ts'
import type { Payment, PaymentState } from '../shapes.ts'

const route = getRouteApi('/payments')
const states: readonly PaymentState[] = ['created', 'submitted', 'pending', 'unknown', 'succeeded', 'failed', 'closed']

const columns: readonly Column<Payment>[] = [
  { key: 'at', title: t('asked_at'), about: 14, cell: (row) => <Stamp at={row.createdAt} /> },
  { key: 'id', title: t('payment'), about: 11, cell: (row) => <BooksOf id={row.id} orderId={row.reference} /> },
  {
    key: 'for',
    title: t('paid_for'),
    about: 11,
    cell: (row) => <PaidFor purpose={row.purpose} reference={row.reference} />,
  },
  { key: 'provider', title: t('provider'), about: 8, cell: (row) => providerName(row.provider) },
  { key: 'txn', title: t('provider_txn'), isWide: true, about: 24, cell: (row) => <Txn of={row.providerTxn} /> },
  { key: 'amount', title: t('amount_yuan'), isNumber: true, about: 6, cell: (row) => <Amount of={row.amount} bare /> },
  {
    key: 'refunded',
    title: t('refunded_yuan'),
    isNumber: true,
    about: 6,
    cell: (row) => (row.refunded.amount === 0 ? <Nothing /> : <Amount of={row.refunded} bare />),
  },
  { key: 'ended', title: t('ended_at'), about: 14, cell: (row) => <Stamp at={row.endedAt} /> },
  { key: 'state', title: t('state'), about: 5, cell: (row) => <PaymentStateChip state={row.state} /> },
]

export function PaymentsPage() {
  const { state, search } = route.useSearch()
  const navigate = route.useNavigate()
  const reading = usePages<Payment>('/v1/admin/payments', { state, search })
  const change = (changed: { state?: string | undefined; search?: string | undefined }) =>
    void navigate({ search: (was) => ({ ...was, ...changed }) as typeof was, replace: true })
  return (
    <Page title={t('room_payments')} under={t('payments_words')}>
      <div className="toolbar">
        <Choices
          label={t('state')}
          choices={[
            { value: undefined, words: t('all') },
            ...states.map((value) => ({ value, words: t(`payment_${value}`) })),
          ]}
          chosen={state as PaymentState | undefined}
          choose={(value) => change({ state: value })}
        />
        <SearchField label={t('payments_search')} value={search} search={(value) => change({ search: value })} />
      </div>
      <List
        caption={t('room_payments')}
        columns={columns}
        reading={reading}
        rowKey={(row) => row.id}
        tone={(row) => (row.state === 'unknown' ? 'berry' : undefined)}
        empty={
          <Empty
            title={state || search ? t('nothing_found') : t('payments_none')}
            words={search ? t('money_nothing_found') : state ? t('nothing_in_state') : t('payments_none_words')}
          />
        }
      />
    </Page>
  )
}

function PaidFor({ purpose, reference }: { purpose: string; reference: string }) {
  if (!reference.startsWith('ord_')) return <>{purpose}</>
  return (
    <Link to="/orders/$id" params={{ id: reference }} className="link">
      <Id id={reference} />
    </Link>
  )
}

const providerName = (provider: string): string =>
  t.has(`provider_${provider}`) ? t(`provider_${provider}`) : provider
