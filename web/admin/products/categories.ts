import { t } from '../kit.ts'

/** First parts of category codes that have words; more may follow after a point (fruit.citrus). */
export const categoryCodes = [
  'fruit',
  'vegetable',
  'meat',
  'seafood',
  'grain',
  'dairy',
  'bakery',
  'snack',
  'tea',
  'home',
  'book',
] as const

/** 水果 (fruit.citrus): the name of the kind, with the code where it says more. */
export function categoryName(code: string): string {
  const [first, ...more] = code.split('.')
  const key = `category_${first}`
  if (!t.has(key)) return code
  return more.length === 0 ? t(key) : `${t(key)} (${code})`
}

export const CATEGORY = /^[a-z]+(\.[a-z]+)*$/
