/** The order that prices keep: direct ≥ community ≥ pass ≥ floor. Pure. */

export const priceSteps = ['direct', 'community', 'pass', 'floor'] as const
export type PriceStep = (typeof priceSteps)[number]
export type Prices = Readonly<Partial<Record<PriceStep, number | undefined>>>

/** The first two neighbours that stand the wrong way round; prices that are not said are passed over. */
export function brokenStep(prices: Prices): { readonly above: PriceStep; readonly below: PriceStep } | undefined {
  const said = priceSteps.filter((step) => prices[step] !== undefined)
  for (const [index, below] of said.entries()) {
    const above = said[index - 1]
    if (above && (prices[above] as number) < (prices[below] as number)) return { above, below }
  }
  return undefined
}

/** How much less than the direct price, in whole per cent, rounded down; undefined without both. */
export function savedPercent({ direct, community }: Prices): number | undefined {
  if (!direct || community === undefined || community > direct) return undefined
  return Math.floor(((direct - community) * 100) / direct)
}
