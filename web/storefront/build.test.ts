import { readdirSync, readFileSync, rmSync } from 'node:fs'
import path from 'node:path'
import { gzipSync } from 'node:zlib'
import ts from 'typescript'
import { build } from 'vite'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { aProduct, aSale, token } from '../../test/support/shop/fixtures.ts'

/** What the browsers of the floor fetch and must be able to read: Chromium 87 (WeChat on Android), iOS Safari 15. */

const KILOBYTE = 1024
const out = path.join(import.meta.dirname, `../../.cache/test-storefront-${process.pid}`)

interface Chunk {
  readonly file: string
  readonly imports?: readonly string[]
  readonly dynamicImports?: readonly string[]
}
let manifest: Record<string, Chunk>

beforeAll(async () => {
  await build({
    configFile: path.join(import.meta.dirname, 'vite.config.ts'),
    logLevel: 'warn',
    build: { outDir: out, emptyOutDir: true },
  })
  manifest = JSON.parse(readFileSync(path.join(out, 'manifest.json'), 'utf8'))
})

afterAll(() => rmSync(out, { recursive: true, force: true }))

describe('what is fetched until the buy button works', () => {
  test('on a product or sale page: the island, 2.5 kB', () => {
    expect(weigh(['island.ts'])).toBeLessThan(2.5 * KILOBYTE)
  })

  test.each(['zh-CN', 'en'])('on the checkout in %s: 35 kB in all', (locale) => {
    const words = ['../shared/words', 'words'].map((folder) => `${folder}/${locale}.json`)
    const size = weigh(['main.tsx', ...words])
    expect(words.every((name) => manifest[name])).toBe(true)
    expect(size).toBeLessThan(35 * KILOBYTE)
  })

  test('a sale page with its styles: 30 kB, and far below', async () => {
    const { readAssets } = await import('../../src/storefront/assets.ts')
    const { makeContext } = await import('../../src/storefront/page-context.ts')
    const { renderSalePage } = await import('../../src/storefront/sale-page.tsx')
    const context = makeContext(
      { mode: 'demo', publicUrl: 'https://shop.example', timeZone: 'Asia/Shanghai' },
      { locale: 'zh-CN', now: new Date(), path: `/s/${token}`, assets: readAssets(out), isSignedIn: false },
    )
    const html = renderSalePage(context, { sale: aSale(), token, product: aProduct() })
    expect(html).toContain('--crust')
    expect(gzipSync(html).length).toBeLessThan(10 * KILOBYTE)
  })
})

describe('the floor', () => {
  const scripts = () => readdirSync(out).filter((file) => file.endsWith('.js'))

  test('every script is syntax that both can read', () => {
    expect(scripts().length).toBeGreaterThan(5)
    for (const file of scripts()) expect(tooNewIn(read(file)), file).toEqual([])
  })

  test('no script calls what they do not have', () => {
    // Array.at 92/15.4, hasOwn 93/15.4, structuredClone 98/15.4, randomUUID 92/15.4, findLast 97/15.4, replaceState is old.
    const young =
      /\.at\(|Object\.hasOwn\(|structuredClone\(|randomUUID\(|\.findLast\(|\.toSorted\(|\.toReversed\(|AbortSignal\.timeout|Promise\.withResolvers|\.showModal\(|reportError\(\s*\w+\s*\)\s*;?\s*$/
    for (const file of scripts()) expect(young.exec(read(file))?.[0], file).toBeUndefined()
  })

  test('the check finds what is too new', () => {
    expect(tooNewIn('class A { static { 1 } }')).toEqual(['ClassStaticBlockDeclaration'])
    expect(tooNewIn('const a = /(?<!x)y/')).toEqual(['look-behind'])
    expect(tooNewIn('const a = /x/v')).toEqual(['regex flag'])
    expect(tooNewIn('await 1')).toEqual(['top-level await'])
    expect(tooNewIn('class A { #x; is(a) { return #x in a } }')).toEqual(['#x in'])
    expect(tooNewIn('const f = async () => { await 1; return a?.b ?? (c ||= 1_000) }')).toEqual([])
  })

  test('the styles use nothing younger', () => {
    const css = readdirSync(out)
      .filter((file) => file.endsWith('.css'))
      .map(read)
      .join('')
    expect(css).not.toMatch(
      /:(?:is|where|has)\(|aspect-ratio|color-mix|\d(?:dvh|svh|lvh)|@layer|@container|@media[^{]*[<>]|&/,
    )
  })
})

const read = (file: string): string => readFileSync(path.join(out, file), 'utf8')

/** The gzip size of these entries with everything that they import at once. */
function weigh(names: readonly string[]): number {
  const wanted = new Set<string>()
  const add = (name: string) => {
    if (wanted.has(name)) return
    wanted.add(name)
    for (const next of manifest[name]?.imports ?? []) add(next)
  }
  names.forEach(add)
  return [...wanted].reduce((sum, name) => sum + gzipSync(read((manifest[name] as Chunk).file), { level: 9 }).length, 0)
}

/** Syntax that Chromium 87 or Safari 15.0 refuses; one such place and the whole script does not run. */
function tooNewIn(code: string): string[] {
  const source = ts.createSourceFile('built.js', code, ts.ScriptTarget.Latest, true, ts.ScriptKind.JS)
  const found: string[] = []
  const visit = (node: ts.Node, isInFunction: boolean) => {
    if (ts.isClassStaticBlockDeclaration(node)) found.push('ClassStaticBlockDeclaration')
    if (ts.isRegularExpressionLiteral(node)) {
      if (/\(\?<[=!]/.test(node.text)) found.push('look-behind')
      if (/[dv][a-z]*$/.test(node.text.slice(node.text.lastIndexOf('/') + 1))) found.push('regex flag')
    }
    if (ts.isAwaitExpression(node) && !isInFunction) found.push('top-level await')
    if (ts.isBinaryExpression(node) && ts.isPrivateIdentifier(node.left)) found.push('#x in')
    ts.forEachChild(node, (child) => visit(child, isInFunction || ts.isFunctionLike(node)))
  }
  visit(source, false)
  return found
}
