import { describe, expect, test } from 'vitest'
import { isStorable, readJson } from './json-text.ts'

describe('JSON is read', () => {
  test.each([
    '{"note":"放门口"}',
    '{"note":"\\u653e\\u95e8\\u53e3"}',
    '{"face":"\\ud83c\\udf4a"}',
    '"\\\\ud800"',
    '[1, "a\\u0009b"]',
  ])('%s', (text) => {
    expect(readJson(text)).toEqual(JSON.parse(text))
  })
})

describe('JSON whose text no column holds is refused', () => {
  test.each([
    '{"note":"\\ud800"}',
    '{"note":"\\udf4a\\ud83c"}',
    '{"note":"a\\u0000b"}',
    '{"\\udfff":1}',
    '[["\\uD83c"]]',
    '"\\ud83c x"',
    '{"note":"\\u12"}',
  ])('%s', (text) => {
    expect(() => readJson(text)).toThrow(SyntaxError)
  })
})

test('text is storable when it is whole', () => {
  expect(['', '寻味师', '🍊'].map(isStorable)).toEqual([true, true, true])
  expect(['\ud83c', 'a\0', '\udf4ax'].map(isStorable)).toEqual([false, false, false])
})
