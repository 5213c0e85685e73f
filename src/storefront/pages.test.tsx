import { createHash } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { aCard, anInvitation, aProduct, aSale, aSaleCard, token } from '../../test/support/shop/fixtures.ts'
import { renderAppPage } from './app-page.tsx'
import { readAssets } from './assets.ts'
import { renderDeveloperPage } from './developer-page.tsx'
import { renderHomePage } from './home-page.tsx'
import { renderInvitationPage } from './invitation-page.tsx'
import { makeContext, type PageContext } from './page-context.ts'
import { renderProblemPage } from './problem-page.tsx'
import { renderProductPage } from './product-page.tsx'
import { renderSaleList } from './sale-list-page.tsx'
import { renderSalePage } from './sale-page.tsx'
import { contentSecurityPolicy } from './security.ts'

const assets = readAssets('/nowhere')

function contextFor(locale: 'zh-CN' | 'en' = 'zh-CN', mode: 'demo' | 'production' = 'production'): PageContext {
  const installation = { mode, publicUrl: 'https://shop.example', timeZone: 'Asia/Shanghai' }
  // Sunday 20:00 in Shanghai.
  const now = new Date('2026-11-22T12:00:00.000Z')
  return makeContext(installation, { locale, now, path: `/s/${token}?x=1`, assets, isSignedIn: false })
}

/** Every page, with `said` wherever people write. */
const pages: Record<string, (context: PageContext, said?: string) => string> = {
  home: (context, said) =>
    renderHomePage(context, {
      sales: [aSaleCard(said)],
      products: [aCard(said)],
      nextCursor: 'prd_01hqzk3v5x8ab',
      search: said ?? '',
      category: '',
    }),
  'home that found nothing': (context, said) =>
    renderHomePage(context, { sales: null, products: [], nextCursor: null, search: said ?? '', category: said ?? '' }),
  product: (context, said) => renderProductPage(context, aProduct(said)),
  sale: (context, said) => renderSalePage(context, { sale: aSale(said), token, product: aProduct(said) }),
  'sale of several': (context, said) => renderSaleList(context, { sale: aSale(said), token }),
  invitation: (context, said) => renderInvitationPage(context, token, anInvitation(said)),
  app: (context) => renderAppPage(context),
  developer: (context, said) =>
    renderDeveloperPage(context, [
      { nickname: said ?? '阿芸', phone: '13800010001', isCurator: true, communities: [said ?? ''], path: '/curator' },
    ]),
  problem: (context, said) => renderProblemPage(context, { status: 410, title: said, requestId: said ?? 'req_1' }),
}

const attacks = [
  '<script>alert(1)</script>',
  '"><img src=x onerror=alert(1)>',
  "' onmouseover='alert(1)",
  '</title><script>alert(1)</script>',
  '</style><script>alert(1)</script>',
  '<!--<script>',
  'javascript:alert(1)',
  '{{constructor.constructor("alert(1)")()}}',
  '<svg/onload=alert(1)>',
  '&lt;script&gt;',
  '</textarea><iframe src=//evil>',
  '‮<b>turned</b>',
]

describe.each(Object.entries(pages))('%s', (_name, draw) => {
  test.each(attacks)('says %j, and it stays words', (said) => {
    const html = draw(contextFor(), said)
    const ours = shapeOf(draw(contextFor(), '云岔脐橙'))
    // The same elements with the same attributes as with harmless words: nothing that was said became markup.
    expect(shapeOf(html)).toEqual(ours)
  })

  test('holds no inline script, no inline style attribute, no handler', () => {
    const html = draw(contextFor('zh-CN', 'demo'))
    expect(html).not.toMatch(/<script(?![^>]* src=)/)
    expect(html).not.toMatch(/ style="| on\w+="/)
    expect(html.match(/<style>/g)).toHaveLength(1)
  })

  test.each(['zh-CN', 'en'] as const)('in %s has no key without words and no empty place', (locale) => {
    const text = draw(contextFor(locale, 'demo')).replace(/<[^>]*>/g, ' ')
    expect(text).not.toMatch(/\b[a-z]+_[a-z_]+\b/)
    expect(text.replace(/\{n\}|\{unit\}/g, '')).not.toMatch(/\{\w+\}|undefined|NaN|null/)
  })

  test('says its language and, in a demo, that it is one', () => {
    expect(draw(contextFor('en'))).toContain('<html lang="en"')
    expect(draw(contextFor('zh-CN', 'demo'))).toContain('class="demo-band"')
    expect(draw(contextFor('zh-CN', 'production'))).not.toContain('class="demo-band"')
  })

  test('has one first heading at most, and names for its pictures', () => {
    const html = draw(contextFor())
    expect((html.match(/<h1/g) ?? []).length).toBeLessThanOrEqual(1)
    expect(html).not.toMatch(/<img(?![^>]* alt=)/)
  })
})

