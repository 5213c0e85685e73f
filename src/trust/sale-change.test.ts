import { describe, expect, test } from 'vitest'
import type { Standing } from './diagnosis.ts'
import { dayMs } from './evidence.ts'
import type { EvidenceRow } from './evidence-rows.ts'
import { measuresOf, saleChange } from './sale-change.ts'
import { sayMeasures, saySale } from './sale-change-words.ts'

/** Days are counted from the opening of the sale; it lasts three, and is looked at on the thirtieth. */
const opensAt = Date.UTC(2026, 10, 2)
const at = (day: number) => new Date(opensAt + day * dayMs)
const now = at(30).getTime()
const [owner, li, wang, dou] = [1n, 2n, 3n, 4n]
const standing: Standing = { owners: [owner], ageDays: 200, members: 40, left: 0 }
let ids = 0n

const order = (buyer: bigint, words: bigint[], day: number, changes: Partial<EvidenceRow> = {}): EvidenceRow => ({
  ...{ id: ++ids, communityId: 5n as never, kind: 'order', actorPersonId: buyer, actedAt: at(day), words },
  ...{ known: words.length > 0 ? 'named' : 'link', productIds: [7n], field: null },
  ...{ fate: 'kept', keptFrom: at(day + 10) },
  ...changes,
})

const change = (earlier: EvidenceRow[], own: EvidenceRow[], moment = now) =>
  saleChange(
    [...earlier, ...own],
    { orderIds: new Set(own.map(({ id }) => id)), opensAt, endsAt: at(3).getTime() },
    standing,
    moment,
  )

describe('before and after of a sale', () => {
  test('who was moved by whom in it, and which pairs are new; the orders of another sale at the same time are not', () => {
    const earlier = [order(wang, [li], -20), order(dou, [wang], 1)]
    const own = [order(wang, [li], 1), order(dou, [li], 2), order(li, [], 1)]
    const { pairs, covered, orders, before, after } = change(earlier, own)
    expect(pairs.map(({ from, to, isNew, counts }) => [from, to, isNew, counts]).sort()).toEqual(
      [
        [li, wang, false, true],
        [li, dou, true, true],
      ].sort(),
    )
    expect({ covered, orders }).toEqual({ covered: 2, orders: { kept: 3, waiting: 0, returned: 0 } })
    expect([before.pairs, before.people, before.keptOrders]).toEqual([1, 2, 1])
    // The other sale's pair stands in the mesh afterwards all the same.
    expect([after.pairs, after.people, after.keptOrders]).toEqual([3, 3, 5])
  })

  test('what was given back moved nobody, what may still go back is said to wait', () => {
    const own = [
      order(wang, [li], 1, { fate: 'returned', keptFrom: null }),
      order(dou, [li], 1, { fate: 'waiting', keptFrom: null }),
    ]
    const { pairs, orders, after } = change([], own)
    expect(orders).toEqual({ kept: 0, waiting: 1, returned: 1 })
    expect(pairs.map(({ to, counts }) => [to, counts])).toEqual([[dou, false]])
    expect(after.pairs).toBe(0)
  })

  test('a pair whose earlier act was given back is new', () => {
    const earlier = [order(wang, [li], -9, { fate: 'returned', keptFrom: null })]
    expect(change(earlier, [order(wang, [li], 1)]).pairs.map(({ isNew }) => isNew)).toEqual([true])
  })

  test('an order from before that was kept only after the opening counts on both sides', () => {
    const { before, after } = change([order(wang, [li], -1)], [])
    expect([before.pairs, after.pairs]).toEqual([1, 1])
  })

  test('few people or few orders have no measures, and R is not said under thirty kept orders', () => {
    const { before, after, fermentation } = change([order(wang, [li], -1)], [order(dou, [li], 1)])
    expect([before.reading, after.reading, fermentation.label, fermentation.r]).toEqual([null, null, 'too_few', null])
  })

  test('above the gate a star that grows a mesh depends less on its owner, and more hang together without her', () => {
    const crowd = Array.from({ length: 40 }, (_, index) => 100n + BigInt(index))
    const everybody = (words: (index: number) => bigint, day: number) =>
      crowd.map((buyer, index) => order(buyer, [words(index)], day + index / 100))
    const star = [-60, -50, -40].flatMap((day) => everybody(() => owner, day))
    const ring = [1, 2].flatMap((step) => everybody((index) => crowd[(index + step) % crowd.length] as bigint, step))
    const grown = change(star, ring)
    const measures = measuresOf(grown)
    if (!measures) throw new Error('there is enough to read')
    const { together, ownerShare } = measures
    expect([ownerShare.before, together.before]).toEqual([
      grown.before.reading?.ownerShare,
      grown.before.reading?.together,
    ])
    expect(ownerShare.before).toBeGreaterThan(0.9)
    expect(ownerShare.after).toBeLessThan(0.7)
    expect(together.before).toBeLessThan(0.1)
    expect(together.after).toBeGreaterThan(0.5)
    expect([ownerShare.isClear, together.isClear]).toEqual([true, true])
    const percent = (share: number) => `${Math.round(share * 100)}%`
    const said = sayMeasures(together, ownerShare)
    expect(said.zh).toBe(
      `不经过你连在一起的活跃群友，从 ${percent(together.before)} 到 ${percent(together.after)}；经过你的信任往来，从 ${percent(ownerShare.before)} 到 ${percent(ownerShare.after)}。差别比偶然的大；这段时间里别的事也算在内。`,
    )
    expect(said.en).toContain('That is more than chance would do')
    // The same again changes nothing, and says so.
    const same = measuresOf(change(star, []))
    expect(same && sayMeasures(same.together, same.ownerShare).en).toContain('is small and may be chance')
  })

  test('R of a sale is read from its own orders, up to its cut-off', () => {
    const crowd = Array.from({ length: 40 }, (_, index) => 100n + BigInt(index))
    const own = crowd.map((buyer, index) => order(buyer, index < 20 ? [owner] : [crowd[index - 20]!], index / 20))
    const { fermentation } = change([], own)
    expect(fermentation).toMatchObject({ orders: 40, children: 20 })
    // Exposure ends with the cut-off: the same sale read a month later says the same.
    expect(change([], own, at(60).getTime()).fermentation.r).toBe(fermentation.r)
  })
})

describe('in words', () => {
  const facts = { kept: 3, waiting: 2, returned: 1, covered: 4, newPairs: 2, isRunning: false }

  test('by name and count, what waits and what came back included', () => {
    const said = saySale({ ...facts, voices: [{ nickname: '李姐', moved: 3 }] })
    expect(said.map(({ zh }) => zh)).toEqual([
      '5 单里 4 单看得出是谁带动的：李姐 带动 3 位。',
      '2 对人以前没有因为对方买过，这一团是第一次。',
      '其中 2 单还没过退货期，先不算。',
      '另有 1 单退了，不算。',
    ])
    expect(said[0]?.en).toBe('For 4 of 5 orders we know on whose word they came: 李姐 moved 3.')
  })

  test('without an answer nothing is guessed', () => {
    const [said] = saySale({ ...facts, covered: 0, waiting: 0, returned: 0, newPairs: 0, voices: [] })
    expect(said?.zh).toContain('看不出是谁带动的')
    expect(saySale({ ...facts, kept: 0, waiting: 0, returned: 0, voices: [] })[0]?.zh).toBe('这一团没有成单。')
  })
})
