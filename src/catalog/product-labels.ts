import type { Queryable } from '../platform/db.ts'
import type { Locale } from '../platform/http.ts'
import { inLanguage } from './words.ts'

/** What a product is called, and what kind of thing it is; withdrawn ones too. */
export interface ProductLabel {
  readonly name: string
  readonly category: string
}

/** Labels by product, without prices or lots; an unknown id has no entry. */
export async function productLabels(
  q: Queryable,
  ids: readonly bigint[],
  locale: Locale = 'zh-CN',
): Promise<Map<bigint, ProductLabel>> {
  if (ids.length === 0) return new Map()
  const rows = await q.query<{ id: bigint; name_zh: string; name_en: string; category: string }>(
    'catalog.productLabels',
    'select id, name_zh, name_en, category from catalog.product where id = any($1::bigint[])',
    [ids],
  )
  return new Map(
    rows.map((row) => [row.id, { name: inLanguage(locale, row.name_zh, row.name_en), category: row.category }]),
  )
}
