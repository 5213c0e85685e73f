import { getRouteApi } from '@tanstack/react-router'
import { t } from '../kit.ts'
import { SearchField } from '../parts/filters.tsx'
import { Empty, Page } from '../parts/page.tsx'
import { Amount, Chip, Nothing, Stamp, type Tone } from '../parts/says.tsx'
import { type Column, List } from '../parts/table.tsx'
import { usePages } from '../read.ts'
import type { BillLine } from '../shapes.ts'
import { DayLink, MaybeAmount, Numbers } from './difference-words.tsx'

const route = getRouteApi('/bills/lines')
const tones: Record<BillLine['state'], Tone> = { waiting: 'sky', matched: 'leaf', differs: 'berry', noted: 'plain' }

export const lineColumns: readonly Column<BillLine>[] = [
  { key: 'at', title: t('time'), about: 12, cell: (row) => <Stamp at={row.happenedAt} /> },
  { key: 'kind', title: t('bill_file'), about: 7, cell: (row) => t(`bill_file_${row.kind}`) },
  { key: 'what', title: t('bill_what'), about: 7, cell: (row) => t(`bill_${row.what}_what`) },
  { key: 'numbers', title: t('bill_numbers'), isWide: true, about: 24, cell: (row) => <Numbers of={row} /> },
  { key: 'amount', title: t('bill_theirs'), isNumber: true, about: 7, cell: (row) => <SignedAmount of={row} /> },
  {
    key: 'fee',
    title: t('bill_fees'),
    isNumber: true,
    about: 5,
    cell: (row) => (row.fee.amount === 0 ? <Nothing /> : <Amount of={row.fee} bare />),
  },
  { key: 'ours', title: t('bill_ours'), isNumber: true, about: 7, cell: (row) => <MaybeAmount of={row.ours} /> },
  {
    key: 'state',
    title: t('state'),
    about: 6,
    cell: (row) => <Chip tone={tones[row.state]}>{t(`line_${row.state}`)}</Chip>,
  },
]

const SignedAmount = ({ of }: { of: BillLine }) => (
  <Amount of={of.direction === 'out' ? { ...of.amount, amount: -of.amount.amount } : of.amount} bare />
)

export const lineKey = (row: BillLine): string => `${row.day}/${row.kind}/${row.lineNo}`
export const lineTone = (row: BillLine) => (row.state === 'noted' ? ('faded' as const) : undefined)

const columns: readonly Column<BillLine>[] = [
  { key: 'day', title: t('bill_day'), about: 8, cell: (row) => <DayLink day={row.day} /> },
  ...lineColumns,
]

/** The provider's own lines about one thing: the end of the way from an order over its journals. */
export function BillLinesPage() {
  const { search } = route.useSearch()
  const navigate = route.useNavigate()
  return (
    <Page title={t('bill_lines')} under={t('bill_lines_words')} back={{ to: '/bills', words: t('room_bills') }}>
      <div className="toolbar">
        <SearchField
          label={t('bill_lines_search_words')}
          value={search}
          search={(value) => void navigate({ search: value ? { search: value } : {}, replace: true })}
        />
      </div>
      <List
        caption={t('bill_lines')}
        columns={columns}
        reading={usePages<BillLine>('/v1/admin/bill-lines', { search })}
        rowKey={lineKey}
        tone={lineTone}
        empty={
          <Empty
            title={search ? t('nothing_found') : t('bills_none')}
            words={search ? t('bill_lines_not_yet') : t('bills_none_words')}
          />
        }
      />
    </Page>
  )
}
