import { getRouteApi, Link } from '@tanstack/react-router'
import { t } from '../kit.ts'
import { SearchField } from '../parts/filters.tsx'
import { Empty, Page } from '../parts/page.tsx'
import { Chip, Nothing, Stamp } from '../parts/says.tsx'
import { type Column, List } from '../parts/table.tsx'
import { usePages } from '../read.ts'
import type { Community } from '../shapes.ts'

const route = getRouteApi('/communities')

const columns: readonly Column<Community>[] = [
  {
    key: 'name',
    title: t('community'),
    isWide: true,
    about: 16,
    cell: (row) => (
      <Link to="/communities/$id" params={{ id: row.id }} className="link">
        {row.name}
      </Link>
    ),
  },
  { key: 'owner', title: t('owner'), about: 6, cell: (row) => <Owner of={row} /> },
  {
    key: 'carrier',
    title: t('carrier'),
    about: 8,
    cell: (row) => row.carriers.map((carrier) => t(`carrier_${carrier.kind}`)).join(t('list_comma')) || <Nothing />,
  },
  { key: 'city', title: t('city'), about: 6, cell: (row) => row.city || <Nothing /> },
  { key: 'door', title: t('door'), about: 6, cell: (row) => t(`door_${row.door}`) },
  {
    key: 'members',
    title: t('members_of_cap'),
    isNumber: true,
    about: 7,
    cell: (row) => `${row.memberCount} / ${row.memberCap}`,
  },
  { key: 'sells', title: t('may_sell'), about: 4, cell: (row) => (row.maySell ? t('yes') : t('no')) },
  { key: 'at', title: t('opened_at'), about: 14, cell: (row) => <Stamp at={row.createdAt} /> },
  {
    key: 'state',
    title: t('state'),
    about: 4,
    cell: (row) => <Chip tone={row.state === 'open' ? 'leaf' : 'plain'}>{t(`community_${row.state}`)}</Chip>,
  },
]

export function CommunitiesPage() {
  const { search } = route.useSearch()
  const navigate = route.useNavigate()
  const reading = usePages<Community>('/v1/admin/communities', { search })
  return (
    <Page title={t('room_communities')} under={t('communities_words')}>
      <div className="toolbar">
        <SearchField
          label={t('communities_search')}
          value={search}
          search={(value) => void navigate({ search: value ? { search: value } : {}, replace: true })}
        />
      </div>
      <List
        caption={t('room_communities')}
        columns={columns}
        reading={reading}
        rowKey={(row) => row.id}
        empty={
          search ? (
            <Empty title={t('nothing_found')} words={t('communities_nothing_found')} />
          ) : (
            <Empty title={t('communities_none')} words={t('communities_none_words')} />
          )
        }
      />
    </Page>
  )
}

const Owner = ({ of }: { of: Community }) => (
  <Link to="/people/$id" params={{ id: of.owner.personId }} className="link">
    {of.owner.nickname}
  </Link>
)
