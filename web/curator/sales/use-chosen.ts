import { f, t } from '../kit.ts'
import { useLoad } from '../load.ts'
import type { Goods, GoodsSku, Money, Page } from '../shapes.ts'
import { type Draft, TITLE_LENGTH } from './draft.ts'
import { goodsPath } from './paths.ts'

export interface ChosenSku {
  readonly sku: GoodsSku
  readonly goods: Goods
  readonly perPerson: number | null
}

export interface Chosen {
  readonly skus: readonly ChosenSku[]
  /** What the sale is called when she names it nothing. */
  readonly title: string
  /** 预计赚 ¥5.49 一份, or from the least to the most; an empty string before anything is chosen. */
  readonly earnWords: string
}

const seen = new Map<string, Goods>()

/** Goods found by a search stay known when the search changes. */
export function keepSeen(goods: readonly Goods[]): void {
  for (const item of goods) seen.set(item.productId, item)
}

/** The goods behind the draft's ids, with their prices and what each brings her. */
export function useChosen(draft: Draft): Chosen {
  const first = useLoad<Page<Goods>>(goodsPath)
  const known = [...(first.data?.items ?? []), ...seen.values()]
  const skus = draft.skus.flatMap(({ skuId, perPerson }): ChosenSku[] => {
    const goods = known.find((item) => item.skus.some((sku) => sku.id === skuId))
    const sku = goods?.skus.find((candidate) => candidate.id === skuId)
    return goods && sku ? [{ sku, goods, perPerson }] : []
  })
  const names = [...new Set(skus.map(({ goods }) => goods.name))]
  return {
    skus,
    title: names.join(t('list_comma')).slice(0, TITLE_LENGTH),
    earnWords: earnWords(skus.map(({ sku }) => sku.estimatedEarn)),
  }
}

export function earnWords(earns: readonly Money[]): string {
  const sorted = [...earns].sort((a, b) => a.amount - b.amount)
  const least = sorted[0]
  const most = sorted[sorted.length - 1]
  if (!least || !most) return ''
  if (least.amount === most.amount) return t('earn_each_words', { amount: f.exactText(least) })
  return t('earn_range_words', { least: f.exactText(least), most: f.exactText(most) })
}
