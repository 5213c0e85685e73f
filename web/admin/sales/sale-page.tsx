import { getRouteApi, Link } from '@tanstack/react-router'
import { f, t } from '../kit.ts'
import { ActivityLine } from '../parts/activity-line.tsx'
import { type Figure, Figures, Page, Particular, Particulars, Section } from '../parts/page.tsx'
import { Unread } from '../parts/problem.tsx'
import { Amount, CopyId, Stamp } from '../parts/says.tsx'
import { SaleStateChip } from '../parts/states.tsx'
import { type Column, Table } from '../parts/table.tsx'
import { useRead } from '../read.ts'
import type { Sale } from '../shapes.ts'
import { CommunityLinks, CuratorLink } from './whose.tsx'

const route = getRouteApi('/sales/$id')

type SkuOf = Sale['skus'][number]

const columns: readonly Column<SkuOf>[] = [
  {
    key: 'name',
    title: t('goods'),
    isWide: true,
    cell: (sku) => (
      <span className="row">
        {sku.picture && <img src={sku.picture.url} alt="" className="thumb" loading="lazy" />}
        <span className="two">
          <Link to="/products/$id" params={{ id: sku.productId }} className="link">
            {sku.name}
          </Link>
          <span className="muted s12">{sku.skuName}</span>
        </span>
      </span>
    ),
  },
  {
    key: 'community',
    title: t('community_price_yuan'),
    isNumber: true,
    cell: (sku) => <Amount of={sku.communityPrice} bare />,
  },
  { key: 'direct', title: t('direct_price_yuan'), isNumber: true, cell: (sku) => <Amount of={sku.directPrice} bare /> },
  { key: 'limit', title: t('per_person'), isNumber: true, cell: (sku) => sku.perPerson ?? t('any') },
  { key: 'left', title: t('left_to_sell'), isNumber: true, cell: (sku) => f.count(sku.left, sku.unit) },
]

/** One sale: whose, where, until when, what it offers, and what came of it. */
export function SalePage() {
  const { id } = route.useParams()
  const { data, problem, again } = useRead<Sale>(`/v1/admin/sales/${id}`)
  const back = { to: '/sales', words: t('room_sales') }
  if (!data) {
    return (
      <Page title={t('sale')} back={back}>
        {problem ? (
          <Unread problem={problem} again={again} />
        ) : (
          <span className="skeleton card" style={{ height: 240 }} />
        )}
      </Page>
    )
  }
  return (
    <Page
      title={data.title}
      back={back}
      beside={<SaleStateChip state={data.state} />}
      under={<CopyId id={data.id} />}
      actions={
        <Link to="/orders" search={{ saleId: data.id }} className="button">
          {t('orders_of_it')}
        </Link>
      }
    >
      <Figures items={figuresOf(data)} />
      <Section title={t('sale_goods')}>
        <Table caption={t('sale_goods')} columns={columns} rows={data.skus} rowKey={(sku) => sku.skuId} />
      </Section>
      <Section title={t('about_it')}>
        <div className="card">
          <About of={data} />
        </div>
      </Section>
      <ActivityLine subject={data.id} />
    </Page>
  )
}

const figuresOf = ({ totals, cutsOffAt, arrivesOn }: Sale): Figure[] => [
  { name: t('sold_goods'), value: <Amount of={totals.goods} />, under: t('sold_goods_words') },
  { name: t('paid_orders'), value: totals.paidOrders, under: t('orders_in_all', { n: totals.orders }) },
  { name: t('units_sold'), value: totals.units, under: t('units_sold_words') },
  { name: t('cuts_off_at'), value: f.time(cutsOffAt), under: t('arrives_day', { day: f.day(arrivesOn) }) },
]

function About({ of }: { of: Sale }) {
  return (
    <Particulars>
      <Particular name={t('curator')}>
        <CuratorLink of={of.curator} />
      </Particular>
      <Particular name={t('community')}>
        <CommunityLinks of={of.communities} />
      </Particular>
      <Particular name={t('opens_at')}>
        <Stamp at={of.opensAt} />
      </Particular>
      <Particular name={t('cuts_off_at')}>
        <Stamp at={of.cutsOffAt} />
      </Particular>
      <Particular name={t('delivery')}>{t(`delivery_${of.delivery}`)}</Particular>
      {of.pickupPoint && (
        <Particular name={t('pickup_point')}>
          {of.pickupPoint.name} {of.pickupPoint.place} {of.pickupPoint.hours}
        </Particular>
      )}
      {of.word !== '' && <Particular name={t('curator_word')}>{of.word}</Particular>}
    </Particulars>
  )
}
