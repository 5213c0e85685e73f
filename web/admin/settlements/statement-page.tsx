import { getRouteApi, Link } from '@tanstack/react-router'
import { Button } from 'antd'
import { useState } from 'react'
import { t } from '../kit.ts'
import { OrderSkeleton } from '../orders/order-skeleton.tsx'
import { Empty, Figures, Page, Section } from '../parts/page.tsx'
import { Unread } from '../parts/problem.tsx'
import { Amount, Chip, Id, Stamp, type Tone } from '../parts/says.tsx'
import { type Column, Table } from '../parts/table.tsx'
import { useRead } from '../read.ts'
import { useMay } from '../session/session.ts'
import type { SupplierStatement } from '../shapes.ts'
import { Approval } from './approval.tsx'
import { daysOf } from './periods-page.tsx'
import { PayDialog, RejectPaymentDialog, statementChanges } from './supplier-dialogs.tsx'

const route = getRouteApi('/supplier-statements/$id')

type Delivery = SupplierStatement['deliveries'][number]
type Deduction = SupplierStatement['deductions'][number]
type Payment = SupplierStatement['payments'][number]

const deliveries: readonly Column<Delivery>[] = [
  { key: 'on', title: t('delivery_on'), about: 10, cell: (row) => <span className="num">{row.receivedOn}</span> },
  {
    key: 'order',
    title: t('order'),
    about: 11,
    cell: (row) => (
      <Link to="/orders/$id" params={{ id: row.orderId }} className="link">
        <Id id={row.orderId} />
      </Link>
    ),
  },
  { key: 'name', title: t('goods'), isWide: true, about: 16, cell: (row) => row.name },
  { key: 'lot', title: t('lot'), about: 8, cell: (row) => row.lot },
  { key: 'quantity', title: t('quantity'), isNumber: true, about: 5, cell: (row) => `${row.quantity} ${row.unit}` },
  { key: 'unit', title: t('unit_cost'), isNumber: true, about: 7, cell: (row) => <Amount of={row.unitCost} bare /> },
  { key: 'cost', title: t('settled_cost'), isNumber: true, about: 8, cell: (row) => <Amount of={row.cost} bare /> },
]

const deductions: readonly Column<Deduction>[] = [
  { key: 'on', title: t('time'), about: 10, cell: (row) => <span className="num">{row.on}</span> },
  { key: 'kind', title: t('grounds'), about: 6, cell: (row) => t(`deduction_${row.kind}`) },
  { key: 'reason', title: t('reason'), isWide: true, about: 16, cell: (row) => row.reason },
  { key: 'amount', title: t('amount_yuan'), isNumber: true, about: 8, cell: (row) => <Amount of={row.amount} bare /> },
]

const tones: Record<Payment['state'], Tone> = { asked: 'wheat', paid: 'leaf', rejected: 'plain' }

const payments: readonly Column<Payment>[] = [
  { key: 'at', title: t('time'), about: 14, cell: (row) => <Stamp at={row.askedAt} /> },
  {
    key: 'bank',
    title: t('bank_reference'),
    about: 12,
    cell: (row) => <span className="id">{row.bankReference}</span>,
  },
  {
    key: 'reason',
    title: t('reason'),
    isWide: true,
    about: 14,
    cell: (row) => (row.endReason === null ? row.reason : `${row.reason} · ${row.endReason}`),
  },
  { key: 'amount', title: t('amount_yuan'), isNumber: true, about: 8, cell: (row) => <Amount of={row.amount} bare /> },
  {
    key: 'state',
    title: t('state'),
    about: 6,
    cell: (row) => <Chip tone={tones[row.state]}>{t(`supplier_payment_${row.state}`)}</Chip>,
  },
  { key: 'act', title: t('payout_approvals'), about: 12, cell: (row) => <PaymentApproval of={row} /> },
]

/** One supplier's period: what was delivered, what is set off, what is due and what was paid of it. */
export function StatementPage() {
  const { id } = route.useParams()
  const path = `/v1/admin/supplier-settlements/${id}`
  const { data, problem, again } = useRead<SupplierStatement>(path)
  const mayMove = useMay('move_money')
  const [isPaying, setPaying] = useState(false)
  const back = { to: '/settlements', words: t('room_settlements') }
  if (problem || !data)
    return (
      <Page title={t('statement')} back={back}>
        {problem ? <Unread problem={problem} again={again} /> : <OrderSkeleton />}
      </Page>
    )
  const canPay = mayMove && data.paid.amount < data.due.amount
  return (
    <Page
      title={data.supplierName}
      under={<span className="num">{daysOf(data)}</span>}
      back={back}
      actions={
        <>
          <a className="button" href={`${path}/statement.csv`} download>
            CSV
          </a>
          <a className="button" href={`${path}/statement.xlsx`} download>
            XLSX
          </a>
          {canPay && (
            <Button type="primary" onClick={() => setPaying(true)}>
              {t('supplier_pay')}
            </Button>
          )}
        </>
      }
    >
      <Figures
        items={[
          {
            name: t('settled_cost'),
            value: <Amount of={data.cost} />,
            under: t('settled_quantity', { n: data.quantity }),
          },
          { name: t('settled_set_off'), value: <Amount of={data.setOff} /> },
          { name: t('settled_due'), value: <Amount of={data.due} /> },
          { name: t('settled_paid_out'), value: <Amount of={data.paid} /> },
        ]}
      />
      <Section title={t('supplier_payments')}>
        {data.payments.length > 0 ? (
          <Table caption={t('supplier_payments')} columns={payments} rows={data.payments} rowKey={(row) => row.id} />
        ) : (
          <Empty title={t('supplier_payments_none')} words={t('supplier_payments_none_words')} />
        )}
      </Section>
      {data.deductions.length > 0 && (
        <Section title={t('deductions')}>
          <Table caption={t('deductions')} columns={deductions} rows={data.deductions} rowKey={(row) => row.id} />
        </Section>
      )}
      <Section title={t('deliveries')}>
        <Table
          caption={t('deliveries')}
          columns={deliveries}
          rows={data.deliveries}
          rowKey={(row) => `${row.orderId}/${row.lineNo}/${row.lot}`}
        />
      </Section>
      {isPaying && <PayDialog statement={data} close={() => setPaying(false)} />}
    </Page>
  )
}

function PaymentApproval({ of: payment }: { of: Payment }) {
  return (
    <Approval
      approvals={payment.approvals}
      isAsked={payment.state === 'asked'}
      path={`/v1/admin/supplier-payments/${payment.id}/approve`}
      refreshes={statementChanges}
      refusal={(close) => <RejectPaymentDialog id={payment.id} close={close} />}
    />
  )
}
