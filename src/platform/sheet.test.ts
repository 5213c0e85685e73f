import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { testUnless } from '../../test/support/skip.ts'
import { csvOf, text, xlsxOf, yuan } from './sheet.ts'

/** A reader of RFC 4180 that knows nothing of the writer. */
function parse(csv: string): string[][] {
  const rows: string[][] = [[]]
  let cell = ''
  let quoted = false
  for (let at = 0; at < csv.length; at++) {
    const character = csv[at] as string
    if (quoted) {
      if (character !== '"') cell += character
      else if (csv[at + 1] === '"') cell += csv[++at]
      else quoted = false
    } else if (character === '"') quoted = true
    else if (character === ',' || character === '\r') {
      rows.at(-1)?.push(cell)
      cell = ''
      if (character === '\r') {
        rows.push([])
        at++
      }
    } else cell += character
  }
  return rows.slice(0, -1)
}

const NASTY = ['=', '+', '-', '@', '\t', '\r', '\n', '"', ',', ' ', 'A1', '<', '&', '阿']
const nasty = fc.oneof(fc.string(), fc.string({ unit: fc.constantFrom(...NASTY) }))

test('whatever strangers write, no cell begins like a formula, and every word is still there', () => {
  fc.assert(
    fc.property(fc.array(fc.array(nasty, { minLength: 1, maxLength: 5 }), { minLength: 1, maxLength: 5 }), (rows) => {
      const csv = csvOf({ rows: rows.map((row) => row.map(text)) })
      expect(csv.startsWith('\ufeff')).toBe(true)
      const read = parse(csv.slice(1))
      expect(read.map((row) => row.length)).toEqual(rows.map((row) => row.length))
      read.flat().forEach((cell, index) => {
        expect(cell).not.toMatch(/^[=+\-@\t\r]/)
        const words = rows.flat()[index] as string
        expect([words, `'${words}`]).toContain(cell)
      })
    }),
    { numRuns: 2_000 },
  )
})

test('numbers stay numbers, and amounts have two decimals, a loss too', () => {
  expect(csvOf({ rows: [[text('a'), -5, yuan(5_490), yuan(-7), yuan(0)]] })).toBe('\ufeffa,-5,54.90,-0.07,0.00\r\n')
})

const READER = `
import sys, zipfile, json
import xml.etree.ElementTree as tree
archive = zipfile.ZipFile(sys.argv[1])
assert archive.testzip() is None
space = '{http://schemas.openxmlformats.org/spreadsheetml/2006/main}'
for part in archive.namelist(): tree.fromstring(archive.read(part))
sheet = tree.fromstring(archive.read('xl/worksheets/sheet1.xml'))
cells = []
for row in sheet.iter(space + 'row'):
    for cell in row.iter(space + 'c'):
        assert cell.find(space + 'f') is None
        words = cell.find(space + 'is/' + space + 't')
        cells.append(['text', words.text or ''] if cell.get('t') == 'inlineStr' else ['number', cell.find(space + 'v').text])
print(json.dumps(cells))
`
const noPython = spawnSync('python3', ['--version']).error && 'python3 is not installed'

testUnless(noPython)(
  'a workbook is read by a stranger’s program: words are words, amounts are numbers, no formula',
  () => {
    const folder = mkdtempSync(path.join(tmpdir(), 'leaven-sheet-'))
    try {
      const words = ['=1+1', '@SUM(A1)', '<b>&"\u0007', '脐橙 🍊', '']
      const file = path.join(folder, 'sheet.xlsx')
      writeFileSync(file, xlsxOf({ name: '对账单 <1>', rows: [words.map(text), [3, yuan(5_490), yuan(-7)]] }))
      const { stdout, stderr } = spawnSync('python3', ['-c', READER, file], { encoding: 'utf8' })
      expect(stderr).toBe('')
      expect(JSON.parse(stdout)).toEqual([
        ...['=1+1', '@SUM(A1)', '<b>&"', '脐橙 🍊', ''].map((one) => ['text', one]),
        ['number', '3'],
        ['number', '54.90'],
        ['number', '-0.07'],
      ])
    } finally {
      rmSync(folder, { recursive: true })
    }
  },
)
