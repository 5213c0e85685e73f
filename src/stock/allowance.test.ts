import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { planAllowances, UNITS_PER_CELL } from './allowance.ts'
import { PooledShelves } from './pooled-shelves.ts'
import { type CellRow, Shelves, type Want } from './reservation.ts'

const HOME = 9
const held = (pool: number, cells: Record<number, number> = {}) => ({
  pool,
  homeCell: HOME,
  cells: new Map(Object.entries(cells).map(([cell, units]) => [Number(cell), units])),
})
const shifts = (plan: ReturnType<typeof planAllowances>) => Object.fromEntries(plan.shifts)

describe('sharing an item among cells', () => {
  it('hands half of it out, evenly, and keeps half for cells to ask for', () => {
    const plan = planAllowances(held(1_000), [1, 2])
    expect([plan.spreadOver, shifts(plan)]).toEqual([2, { 1: 250, 2: 250 }])
  })

  it('sells from home with fewer than 64 units for each cell', () => {
    expect(planAllowances(held(UNITS_PER_CELL * 2), [1, 2]).spreadOver).toBe(2)
    const plan = planAllowances(held(27, { 1: 50, 2: 50 }), [1, 2])
    expect([plan.spreadOver, shifts(plan)]).toEqual([0, { 1: -50, 2: -50 }])
  })

  it('takes everything back when a sale is over, and from a cell that no longer sells', () => {
    expect(shifts(planAllowances(held(500, { 1: 250, 2: 250 }), []))).toEqual({ 1: -250, 2: -250 })
    expect(shifts(planAllowances(held(500, { 1: 250, 2: 250 }), [1]))).toEqual({ 1: -250, 2: -250 })
    expect(shifts(planAllowances(held(500, { 1: 250, 3: 250 }), [1, 2]))).toEqual({ 3: -250, 2: 250 })
  })

  it('fills up whose allowance runs low, takes what one has too much of, and leaves the others alone', () => {
    expect(shifts(planAllowances(held(400, { 1: 200, 2: 190 }), [1, 2]))).toEqual({})
    expect(shifts(planAllowances(held(400, { 1: 10, 2: 190 }), [1, 2]))).toEqual({ 1: 140 })
    expect(shifts(planAllowances(held(0, { 1: 0, 2: 600 }), [1, 2]))).toEqual({ 1: 150, 2: -450 })
  })

  it('hands the home cell nothing: it sells from the pool', () => {
    expect(shifts(planAllowances(held(1_000), [1, HOME]))).toEqual({ 1: 250 })
  })

  it('loses no unit and makes none, whatever lies where', () => {
    const cells = fc.dictionary(fc.integer({ min: 0, max: 8 }).map(String), fc.nat(400))
    const selling = fc.uniqueArray(fc.integer({ min: 0, max: HOME }), { maxLength: 9 })
    fc.assert(
      fc.property(fc.nat(2_000), cells, selling, (pool, units, cellIds) => {
        const before = held(pool, units)
        const total = pool + [...before.cells.values()].reduce((sum, one) => sum + one, 0)
        const plan = planAllowances(before, cellIds)
        const after = new Map(before.cells)
        let left = pool
        for (const [cell, quantity] of plan.shifts) {
          expect(quantity).not.toBe(0)
          expect(cell).not.toBe(HOME)
          after.set(cell, (after.get(cell) ?? 0) + quantity)
          left -= quantity
        }
        expect(left).toBeGreaterThanOrEqual(0)
        expect(left + [...after.values()].reduce((sum, one) => sum + one, 0)).toBe(total)
        const spreads = cellIds.length > 1 && total >= UNITS_PER_CELL * cellIds.length
        expect(plan.spreadOver).toBe(spreads ? cellIds.length : 0)
        for (const [cell, quantity] of after) {
          expect(quantity).toBeGreaterThanOrEqual(0)
          if (!spreads || !cellIds.includes(cell)) expect(quantity).toBe(0)
        }
        // Settled at once: a second look finds nothing to do, so the worker does not push units about.
        if (left > 0) expect(shifts(planAllowances({ pool: left, homeCell: HOME, cells: after }, cellIds))).toEqual({})
      }),
      { numRuns: 2_000 },
    )
  })
})

describe('asking the pool', () => {
  const row = (stockCellId: number, available: number, role: CellRow['role']): CellRow => ({
    ...{ skuId: 1n, stockItemId: 11n, stockCellId, available, role },
  })
  const want = (cellId: number, quantity: number): Want => ({ orderIndex: 0, cellId, lines: [{ skuId: 1n, quantity }] })

  it('serves an order from its own cell, and from none other', () => {
    const shelves = new Shelves([row(2, 50, 'allowance'), row(1, 5, 'allowance')])
    expect(shelves.take(want(1, 5))).toMatchObject({ ok: true, lines: [{ stockCellId: 1 }] })
    expect(shelves.take(want(1, 5))).toMatchObject({ ok: false })
    const both = new Shelves([row(HOME, 50, 'pool'), row(1, 5, 'allowance')])
    expect(both.take(want(1, 5))).toMatchObject({ ok: true, lines: [{ stockCellId: 1 }] })
    expect(both.take(want(1, 5))).toMatchObject({ ok: true, lines: [{ stockCellId: HOME }] })
  })

  it('tells a dry cell from an item that is sold out', () => {
    expect(new Shelves([row(1, 5, 'allowance')]).take(want(1, 6))).toMatchObject({ ok: false, isDry: true })
    // Sharing began while this order waited for the home row.
    expect(new Shelves([row(HOME, 5, 'pool')]).take(want(1, 6))).toMatchObject({ ok: false, isDry: true })
    expect(new Shelves([row(HOME, 5, 'home')]).take(want(1, 6))).toMatchObject({ ok: false, isDry: false })
    expect(new Shelves([row(HOME, 5, 'pool')], true).take(want(1, 6))).toMatchObject({ ok: false, isDry: false })
  })

  it('serves from the pool and hands the cell a share, so that it need not ask again', () => {
    const shelves = new PooledShelves({
      homes: [{ ...row(HOME, 400, 'pool'), spreadOver: 2 }],
      allowances: [row(1, 0, 'allowance')],
      ...{ calledIn: new Set(), asking: new Set([1]) },
    })
    expect(shelves.take(want(1, 3))).toMatchObject({ ok: true, lines: [{ stockCellId: HOME }] })
    expect(shelves.shareOut().map((shift) => [shift.stockCellId, shift.quantity])).toEqual([
      [HOME, -99],
      [1, 99],
    ])
    expect(shelves.taken()).toEqual([{ stockItemId: 11n, stockCellId: HOME, quantity: 3 }])
    expect(shelves.endsSharing()).toEqual([])
  })

  it('of a dry pool brings home what the cells still hold, and ends the sharing of the last units', () => {
    const shelves = new PooledShelves({
      homes: [{ ...row(HOME, 0, 'pool'), spreadOver: 2 }],
      allowances: [row(1, 0, 'allowance'), row(2, 7, 'allowance')],
      ...{ calledIn: new Set([11n]), asking: new Set([1]) },
    })
    expect(shelves.take(want(1, 8))).toMatchObject({ ok: false, left: 7, isDry: false })
    expect(shelves.take(want(1, 7))).toMatchObject({ ok: true, lines: [{ stockCellId: HOME }] })
    expect(shelves.shareOut().map((shift) => [shift.stockCellId, shift.quantity])).toEqual([
      [HOME, 7],
      [2, -7],
    ])
    expect(shelves.endsSharing()).toMatchObject([{ stockCellId: HOME }])
  })
})
