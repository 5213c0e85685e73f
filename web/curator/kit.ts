import { type Api, createApi } from '../shared/api.ts'
import { createFormat, type Format } from '../shared/format.ts'
import { type Catalogue, chooseLocale, createWords, type Locale, type Words } from '../shared/words.ts'
import { createStore } from './store.ts'

/** What every screen holds in its hand: words, formats and the door to /v1. Made once, before the first drawing. */
export let t: Words
export let f: Format
export let api: Api

/** True while an answer takes longer than usual. */
export const isSlow = createStore(false)
/** Counts up each time the server says that nobody is signed in. */
export const signedOutBy = createStore(0)

const COOKIE = 'lv_lang'

export function openKit(locale: Locale, catalogues: readonly Catalogue[]): void {
  t = createWords(locale, ...catalogues)
  f = createFormat(locale)
  api = createApi({
    locale,
    onSlow: (slow) => isSlow.set(slow),
    signIn: async () => {
      signedOutBy.set(signedOutBy.value + 1)
      return false
    },
  })
}

/** The language that this person chose, else her browser's. */
export function preferredLocale(): Locale {
  const chosen = new RegExp(`(?:^|; )${COOKIE}=([^;]+)`).exec(document.cookie)?.[1]
  return chooseLocale(chosen, navigator.languages)
}

/** Keeps the choice for a year, for the server's answers too, and starts again in that language. */
export function speak(locale: Locale): void {
  // biome-ignore lint/suspicious/noDocumentCookie: the Cookie Store API is missing in Chromium 87 and in Safari 15
  document.cookie = `${COOKIE}=${locale}; path=/; max-age=31536000; samesite=lax`
  location.reload()
}
