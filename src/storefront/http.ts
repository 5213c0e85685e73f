import { invitationPage } from '../communities/index.ts'
import { Refusal } from '../platform/errors.ts'
import { anyone, type Incoming, type Route, route } from '../platform/http.ts'
import type { Platform } from '../platform/platform.ts'
import { idOf, platformRefusals, strict, Type } from '../platform/wire.ts'
import { renderAppPage } from './app-page.tsx'
import { type Assets, readAssets } from './assets.ts'
import { renderDeveloperPage } from './developer-page.tsx'
import { renderHomePage } from './home-page.tsx'
import { renderInvitationPage } from './invitation-page.tsx'
import { type Drawing, type DrawnPage, drawPage, keepPage } from './kept-pages.ts'
import { makeContext, type PageContext } from './page-context.ts'
import { renderProductPage } from './product-page.tsx'
import { readDemoLogins } from './read-demo-logins.ts'
import { readHome, readProduct, readSale, type SaleVisit, visitSaleAs } from './read-pages.ts'
import { leftRoute, msToNextState } from './sale-left.ts'
import { renderSaleList } from './sale-list-page.tsx'
import { renderSalePage } from './sale-page.tsx'
import { contentSecurityPolicy } from './security.ts'

const HTML = 'text/html; charset=utf-8'
const YEAR_SECONDS = 31_536_000
const LONGEST_SEARCH = 60
const Token = Type.String({ minLength: 1, maxLength: 64 })

type Draw = (platform: Platform, request: Incoming, context: PageContext) => Drawing | Promise<Drawing>

/** Who sees the same page as this visitor, and what is to be done once it was shown. */
type SeenAlike = (platform: Platform, request: Incoming) => Promise<SaleVisit>

const byAnyone: SeenAlike = async () => ({ standing: 'anyone', remember: () => {} })
/** A sale's page is the same for all who stand alike in its community. */
const visitSale: SeenAlike = (platform, request) => visitSaleAs(platform, request, param(request, 'token'))

let built: Assets | undefined

export const routes: readonly Route[] = [
  pageRoute('/', 'The shop: my open sales, and what anyone may buy', async (platform, request, context) => {
    const { search, category, cursor } = request.query as Record<string, unknown>
    const wish = { search: word(search), category: word(category), cursor: word(cursor) || undefined }
    return renderHomePage(context, await readHome(platform, request, wish))
  }),
  pageRoute(
    '/p/:productId',
    'A product at the direct price',
    async (platform, request, context) =>
      renderProductPage(context, await readProduct(platform, request, param(request, 'productId'))),
    strict({ productId: idOf('prd') }),
    byAnyone,
  ),
  pageRoute('/s/:token', 'A sale, as its link opens it', drawSale, strict({ token: Token }), visitSale),
  pageRoute(
    '/s/:token/p/:productId',
    'One product of a sale',
    drawSale,
    strict({ token: Token, productId: idOf('prd') }),
    visitSale,
  ),
  leftRoute,
  pageRoute(
    '/i/:token',
    'An invitation into a community, with its rules',
    async (platform, request, context) => {
      const token = param(request, 'token')
      return renderInvitationPage(context, token, await invitationPage(platform, token))
    },
    strict({ token: Type.String({ minLength: 1, maxLength: 200 }) }),
  ),
  ...['/checkout', '/b/:token', '/pay/:id', '/orders', '/orders/:id', '/me', '/me/trust'].map((path) =>
    pageRoute(path, 'The frame of a page that lives in the browser', (_platform, _request, context) =>
      renderAppPage(context),
    ),
  ),
  pageRoute(
    '/dev',
    'Demo only: text messages, staff codes, and whom to sign in as',
    async (platform, _request, context) => {
      if (platform.config.mode !== 'demo') throw new Refusal(platformRefusals.not_found)
      return renderDeveloperPage(context, await readDemoLogins(platform, context.words.locale))
    },
  ),
]

/** The page around a visit, and the headers that every page carries. */
export function openPage(
  platform: Platform,
  visit: { readonly locale: PageContext['words']['locale']; readonly url: string; readonly isSignedIn: boolean },
): { context: PageContext; headers: Record<string, string> } {
  built ??= readAssets()
  const { config, clock } = platform
  const context = makeContext(config, {
    locale: visit.locale,
    now: clock.now(),
    path: visit.url,
    assets: built,
    isSignedIn: visit.isSignedIn,
  })
  const headers = {
    'content-security-policy': contentSecurityPolicy(built),
    'cache-control': 'private, no-cache',
    vary: 'accept-language, accept-encoding, cookie',
  }
  return { context, headers }
}

async function drawSale(platform: Platform, request: Incoming, context: PageContext): Promise<Drawing> {
  const token = param(request, 'token')
  const { sale, product } = await readSale(platform, request, token, param(request, 'productId') || undefined)
  const html = product ? renderSalePage(context, { sale, token, product }) : renderSaleList(context, { sale, token })
  return { html, goodForMs: msToNextState(sale, platform.clock.now()) }
}

function pageRoute(path: string, summary: string, draw: Draw, params?: Route['params'], alike?: SeenAlike): Route {
  return route({
    method: 'GET',
    path,
    audience: 'store',
    who: anyone,
    summary,
    contentType: HTML,
    ...(params ? { params } : {}),
    handle: async (platform, request: Incoming) => {
      const { actor, locale } = request
      const url = addressOf(path, request)
      const isSignedIn = actor.kind === 'person'
      const { context, headers } = openPage(platform, { locale, url, isSignedIn })
      const drawNow = async () => draw(platform, request, context)
      const visit = await alike?.(platform, request)
      const page = visit
        ? await keepPage(platform, [url, locale, isSignedIn, visit.standing].join(' '), drawNow)
        : await drawPage(drawNow)
      visit?.remember()
      for (const [name, value] of Object.entries(headers)) request.header(name, value)
      // A kept page does not know when it is read: a flash sale's countdown goes by this.
      request.header('server-timing', `clock;desc="${platform.clock.now().getTime()}"`)
      rememberLanguage(platform, request)
      return inBestForm(page, request)
    },
  })
}

/** A page goes out pressed where the browser can read that. */
function inBestForm(page: DrawnPage, { headers, header }: Incoming): string | Buffer {
  if (!/\bgzip\b/.test(String(headers['accept-encoding'] ?? ''))) return page.html
  header('content-encoding', 'gzip')
  return page.pressed
}

/** `?lang=en` is the language switch: it holds from then on. */
function rememberLanguage({ config }: Platform, { query, locale, header }: Incoming): void {
  if (word((query as Record<string, unknown>).lang) === '') return
  const secure = config.publicUrl.startsWith('https:') ? '; Secure' : ''
  header('set-cookie', `lv_lang=${locale}; Path=/; Max-Age=${YEAR_SECONDS}; SameSite=Lax${secure}`)
}

/** The page's own path and query, as the visitor's address bar has it. */
function addressOf(path: string, { params, query }: Incoming): string {
  const filled = path.replace(/:(\w+)/g, (_, name: string) =>
    encodeURIComponent((params as Record<string, string>)[name] ?? ''),
  )
  const search = new URLSearchParams(query as Record<string, string>).toString()
  return search ? `${filled}?${search}` : filled
}

const word = (value: unknown): string => (typeof value === 'string' ? value.trim().slice(0, LONGEST_SEARCH) : '')
const param = ({ params }: Incoming, name: string): string => (params as Record<string, string>)[name] ?? ''
