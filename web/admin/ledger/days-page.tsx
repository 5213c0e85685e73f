import { t } from '../kit.ts'
import { Empty, Page } from '../parts/page.tsx'
import { Amount, Chip, Nothing, Stamp } from '../parts/says.tsx'
import { type Column, List } from '../parts/table.tsx'
import { usePages } from '../read.ts'
import type { LedgerDay } from '../shapes.ts'

const columns: readonly Column<LedgerDay>[] = [
  { key: 'day', title: t('business_day'), about: 10, cell: ({ day }) => <span className="num">{day}</span> },
  {
    key: 'state',
    title: t('day_state'),
    about: 4,
    cell: ({ closedAt }) =>
      closedAt === null ? <Chip tone="wheat">{t('day_open')}</Chip> : <Chip tone="leaf">{t('day_closed')}</Chip>,
  },
  { key: 'closed', title: t('day_closed_at'), about: 14, cell: ({ closedAt }) => <Stamp at={closedAt} /> },
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
  {
    key: 'head',
    title: t('day_head'),
    isWide: true,
    about: 24,
    cell: ({ head }) =>
      head === null ? <Nothing /> : <span className="id" title={head}>{`${head.slice(0, 24)}…`}</span>,
  },
]

/** Days of the books: what is over is closed by itself, with sums and a hash that whoever keeps it can check later. */
export function DaysPage() {
  return (
    <Page title={t('ledger_days')} under={t('ledger_days_words')} back={{ to: '/ledger', words: t('room_ledger') }}>
      <List
        caption={t('ledger_days')}
        columns={columns}
        reading={usePages<LedgerDay>('/v1/admin/ledger/days')}
        rowKey={({ day }) => day}
        empty={<Empty title={t('days_none')} words={t('days_none_words')} />}
      />
    </Page>
  )
}
