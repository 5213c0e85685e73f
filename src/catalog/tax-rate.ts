/** Which rate of output tax counts for what is sold, as plain data. No clock, no I/O. */

export interface TaxRate {
  readonly skuId: bigint | null
  readonly category: string | null
  readonly rateBps: number
  /** Counts from this day on, in the installation's zone, `2026-11-20`. */
  readonly fromDay: string
}

export interface Taxed {
  readonly skuId: bigint
  readonly category: string
}

/**
 * The rate for one SKU on a day: its own, else that of the nearest category (`fruit` is nearer to `fresh.fruit` than
 * `fresh` is), else the one for everything; of several, the one that began last, and of one day the one set last.
 * Undefined when none counts yet.
 */
export function taxRateFor(rates: readonly TaxRate[], { skuId, category }: Taxed, day: string): number | undefined {
  let best: { rate: TaxRate; nearness: number } | undefined
  for (const rate of rates) {
    const nearness = nearnessOf(rate, skuId, category.split('.'))
    if (nearness === undefined || rate.fromDay > day) continue
    if (!best || nearness > best.nearness || (nearness === best.nearness && rate.fromDay >= best.rate.fromDay))
      best = { rate, nearness }
  }
  return best?.rate.rateBps
}

const OWN = 1_000

/** 0 for everything; for a category where in the code it ends, the longer the nearer; above all for the SKU itself. */
function nearnessOf(rate: TaxRate, skuId: bigint, parts: readonly string[]): number | undefined {
  if (rate.skuId !== null) return rate.skuId === skuId ? OWN : undefined
  if (rate.category === null) return 0
  const wanted = rate.category.split('.')
  for (let end = parts.length; end >= wanted.length; end--)
    if (wanted.every((part, index) => part === parts[end - wanted.length + index])) return end * 10 + wanted.length
  return undefined
}
