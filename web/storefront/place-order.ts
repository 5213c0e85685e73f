import type { PlaceInput, Quote } from '../../src/orders/contract.ts'
import type { ApiProblem } from '../shared/api.ts'
import { deliveryOf } from './checkout-data.ts'
import { intentionFor, isDone } from './intention.ts'
import type { Sale } from './shapes.ts'
import { shop } from './shop.ts'
import type { Wanted } from './wanted.ts'

export interface Decided {
  readonly wanted: Wanted
  readonly sale: Sale | null
  readonly quote: Quote
  readonly addressId: string | null
  readonly note: string
}

export interface Placed {
  readonly order: { readonly id: string; readonly state: string }
  readonly payment: { readonly id: string }
}

/** Places the order and says where to go next: to the payment, or to the order when the door must open first. */
export async function placeOrder(decided: Decided): Promise<string> {
  const body = bodyOf(decided)
  const placed = await shop.api.post<Placed>('/v1/store/orders', body, intentionFor(body))
  isDone(body)
  return nextAfter(placed)
}

export const nextAfter = ({ order, payment }: Placed): string =>
  order.state === 'waiting_for_door' ? `/orders/${order.id}` : `/pay/${payment.id}?start=1`

/** The person read the sentence about fresh food right above the button that she pressed: that is the confirmation. */
function bodyOf({ wanted, sale, quote, addressId, note }: Decided): PlaceInput {
  const delivery = deliveryOf(sale)
  return {
    ...(wanted.token ? { token: wanted.token } : {}),
    lines: wanted.lines.map((line) => ({ ...line })),
    delivery,
    ...(delivery === 'parcel' && addressId ? { addressId } : {}),
    ...(delivery === 'pickup' && sale?.pickupPoint ? { pickupPointId: sale.pickupPoint.id } : {}),
    ...(quote.needsFreshConfirmation ? { freshConfirmed: true } : {}),
    ...(note.trim() ? { note: note.trim() } : {}),
    expectedTotal: quote.total,
  }
}

/** What can be done at once about a refusal. */
export type Remedy =
  | { readonly kind: 'new_price'; readonly quote: Quote }
  | { readonly kind: 'fewer'; readonly skuId: string; readonly left: number }
  | { readonly kind: 'direct' }
  | { readonly kind: 'none' }

export function remedyFor(problem: ApiProblem): Remedy {
  const { quote, skuId, left } = problem.facts as { quote?: Quote; skuId?: string; left?: number }
  if (problem.code === 'price_changed' && quote) return { kind: 'new_price', quote }
  if ((problem.code === 'stock_gone' || problem.code === 'over_person_limit') && skuId && typeof left === 'number') {
    return { kind: 'fewer', skuId, left }
  }
  const saleIsOver = /^(sale_closed|sale_stopped|link_expired|link_used_up|banned|community_full)$/.test(problem.code)
  return { kind: saleIsOver ? 'direct' : 'none' }
}

/** What was refused, and what is safe: before the payment nothing can have been charged, so the page says so. */
export function orderRefusal(problem: ApiProblem): string {
  const remedy = remedyFor(problem)
  const words = remedy.kind === 'fewer' && remedy.left > 0 ? shop.t('only_left', { n: remedy.left }) : problem.title
  const safe = shop.t('nothing_charged')
  return words.includes(safe) ? words : `${words}${shop.t('sentence_gap')}${safe}`
}
