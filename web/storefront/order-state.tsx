import type { OrderShape } from '../../src/orders/contract.ts'
import { shop } from './shop.ts'

const TONES: Record<OrderShape['state'], string> = {
  awaiting_buyer: 'wheat',
  waiting_for_door: 'wheat',
  awaiting_payment: 'wheat',
  paid: 'leaf',
  shipped: 'sky',
  received: 'leaf',
  cancelled: '',
  expired: '',
}

export function StateChip({ state }: { state: OrderShape['state'] }) {
  return <span class={`chip ${TONES[state]}`}>{shop.t(`order_${state}`)}</span>
}

export interface Step {
  readonly words: string
  readonly at: string | null
  readonly isDone: boolean
}

/** The life of an order as steps: what has happened with its time, then what comes next. Ended orders end where they ended. */
export function stepsOf(order: OrderShape): Step[] {
  const { t } = shop
  const isPickup = order.delivery === 'pickup'
  const happened: [string, string | null][] = [
    ['step_placed', order.placedAt],
    ['step_paid', order.paidAt],
    [isPickup ? 'step_ready' : 'step_shipped', order.shippedAt],
    ['step_received', order.receivedAt],
  ]
  const isEnded = order.state === 'cancelled' || order.state === 'expired'
  const steps = happened
    .filter(([, at]) => at !== null || !isEnded)
    .filter(([key, at]) => at !== null || key !== 'step_ready')
    .map(([key, at]) => ({ words: t(key), at, isDone: at !== null }))
  if (isEnded) steps.push({ words: t(`order_${order.state}`), at: order.endedAt, isDone: true })
  return steps
}
