import { t } from '../kit.ts'

/** The parts of category codes that have words, as the catalogue's contract lists them. */
export const categoryCodes = [
  'fruit',
  'veg',
  'egg',
  'meat',
  'seafood',
  'grain',
  'dairy',
  'tea',
  'scent',
  'home',
  'beauty',
  'anime',
  'book',
] as const

/** 水果 for `fresh.fruit`: the last part that has words names it, like the shop does. */
export function categoryName(code: string): string {
  const part = code.split('.').findLast((one) => t.has(`category_${one}`))
  return part ? t(`category_${part}`) : code
}

/** To choose from: every kind that has words, and the finer one that is there already. */
export function categoryOptions(present: string | null | undefined): { value: string; label: string }[] {
  const codes: string[] = [...categoryCodes]
  if (present && !codes.includes(present)) codes.push(present)
  return codes.map((value) => ({
    value,
    label: value.includes('.') ? `${categoryName(value)} (${value})` : categoryName(value),
  }))
}
