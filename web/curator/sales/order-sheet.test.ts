import { describe, expect, it } from 'vitest'
import { csvOf } from './order-sheet.ts'

describe('the sheet', () => {
  it('is read by Excel as what it says', () => {
    expect(
      csvOf([
        ['序号', '群友'],
        [1, '李姐, 十二栋'],
        [2, '说"好"'],
      ]),
    ).toBe('\ufeff序号,群友\r\n1,"李姐, 十二栋"\r\n2,"说""好"""\r\n')
  })

  it('runs no formula that a nickname carries', () => {
    for (const name of ['=1+1', '+1', '-1', '@SUM(A1)', '\t=1']) expect(csvOf([[name]])).toContain(`'${name}`)
  })

  it('keeps numbers as numbers, negative ones too', () => {
    expect(csvOf([[-3]])).toBe('\ufeff-3\r\n')
  })
})
