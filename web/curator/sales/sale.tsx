import { useState } from 'preact/hooks'
import { download, more } from '../icons.ts'
import { f, t } from '../kit.ts'
import { useLoad } from '../load.ts'
import { Chip, Exact, Icon, Price } from '../parts/basics.tsx'
import { Page, Section } from '../parts/page.tsx'
import { CardsSkeleton, Shown } from '../parts/states.tsx'
import { Link, place } from '../router.tsx'
import { addressOf } from '../routes.ts'
import type { Sale, Totals } from '../shapes.ts'
import { useStore } from '../store.ts'
import { ChangesOfSale } from '../trust/sale-change.tsx'
import { Links } from './links.tsx'
import { LivingListCard, useLivingList } from './living-list.tsx'
import { downloadSheet } from './order-sheet.ts'
import { salePath } from './paths.ts'
import { ReconciliationLinks } from './reconciliation.tsx'
import { SaleActions } from './sale-actions.tsx'
import { arrivalWords, SaleStateChip } from './sale-words.tsx'

/** From here on the hours left say more than the time of day. */
const SOON_MS = 6 * 3_600_000

/** One sale: its links first while it runs, then who has joined, then what it brings. */
export function SaleScreen({ id }: { id: string }) {
  const sale = useLoad<Sale>(salePath(id))
  const [isActing, setActing] = useState(false)
  const state = sale.data?.state
  const mayAct = state === 'open' || state === 'planned'
  const corner = mayAct && (
    <button class="btn plain round" type="button" onClick={() => setActing(true)} aria-label={t('sale_change')}>
      <Icon of={more} />
    </button>
  )
  return (
    <Page
      title={sale.data?.title ?? t('sale')}
      under={sale.data?.communities.map(({ name }) => name).join(t('list_comma'))}
      back={addressOf('sales')}
      corner={corner}
      bar={sale.data && !mayAct && <AgainBar sale={sale.data} />}
    >
      <Shown of={sale} skeleton={<CardsSkeleton count={4} />}>
        {(data) => (
          <>
            <SaleBody sale={data} />
            {isActing && <SaleActions sale={data} onClose={() => setActing(false)} />}
          </>
        )}
      </Shown>
    </Page>
  )
}

function AgainBar({ sale }: { sale: Sale }) {
  return (
    <Link class="btn go grow" href={addressOf('newSale', '', { like: sale.id })}>
      {t('sale_again')}
    </Link>
  )
}

function SaleBody({ sale }: { sale: Sale }) {
  const isOpen = sale.state === 'open'
  const left = f.left(sale.cutsOffAt)
  const isSoon = Date.parse(sale.cutsOffAt) - Date.now() < SOON_MS
  const list = useLivingList(sale.id, isOpen)
  const data = list.loaded.data
  // Once somebody has ordered, the words have been posted: the list is what she looks for.
  const isJustOpened = useStore(place).query['opened'] === '1' && !data?.totals.orders
  return (
    <div class="columns">
      <div class="col">
        {isJustOpened && (
          <p class="note leaf" role="status">
            <b>{t('sale_opened')}</b> {t('sale_opened_next')}
          </p>
        )}
        <div class="row wrap">
          <SaleStateChip sale={sale} />
          <Chip>{arrivalWords(sale)}</Chip>
          {isOpen && isSoon && left && <Chip>{t('left_span', { span: left })}</Chip>}
        </div>
        {sale.state !== 'ended' && sale.state !== 'stopped' && <Links sale={sale} showsWords={isJustOpened} />}
        {data && <TotalsCard totals={data.totals} />}
        {isOpen && (
          <Link class="btn wide" href={addressOf('bring', sale.id)}>
            {t('bring_open')}
          </Link>
        )}
        {sale.delivery === 'pickup' && (
          <Link class="btn wide" href={addressOf('handover', sale.id)}>
            {t('pickups_open')}
          </Link>
        )}
      </div>
      <Section
        isList
        title={t('list')}
        beside={
          data &&
          data.items.length > 0 && (
            <button class="btn small plain" type="button" onClick={() => downloadSheet(sale, data.items)}>
              <Icon of={download} small />
              {t('sheet_download')}
            </button>
          )
        }
      >
        <LivingListCard list={list} isOpen={isOpen} namesGoods={sale.skus.length > 1} />
      </Section>
      <GoodsCard sale={sale} />
      <ChangesOfSale sale={sale} />
      {data && data.totals.paidOrders > 0 && <ReconciliationLinks sale={sale} />}
    </div>
  )
}

/** What is paid and what is only placed, never in one sum. */
function TotalsCard({ totals }: { totals: Totals }) {
  return (
    <table class="card totals num">
      <thead>
        <tr class="s12 muted">
          <td />
          <th scope="col">{t('totals_label_orders')}</th>
          <th scope="col">{t('totals_label_goods')}</th>
          <th scope="col">{t('earn_estimated')}</th>
        </tr>
      </thead>
      <tbody>
        <tr class="b">
          <th scope="row">{t('totals_label_paid')}</th>
          <td>{totals.paidOrders}</td>
          <td>
            <Exact of={totals.goods} />
          </td>
          <td class="leaf">
            <Exact of={totals.estimatedEarn} />
          </td>
        </tr>
        {totals.unpaidOrders > 0 && (
          <tr class="muted">
            <th scope="row">{t('totals_label_unpaid')}</th>
            <td>{totals.unpaidOrders}</td>
            <td>
              <Exact of={totals.unpaidGoods} />
            </td>
            <td>
              <Exact of={totals.unpaidEarn} />
            </td>
          </tr>
        )}
      </tbody>
    </table>
  )
}

function GoodsCard({ sale }: { sale: Sale }) {
  return (
    <Section title={t('sale_goods')}>
      <ul class="card rows">
        {sale.skus.map((sku) => (
          <li class="row between" key={sku.skuId}>
            <span class="grow">
              {sku.name} {sku.skuName}
              <span class="muted s12 num block">
                {t('left', { count: f.count(sku.left, sku.unit) })}
                {sku.perPerson !== null && ` · ${t('per_person', { count: f.count(sku.perPerson, sku.unit) })}`}
              </span>
            </span>
            <span class="right">
              <span class="price">
                <Price of={sku.communityPrice} />
              </span>
              <span class="muted s12 block">
                {t('earn_each')} <Exact of={sku.estimatedEarn} />
              </span>
            </span>
          </li>
        ))}
      </ul>
      {sale.word && <p class="quiet s14 as-written">{sale.word}</p>}
    </Section>
  )
}
