import { productLabels } from '../catalog/index.ts'
import type { Locale } from '../platform/http.ts'
import type { Platform } from '../platform/platform.ts'
import type { Piece } from './arcs.ts'
import type { EvidenceRow } from './evidence-rows.ts'

/** What the orders behind these pieces were of, each by its dearest line; undefined for what is no order. */
export async function productsOf(
  platform: Platform,
  rows: readonly EvidenceRow[],
  pieces: readonly Piece[],
  locale: Locale,
): Promise<(evidenceId: string) => string | undefined> {
  const wanted = new Set(pieces.map(({ evidenceId }) => evidenceId))
  const products = new Map<string, bigint>()
  for (const { id, productIds } of rows)
    if (productIds[0] !== undefined && wanted.has(String(id))) products.set(String(id), productIds[0])
  const labels = await productLabels(platform.db, [...new Set(products.values())], locale)
  return (evidenceId) => labels.get(products.get(evidenceId) ?? 0n)?.name
}
