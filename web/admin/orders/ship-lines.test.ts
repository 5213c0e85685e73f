import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { inBatches, MOST_LINES, readShipLines } from './ship-lines.ts'

const A = 'ord_01hqzk3v5x8ab'
const B = 'ord_01hqzk3v5x8ac'

describe('pasted shipping lines', () => {
  it('are read from sheets, lists and chats alike', () => {
    const pasted = [`${A}, 顺丰, SF1234567890`, `${B}\t中通快递\t7301 `, ''].join('\n')
    expect(readShipLines(pasted).good).toEqual([
      { lineNo: 1, orderId: A, carrier: '顺丰速运', trackingNo: 'SF1234567890' },
      { lineNo: 2, orderId: B, carrier: '中通快递', trackingNo: '7301' },
    ])
    expect(readShipLines(`${A} 韵达 431900`).good[0]?.carrier).toBe('韵达快递')
    expect(readShipLines(`"${A}","SF Express","SF99001"`).good[0]).toMatchObject({
      carrier: '顺丰速运',
      trackingNo: 'SF99001',
    })
    expect(readShipLines(`顺丰，ＳＦ１２３４５，${A}`).good[0]).toMatchObject({ orderId: A, trackingNo: 'SF12345' })
  })

  it('pass over a head line and take the standing carrier', () => {
    const read = readShipLines(`订单号,快递公司,运单号\n${A},JT5301`, '极兔速递')
    expect(read).toEqual({ good: [{ lineNo: 2, orderId: A, carrier: '极兔速递', trackingNo: 'JT5301' }], wrong: [] })
  })

  it('say what is wrong with a line and keep the others', () => {
    const pasted = [
      `${A},顺丰`,
      `${A},顺丰,SF1000`,
      `${A},顺丰,SF1001`,
      '小王,顺丰,SF1002',
      `${B},,SF1003`,
      `${B},中通,7.73012E+14`,
    ]
    const { good, wrong } = readShipLines(pasted.join('\n'))
    expect(good.map((line) => line.lineNo)).toEqual([2])
    expect(wrong.map(({ lineNo, because }) => [lineNo, because])).toEqual([
      [1, 'no_tracking'],
      [3, 'twice'],
      [4, 'no_order'],
      [5, 'no_carrier'],
      [6, 'rounded_tracking'],
    ])
  })

  it('have a limit', () => {
    const id = (n: number) => `ord_${String(n).padStart(13, '0')}`
    const pasted = Array.from({ length: MOST_LINES + 2 }, (_, n) => `${id(n)},顺丰,SF${1000 + n}`).join('\n')
    const { good, wrong } = readShipLines(pasted)
    expect(good).toHaveLength(MOST_LINES)
    expect(wrong.map((line) => line.because)).toEqual(['too_many', 'too_many'])
  })

  it('never lose a line: each is good or wrong, whatever is pasted', () => {
    fc.assert(
      fc.property(fc.array(fc.string({ maxLength: 60 }).map((text) => `x9${text.replace(/[\r\n]/g, '')}`)), (lines) => {
        const { good, wrong } = readShipLines(lines.join('\n'), '顺丰速运')
        expect(good.length + wrong.length).toBe(lines.length)
      }),
    )
  })

  it('go out in batches', () => {
    expect(inBatches([1, 2, 3, 4, 5], 2)).toEqual([[1, 2], [3, 4], [5]])
    expect(inBatches([], 2)).toEqual([])
  })
})
