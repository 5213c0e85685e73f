import { describe, expect, test } from 'vitest'
import { isRefusal } from '../platform/errors.ts'
import { OrderedSale, type SaleFacts, SkuNumbers } from './ordered-sale.ts'
import { assertWindow, nextSecond, type Sale, saleState, whyNoOrders } from './sale.ts'

const at = (text: string) => new Date(text)
const opensAt = at('2026-11-23T12:00:00.000Z')
const cutsOffAt = at('2026-11-23T14:00:00.000Z')
const sale = { opensAt, cutsOffAt, stoppedAt: null, skus: [{ skuId: 5n, perPerson: 2 }] } as unknown as Sale
const codeOf = (work: () => unknown) => {
  try {
    work()
    return 'fine'
  } catch (error) {
    return isRefusal(error) ? error.refusal.code : error
  }
}

describe('a sale', () => {
  test('takes orders from its opening until just before its cut-off', () => {
    expect(saleState(sale, at('2026-11-23T11:59:59.999Z'))).toBe('planned')
    expect(saleState(sale, opensAt)).toBe('open')
    expect(saleState(sale, at('2026-11-23T13:59:59.999Z'))).toBe('open')
    expect(saleState(sale, cutsOffAt)).toBe('ended')
  })

  test('takes none once stopped, whatever the time', () => {
    const stopped = { ...sale, stoppedAt: at('2026-11-23T13:00:00.000Z') }
    for (const moment of ['2026-11-23T11:00:00Z', '2026-11-23T13:00:00Z', '2026-11-24T00:00:00Z'])
      expect(saleState(stopped, at(moment))).toBe('stopped')
  })

  test('says why it takes no order', () => {
    const why = (one: Sale, moment: string) => whyNoOrders(one, at(moment))?.refusal.code
    expect(why(sale, '2026-11-23T11:00:00Z')).toBe('sale_not_open')
    expect(why(sale, '2026-11-23T13:00:00Z')).toBeUndefined()
    expect(why(sale, '2026-11-23T15:00:00Z')).toBe('sale_closed')
    expect(why({ ...sale, stoppedAt: opensAt }, '2026-11-23T13:00:00Z')).toBe('sale_stopped')
  })

  test('offers what was chosen and nothing else', () => {
    const numbers = new SkuNumbers()
    const offering = (skus: SaleFacts['skus']) =>
      new OrderedSale({ ...({} as SaleFacts), opensMs: 0, cutsOffMs: 1, stoppedMs: null, skus }, numbers)
    const limited = offering([
      { skuId: 5n, perPerson: 2 },
      { skuId: 7n, perPerson: null },
    ])
    const other = offering([{ skuId: 6n, perPerson: null }])
    expect([limited.limitOf(5n), limited.limitOf(7n), other.limitOf(6n)]).toEqual([2, null, null])
    for (const absent of [6n, 8n]) expect(codeOf(() => limited.limitOf(absent))).toBe('sku_not_in_sale')
  })

  test('tells goods apart however many there are in the house', () => {
    const numbers = new SkuNumbers()
    for (let id = 0n; id < 70_000n; id++) numbers.of(id)
    const skus = [
      { skuId: 9n, perPerson: 1 },
      { skuId: 65_537n, perPerson: 3 },
    ]
    const sale = new OrderedSale({ ...({} as SaleFacts), opensMs: 0, cutsOffMs: 1, stoppedMs: null, skus }, numbers)
    expect([sale.limitOf(9n), sale.limitOf(65_537n)]).toEqual([1, 3])
    for (const absent of [1n, 0n, 65_545n]) expect(codeOf(() => sale.limitOf(absent))).toBe('sku_not_in_sale')
  })
})

describe('a window', () => {
  const now = at('2026-11-23T04:00:00.000Z')
  const judge = (opens: string, cutsOff: string, arrivesOn: string, kind: Sale['kind'] = 'ordinary') =>
    codeOf(() => assertWindow({ kind, opensAt: at(opens), cutsOffAt: at(cutsOff), arrivesOn }, now, 'Asia/Shanghai'))

  test('of a flash sale opens at a full second and lasts a day at most', () => {
    const flash = (opens: string, cutsOff: string) => judge(opens, cutsOff, '2026-11-25', 'flash')
    expect(flash('2026-11-23T12:00:00Z', '2026-11-24T12:00:00Z')).toBe('fine')
    expect(flash('2026-11-23T12:00:00Z', '2026-11-24T12:00:00.001Z')).toBe('flash_too_long')
    expect(flash('2026-11-23T12:00:00.500Z', '2026-11-23T13:00:00Z')).toBe('flash_opens_at_a_second')
    expect(judge('2026-11-23T12:00:00.500Z', '2026-11-25T13:00:00Z', '2026-11-25')).toBe('fine')
    expect(nextSecond(at('2026-11-23T12:00:00.001Z'))).toEqual(at('2026-11-23T12:00:01Z'))
    expect(nextSecond(at('2026-11-23T12:00:00Z'))).toEqual(at('2026-11-23T12:00:00Z'))
  })

  const cases = [
    ['2026-11-23T04:00:00Z', '2026-11-23T14:00:00Z', '2026-11-23', 'fine'],
    ['2026-11-23T04:00:00Z', '2026-11-23T04:00:00Z', '2026-11-26', 'cut_off_in_the_past'],
    ['2026-11-23T06:00:00Z', '2026-11-23T05:00:00Z', '2026-11-26', 'cut_off_in_the_past'],
    ['2026-11-23T04:00:00Z', '2026-12-23T04:00:00Z', '2026-12-26', 'fine'],
    ['2026-11-23T04:00:00Z', '2026-12-23T04:00:00.001Z', '2026-12-26', 'sale_too_long'],
    ['2026-12-23T04:00:00.001Z', '2026-12-24T04:00:00Z', '2026-12-26', 'sale_too_long'],
    // 23:59 and 00:01 in Shanghai: the day of the cut-off is the installation's, not UTC's.
    ['2026-11-23T04:00:00Z', '2026-11-23T15:59:00Z', '2026-11-23', 'fine'],
    ['2026-11-23T04:00:00Z', '2026-11-23T16:01:00Z', '2026-11-23', 'arrival_before_cut_off'],
    ['2026-11-23T04:00:00Z', '2026-11-23T14:00:00Z', '2026-11-22', 'arrival_before_cut_off'],
    ['2026-11-23T04:00:00Z', '2026-11-23T14:00:00Z', '2027-01-22', 'fine'],
    ['2026-11-23T04:00:00Z', '2026-11-23T14:00:00Z', '2027-01-23', 'arrival_too_far'],
  ] as const
  test.each(cases)('%s to %s, arriving %s: %s', (opens, cutsOff, arrivesOn, verdict) => {
    expect(judge(opens, cutsOff, arrivesOn)).toBe(verdict)
  })
})
