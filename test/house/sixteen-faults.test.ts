import { readFileSync } from 'node:fs'
import path from 'node:path'
import { expect, test } from 'vitest'

const root = path.resolve(import.meta.dirname, '../..')
const rows = readFileSync(path.join(root, 'docs/sixteen-faults.md'), 'utf8')
  .split('\n')
  .filter((line) => /^\| \d/.test(line))
  .map((line) => line.split('|').map((cell) => cell.trim()))

test('each of the sixteen faults has a test that is there', () => {
  expect([...new Set(rows.map(([, number]) => Number(number)))]).toEqual(Array.from({ length: 16 }, (_, at) => at + 1))
  for (const [, number, , file = '', name = ''] of rows) {
    expect(name, `${number} names its test`).not.toBe('')
    expect(readFileSync(path.join(root, file), 'utf8'), `${number}: ${file}`).toContain(`test('${name}`)
  }
})
