import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, test } from 'vitest'
import { type Catalogue, chooseLocale, createWords } from './words.ts'

const root = path.join(import.meta.dirname, '../..')

describe('the reader', () => {
  const en = createWords(
    'en',
    { left_one: '{n} box', left_other: '{n} boxes', by: 'by {name}', a: 'old' },
    { a: 'new' },
  )
  const zh = createWords('zh-CN', { left: '还有 {n} 箱' })

  test('fills places, chooses the plural, lets later catalogues win', () => {
    expect(en('left', { n: 1 })).toBe('1 box')
    expect(en('left', { n: 0 })).toBe('0 boxes')
    expect(zh('left', { n: 37 })).toBe('还有 37 箱')
    expect(en('a')).toBe('new')
  })

  test('what is missing is seen, not hidden', () => {
    expect(en('nowhere')).toBe('nowhere')
    expect(en('by')).toBe('by {name}')
  })

  test('values that look like places or patterns stay what they are', () => {
    expect(en('by', { name: '{n} $& $1' })).toBe('by {n} $& $1')
  })

  test('pieces keep elements apart from words', () => {
    const element = { an: 'element' }
    expect(en.rich('by', { name: element })).toEqual(['by ', element])
  })

  test('the language of a person', () => {
    expect(chooseLocale('en')).toBe('en')
    expect(chooseLocale(undefined, ['en-GB', 'zh'])).toBe('en')
    expect(chooseLocale(null, ['fr'])).toBe('zh-CN')
    expect(chooseLocale('zh-CN', ['en'])).toBe('zh-CN')
  })
})

/** Each catalogue with the folders whose code may use its keys. */
const catalogues: Record<string, readonly string[]> = {
  'web/shared/words': ['web', 'src/storefront'],
  'web/storefront/words': ['web/storefront'],
  'src/storefront/words': ['src/storefront'],
}

describe.each(Object.entries(catalogues))('%s', (folder, users) => {
  const zh = read(folder, 'zh-CN')
  const en = read(folder, 'en')
  const plain = (key: string) => key.replace(/_(one|other)$/, '')

  test('has the same keys in both languages', () => {
    expect([...new Set(Object.keys(en).map(plain))].sort()).toEqual([...new Set(Object.keys(zh).map(plain))].sort())
  })

  test('has the same places in both languages', () => {
    const places = (text: string) => [...text.matchAll(/\{\w+\}/g)].map(String).sort()
    for (const [key, text] of Object.entries(en))
      expect(places(text), key).toEqual(places(zh[plain(key)] ?? zh[key] ?? ''))
  })

  test('counts in English with one and other', () => {
    const counted = Object.keys(en).filter((key) => key.endsWith('_one'))
    for (const key of counted) expect(en).toHaveProperty(key.replace(/_one$/, '_other'))
  })

  test('Chinese has full-width punctuation and no straight quotes', () => {
    for (const [key, text] of Object.entries(zh))
      expect(text, key).not.toMatch(/[\u4e00-\u9fff][,;:?!]|"|[\u4e00-\u9fff]\.$/)
  })

  test('has no key that nobody says', () => {
    const code = users.flatMap((user) => sources(path.join(root, user))).join('\n')
    const unused = Object.keys(zh).filter((key) => !isSaid(code, key))
    expect(unused).toEqual([])
  })
})

function read(folder: string, locale: string): Catalogue {
  return JSON.parse(readFileSync(path.join(root, folder, `${locale}.json`), 'utf8'))
}

function sources(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((file) => /\.tsx?$/.test(file) && !/\.test\.tsx?$/.test(file))
    .map((file) => readFileSync(path.join(folder, file), 'utf8'))
}

/** Said as a whole, or by a beginning that code completes: t(`order_${state}`). */
function isSaid(code: string, key: string): boolean {
  if (new RegExp(`['"\`]${key}['"\`]`).test(code)) return true
  const parts = key.split('_')
  return parts.some((_, index) => index > 0 && code.includes(`\`${parts.slice(0, index).join('_')}_\${`))
}
