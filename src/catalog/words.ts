import type { Locale } from '../platform/http.ts'
import { categories } from './contract.ts'

/** The reader's language where there are words in it, Chinese otherwise: goods are always described in Chinese. */
export const inLanguage = (locale: Locale, zh: string, en: string): string => (locale === 'en' && en !== '' ? en : zh)

/** 水果 for `fresh.fruit` and for `fruit.citrus`; the code itself when no part of it has words. */
export function categoryName(locale: Locale, category: string): string {
  const part = category.split('.').findLast((one) => categories[one])
  const words = part && categories[part]
  return words ? inLanguage(locale, words.zh, words.en) : category
}
