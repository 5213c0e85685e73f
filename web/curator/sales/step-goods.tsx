import { useEffect, useState } from 'preact/hooks'
import { f, t } from '../kit.ts'
import { usePages } from '../load.ts'
import { Exact, Price } from '../parts/basics.tsx'
import { Stepper } from '../parts/field.tsx'
import { CardsSkeleton, Empty, More, Shown } from '../parts/states.tsx'
import type { Goods, GoodsSku } from '../shapes.ts'
import { MAX_PER_PERSON, withLimit, withSku } from './draft.ts'
import { goodsPath } from './paths.ts'
import type { StepProps } from './step-props.ts'
import { keepSeen } from './use-chosen.ts'

const TYPING_MS = 350

/** What to sell. What she earns on each stands beside its price before anything is posted. */
export function ChooseGoods({ draft, change, missing }: StepProps) {
  const [typed, setTyped] = useState('')
  const search = useSettled(typed.trim(), TYPING_MS)
  const goods = usePages<Goods>(goodsPath, { search })
  useEffect(() => keepSeen(goods.data?.items ?? []), [goods.data])
  return (
    <>
      <label class="search">
        <span class="unseen">{t('goods_search')}</span>
        <input
          class="input"
          type="search"
          enterKeyHint="search"
          placeholder={t('goods_search')}
          maxLength={60}
          value={typed}
          onInput={(event) => setTyped(event.currentTarget.value)}
        />
      </label>
      {missing['skus'] && (
        <p class="wrong-line s14" role="alert">
          {t(missing['skus'])}
        </p>
      )}
      <Shown of={goods} skeleton={<CardsSkeleton count={4} />}>
        {(page) =>
          page.items.length === 0 ? (
            <NoGoods search={search} />
          ) : (
            <>
              <ul class="cards">
                {page.items.map((item) => (
                  <GoodsCard key={item.productId} goods={item} draft={draft} change={change} />
                ))}
              </ul>
              <More more={goods.more} />
            </>
          )
        }
      </Shown>
    </>
  )
}

function NoGoods({ search }: { search: string }) {
  if (search) return <Empty title={t('goods_not_found', { words: search })} />
  return (
    <Empty title={t('goods_none')}>
      <p class="muted s14">{t('goods_none_next')}</p>
    </Empty>
  )
}

function GoodsCard({ goods, draft, change }: { goods: Goods } & Pick<StepProps, 'draft' | 'change'>) {
  return (
    <li class="card goods-card">
      <div class="row goods-head">
        <GoodsPicture goods={goods} />
        <div class="grow">
          <h2 class="b">{goods.name}</h2>
          <p class="muted s14 clamp">{goods.word}</p>
        </div>
      </div>
      {goods.skus.map((sku) => (
        <SkuChoice key={sku.id} sku={sku} draft={draft} change={change} />
      ))}
    </li>
  )
}

export function GoodsPicture({ goods }: { goods: Goods }) {
  if (!goods.picture) return <span class="thumb none" aria-hidden="true" />
  return <img class="thumb" src={goods.picture.url} alt="" width={64} height={64} loading="lazy" />
}

function SkuChoice({ sku, draft, change }: { sku: GoodsSku } & Pick<StepProps, 'draft' | 'change'>) {
  const chosen = draft.skus.find(({ skuId }) => skuId === sku.id)
  const isGone = sku.left <= 0
  return (
    <div class="sku">
      <label class={isGone && !chosen ? 'pick flat gone' : 'pick flat'}>
        <input
          type="checkbox"
          class="tick"
          checked={chosen !== undefined}
          disabled={isGone && !chosen}
          onChange={(event) => change(withSku(draft, sku.id, event.currentTarget.checked))}
        />
        <span class="grow">
          {sku.name}
          <span class="muted s12 num block">
            {isGone ? t('sold_out') : t('left', { count: f.count(sku.left, sku.unit) })}
          </span>
        </span>
        <span class="right">
          <span class="price">
            <Price of={sku.communityPrice} />
          </span>
          <span class="leaf s12 block">
            {t('earn_each')} <Exact of={sku.estimatedEarn} />
          </span>
        </span>
      </label>
      {chosen && (
        <Stepper
          label={t('limit_per_person')}
          value={chosen.perPerson}
          max={MAX_PER_PERSON}
          onValue={(value) => change(withLimit(draft, sku.id, value))}
        />
      )}
    </div>
  )
}

/** A value once it has stood still: typing asks the server once, not at every letter. */
function useSettled(value: string, waitMs: number): string {
  const [settled, setSettled] = useState(value)
  useEffect(() => {
    const timer = setTimeout(() => setSettled(value), waitMs)
    return () => clearTimeout(timer)
  }, [value, waitMs])
  return settled
}
