import { getRouteApi } from '@tanstack/react-router'
import { Button } from 'antd'
import { api, t } from '../kit.ts'
import { Choices } from '../parts/filters.tsx'
import { Empty, Figures, Page, Section } from '../parts/page.tsx'
import { Unread } from '../parts/problem.tsx'
import { Amount } from '../parts/says.tsx'
import { List } from '../parts/table.tsx'
import { usePages, useRead } from '../read.ts'
import { useMay } from '../session/session.ts'
import type { BillDay, BillLine, Difference } from '../shapes.ts'
import { useWrite } from '../write.ts'
import { DayState } from './bills-page.tsx'
import { differenceColumns, differenceTone } from './difference-words.tsx'
import { lineColumns, lineKey, lineTone } from './lines.tsx'

const route = getRouteApi('/bills/$day')
const states = ['matched', 'waiting', 'differs', 'noted'] as const

/** One day of the provider's bills, line by line. */
export function BillDayPage() {
  const { day } = route.useParams()
  const { state } = route.useSearch()
  const navigate = route.useNavigate()
  const reading = useRead<BillDay>(`/v1/admin/bills/${day}`)
  return (
    <Page
      title={t('bill_of', { day })}
      beside={reading.data && <DayState of={reading.data} />}
      back={{ to: '/bills', words: t('room_bills') }}
      actions={<MatchAgain day={day} />}
    >
      {!reading.data && reading.problem && <Unread problem={reading.problem} again={reading.again} />}
      {reading.data && <DayFigures of={reading.data} />}
      {reading.data && reading.data.differences > 0 && <Differences day={day} />}
      <Section title={t('bill_lines')}>
        <div className="toolbar">
          <Choices
            label={t('state')}
            choices={[
              { value: undefined, words: t('all') },
              ...states.map((value) => ({ value, words: t(`line_${value}`) })),
            ]}
            chosen={state as (typeof states)[number] | undefined}
            choose={(value) => void navigate({ search: value ? { state: value } : {}, replace: true })}
          />
        </div>
        <List
          caption={t('bill_lines')}
          columns={lineColumns}
          reading={usePages<BillLine>('/v1/admin/bill-lines', { day, state })}
          rowKey={lineKey}
          tone={lineTone}
          empty={<Empty title={t('bill_empty')} words={state ? t('nothing_in_state') : t('bill_empty_words')} />}
        />
      </Section>
    </Page>
  )
}

function Differences({ day }: { day: string }) {
  return (
    <Section title={t('differences')}>
      <List
        caption={t('differences')}
        columns={differenceColumns}
        reading={usePages<Difference>('/v1/admin/differences', { day })}
        rowKey={(row) => row.id}
        tone={differenceTone}
        empty={<Empty title={t('differences_none')} words={t('differences_none_words')} />}
      />
    </Section>
  )
}

function DayFigures({ of }: { of: BillDay }) {
  return (
    <Figures
      items={[
        {
          name: t('bill_paid'),
          value: <Amount of={of.paid} />,
          under: t('bill_matched_of', { n: of.matched, all: of.lines }),
        },
        { name: t('bill_refunded'), value: <Amount of={of.refunded} /> },
        { name: t('bill_fees'), value: <Amount of={of.fees} /> },
        { name: t('bill_paid_out'), value: <Amount of={of.paidOut} /> },
        { name: t('bill_transfer_what'), value: <Amount of={of.transferred} /> },
      ]}
    />
  )
}

function MatchAgain({ day }: { day: string }) {
  const mayMove = useMay('move_money')
  const again = useWrite((_: object, intention) => api.post<BillDay>(`/v1/admin/bills/${day}/match`, {}, intention), {
    refreshes: ['/v1/admin/bill', '/v1/admin/differences', '/v1/admin/ledger'],
    said: t('bill_matched_again'),
  })
  if (!mayMove) return null
  return (
    <Button onClick={() => void again.run({})} loading={again.isRunning}>
      {t('bill_match_again')}
    </Button>
  )
}
