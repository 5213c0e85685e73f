import { Link } from '@tanstack/react-router'
import { Button } from 'antd'
import { t } from '../kit.ts'
import { Empty, Section } from '../parts/page.tsx'
import { Id, Stamp } from '../parts/says.tsx'
import { type Column, List } from '../parts/table.tsx'
import { usePages } from '../read.ts'
import type { OrderRow } from '../shapes.ts'
import { GoodsWords } from './goods-words.tsx'

const columns: readonly Column<OrderRow>[] = [
  { key: 'paid', title: t('paid_at'), about: 14, cell: (row) => <Stamp at={row.paidAt} /> },
  {
    key: 'id',
    title: t('order'),
    about: 11,
    cell: (row) => (
      <Link to="/orders/$id" params={{ id: row.id }} className="link">
        <Id id={row.id} />
      </Link>
    ),
  },
  { key: 'buyer', title: t('buyer'), about: 6, cell: (row) => row.buyerNickname },
  { key: 'goods', title: t('goods'), isWide: true, about: 24, cell: (row) => <GoodsWords lines={row.lines} /> },
  { key: 'community', title: t('community'), about: 12, cell: (row) => row.communityName ?? t('bought_directly') },
]

/** What there is to ship while nothing is pasted; the list can be taken along as lines to fill in. */
export function UnshippedOrders({ take }: { take: (lines: string) => void }) {
  const paid = usePages<OrderRow>('/v1/admin/orders', { state: 'paid', limit: 100 })
  const parcels = paid.items?.filter((row) => row.delivery === 'parcel')
  return (
    <Section
      title={t('to_ship')}
      beside={
        parcels !== undefined &&
        parcels.length > 0 && (
          <Button size="small" onClick={() => take(parcels.map((row) => `${row.id}, , `).join('\n'))}>
            {t('take_as_lines', { n: parcels.length })}
          </Button>
        )
      }
    >
      <List
        caption={t('to_ship')}
        columns={columns}
        reading={{ ...paid, items: parcels }}
        rowKey={(row) => row.id}
        empty={<Empty title={t('nothing_to_ship')} words={t('nothing_to_ship_words')} />}
      />
    </Section>
  )
}
