import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import sharedEn from '../../shared/words/en.json' with { type: 'json' }
import sharedZh from '../../shared/words/zh-CN.json' with { type: 'json' }
import en from './en.json' with { type: 'json' }
import zh from './zh-CN.json' with { type: 'json' }

const folder = join(import.meta.dirname, '..')
const base = (key: string): string => key.replace(/_(one|other)$/, '')
const families = (catalogue: object): Set<string> => new Set(Object.keys(catalogue).map(base))
const places = (words: string): string => [...new Set(words.match(/\{\w+\}/g) ?? [])].sort().join()

/** What the sources ask for: whole keys, and the fixed beginnings and ends of keys that are put together. */
function asked(): { keys: Set<string>; made: RegExp[] } {
  const sources = readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((file) => /\.tsx?$/.test(file) && !file.includes('.test.'))
    .map((file) => readFileSync(join(folder, file), 'utf8'))
    .join('\n')
  const keys = new Set([...sources.matchAll(/\bt(?:\.has)?\(\s*'([^']+)'/g)].map((found) => found[1] as string))
  const made = [...sources.matchAll(/(?:\bt(?:\.has)?\(\s*|[kK]ey = )`([^`]+)`/g)].map((found) => {
    const [start = '', ...rest] = (found[1] as string).split(/\$\{[^}]*\}/)
    return new RegExp(`^${start}\\w+${rest.join('\\w*')}$`)
  })
  return { keys, made }
}

describe('the words of the console', () => {
  it('are complete in both languages', () => {
    expect([...families(en)].sort()).toEqual([...families(zh)].sort())
  })

  it('have the same places to fill in', () => {
    for (const [key, words] of Object.entries(en)) {
      const chinese = (zh as Record<string, string>)[base(key)] ?? (zh as Record<string, string>)[key] ?? ''
      expect([key, places(words)]).toEqual([key, places(chinese)])
    }
  })

  it('count in English in two forms', () => {
    for (const key of Object.keys(en).filter((one) => one.endsWith('_one')))
      expect(en).toHaveProperty(`${base(key)}_other`)
  })

  it('exist for every key that the sources ask for', () => {
    const known = new Set([...families(zh), ...families(sharedZh), ...families(sharedEn)])
    expect([...asked().keys].filter((key) => !known.has(base(key)) && !known.has(key))).toEqual([])
  })

  it('are all asked for', () => {
    const { keys, made } = asked()
    const unused = [...families(zh)].filter((key) => !keys.has(key) && !made.some((pattern) => pattern.test(key)))
    expect(unused).toEqual([])
  })

  it('are written in Chinese punctuation', () => {
    const withHalfWidth = Object.entries(zh).filter(([, words]) =>
      /[\u4e00-\u9fff][,;:?!]|[,;?!][\u4e00-\u9fff]/.test(words),
    )
    expect(withHalfWidth).toEqual([])
  })
})
