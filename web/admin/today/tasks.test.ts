import { describe, expect, it } from 'vitest'
import { noCount, tasksOf } from './tasks.ts'

const counts = { toShip: 3, toHandOver: 0, awaitingPayment: 2, shipped: 0, openSales: 4, applications: 1 }
const nothing = { drafts: noCount, refundsFailed: noCount, refundsOpen: noCount }

describe('what waits today', () => {
  it('is ours first, and nothing that is done', () => {
    expect(tasksOf(counts, nothing).map((task) => [task.name, task.isUrgent])).toEqual([
      ['ship', true],
      ['applications', true],
      ['unpaid', false],
    ])
  })

  it('begins with money that did not go back', () => {
    const listed = { ...nothing, refundsFailed: { n: 1, isAtLeast: false }, refundsOpen: { n: 100, isAtLeast: true } }
    const names = tasksOf(counts, listed).map((task) => task.name)
    expect(names[0]).toBe('refund_failed')
    expect(names).toContain('refunding')
  })
})
