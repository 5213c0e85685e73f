import { getRouteApi, Link } from '@tanstack/react-router'
import { t } from '../kit.ts'
import { actionWords, detailWords } from '../parts/activity-line.tsx'
import { SearchField } from '../parts/filters.tsx'
import { Empty, Page } from '../parts/page.tsx'
import { placeOfId } from '../parts/places.ts'
import { Id, Nothing, Stamp } from '../parts/says.tsx'
import { type Column, List } from '../parts/table.tsx'
import { usePages } from '../read.ts'
import type { Activity } from '../shapes.ts'

const route = getRouteApi('/activity')

const columns: readonly Column<Activity>[] = [
  { key: 'at', title: t('time'), about: 14, cell: (row) => <Stamp at={row.happenedAt} /> },
  { key: 'actor', title: t('who'), about: 6, cell: (row) => <b>{row.actorName}</b> },
  {
    key: 'action',
    title: t('what'),
    about: 10,
    cell: (row) => <span title={row.action}>{actionWords(row.action)}</span>,
  },
  { key: 'subject', title: t('about_what'), about: 11, cell: (row) => <Subject id={row.subject} /> },
  { key: 'reason', title: t('reason'), isWide: true, about: 16, cell: (row) => row.reason ?? <Nothing /> },
  { key: 'facts', title: t('facts'), isWide: true, about: 20, cell: (row) => <Facts of={row.facts} /> },
]

/** What colleagues and keys did and looked at. Nobody can change or delete a line. */
export function ActivityPage() {
  const { subject } = route.useSearch()
  const navigate = route.useNavigate()
  const reading = usePages<Activity>('/v1/admin/activity', { subject })
  return (
    <Page title={t('room_activity')} under={t('activity_words')}>
      <div className="toolbar">
        <SearchField
          label={t('activity_search')}
          value={subject}
          search={(value) => void navigate({ search: value ? { subject: value } : {}, replace: true })}
        />
      </div>
      <List
        caption={t('room_activity')}
        columns={columns}
        reading={reading}
        rowKey={(row) => row.id}
        empty={<Empty title={t('activity_none')} words={subject ? t('activity_none_for') : t('activity_none_words')} />}
      />
    </Page>
  )
}

function Subject({ id }: { id: string }) {
  const place = placeOfId(id)
  if (!place || place.includes('?')) return <Id id={id} />
  return (
    <Link to={place as '/'} className="link">
      <Id id={id} />
    </Link>
  )
}

function Facts({ of }: { of: Activity['facts'] }) {
  const pairs = Object.entries(of)
  if (pairs.length === 0) return <Nothing />
  return (
    <span className="muted s12 wrap-any">{pairs.map(([name, value]) => detailWords(name, value)).join(' · ')}</span>
  )
}
