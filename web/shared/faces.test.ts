import { expect, test } from 'vitest'
import { faceOf } from './faces.ts'

test.each([
  ['十二栋李姐', '李'],
  ['3号楼王阿姨', '王'],
  ['阿芸', '芸'],
  ['小王', '王'],
  ['老', '老'],
  ['吴阿婆', '吴'],
  ['豆豆爸', '豆'],
  ['vivi小姐', 'V'],
  ['  ', '·'],
  ['🍊橙子', '🍊'],
  ['<b>', '<'],
])('%s is known by %s', (nickname, initial) => {
  expect(faceOf('per_01hqzk3v5x8ab', nickname).initial).toBe(initial)
})

test('the same id has the same tone, and tones are spread', () => {
  const tones = Array.from({ length: 600 }, (_, index) => faceOf(`per_${index}`, '李').tone)
  expect(faceOf('per_7', '李')).toEqual(faceOf('per_7', '李'))
  for (const tone of [1, 2, 3, 4, 5, 6]) expect(tones.filter((one) => one === tone).length).toBeGreaterThan(50)
})
