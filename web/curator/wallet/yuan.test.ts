import { expect, test } from 'vitest'
import { parseYuan } from './yuan.ts'

test('what people type for money is read to the fen, or not at all', () => {
  for (const [typed, fen] of [
    ['54.9', 5_490],
    ['54.90', 5_490],
    ['0.01', 1],
    [' ¥1,200 ', 120_000],
    ['1200元', 120_000],
    ['', undefined],
    ['54.999', undefined],
    ['-5', undefined],
    ['1e3', undefined],
    ['12,00', undefined],
  ] as const)
    expect([typed, parseYuan(typed)]).toEqual([typed, fen])
})
