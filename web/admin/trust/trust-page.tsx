import { Link } from '@tanstack/react-router'
import { t } from '../kit.ts'
import { Empty, Page, Section } from '../parts/page.tsx'
import { Unread } from '../parts/problem.tsx'
import { Chip, Nothing, Stamp } from '../parts/says.tsx'
import { type Column, Table, TableSkeleton } from '../parts/table.tsx'
import { useRead } from '../read.ts'
import type { TrustMap } from '../shapes.ts'
import { Appeals } from './appeals.tsx'
import { Movers } from './movers.tsx'
import { isPlaced, TrustMapDrawing } from './trust-map.tsx'
import { WorthALookSections } from './worth-a-look.tsx'
import './trust.css'

type Row = TrustMap['communities'][number]

const share = (value: number | null) => (value === null ? <Nothing /> : `${Math.round(value * 100)}%`)

/** How far it has come since its own reading of four weeks ago, in points of a hundred. */
const moved = (now: number | null, before: number | null) =>
  now === null || before === null ? (
    <Nothing />
  ) : (
    `${now >= before ? '+' : '−'}${Math.abs(Math.round((now - before) * 100))}`
  )

const columns: readonly Column<Row>[] = [
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
  { key: 'label', title: t('trust_reading'), about: 8, cell: (row) => <Chip>{row.labelWords}</Chip> },
  { key: 'active', title: t('trust_active'), isNumber: true, about: 5, cell: (row) => row.activeMembers },
  { key: 'owner', title: t('trust_owner_share'), isNumber: true, about: 6, cell: (row) => share(row.ownerShare) },
  {
    key: 'owner_moved',
    title: t('trust_in_four_weeks'),
    isNumber: true,
    about: 6,
    cell: (row) => moved(row.ownerShare, row.ownerShareBefore),
  },
  { key: 'together', title: t('trust_together'), isNumber: true, about: 6, cell: (row) => share(row.together) },
  {
    key: 'together_moved',
    title: t('trust_in_four_weeks'),
    isNumber: true,
    about: 6,
    cell: (row) => moved(row.together, row.togetherBefore),
  },
  { key: 'at', title: t('trust_read_at'), about: 14, cell: (row) => <Stamp at={row.readAt} /> },
]

/** Where the platform's communities stand. For help, not for ranking: nobody's commission, stage or traffic hangs on it. */
export function TrustPage() {
  const reading = useRead<TrustMap>('/v1/admin/trust/map')
  return (
    <Page title={t('room_trust')} under={t('trust_words')}>
      {reading.data ? (
        <Shown map={reading.data} />
      ) : reading.problem ? (
        <Unread problem={reading.problem} again={reading.again} />
      ) : (
        <TableSkeleton caption={t('trust_all')} columns={columns} />
      )}
    </Page>
  )
}

function Shown({ map }: { map: TrustMap }) {
  const points = map.communities.filter(isPlaced)
  if (map.communities.length === 0)
    return (
      <>
        <div className="card">
          <Empty title={t('trust_none')} words={t('trust_none_words')} />
        </div>
        <Appeals />
        <WorthALookSections />
      </>
    )
  return (
    <>
      <figure className="card chart">
        <figcaption>
          {map.counts.map(({ labelWords, communities }) => `${labelWords} ${communities}`).join(' · ')}
        </figcaption>
        {points.length > 0 ? (
          <TrustMapDrawing points={points} movers={map.movers} />
        ) : (
          <p className="muted">{t('trust_too_early')}</p>
        )}
      </figure>
      <Movers map={map} />
      <Appeals />
      <WorthALookSections />
      <Section title={t('trust_all')} beside={map.more > 0 ? t('trust_more', { n: map.more }) : undefined}>
        <Table caption={t('trust_all')} columns={columns} rows={map.communities} rowKey={(row) => row.id} />
      </Section>
    </>
  )
}
