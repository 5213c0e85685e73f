import { describe, expect, test } from 'vitest'
import { createFormat } from './format.ts'

const zh = createFormat('zh-CN', 'Asia/Shanghai')
const en = createFormat('en', 'Asia/Shanghai')
// Sunday 2026-11-22, 20:00 in Shanghai.
const now = '2026-11-22T12:00:00.000Z'
const yuan = (amount: number) => ({ amount, currency: 'CNY' })

describe('money', () => {
  test.each([
    [5490, '¥54.9', '¥54.90'],
    [6000, '¥60', '¥60.00'],
    [5, '¥0.05', '¥0.05'],
    [0, '¥0', '¥0.00'],
    [192150, '¥1,921.5', '¥1,921.50'],
    [8000000000, '¥80,000,000', '¥80,000,000.00'],
    [-1220, '−¥12.2', '−¥12.20'],
  ])('%i fen as a price and in a sum', (amount, price, exact) => {
    expect(zh.priceText(yuan(amount))).toBe(price)
    expect(zh.exactText(yuan(amount))).toBe(exact)
  })

  test('the sign is apart from its figures, so that it can stand one step smaller', () => {
    expect(zh.price(yuan(5490))).toEqual({ sign: '¥', figures: '54.9' })
  })

  test('the largest amount of the wire loses no digit', () => {
    expect(zh.exactText(yuan(Number.MAX_SAFE_INTEGER))).toBe('¥90,071,992,547,409.91')
  })
})

describe('times as people say them, in the installation’s zone', () => {
  test.each([
    ['2026-11-22T14:00:00.000Z', '今天 22:00', 'today 22:00'],
    ['2026-11-22T16:30:00.000Z', '明天 00:30', 'tomorrow 00:30'],
    ['2026-11-24T02:00:00.000Z', '后天 10:00', 'Tuesday 10:00'],
    ['2026-11-26T02:00:00.000Z', '周四 10:00', 'Thursday 10:00'],
    ['2026-11-29T02:00:00.000Z', '11月29日 10:00', '29 Nov 10:00'],
    ['2026-11-21T15:59:00.000Z', '昨天 23:59', 'yesterday 23:59'],
    ['2026-11-19T02:00:00.000Z', '11月19日 10:00', '19 Nov 10:00'],
    ['2027-01-02T02:00:00.000Z', '2027年1月2日 10:00', '2 Jan 2027 10:00'],
  ])('%s', (at, chinese, english) => {
    expect(zh.time(at, now)).toBe(chinese)
    expect(en.time(at, now)).toBe(english)
  })

  test('a local date is a day, whatever the zone of the reader', () => {
    expect(zh.day('2026-11-26', now)).toBe('周四')
    expect(zh.date('2026-11-13')).toBe('11月13日')
    expect(createFormat('zh-CN', 'America/New_York').day('2026-11-22', now)).toBe('今天')
  })

  test('a zone with summer time is right on both sides of the change', () => {
    const paris = createFormat('en', 'Europe/Paris')
    expect(paris.dateTime('2026-03-29T00:59:00.000Z')).toBe('29 Mar 01:59')
    expect(paris.dateTime('2026-03-29T01:00:00.000Z')).toBe('29 Mar 03:00')
  })

  test.each([
    ['2026-11-22T12:00:30.000Z', '1 分钟', '1 min'],
    ['2026-11-22T12:45:00.000Z', '45 分钟', '45 min'],
    ['2026-11-22T14:00:00.000Z', '2 小时', '2 h'],
    ['2026-11-25T12:00:00.000Z', '3 天', '3 days'],
    ['2026-11-22T12:00:00.000Z', null, null],
  ])('left until %s', (until, chinese, english) => {
    expect(zh.left(until, now)).toBe(chinese)
    expect(en.left(until, now)).toBe(english)
  })

  test.each([
    ['2026-11-22T11:59:40.000Z', '刚刚', 'just now'],
    ['2026-11-22T11:55:00.000Z', '5 分钟前', '5 min ago'],
    ['2026-11-22T09:00:00.000Z', '3 小时前', '3 h ago'],
    ['2026-11-21T10:00:00.000Z', '昨天 18:00', 'yesterday 18:00'],
  ])('%s ago', (at, chinese, english) => {
    expect(zh.ago(at, now)).toBe(chinese)
    expect(en.ago(at, now)).toBe(english)
  })

  test('stamps and dates for tables', () => {
    expect(zh.stamp('2026-11-20T12:14:07.000Z')).toBe('11-20 20:14:07')
    expect(zh.localDate('2026-11-20T16:14:07.000Z')).toBe('2026-11-21')
  })
})

test('units: Chinese needs one form, English two', () => {
  expect(zh.count(37, '箱')).toBe('37 箱')
  expect(en.count(1, 'box')).toBe('1 box')
  expect(en.count(37, 'box')).toBe('37 boxes')
  expect(en.count(2, 'pack')).toBe('2 packs')
  expect(en.count(2, 'bunch')).toBe('2 bunches')
  expect(en.count(2, '300 g jar')).toBe('2 300 g jar')
})
