import { getRouteApi, Link } from '@tanstack/react-router'
import { Button } from 'antd'
import { useState } from 'react'
import { t } from '../kit.ts'
import { ActivityLine } from '../parts/activity-line.tsx'
import { Empty, type Figure, Figures, Page, Particular, Particulars, Section } from '../parts/page.tsx'
import { Unread } from '../parts/problem.tsx'
import { Amount, Chip, CopyId, Id, Nothing, Stamp } from '../parts/says.tsx'
import { CuratorStateChip } from '../parts/states.tsx'
import { type Column, List } from '../parts/table.tsx'
import { percentText } from '../parts/yuan.ts'
import { usePages, useRead } from '../read.ts'
import { saleColumns, saleTone } from '../sales/sale-columns.tsx'
import { useMay } from '../session/session.ts'
import type { Curator, CuratorWithWallet, SaleRow, WalletEntry } from '../shapes.ts'
import { StageDialog } from './decide-dialogs.tsx'

const route = getRouteApi('/curators/$id')

const entryColumns: readonly Column<WalletEntry>[] = [
  { key: 'at', title: t('time'), about: 14, cell: (row) => <Stamp at={row.createdAt} /> },
  {
    key: 'order',
    title: t('order'),
    isWide: true,
    about: 11,
    cell: (row) => (
      <Link to="/orders/$id" params={{ id: row.orderId }} className="link">
        <Id id={row.orderId} />
      </Link>
    ),
  },
  { key: 'goods', title: t('goods_yuan'), isNumber: true, about: 6, cell: (row) => <Amount of={row.goods} bare /> },
  {
    key: 'refunded',
    title: t('refunded_yuan'),
    isNumber: true,
    about: 6,
    cell: (row) => (row.refunded.amount === 0 ? <Nothing /> : <Amount of={row.refunded} bare />),
  },
  { key: 'rate', title: t('rate'), isNumber: true, about: 4, cell: (row) => `${percentText(row.rateBps)}%` },
  { key: 'earned', title: t('earned_yuan'), isNumber: true, about: 6, cell: (row) => <Amount of={row.earned} bare /> },
  { key: 'state', title: t('state'), about: 5, cell: (row) => <EarningChip state={row.state} /> },
]

/** One curator: what she earns and where it comes from, and her sales. */
export function CuratorPage() {
  const { id } = route.useParams()
  const { data, problem, again } = useRead<CuratorWithWallet>(`/v1/admin/curators/${id}`)
  const mayKeep = useMay('keep_curators')
  const [isStaging, setStaging] = useState(false)
  const back = { to: '/curators', words: t('room_curators') }
  if (!data) {
    return (
      <Page title={t('curator')} back={back}>
        {problem ? (
          <Unread problem={problem} again={again} />
        ) : (
          <span className="skeleton card" style={{ height: 240 }} />
        )}
      </Page>
    )
  }
  const { curator } = data
  const isAtWork = curator.state === 'active' || curator.state === 'resting'
  return (
    <Page
      title={curator.displayName}
      back={back}
      beside={<CuratorStateChip state={curator.state} />}
      under={<CopyId id={curator.personId} />}
      actions={mayKeep && isAtWork && <Button onClick={() => setStaging(true)}>{t('set_stage')}</Button>}
    >
      <Figures items={walletFigures(data)} />
      <Section title={t('about_it')}>
        <div className="card">
          <About of={curator} />
        </div>
      </Section>
      <SalesOf personId={curator.personId} />
      <Earnings personId={curator.personId} />
      {mayKeep && <ActivityLine subject={curator.personId} />}
      {isStaging && <StageDialog of={curator} close={() => setStaging(false)} />}
    </Page>
  )
}

const walletFigures = ({ wallet }: CuratorWithWallet): Figure[] =>
  (['estimated', 'pending', 'available', 'withdrawn'] as const).map((name) => ({
    name: t(`wallet_${name}`),
    value: <Amount of={wallet[name]} />,
    under: t(`wallet_${name}_words`),
  }))

function About({ of }: { of: Curator }) {
  const mayReadPeople = useMay('read_people')
  return (
    <Particulars>
      <Particular name={t('introduction')}>{of.introduction || <Nothing />}</Particular>
      <Particular name={t('stage')}>{of.state === 'applied' ? <Nothing /> : t(`stage_${of.stage}`)}</Particular>
      <Particular name={t('applied_at')}>
        <Stamp at={of.appliedAt} />
      </Particular>
      <Particular name={t('decided_at')}>
        <Stamp at={of.decidedAt} />
      </Particular>
      {of.decisionNote !== '' && <Particular name={t('decision_note')}>{of.decisionNote}</Particular>}
      {mayReadPeople && (
        <Particular name={t('person')}>
          <Link to="/people/$id" params={{ id: of.personId }} className="link">
            {t('as_a_person')}
          </Link>
        </Particular>
      )}
    </Particulars>
  )
}

function SalesOf({ personId }: { personId: string }) {
  const reading = usePages<SaleRow>('/v1/admin/sales', { curatorId: personId, limit: 10 })
  return (
    <Section title={t('room_sales')}>
      <List
        caption={t('room_sales')}
        columns={saleColumns.filter(({ key }) => key !== 'curator')}
        reading={reading}
        rowKey={(row) => row.id}
        tone={saleTone}
        empty={<Empty title={t('sales_none')} words={t('sales_none_of_hers')} />}
      />
    </Section>
  )
}

function Earnings({ personId }: { personId: string }) {
  const mayReadBooks = useMay('read_books')
  const reading = usePages<WalletEntry>(`/v1/admin/curators/${personId}/entries`, { limit: 20 })
  return (
    <Section
      title={t('earnings')}
      beside={
        mayReadBooks && (
          <Link to="/ledger" search={{ reference: personId }} className="link s12">
            {t('order_books_more')}
          </Link>
        )
      }
    >
      <List
        caption={t('earnings')}
        columns={entryColumns}
        reading={reading}
        rowKey={(row) => row.id}
        empty={<Empty title={t('earnings_none')} words={t('earnings_none_words')} />}
      />
    </Section>
  )
}

const earningTones = { estimated: 'wheat', pending: 'wheat', vested: 'leaf', taken_back: 'plain' } as const

export const EarningChip = ({ state }: { state: WalletEntry['state'] }) => (
  <Chip tone={earningTones[state]}>{t(`earning_${state}`)}</Chip>
)
