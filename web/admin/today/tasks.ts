import type { Act } from '../permissions.ts'
import type { OrderState, Today } from '../shapes.ts'

export interface Task {
  /** Its words are `task_…`. */
  readonly name: 'ship' | 'hand_over' | 'applications' | 'unpaid' | 'on_the_way'
  readonly count: number
  readonly to: string
  readonly search: { readonly state?: OrderState | 'applied' }
  readonly needs: Act
  /** Somebody waits for us, not we for somebody. */
  readonly isUrgent: boolean
}

/** What there is to do, what is ours first; nothing that counts zero. */
export function tasksOf(counts: Today['counts']): Task[] {
  const all: Task[] = [
    { name: 'ship', count: counts.toShip, to: '/orders/ship', search: {}, needs: 'work_orders', isUrgent: true },
    {
      name: 'hand_over',
      count: counts.toHandOver,
      to: '/orders/hand-over',
      search: {},
      needs: 'work_orders',
      isUrgent: true,
    },
    {
      name: 'applications',
      count: counts.applications,
      to: '/curators',
      search: { state: 'applied' },
      needs: 'keep_curators',
      isUrgent: true,
    },
    {
      name: 'unpaid',
      count: counts.awaitingPayment,
      to: '/orders',
      search: { state: 'awaiting_payment' },
      needs: 'read_orders',
      isUrgent: false,
    },
    {
      name: 'on_the_way',
      count: counts.shipped,
      to: '/orders',
      search: { state: 'shipped' },
      needs: 'read_orders',
      isUrgent: false,
    },
  ]
  return all.filter((task) => task.count > 0)
}
