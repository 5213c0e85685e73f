import { createFormat, type Format } from '../../web/shared/format.ts'
import sharedEn from '../../web/shared/words/en.json' with { type: 'json' }
import sharedZh from '../../web/shared/words/zh-CN.json' with { type: 'json' }
import { createWords, type Locale, type Words } from '../../web/shared/words.ts'
import type { Assets } from './assets.ts'
import en from './words/en.json' with { type: 'json' }
import zh from './words/zh-CN.json' with { type: 'json' }

/** Everything around a page: the language, the clock, the installation, who looks. */
export interface PageContext {
  readonly words: Words
  readonly say: Format
  readonly now: Date
  readonly isDemo: boolean
  /** Without a slash at its end; what a chat needs to show a preview. */
  readonly publicUrl: string
  /** Path and query of this page, for the language switch and the way back. */
  readonly path: string
  readonly assets: Assets
  readonly isSignedIn: boolean
}

export interface Installation {
  readonly mode: 'demo' | 'production'
  readonly publicUrl: string
  readonly timeZone: string
}

const words: Record<Locale, Words> = {
  'zh-CN': createWords('zh-CN', sharedZh, zh),
  en: createWords('en', sharedEn, en),
}
const formats = new Map<string, Format>()

export interface Visit {
  readonly locale: Locale
  readonly now: Date
  readonly path: string
  readonly assets: Assets
  readonly isSignedIn: boolean
}

export function makeContext(installation: Installation, visit: Visit): PageContext {
  return {
    words: words[visit.locale],
    say: formatFor(visit.locale, installation.timeZone),
    now: visit.now,
    isDemo: installation.mode === 'demo',
    publicUrl: installation.publicUrl,
    path: visit.path,
    assets: visit.assets,
    isSignedIn: visit.isSignedIn,
  }
}

/** A format keeps what it learnt about its zone, so one per language and zone lives on. */
function formatFor(locale: Locale, zone: string): Format {
  const name = `${locale} ${zone}`
  const known = formats.get(name) ?? createFormat(locale, zone)
  formats.set(name, known)
  return known
}
