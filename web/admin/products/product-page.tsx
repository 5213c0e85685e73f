import { getRouteApi } from '@tanstack/react-router'
import { useState } from 'react'
import { inMyLanguage, t } from '../kit.ts'
import { ActivityLine } from '../parts/activity-line.tsx'
import { Page, Particular, Particulars, Section } from '../parts/page.tsx'
import { Unread } from '../parts/problem.tsx'
import { CopyId, Nothing, Stamp } from '../parts/says.tsx'
import { ProductStateChip } from '../parts/states.tsx'
import { useRead } from '../read.ts'
import type { Product } from '../shapes.ts'
import { Dossier } from './dossier.tsx'
import { Lots } from './lots.tsx'
import { Missing } from './missing.tsx'
import { Pictures } from './pictures.tsx'
import { ProductActions } from './product-actions.tsx'
import { type Asked, ProductDialogs } from './product-dialogs.tsx'
import { Skus } from './skus.tsx'
import './products.css'

const route = getRouteApi('/products/$id')

/** A product from the variety to the price: what is known, who said so, what it costs, what is there. */
export function ProductPage() {
  const { id } = route.useParams()
  const { data, problem, again } = useRead<Product>(`/v1/admin/products/${id}`)
  const [asked, ask] = useState<Asked>()
  const back = { to: '/products', words: t('room_products') }
  if (!data) {
    return (
      <Page title={t('product')} back={back}>
        {problem ? <Unread problem={problem} again={again} /> : <ProductSkeleton />}
      </Page>
    )
  }
  return (
    <Page
      title={inMyLanguage(data.nameZh, data.nameEn)}
      back={back}
      beside={<ProductStateChip state={data.state} />}
      under={<CopyId id={data.id} />}
      actions={<ProductActions of={data} ask={ask} />}
    >
      <Missing of={data} ask={ask} />
      <div className="two-columns wide-left">
        <Dossier of={data} ask={ask} />
        <div>
          <About of={data} />
          <Pictures of={data} ask={ask} />
        </div>
      </div>
      <Skus of={data} ask={ask} />
      <Lots of={data} ask={ask} />
      <ActivityLine subject={data.id} />
      {asked && <ProductDialogs of={data} asked={asked} close={() => ask(undefined)} />}
    </Page>
  )
}

function About({ of }: { of: Product }) {
  return (
    <Section title={t('about_it')}>
      <div className="card">
        <Particulars>
          <Particular name={t('word')}>{inMyLanguage(of.wordZh, of.wordEn) || <Nothing />}</Particular>
          <Particular name={t('category')}>{of.categoryName}</Particular>
          <Particular name={t('supplier')}>
            {of.supplier.place === '' ? of.supplier.name : `${of.supplier.name} · ${of.supplier.place}`}
          </Particular>
          <Particular name={t('scout')}>{of.scout.name}</Particular>
          <Particular name={t('return_class')}>{t(`return_${of.returnClass}`)}</Particular>
          <Particular name={t('promise')}>{inMyLanguage(of.promiseZh, of.promiseEn) || <Nothing />}</Particular>
          <Particular name={t('created_at')}>
            <Stamp at={of.createdAt} />
          </Particular>
          {of.publishedAt !== null && (
            <Particular name={t('published_at')}>
              <Stamp at={of.publishedAt} />
            </Particular>
          )}
          {of.withdrawnAt !== null && (
            <Particular name={t('withdrawn_at')}>
              <Stamp at={of.withdrawnAt} />
            </Particular>
          )}
        </Particulars>
      </div>
    </Section>
  )
}

function ProductSkeleton() {
  return (
    <div aria-busy="true" className="two-columns wide-left">
      <span className="unseen" role="status">
        {t('loading')}
      </span>
      <span className="skeleton card section" style={{ height: 420 }} />
      <span className="skeleton card section" style={{ height: 420 }} />
    </div>
  )
}
