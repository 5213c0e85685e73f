import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { layOut } from './layout.ts'

const dots = (count: number) => Array.from({ length: count }, (_, index) => ({ id: `d${index}` }))
const meanDistance = (spots: Map<string, { x: number; y: number }>, pairs: [string, string][]) =>
  pairs.reduce((sum, [one, other]) => {
    const [a, b] = [spots.get(one)!, spots.get(other)!]
    return sum + Math.hypot(a.x - b.x, a.y - b.y)
  }, 0) / pairs.length

describe('the drawing of a mesh', () => {
  it('keeps every dot on the page, apart from the others, and is the same every time', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 40 }),
        fc.array(fc.tuple(fc.nat(39), fc.nat(39), fc.double({ min: 0, max: 5, noNaN: true })), { maxLength: 80 }),
        (count, arcs) => {
          const lines = arcs.map(([from, to, weight]) => ({ from: `d${from % count}`, to: `d${to % count}`, weight }))
          const spots = layOut(dots(count), lines, 358, 300)
          expect(spots.size).toBe(count)
          for (const { x, y } of spots.values()) {
            expect(x).toBeGreaterThanOrEqual(0)
            expect(x).toBeLessThanOrEqual(358)
            expect(y).toBeGreaterThanOrEqual(0)
            expect(y).toBeLessThanOrEqual(300)
          }
          expect(new Set([...spots.values()].map(({ x, y }) => `${x} ${y}`)).size).toBe(count)
          expect(layOut(dots(count), lines, 358, 300)).toEqual(spots)
        },
      ),
      { numRuns: 60 },
    )
  })

  it('draws who belongs together closer than strangers: two circles are seen as two', () => {
    const circle = (first: number): [string, string][] =>
      Array.from({ length: 6 }, (_, a) =>
        Array.from({ length: a }, (_, b) => [`d${first + a}`, `d${first + b}`]),
      ).flat() as [string, string][]
    const inside = [...circle(0), ...circle(6)]
    const across = Array.from({ length: 36 }, (_, at): [string, string] => [`d${at % 6}`, `d${6 + Math.floor(at / 6)}`])
    const spots = layOut(
      dots(12),
      inside.map(([from, to]) => ({ from, to, weight: 1 })),
      358,
      300,
    )
    expect(meanDistance(spots, inside)).toBeLessThan(meanDistance(spots, across) / 2)
  })

  it('holds the owner of a star in the middle, and nobody else anywhere', () => {
    const star = dots(9).map((dot, index) => ({ ...dot, isHeld: index === 4 }))
    const lines = star.filter(({ isHeld }) => !isHeld).map(({ id }) => ({ from: 'd4', to: id, weight: 1 }))
    expect(layOut(star, lines, 358, 300).get('d4')).toEqual({ x: 179, y: 150 })
    expect(layOut(dots(9), lines, 358, 300).get('d4')).not.toEqual({ x: 179, y: 150 })
  })

  it('lets an owner who is no middle stand under the others, and draws them as if she were not there', () => {
    const members = dots(9).slice(1)
    const owner = { id: 'd0', isAside: true }
    const toAll = members.map(({ id }) => ({ from: 'd0', to: id, weight: 3 }))
    const among = [{ from: 'd1', to: 'd2', weight: 1 }]
    const spots = layOut([owner, ...members], [...toAll, ...among], 358, 300)
    const lowest = Math.max(...members.map(({ id }) => spots.get(id)!.y))
    expect(spots.get('d0')!.y).toBeGreaterThan(lowest)
    const without = layOut(members, among, 358, 244)
    for (const { id } of members) expect(spots.get(id)).toEqual(without.get(id))
  })

  it('puts a single dot in the middle', () => {
    expect(layOut(dots(1), [], 358, 300).get('d0')).toEqual({ x: 179, y: 150 })
  })
})
