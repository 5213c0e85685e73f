import { describe, expect, test } from 'vitest'
import { mayReadActivity } from './activity-readers.ts'

const ORDER = 'ord_01hqzk3v5x8ab'
const PRODUCT = 'prd_01hqzk3v5x8ab'
const STAFF = 'stf_01hqzk3v5x8ab'

describe('what was done to a record', () => {
  test('is read by those who may read the record', () => {
    expect(mayReadActivity(['service'], ORDER)).toBe(true)
    expect(mayReadActivity(['scout'], ORDER)).toBe(false)
    expect(mayReadActivity(['scout'], PRODUCT)).toBe(true)
    expect(mayReadActivity(['scout', 'finance'], ORDER)).toBe(true)
  })

  test('of colleagues, and of everything at once, is for administrators', () => {
    for (const roles of [['operator'], ['scout'], ['finance'], ['service']] as const) {
      expect(mayReadActivity(roles, STAFF)).toBe(false)
      expect(mayReadActivity(roles, undefined)).toBe(false)
      expect(mayReadActivity(roles, '')).toBe(false)
      expect(mayReadActivity(roles, 'constructor')).toBe(false)
    }
    expect(mayReadActivity(['admin'], STAFF)).toBe(true)
    expect(mayReadActivity(['admin'], undefined)).toBe(true)
  })
})
