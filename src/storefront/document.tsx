/** @jsxImportSource preact */
import type { ComponentChildren, JSX } from 'preact'
import { renderToString } from 'preact-render-to-string'
import type { Entry } from './assets.ts'
import type { PageContext } from './page-context.ts'

export interface PageInput {
  readonly title: string
  /** What a chat shows under the title when the link is posted. */
  readonly description?: string
  readonly picture?: { readonly url: string; readonly alt: string } | null | undefined
  readonly script?: Entry
  /** The next tap opens a page that lives in the browser: its script may come while this one is read. */
  readonly leadsToApp?: boolean
  /** The page shows what only this visitor may see, or leads nowhere: search engines stay out. */
  readonly isPrivate?: boolean
  /** A page whose own bar is at the thumb leaves room for it. */
  readonly hasBar?: boolean
  readonly body: ComponentChildren
}

/** A whole page as HTML. Everything that people wrote is escaped by the renderer; nothing is put in by hand. */
export function renderPage(context: PageContext, page: PageInput): string {
  const html = renderToString(
    <html lang={context.words.locale} data-zone={context.say.zone} data-demo={context.isDemo ? '' : undefined}>
      <Head context={context} page={page} />
      <body class={page.hasBar ? 'has-bar' : undefined}>
        {context.isDemo && <DemoBand context={context} />}
        {page.body}
        <Footer context={context} />
      </body>
    </html>,
  )
  return `<!doctype html>${html}`
}

function Head({ context, page }: { context: PageContext; page: PageInput }): JSX.Element {
  const { assets, publicUrl, words } = context
  const script = page.script && assets.script(page.script)
  const preloads = page.script ? assets.preloads(page.script, words.locale) : []
  const styles = { __html: assets.styles }
  return (
    <head>
      <meta charset="utf-8" />
      <meta name="viewport" content="width=device-width,initial-scale=1,viewport-fit=cover" />
      <title>{page.title}</title>
      {page.description && <meta name="description" content={page.description} />}
      {page.isPrivate && <meta name="robots" content="noindex" />}
      <meta property="og:title" content={page.title} />
      {page.description && <meta property="og:description" content={page.description} />}
      <meta property="og:site_name" content={words('site_name')} />
      <meta property="og:type" content="website" />
      <meta property="og:url" content={publicUrl + context.path} />
      {page.picture && <meta property="og:image" content={absolute(publicUrl, page.picture.url)} />}
      {page.picture && <meta property="og:image:alt" content={page.picture.alt} />}
      <meta name="format-detection" content="telephone=no" />
      <meta name="theme-color" content="#fbf8f3" media="(prefers-color-scheme: light)" />
      <meta name="theme-color" content="#191613" media="(prefers-color-scheme: dark)" />
      <link rel="icon" href="/storefront/leaf.svg" type="image/svg+xml" />
      {/* biome-ignore lint/security/noDangerouslySetInnerHtml: our own built style sheet */}
      <style dangerouslySetInnerHTML={styles} />
      {preloads.map((url) => (
        <link key={url} rel="modulepreload" href={url} />
      ))}
      {script && <script type="module" src={script} />}
      {page.leadsToApp && <link rel="prefetch" as="script" href={assets.script('main.tsx')} />}
    </head>
  )
}

function DemoBand({ context }: { context: PageContext }) {
  return (
    <aside class="demo-band">
      <p>
        {context.words('demo_band')} · <a href="/dev">{context.words('demo_band_more')}</a>
      </p>
    </aside>
  )
}

/** The way home, to one's own things, and to the other language. */
function Footer({ context }: { context: PageContext }) {
  const { words } = context
  return (
    <footer class="foot">
      <nav class="row wrap" aria-label={words('foot_nav')}>
        <a href="/">{words('home')}</a>
        <a href="/orders">{words('my_orders')}</a>
        <a href="/me">{words('me')}</a>
        <a href={otherLanguage(context)} hreflang={words('other_language_code')} lang={words('other_language_code')}>
          {words('other_language')}
        </a>
      </nav>
      <p class="muted s12">{words('foot_line')}</p>
    </footer>
  )
}

function otherLanguage({ path, words }: PageContext): string {
  const url = new URL(path, 'http://page')
  url.searchParams.set('lang', words('other_language_code'))
  return url.pathname + url.search
}

const absolute = (publicUrl: string, url: string): string => (url.startsWith('/') ? publicUrl + url : url)
