import type { ComponentChildren } from 'preact'
import { useEffect } from 'preact/hooks'
import { speak, t } from '../kit.ts'

/** The page before the workbench: the name of the house, one thing to do, the other language. */
export function Door({ title, words, children }: { title: string; words: string; children?: ComponentChildren }) {
  useEffect(() => {
    document.title = `${title} · ${t('brand_bench')}`
  }, [title])
  return (
    <main class="door">
      <p class="brand b">
        酵母 <span class="muted s12">Leaven</span>
      </p>
      <div class="col">
        <h1 class="s28 b">{title}</h1>
        <p class="muted">{words}</p>
      </div>
      {children}
      <button class="btn small plain other-language" type="button" onClick={() => speak(t('other_locale') as 'en')}>
        {t('other_language')}
      </button>
    </main>
  )
}
