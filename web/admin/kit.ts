import { type Api, type ApiProblem, createApi } from '../shared/api.ts'
import { createFormat, type Format } from '../shared/format.ts'
import { type Catalogue, chooseLocale, createWords, type Locale, type Words } from '../shared/words.ts'
import { createStore } from './store.ts'

/** What every screen holds in its hand: words, formats and the door to /v1. Made once, before the first drawing. */
export let t: Words
export let f: Format
export let api: Api

/** True while an answer takes longer than usual. */
export const isSlow = createStore(false)

const COOKIE = 'lv_lang'

/** `signIn` is asked when the server wants to know again who is there; the request goes out once more when it says true. */
export function openKit(
  locale: Locale,
  catalogues: readonly Catalogue[],
  signIn: (problem: ApiProblem) => Promise<boolean>,
): void {
  t = createWords(locale, ...catalogues)
  f = createFormat(locale, pageSays('leaven-zone'))
  api = createApi({ locale, signIn, onSlow: (slow) => isSlow.set(slow) })
}

/** The language that this colleague chose, else the browser's. */
export function preferredLocale(): Locale {
  const chosen = new RegExp(`(?:^|; )${COOKIE}=([^;]+)`).exec(document.cookie)?.[1]
  return chooseLocale(chosen, navigator.languages)
}

/** Keeps the choice for a year, for the server's answers too, and starts again in that language. */
export function speak(locale: Locale): void {
  // biome-ignore lint/suspicious/noDocumentCookie: the Cookie Store API is missing in Firefox
  document.cookie = `${COOKIE}=${locale}; path=/; max-age=31536000; samesite=lax`
  location.reload()
}

/** What the server wrote into the page: the nonce for styles; mode, time zone and currency of the installation. */
export const pageSays = (name: 'csp-nonce' | 'leaven-mode' | 'leaven-zone' | 'leaven-currency'): string =>
  document.querySelector<HTMLMetaElement>(`meta[name="${name}"]`)?.content ?? ''

/** The Chinese or the English of a pair; Chinese where nobody wrote English. */
export const inMyLanguage = (zh: string, en: string): string => (t.locale === 'en' && en !== '' ? en : zh)
