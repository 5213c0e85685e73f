import { Link } from '@tanstack/react-router'
import { Button } from 'antd'
import { useState } from 'react'
import { t } from '../kit.ts'
import { Empty, Page } from '../parts/page.tsx'
import { Amount, Chip, Nothing, Stamp, type Tone } from '../parts/says.tsx'
import { type Column, List } from '../parts/table.tsx'
import { usePages } from '../read.ts'
import { useMay } from '../session/session.ts'
import type { SettlementPeriod } from '../shapes.ts'
import { DeductionDialog } from './supplier-dialogs.tsx'

const tones: Record<SettlementPeriod['state'], Tone> = { open: 'wheat', closing: 'sky', closed: 'leaf' }

export const PeriodState = ({ of: period }: { of: SettlementPeriod }) => (
  <Chip tone={period.canClose ? 'berry' : tones[period.state]}>
    {t(period.canClose ? 'period_over' : `period_${period.state}`)}
  </Chip>
)

export const daysOf = (of: { readonly firstDay: string; readonly lastDay: string }): string =>
  `${of.firstDay} – ${of.lastDay}`

const columns: readonly Column<SettlementPeriod>[] = [
  {
    key: 'days',
    title: t('period'),
    isWide: true,
    about: 20,
    cell: (row) => (
      <Link to="/settlements/$id" params={{ id: row.id }} className="link num">
        {daysOf(row)}
      </Link>
    ),
  },
  { key: 'state', title: t('state'), about: 6, cell: (row) => <PeriodState of={row} /> },
  { key: 'closed', title: t('period_closed_at'), about: 14, cell: (row) => <Stamp at={row.closedAt} /> },
  { key: 'by', title: t('period_closed_by'), about: 8, cell: (row) => row.closingBy ?? <Nothing /> },
  {
    key: 'journals',
    title: t('day_journals'),
    isNumber: true,
    about: 6,
    cell: ({ journals }) => journals ?? <Nothing />,
  },
  {
    key: 'moved',
    title: t('day_moved'),
    isNumber: true,
    about: 8,
    cell: ({ moved }) => (moved === null ? <Nothing /> : <Amount of={moved} bare />),
  },
]

/** Months (or weeks) of settlement: each is closed once, by a person, when it is over. */
export function PeriodsPage() {
  const mayMove = useMay('move_money')
  const [isDeducting, setDeducting] = useState(false)
  return (
    <Page
      title={t('room_settlements')}
      under={t('periods_words')}
      actions={mayMove && <Button onClick={() => setDeducting(true)}>{t('deduction_add')}</Button>}
    >
      <List
        caption={t('room_settlements')}
        columns={columns}
        reading={usePages<SettlementPeriod>('/v1/admin/settlement-periods')}
        rowKey={(row) => row.id}
        tone={(row) => (row.canClose ? 'berry' : undefined)}
        empty={<Empty title={t('periods_none')} words={t('periods_none_words')} />}
      />
      {isDeducting && <DeductionDialog close={() => setDeducting(false)} />}
    </Page>
  )
}
