import type { Act } from '../permissions.ts'
import type { Today } from '../shapes.ts'

export interface Count {
  readonly n: number
  /** There are more than one page could tell. */
  readonly isAtLeast: boolean
}

export interface Task {
  /** Its words are `task_…`. */
  readonly name:
    | 'refund_failed'
    | 'payment_unknown'
    | 'difference_old'
    | 'difference_open'
    | 'ship'
    | 'hand_over'
    | 'applications'
    | 'appeals'
    | 'drafts'
    | 'unpaid'
    | 'refunding'
    | 'on_the_way'
  readonly count: Count
  readonly to: string
  readonly search: { readonly state?: string }
  readonly needs: Act
  /** Somebody waits for us, not we for somebody. */
  readonly isUrgent: boolean
}

/** What the page counts itself, from lists that this colleague may read. */
export interface Listed {
  readonly drafts: Count
  /** Check-ups that curators contest. */
  readonly appeals: Count
}

export const noCount: Count = { n: 0, isAtLeast: false }

/** What there is to do, what is ours first; nothing that counts zero. */
export function tasksOf(counts: Today['counts'], listed: Listed): Task[] {
  const exactly = (n: number): Count => ({ n, isAtLeast: false })
  const ours: Omit<Task, 'isUrgent'>[] = [
    {
      name: 'refund_failed',
      count: exactly(counts.refundsFailed),
      to: '/refunds',
      search: { state: 'failed' },
      needs: 'read_payments',
    },
    {
      name: 'payment_unknown',
      count: exactly(counts.paymentsUnknown),
      to: '/payments',
      search: { state: 'unknown' },
      needs: 'read_payments',
    },
    {
      name: counts.differencesOld > 0 ? 'difference_old' : 'difference_open',
      count: exactly(counts.differencesOpen),
      to: '/bills',
      search: { state: 'open' },
      needs: 'read_books',
    },
    { name: 'ship', count: exactly(counts.toShip), to: '/orders/ship', search: {}, needs: 'work_orders' },
    { name: 'hand_over', count: exactly(counts.toHandOver), to: '/orders/hand-over', search: {}, needs: 'work_orders' },
    {
      name: 'applications',
      count: exactly(counts.applications),
      to: '/curators',
      search: { state: 'applied' },
      needs: 'keep_curators',
    },
    { name: 'appeals', count: listed.appeals, to: '/trust', search: {}, needs: 'read_trust' },
    { name: 'drafts', count: listed.drafts, to: '/products', search: { state: 'draft' }, needs: 'write_products' },
  ]
  const theirs: Omit<Task, 'isUrgent'>[] = [
    {
      name: 'unpaid',
      count: exactly(counts.awaitingPayment),
      to: '/orders',
      // Three states of an order are unpaid, and the list shows one or all.
      search: {},
      needs: 'read_orders',
    },
    { name: 'refunding', count: exactly(counts.refundsOpen), to: '/refunds', search: {}, needs: 'read_payments' },
    {
      name: 'on_the_way',
      count: exactly(counts.shipped),
      to: '/orders',
      search: { state: 'shipped' },
      needs: 'read_orders',
    },
  ]
  return [
    ...ours.map((task) => ({ ...task, isUrgent: true })),
    ...theirs.map((task) => ({ ...task, isUrgent: false })),
  ].filter((task) => task.count.n > 0)
}
