import { fileURLToPath } from 'node:url'
import { defineConfig } from 'vite'

const here = (path: string) => fileURLToPath(new URL(path, import.meta.url))

/** The shop's scripts and styles; the server writes the pages and names these files by the manifest. */
export default defineConfig({
  root: here('.'),
  base: '/storefront/',
  build: {
    outDir: here('../../dist/web/storefront'),
    emptyOutDir: true,
    manifest: 'manifest.json',
    // WeChat's web view on Android and the oldest iPhones in use.
    target: ['chrome87', 'safari15'],
    cssTarget: ['chrome87', 'safari15'],
    modulePreload: { polyfill: false },
    assetsDir: '',
    rolldownOptions: {
      input: ['main.tsx', 'island.ts', 'developer.ts', 'styles.css'].map(here),
    },
  },
  resolve: { alias: { typebox: fileURLToPath(import.meta.resolve('../shared/no-shapes.ts')) } },
  oxc: { jsx: { runtime: 'automatic', importSource: 'preact' } },
})
