import { Link } from '@tanstack/react-router'
import { f, t } from '../kit.ts'
import { Amount, Stamp } from '../parts/says.tsx'
import { SaleStateChip } from '../parts/states.tsx'
import type { Column } from '../parts/table.tsx'
import type { SaleRow } from '../shapes.ts'
import { CommunityLinks, CuratorLink } from './whose.tsx'

/** A sale as a row: what, whose, where, until when, and what came of it. */
export const saleColumns: readonly Column<SaleRow>[] = [
  {
    key: 'title',
    title: t('sale'),
    isWide: true,
    about: 18,
    cell: (row) => (
      <span className="two">
        <Link to="/sales/$id" params={{ id: row.id }} className="link">
          {row.title}
        </Link>
        <span className="muted s12 clamp">{row.skuNames.join(t('list_comma'))}</span>
      </span>
    ),
  },
  { key: 'curator', title: t('curator'), about: 6, cell: (row) => <CuratorLink of={row.curator} /> },
  {
    key: 'where',
    title: t('community'),
    isWide: true,
    about: 12,
    cell: (row) => <CommunityLinks of={row.communities} />,
  },
  { key: 'cut_off', title: t('cuts_off_at'), about: 14, cell: (row) => <Stamp at={row.cutsOffAt} /> },
  {
    key: 'arrives',
    title: t('arrives_on'),
    about: 8,
    cell: (row) => <span className="nowrap">{f.date(row.arrivesOn)}</span>,
  },
  { key: 'delivery', title: t('delivery'), about: 4, cell: (row) => t(`delivery_${row.delivery}`) },
  {
    key: 'orders',
    title: t('paid_of_orders'),
    isNumber: true,
    about: 6,
    cell: ({ totals }) => `${totals.paidOrders} / ${totals.orders}`,
  },
  {
    key: 'goods',
    title: t('sold_yuan'),
    isNumber: true,
    about: 8,
    cell: (row) => <Amount of={row.totals.goods} bare />,
  },
  { key: 'state', title: t('state'), about: 5, cell: (row) => <SaleStateChip state={row.state} /> },
]

export const saleTone = (row: SaleRow) =>
  row.state === 'ended' || row.state === 'stopped' ? ('faded' as const) : undefined
