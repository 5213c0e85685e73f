import { createRoot } from 'react-dom/client'
import sharedEn from '../shared/words/en.json'
import sharedZh from '../shared/words/zh-CN.json'
import { App } from './app.tsx'
import { openKit, preferredLocale } from './kit.ts'
import { whoIsThere } from './session/session.ts'
import { nonceForStyles } from './style-nonce.ts'
import '../shared/tokens.css'
import '../shared/base.css'
import '../shared/parts.css'
import './styles/frame.css'
import './styles/room.css'
import './styles/table.css'
import './styles/parts.css'
import './styles/forms.css'

const own = { 'zh-CN': () => import('./words/zh-CN.json'), en: () => import('./words/en.json') }

nonceForStyles()
const locale = preferredLocale()
document.documentElement.lang = locale
const words = await own[locale]()
openKit(locale, [locale === 'en' ? sharedEn : sharedZh, words.default], whoIsThere)
createRoot(document.getElementById('app') as HTMLElement).render(<App />)
