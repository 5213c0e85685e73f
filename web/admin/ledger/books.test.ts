import { describe, expect, it } from 'vitest'
import type { Journal } from '../shapes.ts'
import { commissionFen, idsIn, rowsOf } from './books.ts'

const transfer = (debit: string, credit: string, amountFen: number) => ({
  debit,
  debitOwner: null,
  debitOwnerName: null,
  credit,
  creditOwner: null,
  creditOwnerName: null,
  amountFen,
})

const journal = (kind: string, ...transfers: Journal['transfers']): Journal => ({
  id: 'jrn_01hqzk3v5x8ab',
  kind,
  key: `${kind}:1`,
  bookedAt: '2026-11-22T12:00:00.000Z',
  businessDay: '2026-11-22',
  actor: 'system:orders',
  actorName: null,
  transfers,
})

describe('the books of an order', () => {
  const journals = [
    journal('order_paid', transfer('psp_clearing', 'order_deposit', 10_980)),
    journal('commission_accrued', transfer('commission_contract_cost', 'curator_frozen', 1098)),
    journal('commission_clawed', transfer('curator_frozen', 'commission_contract_cost', 122)),
    journal('goods_received', transfer('order_deposit', 'sales', 9760), transfer('order_deposit', 'freight', 0)),
  ]

  it('say what the curator keeps', () => {
    expect(commissionFen(journals)).toBe(976)
    expect(commissionFen([])).toBe(0)
    const vested = journal('commission_vested', transfer('curator_frozen', 'curator_available', 976))
    const owed = journal('commission_clawed', transfer('receivable_from_curator', 'commission', 76))
    expect(commissionFen([...journals, vested, owed])).toBe(900)
  })

  it('show a row for every movement', () => {
    expect(rowsOf(journals).map(({ position }) => position)).toEqual([0, 0, 0, 0, 1])
  })
})

it('finds the ids in a voucher', () => {
  expect(idsIn('claw:rfd_01hqzk3v5x8ab/1')).toEqual(['rfd_01hqzk3v5x8ab'])
  expect(idsIn('opening')).toEqual([])
})
