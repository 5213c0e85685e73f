import { useState } from 'preact/hooks'
import { chevronRight, plus } from '../icons.ts'
import { t } from '../kit.ts'
import { useLoad, usePages } from '../load.ts'
import { Chip, Exact, Icon } from '../parts/basics.tsx'
import { Choices } from '../parts/field.tsx'
import { Page } from '../parts/page.tsx'
import { CardsSkeleton, Empty, More, Shown } from '../parts/states.tsx'
import { Link } from '../router.tsx'
import { addressOf } from '../routes.ts'
import type { SaleRow, Totals } from '../shapes.ts'
import { totalsPath } from './paths.ts'
import { arrivalWords, SaleStateChip } from './sale-words.tsx'

const filters = ['open', 'planned', 'ended'] as const
type Filter = (typeof filters)[number]

/** Her sales: those that run, those that wait, those that are over. */
export function SalesScreen() {
  const [filter, setFilter] = useState<Filter>('open')
  const sales = usePages<SaleRow>('/v1/curator/sales', { state: filter })
  const bar = (
    <Link class="btn go grow" href={addressOf('newSale')}>
      <Icon of={plus} small />
      {t('sale_new')}
    </Link>
  )
  return (
    <Page title={t('tab_sales')} bar={bar}>
      <Choices
        label={t('sales_filter')}
        hidesLabel
        choices={filters.map((value) => ({ value, label: t(`sales_${value}`) }))}
        value={filter}
        onValue={setFilter}
      />
      <Shown of={sales} skeleton={<CardsSkeleton />}>
        {(page) =>
          page.items.length === 0 ? (
            <Empty title={t(`sales_${filter}_empty`)}>
              <p class="muted s14">{t('sales_empty_next')}</p>
            </Empty>
          ) : (
            <>
              <ul class="cards">
                {page.items.map((sale) => (
                  <SaleCard key={sale.id} sale={sale} />
                ))}
              </ul>
              <More more={sales.more} />
            </>
          )
        }
      </Shown>
    </Page>
  )
}

function SaleCard({ sale }: { sale: SaleRow }) {
  return (
    <li>
      <Link class="card sale-card" href={addressOf('sale', sale.id)}>
        <span class="row between">
          <b class="grow">{sale.title}</b>
          <SaleStateChip sale={sale} />
        </span>
        <span class="muted s14">{sale.communities.map(({ name }) => name).join(t('list_comma'))}</span>
        <span class="row between s14 num">
          <span class="muted">{arrivalWords(sale)}</span>
          {sale.state === 'open' ? <Brought saleId={sale.id} /> : <Icon of={chevronRight} small />}
        </span>
      </Link>
    </li>
  )
}

/** What an open sale has brought so far: only those, because each is a question of its own to the server. */
function Brought({ saleId }: { saleId: string }) {
  const totals = useLoad<Totals>(totalsPath(saleId)).data
  if (!totals) return <Icon of={chevronRight} small />
  return (
    <Chip tone={totals.paidOrders > 0 ? 'leaf' : ''}>
      {t('totals_paid', { n: totals.paidOrders })} <Exact of={totals.goods} />
    </Chip>
  )
}
