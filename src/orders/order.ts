import { bindingFor, type KnownLink } from '../attribution/index.ts'
import { freightFor, type SkuForSale, type SkuLookup } from '../catalog/index.ts'
import { type FrozenRule, quoteCommission, type RuleInForce } from '../commissions/index.ts'
import { Refusal } from '../platform/errors.ts'
import { formatId } from '../platform/ids.ts'
import { split } from '../platform/money.ts'
import { limits } from '../platform/wire.ts'
import { type OrderState, refusals } from './contract.ts'

/** The states of an order and where each may go. What is not in this table cannot happen. */
export const transitions: Readonly<Record<OrderState, readonly OrderState[]>> = {
  awaiting_buyer: ['waiting_for_door', 'awaiting_payment', 'cancelled', 'expired'],
  waiting_for_door: ['awaiting_payment', 'cancelled', 'expired'],
  awaiting_payment: ['paid', 'cancelled', 'expired'],
  paid: ['shipped', 'received', 'cancelled'],
  shipped: ['received'],
  received: [],
  cancelled: [],
  expired: [],
}

export const mayBecome = (from: OrderState, to: OrderState): boolean => transitions[from].includes(to)
export const isUnpaid = (state: OrderState): boolean =>
  state === 'awaiting_payment' || state === 'waiting_for_door' || state === 'awaiting_buyer'

/** It will neither be paid nor sent. */
export const hasEnded = (state: OrderState): boolean => state === 'cancelled' || state === 'expired'

export interface WantedLine {
  readonly skuId: bigint
  readonly quantity: number
}

/** Who earns on a line and through whom it came; frozen when the order is placed. */
export interface Binding {
  readonly curatorPersonId: bigint
  readonly curatorStage: string
  readonly viaPersonId: bigint | null
  readonly viaLinkId: bigint | null
}

/**
 * Through whom an order by a link came and at which stage its curator stands: the same for a quote, an order and a brought
 * order. Field by field: what is spread and added to has a class of its own each time, which the engine reads slowly.
 */
export function bindingThrough(
  link: Pick<KnownLink, 'id' | 'curatorPersonId' | 'fromPersonId'>,
  buyerPersonId: bigint,
  curator: { readonly stage: string } | undefined,
): Binding {
  const { curatorPersonId, viaPersonId, viaLinkId } = bindingFor({ link, buyerPersonId })
  return { curatorPersonId, curatorStage: curator?.stage ?? 'novice', viaPersonId, viaLinkId }
}

export interface DraftInput {
  readonly buyerPersonId: bigint
  readonly lines: readonly WantedLine[]
  readonly delivery: 'parcel' | 'pickup'
  /** null: bought directly, at the direct price, by nobody's recommendation. */
  readonly binding: Binding | null
}

export interface DraftLine extends WantedLine {
  readonly sku: SkuForSale
  readonly unitFen: number
  readonly goodsFen: number
  readonly freightFen: number
  readonly rule: FrozenRule | null
}

export interface Draft {
  readonly lines: readonly DraftLine[]
  readonly goodsFen: number
  readonly freightFen: number
  readonly totalFen: number
  readonly savedFen: number
  readonly needsFreshConfirmation: boolean
}

const NO_RETURN = new Set(['fresh_no_7d', 'crossborder_confirm'])

/**
 * What an order costs and who earns on it: pure, from what was read. The client's prices are never looked at.
 * Refuses `product_not_on_sale`, `same_product_twice`, `total_too_large`.
 */
export function draft(input: DraftInput, skus: SkuLookup, rules: readonly RuleInForce[]): Draft {
  if (new Set(input.lines.map((line) => line.skuId)).size !== input.lines.length)
    throw new Refusal(refusals.same_product_twice)
  const priced = input.lines.map((line) => price(line, input.binding, skus, rules))
  const goodsFen = sum(priced.map((line) => line.goodsFen))
  const freightFen =
    input.delivery === 'pickup'
      ? 0
      : freightFor(priced.map((line) => ({ template: line.sku.freightTemplate, goodsFen: line.goodsFen })))
  const totalFen = goodsFen + freightFen
  if (totalFen > limits.amountFen) throw new Refusal(refusals.total_too_large)
  const freightParts = split(
    freightFen,
    priced.map((line) => line.goodsFen),
  )
  return {
    lines: priced.map(({ skuId, quantity, sku, unitFen, goodsFen, rule }, index) => ({
      skuId,
      quantity,
      sku,
      unitFen,
      goodsFen,
      freightFen: freightParts[index] ?? 0,
      rule,
    })),
    goodsFen,
    freightFen,
    totalFen,
    savedFen: sum(priced.map((line) => (line.sku.directFen - line.unitFen) * line.quantity)),
    needsFreshConfirmation: needsFreshConfirmation(priced.map((line) => line.sku)),
  }
}

/** Fresh and cross-border goods have no seven days to think it over, so the buyer must have been told. */
export const needsFreshConfirmation = (skus: readonly SkuForSale[]): boolean =>
  skus.some((sku) => NO_RETURN.has(sku.returnClass))

function price(line: WantedLine, binding: Binding | null, skus: SkuLookup, rules: readonly RuleInForce[]) {
  const sku = skus.get(line.skuId)
  if (sku?.state !== 'published')
    throw new Refusal(refusals.product_not_on_sale, { skuId: formatId('sku', line.skuId) })
  const unitFen = binding ? sku.communityFen : sku.directFen
  const rule = binding
    ? (quoteCommission(rules, { skuId: sku.skuId, category: sku.category, stage: binding.curatorStage }) ?? null)
    : null
  const { skuId, quantity } = line
  return { skuId, quantity, sku, unitFen, goodsFen: unitFen * quantity, rule }
}

const sum = (amounts: readonly number[]): number => amounts.reduce((a, b) => a + b, 0)
