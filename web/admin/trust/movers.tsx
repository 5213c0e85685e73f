import { Link } from '@tanstack/react-router'
import { f, t } from '../kit.ts'
import { Section } from '../parts/page.tsx'
import { Chip } from '../parts/says.tsx'
import { type Column, Table } from '../parts/table.tsx'
import type { TrustMap } from '../shapes.ts'

type Mover = TrustMap['movers'][number]

const percent = (share: number) => `${Math.round(share * 100)}%`
const step = (before: number, now: number) => (
  <>
    {percent(now)} <span className="muted s12 last-week">{t('movers_was', { share: percent(before) })}</span>
  </>
)

const columns: readonly Column<Mover>[] = [
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
  {
    key: 'label',
    title: t('trust_reading'),
    about: 14,
    cell: (row) =>
      row.label === row.labelBefore ? (
        <Chip>{row.labelWords}</Chip>
      ) : (
        <>
          <Chip>{row.labelWords}</Chip>{' '}
          <span className="muted s12 last-week">{t('movers_was', { share: row.labelWordsBefore })}</span>
        </>
      ),
  },
  {
    key: 'owner',
    title: t('trust_owner_share'),
    isNumber: true,
    about: 10,
    cell: (row) => step(row.ownerShareBefore, row.ownerShare),
  },
  {
    key: 'together',
    title: t('trust_together'),
    isNumber: true,
    about: 10,
    cell: (row) => step(row.togetherBefore, row.together),
  },
]

/** Who moved on the map since last week, by more than chance would. */
export function Movers({ map }: { map: TrustMap }) {
  return (
    <Section title={t('movers')}>
      <p className="muted s14">{t('movers_words', { date: f.date(map.moversSince) })}</p>
      {map.movers.length === 0 ? (
        <p className="card muted">{t('movers_none')}</p>
      ) : (
        <Table caption={t('movers')} columns={columns} rows={map.movers} rowKey={(row) => row.id} />
      )}
    </Section>
  )
}
