import { type Api, createApi } from '../shared/api.ts'
import { createFormat, type Format } from '../shared/format.ts'
import { type Catalogue, createWords, type Locale, type Words } from '../shared/words.ts'
import { pulse } from './pulse.ts'
import { askToSignIn } from './sign-in-request.ts'

/** What every page of the app stands on. There is one shop per document, opened before the first page is drawn. */
export interface Shop {
  readonly t: Words
  readonly say: Format
  readonly api: Api
  readonly isDemo: boolean
}

export let shop: Shop

const catalogues: Record<Locale, () => Promise<{ default: Catalogue }[]>> = {
  'zh-CN': () => Promise.all([import('../shared/words/zh-CN.json'), import('./words/zh-CN.json')]),
  en: () => Promise.all([import('../shared/words/en.json'), import('./words/en.json')]),
}

/** Reads what the server wrote on <html>, fetches the words of one language, and opens the shop. */
export async function openShop(): Promise<void> {
  const { lang, dataset } = document.documentElement
  const locale: Locale = lang === 'en' ? 'en' : 'zh-CN'
  const words = await catalogues[locale]()
  shop = {
    t: createWords(locale, ...words.map((module) => module.default)),
    say: createFormat(locale, dataset.zone),
    api: createApi({ locale, signIn: askToSignIn, onSlow: pulse.setSlow }),
    isDemo: dataset.demo !== undefined,
  }
}
