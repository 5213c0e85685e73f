import { describe, expect, it } from 'vitest'
import { codeOf, phoneOf } from './phone.ts'

describe('phone numbers', () => {
  it('are read as people write them', () => {
    for (const typed of ['13800000001', ' 138 0000 0001', '138-0000-0001', '+86 13800000001', '8613800000001'])
      expect(phoneOf(typed)).toBe('13800000001')
    expect(phoneOf('+49 151 23456789')).toBe('+4915123456789')
  })

  it('are refused when nobody could be called', () => {
    for (const typed of ['', '1380000000', '12800000001', '4915123456789', '+0123456789', 'abc'])
      expect(phoneOf(typed)).toBeUndefined()
  })
})

describe('codes', () => {
  it('are found in a pasted message', () => {
    expect(codeOf('验证码：123 456')).toBe('123456')
    expect(codeOf('12')).toBe('12')
    expect(codeOf('12345678')).toBe('123456')
  })
})
