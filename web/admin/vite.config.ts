import { resolve } from 'node:path'
import { defineConfig } from 'vite'

/** Built into dist/web/admin; the server gives index.html for /admin and everything under it that is no file. */
export default defineConfig({
  root: import.meta.dirname,
  base: '/admin/',
  publicDir: 'public',
  cacheDir: resolve(import.meta.dirname, '../../.cache/vite-admin'),
  build: {
    outDir: resolve(import.meta.dirname, '../../dist/web/admin'),
    emptyOutDir: true,
    // Colleagues work in a browser of this decade; the shop's floor is lower.
    target: 'es2022',
    // The CSP allows no inline script and no data: script.
    modulePreload: { polyfill: false },
    assetsInlineLimit: 0,
    rolldownOptions: {
      // antd marks every file "use client", which means nothing here and would be said six hundred times.
      onLog: (level, log, say) => {
        if (log.code !== 'MODULE_LEVEL_DIRECTIVE') say(level, log)
      },
    },
  },
})
