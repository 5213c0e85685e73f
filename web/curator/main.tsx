import '../shared/tokens.css'
import '../shared/base.css'
import '../shared/parts.css'
import './shell.css'
import './sheet.css'
import './choices.css'
import './screens.css'
import './totals.css'
import './trust/trust.css'
import { render } from 'preact'
import type { Catalogue } from '../shared/words.ts'
import { App } from './app.tsx'
import { openKit, preferredLocale } from './kit.ts'

// Only the language in use is fetched.
const catalogues = {
  'zh-CN': () => Promise.all([import('../shared/words/zh-CN.json'), import('./words/zh-CN.json')]),
  en: () => Promise.all([import('../shared/words/en.json'), import('./words/en.json')]),
} as const

async function start(): Promise<void> {
  const locale = preferredLocale()
  const read = await catalogues[locale]()
  openKit(
    locale,
    read.map(({ default: words }) => words as Catalogue),
  )
  document.documentElement.lang = locale
  render(<App />, document.getElementById('app') as HTMLElement)
}

/** The words themselves did not come: the one sentence that the page carries in both languages. */
function sayUnreachable(): void {
  const button = document.createElement('button')
  button.className = 'btn unreachable'
  button.textContent = '没连上，再试一次 · Not connected, try again'
  button.addEventListener('click', () => location.reload())
  document.getElementById('app')?.replaceChildren(button)
}

start().catch((error: unknown) => {
  sayUnreachable()
  throw error
})
