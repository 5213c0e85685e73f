import { Link } from '@tanstack/react-router'
import { t } from '../kit.ts'
import { Section } from '../parts/page.tsx'
import { Amount, Id, Nothing, Stamp } from '../parts/says.tsx'
import { PaymentStateChip, RefundStateChip } from '../parts/states.tsx'
import { type Column, Table } from '../parts/table.tsx'
import { useMay } from '../session/session.ts'
import type { AdminOrder } from '../shapes.ts'

type PaymentOf = AdminOrder['payments'][number]
type RefundOf = AdminOrder['refunds'][number]

const paymentColumns: readonly Column<PaymentOf>[] = [
  {
    key: 'id',
    title: t('payment'),
    cell: ({ id }) => (
      <Link to="/payments" search={{ search: id }} className="link">
        <Id id={id} />
      </Link>
    ),
  },
  { key: 'txn', title: t('provider_txn'), isWide: true, cell: ({ providerTxn }) => <Txn of={providerTxn} /> },
  { key: 'at', title: t('paid_at'), cell: ({ paidAt }) => <Stamp at={paidAt} /> },
  { key: 'amount', title: t('amount_yuan'), isNumber: true, cell: ({ amount }) => <Amount of={amount} bare /> },
  { key: 'state', title: t('state'), cell: ({ state }) => <PaymentStateChip state={state} /> },
]

const refundColumns: readonly Column<RefundOf>[] = [
  {
    key: 'id',
    title: t('refund'),
    cell: ({ id }) => (
      <Link to="/refunds" search={{ search: id }} className="link">
        <Id id={id} />
      </Link>
    ),
  },
  { key: 'reason', title: t('reason'), isWide: true, cell: ({ reason }) => reason },
  { key: 'txn', title: t('provider_refund'), cell: ({ providerRefund }) => <Txn of={providerRefund} /> },
  { key: 'at', title: t('asked_at'), cell: ({ createdAt }) => <Stamp at={createdAt} /> },
  { key: 'ended', title: t('arrived_at'), cell: ({ endedAt }) => <Stamp at={endedAt} /> },
  { key: 'amount', title: t('amount_yuan'), isNumber: true, cell: ({ amount }) => <Amount of={amount} bare /> },
  { key: 'state', title: t('state'), cell: ({ state }) => <RefundStateChip state={state} /> },
]

export function MoneyIn({ of }: { of: AdminOrder }) {
  return (
    <Section title={t('payments')}>
      <Table caption={t('payments')} columns={paymentColumns} rows={of.payments} rowKey={({ id }) => id} />
    </Section>
  )
}

export function MoneyOut({ of }: { of: AdminOrder }) {
  if (of.refunds.length === 0) return null
  return (
    <Section title={t('refunds')}>
      <Table caption={t('refunds')} columns={refundColumns} rows={of.refunds} rowKey={({ id }) => id} />
    </Section>
  )
}

/** The id of a payment or refund, leading to its order's journals for those who may read the books. */
export function BooksOf({ id, orderId }: { id: string; orderId: string }) {
  const mayRead = useMay('read_books')
  if (!mayRead) return <Id id={id} />
  return (
    <Link to="/ledger" search={{ reference: orderId }} className="link">
      <Id id={id} />
    </Link>
  )
}

/** The number under which the provider keeps it, leading to the line of its bill for those who may read the books. */
export function Txn({ of }: { of: string | null }) {
  const mayRead = useMay('read_books')
  if (of === null) return <Nothing />
  if (!mayRead) return <span className="id wrap-any">{of}</span>
  return (
    <Link to="/bills/lines" search={{ search: of }} className="link id wrap-any" title={t('bill_line_of')}>
      {of}
    </Link>
  )
}
