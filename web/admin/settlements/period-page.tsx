import { getRouteApi, Link } from '@tanstack/react-router'
import { Button } from 'antd'
import { useState } from 'react'
import { api, t } from '../kit.ts'
import { FormDialog } from '../parts/dialog.tsx'
import { Empty, Page, Section } from '../parts/page.tsx'
import { Unread } from '../parts/problem.tsx'
import { Amount, Id, Nothing } from '../parts/says.tsx'
import { type Column, Table, TableSkeleton } from '../parts/table.tsx'
import { useRead } from '../read.ts'
import { useMay } from '../session/session.ts'
import type { CuratorSettlement, SettlementPeriodDetail, SupplierSettlement } from '../shapes.ts'
import { useWrite } from '../write.ts'
import { daysOf, PeriodState } from './periods-page.tsx'

const route = getRouteApi('/settlements/$id')

const amounts = <Row,>(...columns: readonly (readonly [name: string, of: (row: Row) => { amount: number }])[]) =>
  columns.map(
    ([name, of]): Column<Row> => ({
      key: name,
      title: t(`settled_${name}`),
      isNumber: true,
      about: 8,
      cell: (row) => (of(row).amount === 0 ? <Nothing /> : <Amount of={of(row) as never} bare />),
    }),
  )

const suppliers: readonly Column<SupplierSettlement>[] = [
  {
    key: 'who',
    title: t('supplier_who'),
    isWide: true,
    about: 12,
    cell: (row) =>
      row.id === null ? (
        row.supplierName
      ) : (
        <Link to="/supplier-statements/$id" params={{ id: row.id }} className="link">
          {row.supplierName || <Id id={row.supplierId} />}
        </Link>
      ),
  },
  { key: 'quantity', title: t('quantity'), isNumber: true, about: 5, cell: (row) => row.quantity },
  ...amounts<SupplierSettlement>(
    ['cost', (row) => row.cost],
    ['set_off', (row) => row.setOff],
    ['due', (row) => row.due],
    ['paid_out', (row) => row.paid],
    ['left', (row) => row.left],
  ),
]

const curators: readonly Column<CuratorSettlement>[] = [
  {
    key: 'who',
    title: t('curator'),
    isWide: true,
    about: 10,
    cell: (row) => (
      <Link to="/curators/$id" params={{ id: row.curatorId }} className="link">
        {row.curatorName || <Id id={row.curatorId} />}
      </Link>
    ),
  },
  ...amounts<CuratorSettlement>(
    ['opening', (row) => row.opening],
    ['vested', (row) => row.vested],
    ['clawed', (row) => row.clawed],
    ['paid', (row) => row.paid],
    ['tax', (row) => row.tax],
    ['closing', (row) => row.closing],
  ),
]

/** One period: what each supplier and each curator comes to. */
export function PeriodPage() {
  const { id } = route.useParams()
  const { data, problem, again } = useRead<SettlementPeriodDetail>(`/v1/admin/settlement-periods/${id}`)
  const mayMove = useMay('move_money')
  const [isClosing, setClosing] = useState(false)
  const back = { to: '/settlements', words: t('room_settlements') }
  if (problem)
    return (
      <Page title={t('period')} back={back}>
        <Unread problem={problem} again={again} />
      </Page>
    )
  const period = data?.period
  return (
    <Page
      title={period ? daysOf(period) : t('period')}
      beside={period && <PeriodState of={period} />}
      under={period && t(`period_${period.state}_words`)}
      back={back}
      actions={
        mayMove &&
        period?.canClose && (
          <Button type="primary" onClick={() => setClosing(true)}>
            {t('period_close')}
          </Button>
        )
      }
    >
      <Section title={t('supply_suppliers')}>
        {!data ? (
          <TableSkeleton caption={t('supply_suppliers')} columns={suppliers} rows={2} />
        ) : data.suppliers.length > 0 ? (
          <Table
            caption={t('supply_suppliers')}
            columns={suppliers}
            rows={data.suppliers}
            rowKey={(row) => row.supplierId}
          />
        ) : (
          <Empty title={t('settled_none')} words={t('settled_suppliers_none')} />
        )}
      </Section>
      <Section title={t('room_curators')}>
        {!data ? (
          <TableSkeleton caption={t('room_curators')} columns={curators} rows={3} />
        ) : data.curators.length > 0 ? (
          <Table caption={t('room_curators')} columns={curators} rows={data.curators} rowKey={(row) => row.curatorId} />
        ) : (
          <Empty title={t('settled_none')} words={t('settled_curators_none')} />
        )}
      </Section>
      {isClosing && <CloseDialog id={id} close={() => setClosing(false)} />}
    </Page>
  )
}

function CloseDialog({ id, close }: { id: string; close: () => void }) {
  const write = useWrite(
    (_: object, intention) => api.post(`/v1/admin/settlement-periods/${id}/close`, {}, intention),
    { refreshes: ['/v1/admin/settlement-periods', '/v1/admin/ledger', '/v1/admin/activity'], onDone: close },
  )
  return (
    <FormDialog<object>
      isOpen
      title={t('period_close')}
      words={t('period_close_words')}
      okText={t('period_close')}
      write={write}
      submit={() => write.run({})}
      close={close}
    >
      {null}
    </FormDialog>
  )
}
