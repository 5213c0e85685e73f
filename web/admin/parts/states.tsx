import { t } from '../kit.ts'
import type { CuratorState, OrderState, PaymentState, ProductState, SaleState } from '../shapes.ts'
import { Chip, type Tone } from './says.tsx'

/** The states of things, each in its colour: leaf is kept, wheat waits, berry went wrong. */

const orderTones: Record<OrderState, Tone> = {
  awaiting_buyer: 'wheat',
  waiting_for_door: 'wheat',
  awaiting_payment: 'wheat',
  paid: 'leaf',
  shipped: 'sky',
  received: 'plain',
  cancelled: 'plain',
  expired: 'plain',
}
const paymentTones: Record<PaymentState, Tone> = {
  created: 'wheat',
  submitted: 'wheat',
  pending: 'wheat',
  unknown: 'berry',
  succeeded: 'leaf',
  failed: 'plain',
  closed: 'plain',
}
const refundTones: Record<string, Tone> = {
  accepted: 'wheat',
  submitted: 'wheat',
  unknown: 'berry',
  held: 'berry',
  succeeded: 'leaf',
  failed: 'berry',
  replaced: 'plain',
  settled: 'leaf',
}
const productTones: Record<ProductState, Tone> = { draft: 'wheat', published: 'leaf', withdrawn: 'plain' }
const curatorTones: Record<CuratorState, Tone> = {
  applied: 'wheat',
  active: 'leaf',
  resting: 'sky',
  closed: 'plain',
  declined: 'plain',
}

const saleTones: Record<SaleState, Tone> = { planned: 'wheat', open: 'leaf', ended: 'plain', stopped: 'plain' }

export const SaleStateChip = ({ state }: { state: SaleState }) => (
  <Chip tone={saleTones[state]}>{t(`sale_${state}`)}</Chip>
)

export const OrderStateChip = ({ state }: { state: OrderState }) => (
  <Chip tone={orderTones[state]}>{t(`order_${state}`)}</Chip>
)

/** A provider may know more states than we have words for; those show as they are. */
export const PaymentStateChip = ({ state }: { state: string }) => (
  <Chip tone={paymentTones[state as PaymentState] ?? 'plain'}>{said('payment', state)}</Chip>
)

export const RefundStateChip = ({ state }: { state: string }) => (
  <Chip tone={refundTones[state] ?? 'plain'}>{said('refund', state)}</Chip>
)

export const ProductStateChip = ({ state }: { state: ProductState }) => (
  <Chip tone={productTones[state]}>{t(`product_${state}`)}</Chip>
)

export const CuratorStateChip = ({ state }: { state: CuratorState }) => (
  <Chip tone={curatorTones[state]}>{t(`curator_${state}`)}</Chip>
)

export function said(family: 'payment' | 'refund', state: string): string {
  const key = `${family}_${state}`
  return t.has(key) ? t(key) : state
}
