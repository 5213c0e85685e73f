import { createHash } from 'node:crypto'
import { existsSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

/** The browser's part of the shop, as `npm run build` left it. */
export interface Assets {
  /** The styles of every page; they travel inside it, so that the first paint needs one answer. */
  readonly styles: string
  /** `'sha256-…'` of the styles, for the content security policy. */
  readonly stylesHash: string
  /** URL of a script, or undefined when nothing is built: pages read and buy buttons work without any. */
  script(entry: Entry): string | undefined
  /** What a script will ask for next, in the visitor's language. */
  preloads(entry: Entry, locale: string): readonly string[]
}

export type Entry = 'main.tsx' | 'island.ts' | 'developer.ts'

interface Chunk {
  readonly file: string
  readonly src?: string
  readonly imports?: readonly string[]
  readonly dynamicImports?: readonly string[]
}
type Manifest = Readonly<Record<string, Chunk>>

const BASE = '/storefront/'

/** Reads the built files once. Where nothing is built (a test), pages come without style and script, and still work. */
export function readAssets(directory = builtDirectory()): Assets {
  const manifestFile = join(directory, 'manifest.json')
  if (!existsSync(manifestFile)) return assetsFrom({}, '')
  const manifest = JSON.parse(readFileSync(manifestFile, 'utf8')) as Manifest
  const sheet = manifest['styles.css']?.file
  return assetsFrom(manifest, sheet ? readFileSync(join(directory, sheet), 'utf8').trim() : '')
}

function assetsFrom(manifest: Manifest, styles: string): Assets {
  const urlOf = (name: string): string => BASE + (manifest[name] as Chunk).file
  return {
    styles,
    stylesHash: `'sha256-${createHash('sha256').update(styles).digest('base64')}'`,
    script: (entry) => (manifest[entry] ? urlOf(entry) : undefined),
    preloads: (entry, locale) => {
      const { imports = [], dynamicImports = [] } = manifest[entry] ?? { file: '' }
      return [...imports, ...dynamicImports.filter((name) => name.endsWith(`words/${locale}.json`))].map(urlOf)
    },
  }
}

/** Beside the built server (dist/cli.js), or seen from src/storefront when it runs from source. */
function builtDirectory(): string {
  const here = dirname(fileURLToPath(import.meta.url))
  const candidates = [join(here, 'web/storefront'), join(here, '../../dist/web/storefront')]
  return candidates.find((candidate) => existsSync(candidate)) ?? (candidates[0] as string)
}
