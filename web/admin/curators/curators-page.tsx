import { getRouteApi, Link } from '@tanstack/react-router'
import { Button } from 'antd'
import { useState } from 'react'
import { t } from '../kit.ts'
import { Choices, SearchField } from '../parts/filters.tsx'
import { Empty, Page } from '../parts/page.tsx'
import { Nothing, Stamp } from '../parts/says.tsx'
import { CuratorStateChip } from '../parts/states.tsx'
import { type Column, List } from '../parts/table.tsx'
import { usePages } from '../read.ts'
import { useMay } from '../session/session.ts'
import type { Curator, CuratorState } from '../shapes.ts'
import { DecideDialog, StageDialog } from './decide-dialogs.tsx'

const route = getRouteApi('/curators')
const states: readonly CuratorState[] = ['applied', 'active', 'resting', 'declined', 'closed']

type Asked = { readonly about: Curator; readonly what: 'approve' | 'decline' | 'stage' } | undefined

const columnsFor = (ask: (asked: Asked) => void): Column<Curator>[] => [
  {
    key: 'name',
    title: t('curator'),
    about: 8,
    cell: (row) => (
      <Link to="/curators/$id" params={{ id: row.personId }} className="link">
        {row.displayName}
      </Link>
    ),
  },
  {
    key: 'words',
    title: t('introduction'),
    isWide: true,
    about: 30,
    cell: (row) => <span className="clamp">{row.introduction || <Nothing />}</span>,
  },
  {
    key: 'stage',
    title: t('stage'),
    about: 4,
    cell: (row) => (row.state === 'applied' || row.state === 'declined' ? <Nothing /> : t(`stage_${row.stage}`)),
  },
  { key: 'applied', title: t('applied_at'), about: 14, cell: (row) => <Stamp at={row.appliedAt} /> },
  { key: 'decided', title: t('decided_at'), about: 14, cell: (row) => <Stamp at={row.decidedAt} /> },
  { key: 'state', title: t('state'), about: 5, cell: (row) => <CuratorStateChip state={row.state} /> },
  {
    key: 'acts',
    title: <span className="unseen">{t('acts')}</span>,
    about: 8,
    cell: (row) => <Acts of={row} ask={ask} />,
  },
]

/** Applications to decide, and the stages of those who sell. */
export function CuratorsPage() {
  const { state, search } = route.useSearch()
  const mayKeep = useMay('keep_curators')
  const navigate = route.useNavigate()
  const reading = usePages<Curator>('/v1/admin/curators', { state, search })
  const [asked, ask] = useState<Asked>()
  const close = () => ask(undefined)
  const change = (changed: { state?: string | undefined; search?: string | undefined }) =>
    void navigate({ search: (was) => ({ ...was, ...changed }) as typeof was, replace: true })
  return (
    <Page title={t('room_curators')} under={t('curators_words')}>
      <div className="toolbar">
        <Choices
          label={t('state')}
          choices={[
            { value: undefined, words: t('all') },
            ...states.map((value) => ({ value, words: t(`curator_${value}`) })),
          ]}
          chosen={state as CuratorState | undefined}
          choose={(value) => change({ state: value })}
        />
        <SearchField label={t('curators_search')} value={search} search={(value) => change({ search: value })} />
      </div>
      <List
        caption={t('room_curators')}
        columns={columnsFor(ask).filter(({ key }) => mayKeep || key !== 'acts')}
        reading={reading}
        rowKey={(row) => row.personId}
        empty={
          state === 'applied' ? (
            <Empty title={t('applications_none')} words={t('applications_none_words')} />
          ) : (
            <Empty title={t('curators_none')} words={t('curators_none_words')} />
          )
        }
      />
      {asked && asked.what !== 'stage' && <DecideDialog of={asked.about} decision={asked.what} close={close} />}
      {asked?.what === 'stage' && <StageDialog of={asked.about} close={close} />}
    </Page>
  )
}

function Acts({ of, ask }: { of: Curator; ask: (asked: Asked) => void }) {
  if (of.state === 'applied') {
    return (
      <span className="row acts">
        <Button size="small" type="primary" onClick={() => ask({ about: of, what: 'approve' })}>
          {t('approve')}
        </Button>
        <Button size="small" onClick={() => ask({ about: of, what: 'decline' })}>
          {t('decline')}
        </Button>
      </span>
    )
  }
  if (of.state !== 'active' && of.state !== 'resting') return null
  return (
    <Button size="small" onClick={() => ask({ about: of, what: 'stage' })}>
      {t('set_stage')}
    </Button>
  )
}
