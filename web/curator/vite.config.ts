import { resolve } from 'node:path'
import { defineConfig } from 'vite'

/** Built into dist/web/curator; the server gives index.html for /curator and everything under it that is no file. */
export default defineConfig({
  root: import.meta.dirname,
  base: '/curator/',
  publicDir: 'public',
  cacheDir: resolve(import.meta.dirname, '../../.cache/vite-curator'),
  build: {
    outDir: resolve(import.meta.dirname, '../../dist/web/curator'),
    emptyOutDir: true,
    // The floor: Chromium 87 is WeChat's Android web view, Safari 15 the oldest iPhone that we serve.
    target: ['chrome87', 'safari15'],
    cssTarget: ['chrome87', 'safari15'],
    // The CSP allows no inline script, style or data: picture.
    modulePreload: { polyfill: false },
    assetsInlineLimit: 0,
  },
})