describe('the sale page', () => {
  const sale = (change = {}) =>
    renderSalePage(contextFor(), { sale: aSale('橙子', change), token, product: aProduct('橙子') })

  test('answers what, how much, who says so, until when', () => {
    const text = wordsOf(sale())
    expect(text).toContain('¥54.9 群友价')
    expect(text).toContain('直购价 ¥69.9')
    expect(text).toContain('今天 22:00 截单')
    expect(text).toContain('周四到 橙子')
    expect(text).toContain('还有 37 橙子')
    expect(text).toContain('橙子2 转给你的')
  })

  test('gives the chat what its preview shows, in times that hold tomorrow too', () => {
    const html = sale()
    expect(html).toContain('<meta property="og:title" content="橙子 · 群友价 ¥54.9"/>')
    expect(html).toContain('<meta property="og:image" content="https://shop.example/media/a.webp"/>')
    expect(html).toMatch(/og:description" content="[^"]*11月22日 22:00 截单/)
    expect(html).toContain(`<meta property="og:url" content="https://shop.example/s/${token}`)
  })

  test('can be bought from without script: a plain form with the link, the SKU and a number', () => {
    const html = sale()
    expect(html).toMatch(/<form id="buy"[^>]* action="\/checkout" method="get"/)
    expect(html).toContain(`name="s" value="${token}"`)
    expect(html).toContain('name="sku" value="sku_01hqzk3v5x8ab"')
    expect(html).toMatch(/name="n" value="1" min="1" max="5"/)
  })

  test.each([
    [{ state: 'ended' as const }, '已截单', true],
    [{ state: 'stopped' as const }, '这个团停了', true],
    [{ state: 'stopped' as const, curatorRests: true }, '甄选师休市中', true],
    [{ state: 'planned' as const, opensAt: '2026-11-22T13:00:00.000Z' }, '今天 21:00 开团', false],
    [{ me: { membership: 'banned' as const } }, '不能用这个群的群友价', true],
  ])('that takes no order says why and sells nothing: %j', (change, words, leadsToDirect) => {
    const html = sale(change)
    expect(wordsOf(html)).toContain(words)
    expect(html).not.toContain('data-buy=')
    expect(html.includes('href="/p/prd_01hqzk3v5x8ab"')).toBe(leadsToDirect)
  })

  test('sold out is said, and no number is shown that is not true', () => {
    const gone = aSale('橙子')
    const html = renderSalePage(contextFor(), {
      sale: { ...gone, skus: gone.skus.map((sku) => ({ ...sku, left: 0 })) },
      token,
      product: aProduct('橙子'),
    })
    expect(wordsOf(html)).toContain('卖完了')
    expect(wordsOf(html)).not.toContain('还有')
  })
})

test('the direct page shows both prices and how to come by the better one', () => {
  const text = wordsOf(renderProductPage(contextFor(), aProduct()))
  expect(text).toContain('¥69.9 直购价')
  expect(text).toContain('在群里买是 ¥54.9')
  expect(text).toContain('怎么用群友价买？')
})

test('the policy allows the one style sheet by its hash, and nothing inline besides', () => {
  const policy = contentSecurityPolicy(assets)
  const hash = createHash('sha256').update(assets.styles).digest('base64')
  expect(policy).toContain(`style-src 'self' 'sha256-${hash}'`)
  expect(policy).toContain("script-src 'self'")
  expect(policy).not.toContain('unsafe')
})

test('the check for markup finds markup', () => {
  expect(shapeOf('<p class="a"><b onclick="x">y</b></p><script>')).toEqual([
    'p class',
    'b onclick',
    '/b',
    '/p',
    'script',
  ])
})

/** Element names with their attribute names, in order. */
function shapeOf(html: string): string[] {
  return [...html.matchAll(/<([a-z!/][^\s>]*)((?:\s+[^\s=>/]+(?:="[^"]*")?)*)\s*\/?>/gi)].map((found) =>
    [found[1], ...[...(found[2] ?? '').matchAll(/\s([^\s=>/"]+)(?:="[^"]*")?/g)].map((attribute) => attribute[1])].join(
      ' ',
    ),
  )
}

const wordsOf = (html: string): string =>
  html
    .replace(/<style>.*?<\/style>/s, '')
    .replace(/<[^>]*>/g, '')
    .replace(/\s+/g, ' ')
