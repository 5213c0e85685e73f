import { expect, test } from 'vitest'
import { keepAtMost } from './keep-at-most.ts'

test('what came first makes room, and a new value for what is kept puts nothing out', () => {
  const kept = new Map<string, number>()
  for (const [index, key] of ['a', 'b', 'b', 'c'].entries()) keepAtMost(2, kept, key, index)
  expect([...kept]).toEqual([
    ['b', 2],
    ['c', 3],
  ])
})
