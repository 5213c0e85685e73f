import { describe, expect, it } from 'vitest'
import { noCount, tasksOf } from './tasks.ts'

const orders = { toShip: 3, toHandOver: 0, awaitingPayment: 2, shipped: 0, openSales: 4, applications: 1 }
const counts = {
  ...orders,
  refundsOpen: 0,
  refundsFailed: 0,
  paymentsUnknown: 0,
  differencesOpen: 0,
  differencesOld: 0,
}
const nothing = { drafts: noCount, appeals: noCount }

describe('what waits today', () => {
  it('is ours first, and nothing that is done', () => {
    expect(tasksOf(counts, nothing).map((task) => [task.name, task.isUrgent])).toEqual([
      ['ship', true],
      ['applications', true],
      ['unpaid', false],
    ])
  })

  it('begins with money that did not go back', () => {
    const wrong = { ...counts, refundsFailed: 1, paymentsUnknown: 2, refundsOpen: 7 }
    const names = tasksOf(wrong, { drafts: { n: 100, isAtLeast: true }, appeals: { n: 1, isAtLeast: false } }).map(
      (task) => task.name,
    )
    expect(names).toEqual([
      ...['refund_failed', 'payment_unknown', 'ship', 'applications', 'appeals', 'drafts', 'unpaid', 'refunding'],
    ])
  })
})
