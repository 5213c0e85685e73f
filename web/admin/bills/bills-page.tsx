import { getRouteApi, Link } from '@tanstack/react-router'
import { Button } from 'antd'
import { api, f, t } from '../kit.ts'
import { Choices } from '../parts/filters.tsx'
import { Empty, Figures, Page, Section } from '../parts/page.tsx'
import { Amount, Chip, Nothing } from '../parts/says.tsx'
import { type Column, List } from '../parts/table.tsx'
import { usePages, useRead } from '../read.ts'
import { useMay } from '../session/session.ts'
import type { BillDay, BillPosition, Difference } from '../shapes.ts'
import { useWrite } from '../write.ts'
import { DayLink, differenceColumns, differenceTone } from './difference-words.tsx'

const route = getRouteApi('/bills')
const states = ['open', 'proposed', 'settled', 'cleared'] as const

const dayColumns: readonly Column<BillDay>[] = [
  { key: 'day', title: t('bill_day'), about: 8, cell: (row) => <DayLink day={row.day} /> },
  { key: 'lines', title: t('bill_lines'), isNumber: true, about: 5, cell: (row) => row.lines },
  { key: 'matched', title: t('bill_matched'), isNumber: true, about: 5, cell: (row) => row.matched },
  { key: 'paid', title: t('bill_paid'), isNumber: true, about: 8, cell: (row) => <Amount of={row.paid} bare /> },
  {
    key: 'back',
    title: t('bill_refunded'),
    isNumber: true,
    about: 7,
    cell: (row) => <Amount of={row.refunded} bare />,
  },
  { key: 'fees', title: t('bill_fees'), isNumber: true, about: 6, cell: (row) => <Amount of={row.fees} bare /> },
  { key: 'out', title: t('bill_paid_out'), isNumber: true, about: 8, cell: (row) => <Amount of={row.paidOut} bare /> },
  {
    key: 'closing',
    title: t('bill_closing'),
    isNumber: true,
    about: 8,
    cell: (row) => (row.closing === null ? <Nothing /> : <Amount of={row.closing} bare />),
  },
  { key: 'state', title: t('state'), about: 6, cell: (row) => <DayState of={row} /> },
]

/** The provider's bills beside our books: what differs first, then day by day. */
export function BillsPage() {
  const { state } = route.useSearch()
  const navigate = route.useNavigate()
  const position = useRead<BillPosition>('/v1/admin/bills/position')
  return (
    <Page title={t('room_bills')} under={t('bills_words')} actions={<Actions of={position.data} />}>
      {position.data && <Position of={position.data} />}
      <Section title={t('differences')}>
        <div className="toolbar">
          <Choices
            label={t('state')}
            choices={[
              { value: undefined, words: t('all') },
              ...states.map((value) => ({ value, words: t(`difference_${value}`) })),
            ]}
            chosen={state as (typeof states)[number] | undefined}
            choose={(value) => void navigate({ search: value ? { state: value } : {}, replace: true })}
          />
        </div>
        <List
          caption={t('differences')}
          columns={differenceColumns}
          reading={usePages<Difference>('/v1/admin/differences', { state })}
          rowKey={(row) => row.id}
          tone={differenceTone}
          empty={
            <Empty title={t('differences_none')} words={state ? t('nothing_in_state') : t('differences_none_words')} />
          }
        />
      </Section>
      <Section
        title={t('bill_days')}
        beside={
          <>
            <Link to="/bills/lines" className="button">
              {t('bill_lines_search')}
            </Link>
            <Link to="/notifications" className="button">
              {t('room_notifications')}
            </Link>
          </>
        }
      >
        <List
          caption={t('bill_days')}
          columns={dayColumns}
          reading={usePages<BillDay>('/v1/admin/bills')}
          rowKey={(row) => row.day}
          empty={<Empty title={t('bills_none')} words={t('bills_none_words')} />}
        />
      </Section>
    </Page>
  )
}

export function DayState({ of }: { of: BillDay }) {
  if (of.openDifferences > 0) return <Chip tone="berry">{t('bill_differs', { n: of.openDifferences })}</Chip>
  if (of.waiting > 0) return <Chip tone="sky">{t('bill_waits', { n: of.waiting })}</Chip>
  return <Chip tone="leaf">{t('bill_agrees')}</Chip>
}

function Position({ of }: { of: BillPosition }) {
  const next = of.nextReadyAt === null ? t('bills_none') : t('bill_next_at', { at: f.stamp(of.nextReadyAt) })
  return (
    <Figures
      items={[
        { name: t('bill_last'), value: of.lastDay ?? '—', under: next },
        {
          name: t('differences_open'),
          value: of.openDifferences,
          under: of.oldDifferences > 0 ? t('differences_old', { n: of.oldDifferences }) : t('differences_within'),
        },
        { name: t('account_suspense'), value: <Amount of={of.suspense} />, under: t('suspense_words') },
      ]}
    />
  )
}

function Actions({ of }: { of: BillPosition | undefined }) {
  const mayMove = useMay('move_money')
  const match = useWrite((day: string, intention) => api.post<BillDay>(`/v1/admin/bills/${day}/match`, {}, intention), {
    refreshes: ['/v1/admin/bills', '/v1/admin/differences', '/v1/admin/ledger'],
    said: t('bill_fetched'),
  })
  const next = of?.nextDay ?? null
  return (
    <>
      {match.problem && (
        <span className="berry s12" role="alert">
          {match.problem.title}
        </span>
      )}
      {mayMove && next !== null && (
        <Button type="primary" onClick={() => void match.run(next)} loading={match.isRunning}>
          {t('bill_fetch', { day: next })}
        </Button>
      )}
    </>
  )
}
