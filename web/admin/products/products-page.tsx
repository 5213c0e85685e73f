import { getRouteApi, Link } from '@tanstack/react-router'
import { inMyLanguage, t } from '../kit.ts'
import { Choices, SearchField } from '../parts/filters.tsx'
import { Empty, Page } from '../parts/page.tsx'
import { Amount, Nothing, Stamp } from '../parts/says.tsx'
import { ProductStateChip } from '../parts/states.tsx'
import { type Column, List } from '../parts/table.tsx'
import { usePages } from '../read.ts'
import { useMay } from '../session/session.ts'
import type { ProductRow, ProductState } from '../shapes.ts'

const route = getRouteApi('/products')
const states: readonly ProductState[] = ['draft', 'published', 'withdrawn']

const columns: readonly Column<ProductRow>[] = [
  { key: 'name', title: t('product'), isWide: true, about: 20, cell: (row) => <Name of={row} /> },
  { key: 'category', title: t('category'), about: 5, cell: (row) => row.categoryName },
  { key: 'supplier', title: t('supplier'), about: 10, cell: (row) => row.supplierName },
  { key: 'scout', title: t('scout'), about: 5, cell: (row) => row.scoutName },
  { key: 'skus', title: t('skus'), isNumber: true, about: 2, cell: (row) => row.skuCount },
  {
    key: 'price',
    title: t('community_price_from'),
    isNumber: true,
    about: 6,
    cell: (row) => (row.communityPriceFrom ? <Amount of={row.communityPriceFrom} bare /> : <Nothing />),
  },
  { key: 'published', title: t('published_at'), about: 14, cell: (row) => <Stamp at={row.publishedAt} /> },
  { key: 'state', title: t('state'), about: 4, cell: (row) => <ProductStateChip state={row.state} /> },
]

export function ProductsPage() {
  const { state, search } = route.useSearch()
  const navigate = route.useNavigate()
  const mayWrite = useMay('write_products')
  const reading = usePages<ProductRow>('/v1/admin/products', { state, search })
  const change = (changed: { state?: string | undefined; search?: string | undefined }) =>
    void navigate({ search: (was) => ({ ...was, ...changed }) as typeof was, replace: true })
  return (
    <Page
      title={t('room_products')}
      under={t('products_words')}
      actions={
        mayWrite && (
          <Link to="/products/new" className="button main">
            {t('product_new')}
          </Link>
        )
      }
    >
      <div className="toolbar">
        <Choices
          label={t('state')}
          choices={[
            { value: undefined, words: t('all') },
            ...states.map((value) => ({ value, words: t(`product_${value}`) })),
          ]}
          chosen={state as ProductState | undefined}
          choose={(value) => change({ state: value })}
        />
        <SearchField label={t('products_search')} value={search} search={(value) => change({ search: value })} />
      </div>
      <List
        caption={t('room_products')}
        columns={columns}
        reading={reading}
        rowKey={(row) => row.id}
        empty={
          state || search ? (
            <Empty title={t('nothing_found')} words={t('products_nothing_found')} />
          ) : (
            <Empty title={t('products_none')} words={t('products_none_words')}>
              {mayWrite && (
                <Link to="/products/new" className="button main">
                  {t('product_new')}
                </Link>
              )}
            </Empty>
          )
        }
      />
    </Page>
  )
}

function Name({ of }: { of: ProductRow }) {
  return (
    <span className="row">
      {of.picture ? (
        <img src={of.picture.smallUrl} alt="" className="thumb" loading="lazy" />
      ) : (
        <span className="thumb none" aria-hidden="true" />
      )}
      <Link to="/products/$id" params={{ id: of.id }} className="link">
        {inMyLanguage(of.nameZh, of.nameEn)}
      </Link>
    </span>
  )
}
