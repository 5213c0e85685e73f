import { getRouteApi, Link } from '@tanstack/react-router'
import { t } from '../kit.ts'
import { Choices, SearchField } from '../parts/filters.tsx'
import { Empty, Page } from '../parts/page.tsx'
import { List } from '../parts/table.tsx'
import { usePages } from '../read.ts'
import type { SaleRow, SaleState } from '../shapes.ts'
import { saleColumns, saleTone } from './sale-columns.tsx'

const route = getRouteApi('/sales')
const states: readonly SaleState[] = ['open', 'planned', 'ended', 'stopped']

/** Every curator's sales with what came of them, newest first. */
export function SalesPage() {
  const { state, search } = route.useSearch()
  const navigate = route.useNavigate()
  const reading = usePages<SaleRow>('/v1/admin/sales', { state, search })
  const change = (changed: { state?: string | undefined; search?: string | undefined }) =>
    void navigate({ search: (was) => ({ ...was, ...changed }) as typeof was, replace: true })
  return (
    <Page title={t('room_sales')} under={t('sales_words')}>
      <div className="toolbar">
        <Choices
          label={t('state')}
          choices={[
            { value: undefined, words: t('all') },
            ...states.map((value) => ({ value, words: t(`sale_${value}`) })),
          ]}
          chosen={state as SaleState | undefined}
          choose={(value) => change({ state: value })}
        />
        <SearchField label={t('sales_search')} value={search} search={(value) => change({ search: value })} />
      </div>
      <List
        caption={t('room_sales')}
        columns={saleColumns}
        reading={reading}
        rowKey={(row) => row.id}
        tone={saleTone}
        empty={
          state !== undefined || search !== undefined ? (
            <Empty title={t('nothing_found')} words={t('sales_nothing_found')}>
              <Link to="/sales" className="link">
                {t('show_all')}
              </Link>
            </Empty>
          ) : (
            <Empty title={t('sales_none')} words={t('sales_none_words')} />
          )
        }
      />
    </Page>
  )
}
