import { takeBps } from '../platform/money.ts'

/** A commission rule as it stood when a line was sold. Rates in basis points, amounts in fen. */
export interface FrozenRule {
  readonly ruleId: bigint
  readonly ruleVersion: number
  readonly rateBps: number
  readonly floorFen: number
  readonly capFen: number | null
}

export interface RuleInForce extends FrozenRule {
  readonly position: number
  readonly skuId: bigint | null
  readonly category: string | null
  readonly stage: string | null
}

export interface Sold {
  readonly skuId: bigint
  readonly category: string
  readonly stage: string
}

/** The first rule in the operator's order that fits; undefined when none does (then nothing is earned). */
export function quoteCommission(rules: readonly RuleInForce[], sold: Sold): FrozenRule | undefined {
  const fits = (rule: RuleInForce) =>
    (rule.skuId === null || rule.skuId === sold.skuId) &&
    (rule.category === null || sold.category === rule.category || sold.category.startsWith(`${rule.category}.`)) &&
    (rule.stage === null || rule.stage === sold.stage)
  return rules.find(fits)
}

/**
 * f(net): what a line earns on its net, goods paid less refunded, without freight. f(0) = 0, else
 * min(cap, max(floor, ⌊net × bps / 10000⌋)), never above net. A claw-back is what was earned less f(new net), so any
 * sequence of refunds ends on the same fen.
 */
export function commissionOf(netFen: number, rule: Pick<FrozenRule, 'rateBps' | 'floorFen' | 'capFen'>): number {
  if (netFen <= 0) return 0
  const wanted = Math.max(rule.floorFen, takeBps(netFen, rule.rateBps))
  return Math.min(netFen, rule.capFen ?? wanted, wanted)
}

/** A paid order line that earns; handed over by orders, never fetched. */
export interface AccrualLine {
  readonly orderId: bigint
  readonly lineNo: number
  readonly cellId: number
  readonly curatorPersonId: bigint
  readonly buyerPersonId: bigint
  readonly goodsFen: number
  readonly rule: FrozenRule
}
