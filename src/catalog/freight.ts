/** What carrying goods costs: a fee per order and template, nothing from `freeFromFen` of goods on (null: never free). */
export interface FreightTerms {
  readonly id: bigint
  readonly feeFen: number
  readonly freeFromFen: number | null
}

export interface GoodsToCarry {
  readonly template: FreightTerms
  readonly goodsFen: number
}

/** Freight of an order in fen: goods of one template are summed over its lines, then its fee is charged once or not. */
export function freightFor(goods: readonly GoodsToCarry[]): number {
  const [only] = goods
  if (only && goods.length === 1) return feeOf(only.template, only.goodsFen)
  const sums = new Map<bigint, { terms: FreightTerms; goodsFen: number }>()
  for (const { template, goodsFen } of goods) {
    const before = sums.get(template.id)?.goodsFen ?? 0
    sums.set(template.id, { terms: template, goodsFen: before + goodsFen })
  }
  return [...sums.values()].reduce((total, { terms, goodsFen }) => total + feeOf(terms, goodsFen), 0)
}

function feeOf(terms: FreightTerms, goodsFen: number): number {
  const travelsFree = terms.freeFromFen !== null && goodsFen >= terms.freeFromFen
  return travelsFree || goodsFen === 0 ? 0 : terms.feeFen
}
