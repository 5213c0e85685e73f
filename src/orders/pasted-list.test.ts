import fc from 'fast-check'
import { expect, test } from 'vitest'
import { MOST_ROWS, type NamedGoods, readPastedList } from './pasted-list.ts'

const orange: NamedGoods = {
  skuId: 'orange',
  names: ['云岔脐橙 9斤装', 'Yuncha navel oranges 9 jin'],
  units: ['箱', 'box'],
}
const apple: NamedGoods = { skuId: 'apple', names: ['洛川苹果 12枚', 'Luochuan apples 12'], units: ['盒'] }
const small: NamedGoods = { skuId: 'small', names: ['云岔脐橙 5斤装'], units: ['箱'] }

const read = (text: string, goods: readonly NamedGoods[] = [orange, apple]) => readPastedList(text, goods).rows
const short = (text: string, goods?: readonly NamedGoods[]) =>
  read(text, goods).map(({ nickname, lines, mistake }) => [
    nickname,
    mistake ?? lines.map(({ skuId, quantity }) => `${skuId} ${quantity}`).join(', '),
  ])

test('a list as it is copied out of a group, heading and all', () => {
  const text = `#接龙
今晚脐橙，8 点截单
例 张三 2箱

1. 小王 橙子2箱
2、李姐 橙子 1 苹果 2
3 阿伟 苹果+1
４．王阿姨(3栋) 两盒苹果 1箱脐橙
5) Anna apples x 3
6.老张：苹果*2，橙子*1 放门口
7. 小陈 脐橙 不要了`
  expect(short(text)).toEqual([
    ['小王', 'orange 2'],
    ['李姐', 'orange 1, apple 2'],
    ['阿伟', 'apple 1'],
    ['王阿姨', 'apple 2, orange 1'],
    ['Anna', 'apple 3'],
    ['老张', 'apple 2, orange 1'],
    ['小陈', 'row_withdrawn'],
  ])
  expect(read(text).map((row) => row.note)).toEqual(['', '', '', '3栋', '', '放门口', ''])
})

test('where a sale has one kind of goods, a number is enough', () => {
  const text = '1. 小王 2箱\n2. 李姐2\n3. 阿伟+1\n4. 张三两箱\n5. 老王 2 箱\n6. 小周 2箱 明天在家'
  expect(short(text, [orange])).toEqual([
    ['小王', 'orange 2'],
    ['李姐', 'orange 2'],
    ['阿伟', 'orange 1'],
    ['张三', 'orange 2'],
    ['老王', 'orange 2'],
    ['小周', 'orange 2'],
  ])
})

test('a number in the name of the goods is no quantity', () => {
  expect(short('1. 小王 9斤装 2\n2. 李姐 脐橙5斤装3箱\n3. 阿伟 脐橙 2', [orange, small])).toEqual([
    ['小王', 'orange 2'],
    ['李姐', 'small 3'],
    ['阿伟', 'goods_unclear'],
  ])
})

test('nothing is guessed about goods and quantities', () => {
  expect(short('小王\n2箱\n李姐 梨子 2\n阿伟 橙子\n老张 2\n小周 橙子 苹果 2\n小陈 橙子 100\n小何 橙子 0')).toEqual([
    ['小王', 'quantity_missing'],
    ['', 'nickname_missing'],
    ['李姐', 'goods_unknown'],
    ['阿伟', 'quantity_missing'],
    ['老张', 'goods_unclear'],
    ['小周', 'goods_unclear'],
    ['小陈', 'quantity_too_large'],
    ['小何', 'quantity_missing'],
  ])
  expect(short('1. 小王 2箱 3栋\n2. 李姐 梨子 2', [orange])).toEqual([
    ['小王', 'quantity_unclear'],
    ['李姐', 'goods_unknown'],
  ])
})

const nickname = fc
  .constantFrom('小王', '李姐', '阿伟', 'Anna', '3栋王姐', '🍊妈妈')
  .filter((name) => !/^\d/.test(name))
const wish = fc.record({ orange: fc.integer({ min: 1, max: 99 }), apple: fc.integer({ min: 0, max: 99 }) })
const numbering = fc.constantFrom('.', '、', '．', ') ', ': ', ' ')
const way = fc.constantFrom(
  (name: string, n: number, _unit: string) => `${name} ${n}`,
  (name: string, n: number, unit: string) => `${name}${n}${unit}`,
  (name: string, n: number, _: string) => `${name}*${n}`,
  (name: string, n: number, unit: string) => `${name} ${wide(n)}${unit}`,
  (name: string, n: number, unit: string) => `${name} ${n} ${unit}`,
)
const wide = (n: number) => [...String(n)].map((digit) => String.fromCodePoint(0xff10 + Number(digit))).join('')

test('however it is written, what was meant is read', () => {
  fc.assert(
    fc.property(fc.array(fc.tuple(nickname, wish, numbering, way), { minLength: 1, maxLength: MOST_ROWS }), (rows) => {
      const text = rows.map(([name, want, dot, write], index) => {
        const apples = want.apple > 0 ? ` ${write('苹果', want.apple, '盒')}` : ''
        return `${index + 1}${dot}${name} ${write('橙子', want.orange, '箱')}${apples}`
      })
      const meant = rows.map(([name, want]) => [
        name,
        `orange ${want.orange}${want.apple > 0 ? `, apple ${want.apple}` : ''}`,
      ])
      expect(short(text.join('\n'))).toEqual(meant)
    }),
  )
})

test('whatever is pasted: no row is invented, none is read beyond its limits, and a neighbour changes nothing', () => {
  const piece = fc.constantFrom(
    '小王',
    ' ',
    '2',
    '箱',
    '橙子',
    '苹果',
    '+',
    '、',
    '(',
    ')',
    '两',
    '１',
    '.',
    '*',
    '#',
    '取消',
    '\t',
  )
  const line = fc.oneof(
    fc.string({ unit: 'grapheme', maxLength: 60 }),
    fc.array(piece, { maxLength: 12 }).map((all) => all.join('')),
  )
  fc.assert(
    fc.property(fc.array(line, { maxLength: 60 }), (lines) => {
      const text = lines.map((one) => `1. ${one.replace(/[\r\n\u2028\u2029]/g, '')}`)
      const { rows, more } = readPastedList(text.join('\n'), [orange, apple])
      expect(rows.length).toBeLessThanOrEqual(MOST_ROWS)
      if (text.join('\n').length < 8_000) expect(rows.length + more).toBe(text.length)
      rows.forEach((row, index) => {
        expect(text[index]?.trim()).toBe(row.text)
        expect(row.nickname.length).toBeLessThanOrEqual(30)
        expect(row.mistake === null).toBe(row.lines.length > 0)
        for (const { quantity } of row.lines) expect(quantity >= 1 && quantity <= 99).toBe(true)
        expect(readPastedList(row.text, [orange, apple]).rows).toEqual([row])
      })
    }),
  )
})
