import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { parsePercent, parseYuan, percentText, yuanText } from './yuan.ts'

describe('typed money', () => {
  it('reads what people type', () => {
    expect(parseYuan('54.9')).toBe(5490)
    expect(parseYuan(' ¥54.90 ')).toBe(5490)
    expect(parseYuan('￥５４．９')).toBe(5490)
    expect(parseYuan('1,200 元')).toBe(120_000)
    expect(parseYuan('0')).toBe(0)
  })

  it('refuses what it would have to guess', () => {
    for (const typed of ['', '.', '1.234', '-5', '12,00', '1.2.3', '五块', '999999999'])
      expect(parseYuan(typed)).toBe(undefined)
  })

  it('reads back every amount that it writes', () => {
    fc.assert(fc.property(fc.integer({ min: 0, max: 999_999_999 }), (fen) => parseYuan(yuanText(fen)) === fen))
  })
})

describe('typed rates', () => {
  it('reads percent as basis points', () => {
    expect(parsePercent('10')).toBe(1000)
    expect(parsePercent('12.5％')).toBe(1250)
    expect(parsePercent('0.05 %')).toBe(5)
    expect(parsePercent('100')).toBe(undefined)
    expect(parsePercent('')).toBe(undefined)
  })

  it('reads back every rate that it writes', () => {
    fc.assert(fc.property(fc.integer({ min: 0, max: 9999 }), (bps) => parsePercent(percentText(bps)) === bps))
  })
})
