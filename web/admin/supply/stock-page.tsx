import { getRouteApi, Link } from '@tanstack/react-router'
import { t } from '../kit.ts'
import { SearchField } from '../parts/filters.tsx'
import { Empty, Page } from '../parts/page.tsx'
import { Nothing } from '../parts/says.tsx'
import { type Column, List } from '../parts/table.tsx'
import { usePages } from '../read.ts'
import type { StockRow } from '../shapes.ts'

const route = getRouteApi('/stock')
const units = (n: number) => (n === 0 ? <Nothing /> : n.toLocaleString('en-US'))

const columns: readonly Column<StockRow>[] = [
  {
    key: 'product',
    title: t('product'),
    isWide: true,
    about: 14,
    cell: (row) => (
      <Link to="/products/$id" params={{ id: row.productId }} className="link">
        {row.productName}
      </Link>
    ),
  },
  { key: 'sku', title: t('sku'), about: 8, cell: (row) => row.skuName },
  { key: 'warehouse', title: t('warehouse'), about: 8, cell: (row) => row.warehouseName },
  {
    key: 'available',
    title: t('available_units'),
    isNumber: true,
    about: 4,
    cell: (row) => (
      <b className={row.available === 0 ? 'berry-text' : undefined}>{row.available.toLocaleString('en-US')}</b>
    ),
  },
  { key: 'reserved', title: t('reserved_units'), isNumber: true, about: 4, cell: (row) => units(row.reserved) },
  { key: 'out', title: t('handed_over_units'), isNumber: true, about: 4, cell: (row) => units(row.handedOver) },
  { key: 'written', title: t('written_off_units'), isNumber: true, about: 4, cell: (row) => units(row.writtenOff) },
  { key: 'received', title: t('received_units'), isNumber: true, about: 4, cell: (row) => units(row.received) },
]

/** What is there of every SKU: available + reserved + gone out + written off = received. */
export function StockPage() {
  const { search } = route.useSearch()
  const navigate = route.useNavigate()
  const reading = usePages<StockRow>('/v1/admin/stock', { search })
  return (
    <Page title={t('room_stock')} under={t('stock_words')}>
      <div className="toolbar">
        <SearchField
          label={t('stock_search')}
          value={search}
          search={(value) => void navigate({ search: value ? { search: value } : {}, replace: true })}
        />
      </div>
      <List
        caption={t('room_stock')}
        columns={columns}
        reading={reading}
        rowKey={(row) => row.itemId}
        empty={
          search ? (
            <Empty title={t('nothing_found')} words={t('stock_nothing_found')} />
          ) : (
            <Empty title={t('stock_none')} words={t('stock_none_words')} />
          )
        }
      />
    </Page>
  )
}
