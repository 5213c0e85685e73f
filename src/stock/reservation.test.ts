import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type CellRow, decideReservations, rowKey, sumByRow, type Want } from './reservation.ts'

const row = (skuId: bigint, stockItemId: bigint, available: number): CellRow => ({
  ...{ skuId, stockItemId, stockCellId: Number(stockItemId % 256n), available, role: 'home' },
})
const want = (orderIndex: number, ...lines: [skuId: bigint, quantity: number][]): Want => ({
  orderIndex,
  cellId: 0,
  lines: lines.map(([skuId, quantity]) => ({ skuId, quantity })),
})

describe('deciding reservations', () => {
  it('lets a small order have what a big one before it could not get', () => {
    const { verdicts, taken } = decideReservations([row(1n, 11n, 10)], [want(0, [1n, 11]), want(1, [1n, 10])])
    expect(verdicts).toEqual([
      { orderIndex: 0, ok: false, skuId: 1n, left: 10, isDry: false },
      { orderIndex: 1, ok: true, lines: [{ stockItemId: 11n, stockCellId: 11 }] },
    ])
    expect(taken).toEqual([{ stockItemId: 11n, stockCellId: 11, quantity: 10 }])
  })

  it('gives an order all of its lines or none', () => {
    const rows = [row(1n, 11n, 5), row(2n, 12n, 1)]
    const { verdicts, taken } = decideReservations(rows, [want(7, [1n, 2], [2n, 2]), want(8, [1n, 5])])
    expect(verdicts.map((verdict) => [verdict.orderIndex, verdict.ok])).toEqual([
      [7, false],
      [8, true],
    ])
    expect(taken).toEqual([{ stockItemId: 11n, stockCellId: 11, quantity: 5 }])
  })

  it('sums the lines of one order that want the same SKU before it looks', () => {
    const rows = [row(1n, 11n, 5)]
    expect(decideReservations(rows, [want(0, [1n, 3], [1n, 3])]).verdicts[0]).toMatchObject({ ok: false, left: 5 })
    const both = decideReservations(rows, [want(0, [1n, 2], [1n, 3])])
    expect(both.verdicts[0]).toMatchObject({ ok: true, lines: [{ stockItemId: 11n }, { stockItemId: 11n }] })
    expect(both.taken).toEqual([{ stockItemId: 11n, stockCellId: 11, quantity: 5 }])
  })

  it('serves a line from one warehouse, the next when the first has too little', () => {
    const rows = [row(1n, 11n, 3), row(1n, 21n, 4)]
    const { verdicts } = decideReservations(rows, [want(0, [1n, 4]), want(1, [1n, 2]), want(2, [1n, 2])])
    expect(verdicts.map((verdict) => (verdict.ok ? verdict.lines[0]?.stockItemId : verdict.left))).toEqual([
      21n,
      11n,
      1,
    ])
  })

  it('has nothing of a SKU that never came in', () => {
    expect(decideReservations([], [want(0, [9n, 1])]).verdicts).toEqual([
      { orderIndex: 0, ok: false, skuId: 9n, left: 0, isDry: false },
    ])
  })

  it('never takes more than there is, and refuses nobody who could have been served', () => {
    const rows = fc.array(
      fc.record({ sku: fc.integer({ min: 1, max: 3 }), available: fc.integer({ min: 0, max: 12 }) }),
      {
        maxLength: 5,
      },
    )
    const lines = fc.array(
      fc.record({ sku: fc.integer({ min: 1, max: 3 }), quantity: fc.integer({ min: 1, max: 6 }) }),
      {
        minLength: 1,
        maxLength: 3,
      },
    )
    fc.assert(
      fc.property(rows, fc.array(lines, { maxLength: 8 }), (shelves, orders) => {
        const cells = shelves.map((shelf, index) => row(BigInt(shelf.sku), BigInt(100 + index), shelf.available))
        const wants = orders.map((order, index) =>
          want(index, ...order.map((line): [bigint, number] => [BigInt(line.sku), line.quantity])),
        )
        const { verdicts, taken } = decideReservations(cells, wants)
        const left = new Map(cells.map((cell) => [rowKey(cell), cell.available]))
        for (const [index, verdict] of verdicts.entries()) {
          const lines = (wants[index] as Want).lines
          if (verdict.ok) {
            const changes = verdict.lines.map((place, at) => ({ ...place, quantity: lines[at]?.quantity ?? 0 }))
            for (const change of sumByRow(changes))
              left.set(rowKey(change), (left.get(rowKey(change)) as number) - change.quantity)
            for (const units of left.values()) expect(units).toBeGreaterThanOrEqual(0)
          } else {
            const wanted = lines
              .filter((line) => line.skuId === verdict.skuId)
              .reduce((sum, line) => sum + line.quantity, 0)
            const most = Math.max(
              0,
              ...cells.filter((cell) => cell.skuId === verdict.skuId).map((cell) => left.get(rowKey(cell)) as number),
            )
            expect(verdict.left).toBe(most)
            expect(most).toBeLessThan(wanted)
          }
        }
        for (const cell of cells) {
          const change = taken.find((one) => rowKey(one) === rowKey(cell))?.quantity ?? 0
          expect(cell.available - change).toBe(left.get(rowKey(cell)))
        }
      }),
      { numRuns: 1_000 },
    )
  })
})
