import type { Locale } from '../platform/http.ts'
import { categories } from './contract.ts'

/** The reader's language where there are words in it, Chinese otherwise: goods are always described in Chinese. */
export const inLanguage = (locale: Locale, zh: string, en: string): string => (locale === 'en' && en !== '' ? en : zh)

/** `fruit.citrus` is 水果. */
export function categoryName(locale: Locale, category: string): string {
  const words = categories[category.split('.')[0] as string]
  return words ? inLanguage(locale, words.zh, words.en) : category
}
