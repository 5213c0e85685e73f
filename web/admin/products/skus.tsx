import { Button } from 'antd'
import { f, inMyLanguage, t } from '../kit.ts'
import { Section } from '../parts/page.tsx'
import { Amount, Chip, Nothing, Stamp } from '../parts/says.tsx'
import { type Column, Table } from '../parts/table.tsx'
import { useMay } from '../session/session.ts'
import type { Offer, Product, ProductSku } from '../shapes.ts'
import { savedPercent } from './prices.ts'
import type { Ask } from './product-dialogs.tsx'

/** What can be bought, at which prices now, before and later. */
export function Skus({ of, ask }: { of: Product; ask: Ask }) {
  const mayWrite = useMay('write_products')
  return (
    <Section
      title={t('skus_and_prices')}
      beside={
        mayWrite && (
          <Button size="small" onClick={() => ask({ what: 'sku' })}>
            {t('sku_add')}
          </Button>
        )
      }
    >
      {of.skus.length === 0 && <div className="card muted s14">{t('skus_none')}</div>}
      <div className="col">
        {of.skus.map((sku) => (
          <SkuCard key={sku.id} sku={sku} ask={ask} mayWrite={mayWrite} />
        ))}
      </div>
    </Section>
  )
}

function SkuCard({ sku, ask, mayWrite }: { sku: ProductSku; ask: Ask; mayWrite: boolean }) {
  const { freightTemplate: freight } = sku
  return (
    <article className="card sku">
      <div className="row between wrap">
        <div>
          <h3 className="b row">
            {inMyLanguage(sku.nameZh, sku.nameEn)}
            {sku.state === 'retired' && <Chip>{t('sku_retired')}</Chip>}
          </h3>
          <p className="muted s12">
            {t('sku_sold_by', { unit: inMyLanguage(sku.unitZh, sku.unitEn) })} · {freight.name}{' '}
            {freight.freeFrom
              ? t('freight_free_from', { fee: f.exactText(freight.fee), from: f.exactText(freight.freeFrom) })
              : f.exactText(freight.fee)}
          </p>
        </div>
        {mayWrite && (
          <div className="row">
            <Button size="small" onClick={() => ask({ what: 'lot', sku })}>
              {t('lot_receive')}
            </Button>
            <Button size="small" type={sku.offer ? 'default' : 'primary'} onClick={() => ask({ what: 'offer', sku })}>
              {t('offer_new')}
            </Button>
          </div>
        )}
      </div>
      {sku.offer ? <PriceLadder offer={sku.offer} /> : <p className="wheat-text s14">{t('offer_none')}</p>}
      {sku.offers.length > 0 && <PriceHistory sku={sku} />}
    </article>
  )
}

function PriceLadder({ offer }: { offer: Offer }) {
  const saved = savedPercent({ direct: offer.directPrice.amount, community: offer.communityPrice.amount })
  const steps = [
    { name: t('price_direct'), money: offer.directPrice },
    { name: t('price_community'), money: offer.communityPrice },
    ...(offer.passPrice ? [{ name: t('price_pass'), money: offer.passPrice }] : []),
    { name: t('price_floor'), money: offer.floor },
  ]
  return (
    <div className="ladder">
      <dl className="ladder">
        {steps.map(({ name, money }, index) => (
          <div key={name}>
            <dt className="muted s12">{name}</dt>
            <dd className={index === 1 ? 'b num crust-text' : 'num'}>
              <Amount of={money} />
            </dd>
          </div>
        ))}
      </dl>
      {saved !== undefined && saved > 0 && <p className="muted s12">{t('group_saves', { n: saved })}</p>}
    </div>
  )
}

const columns: readonly Column<Offer>[] = [
  { key: 'from', title: t('from_when'), cell: (offer) => <Stamp at={offer.startsAt} /> },
  { key: 'until', title: t('until_when'), cell: (offer) => (offer.endsAt ? <Stamp at={offer.endsAt} /> : <Nothing />) },
  { key: 'direct', title: t('price_direct'), isNumber: true, cell: (offer) => <Amount of={offer.directPrice} bare /> },
  {
    key: 'community',
    title: t('price_community'),
    isNumber: true,
    cell: (offer) => <Amount of={offer.communityPrice} bare />,
  },
  {
    key: 'pass',
    title: t('price_pass'),
    isNumber: true,
    cell: (offer) => (offer.passPrice ? <Amount of={offer.passPrice} bare /> : <Nothing />),
  },
  { key: 'floor', title: t('price_floor'), isNumber: true, cell: (offer) => <Amount of={offer.floor} bare /> },
  { key: 'by', title: t('set_by'), isWide: true, cell: (offer) => offer.setBy },
]

function PriceHistory({ sku }: { sku: ProductSku }) {
  const planned = sku.offers.filter((offer) => new Date(offer.startsAt) > new Date() && offer.id !== sku.offer?.id)
  return (
    <details open={planned.length > 0}>
      <summary className="link s12">
        {t('price_history', { n: sku.offers.length })}
        {planned.length > 0 && t('price_planned', { at: f.time(planned.at(-1)?.startsAt as string) })}
      </summary>
      <Table
        caption={t('price_history', { n: sku.offers.length })}
        columns={columns}
        rows={sku.offers}
        rowKey={(offer) => offer.id}
        tone={(offer) => (offer.id === sku.offer?.id ? undefined : 'faded')}
      />
    </details>
  )
}
