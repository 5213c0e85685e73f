/** @jsxImportSource preact */
import { renderPage } from './document.tsx'
import type { PageContext } from './page-context.ts'

/** The frame of the pages that live in the browser: checkout, payment, my orders, my things. */
export function renderAppPage(context: PageContext): string {
  const { words } = context
  return renderPage(context, {
    title: words('site_name'),
    script: 'main.tsx',
    isPrivate: true,
    hasBar: true,
    body: (
      <main id="app" class="page" aria-busy="true">
        <p class="unseen">{words('app_loading')}</p>
        <span class="skeleton sk-title" />
        <span class="skeleton sk-card" />
        <span class="skeleton sk-card" />
        <p class="note wheat" hidden data-failed>
          {words('app_failed')}
        </p>
        <noscript>
          <p class="note">{words('app_script')}</p>
        </noscript>
      </main>
    ),
  })
}
