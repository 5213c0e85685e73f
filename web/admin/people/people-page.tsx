import { getRouteApi, Link } from '@tanstack/react-router'
import { t } from '../kit.ts'
import { SearchField } from '../parts/filters.tsx'
import { Empty, Page } from '../parts/page.tsx'
import { Chip, Id, Stamp } from '../parts/says.tsx'
import { type Column, List } from '../parts/table.tsx'
import { usePages } from '../read.ts'
import type { PersonRow } from '../shapes.ts'

const route = getRouteApi('/people')

const columns: readonly Column<PersonRow>[] = [
  {
    key: 'name',
    title: t('nickname'),
    isWide: true,
    about: 10,
    cell: (row) => (
      <Link to="/people/$id" params={{ id: row.id }} className="link">
        {row.nickname || t('erased')}
      </Link>
    ),
  },
  { key: 'phone', title: t('phone'), about: 11, cell: (row) => <span className="num">{row.phoneMasked}</span> },
  { key: 'id', title: t('id'), about: 11, cell: (row) => <Id id={row.id} /> },
  { key: 'at', title: t('joined_at'), about: 14, cell: (row) => <Stamp at={row.createdAt} /> },
  {
    key: 'state',
    title: t('state'),
    about: 6,
    cell: (row) => (row.erasedAt === null ? <Chip tone="leaf">{t('person_here')}</Chip> : <Chip>{t('erased')}</Chip>),
  },
]

export function PeoplePage() {
  const { search } = route.useSearch()
  const navigate = route.useNavigate()
  const reading = usePages<PersonRow>('/v1/admin/people', { search })
  return (
    <Page title={t('room_people')} under={t('people_words')}>
      <div className="toolbar">
        <SearchField
          label={t('people_search')}
          value={search}
          search={(value) => void navigate({ search: value ? { search: value } : {}, replace: true })}
        />
      </div>
      <List
        caption={t('room_people')}
        columns={columns}
        reading={reading}
        rowKey={(row) => row.id}
        tone={(row) => (row.erasedAt === null ? undefined : 'faded')}
        empty={
          search ? (
            <Empty title={t('nothing_found')} words={t('people_nothing_found')} />
          ) : (
            <Empty title={t('people_none')} words={t('people_none_words')} />
          )
        }
      />
    </Page>
  )
}
