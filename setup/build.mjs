// Builds what runs: the server bundle and the browser apps, each only if its sources changed.
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { pathToFileURL } from 'node:url'
import zlib from 'node:zlib'
import { ensureInstalled } from './install.mjs'
import { alone, fingerprint, inRepository, run, seconds, tell } from './steps.mjs'

/** More builds at once than cores make each other slow. */
const AT_ONCE = 2

/** Takes 50 ms when nothing is to be done; ends the process with words when something does not build. */
export async function ensureBuilt({ force = false } = {}) {
  // An image that ships dist/ alone has nothing to build from.
  if (!existsSync(inRepository('src/cli.ts')) && existsSync(inRepository('dist/cli.js'))) return
  if (!force && stale().length === 0) return
  await alone(async () => {
    const started = performance.now()
    const waiting = force ? parts() : stale()
    if (waiting.length === 0) return
    tell(`Building ${waiting.map((part) => part.name).join(', ')}`)
    const failed = []
    // Whoever only wants to start has no use for advice about chunk sizes.
    const logLevel = force ? 'warn' : 'error'
    const worker = async () => {
      for (let part = waiting.shift(); part; part = waiting.shift())
        if (!(await buildPart(part, logLevel))) failed.push(part.name)
    }
    await Promise.all(Array.from({ length: AT_ONCE }, worker))
    if (failed.length > 0) {
      tell(`Not built: ${failed.join(', ')}`)
      process.exit(1)
    }
    tell(`Built in ${seconds(started)}`)
  })
}

function stale() {
  return parts().filter((part) => !existsSync(noteOf(part)) || readFileSync(noteOf(part), 'utf8') !== part.fingerprint)
}

function parts() {
  const isShipped = (file) => !/[.]test[.]tsx?$/.test(file)
  const tools = ['package-lock.json', 'setup/build.mjs']
  const contracts = (file) => !file.startsWith('src/') || /(contract|platform\/(wire|money))[.]ts$/.test(file)
  const apps = webApps().map((app) => ({
    name: `web/${app}`,
    build: (logLevel) => buildApp(app, logLevel),
    fingerprint: fingerprint(
      [`web/${app}`, 'web/shared', 'src', ...tools],
      (file) => isShipped(file) && contracts(file),
    ),
  }))
  const server = {
    name: 'server',
    build: buildServer,
    // The server renders the shop with components of these two.
    fingerprint: fingerprint(['src', 'sql', 'web/shared', 'web/storefront', 'tsconfig.json', ...tools], isShipped),
  }
  return [...apps, server]
}

function webApps() {
  if (!existsSync(inRepository('web'))) return []
  return readdirSync(inRepository('web')).filter((app) =>
    ['vite.config.ts', 'vite.config.mjs', 'vite.config.js', 'index.html'].some((file) =>
      existsSync(inRepository('web', app, file)),
    ),
  )
}

const noteOf = (part) => inRepository('dist/.built', part.name.replaceAll('/', '-'))

/** False when it does not build; the reason has been said. */
async function buildPart(part, logLevel) {
  const started = performance.now()
  const note = noteOf(part)
  rmSync(note, { force: true })
  try {
    await part.build(logLevel)
  } catch (error) {
    tell(`${part.name} does not build: ${error.message.split('\n')[0]}`)
    return false
  }
  mkdirSync(path.dirname(note), { recursive: true })
  writeFileSync(note, part.fingerprint)
  tell(`  ${part.name} · ${seconds(started)}`)
  return true
}

async function buildServer() {
  const esbuild = await import('esbuild')
  await esbuild.build({
    absWorkingDir: inRepository(),
    // The supervisor apart: it outlives everything and should weigh little (60 MB less than with the whole shop).
    // The thread too: a worker thread begins with a file of its own.
    entryPoints: {
      cli: 'src/cli.ts',
      supervisor: 'src/supervisor.ts',
      'trust-thread': 'src/trust/diagnose-thread.ts',
    },
    outdir: 'dist',
    bundle: true,
    packages: 'external',
    platform: 'node',
    target: 'node20',
    format: 'esm',
    sourcemap: true,
    jsx: 'automatic',
    jsxImportSource: 'preact',
    loader: { '.svg': 'text', '.css': 'text' },
    logLevel: 'warning',
  })
  rmSync(inRepository('dist/sql'), { recursive: true, force: true })
  cpSync(inRepository('sql'), inRepository('dist/sql'), { recursive: true })
}

async function buildApp(app, logLevel) {
  const out = inRepository('dist/web', app)
  const args = ['build', inRepository('web', app), '--outDir', out, '--emptyOutDir', '--logLevel', logLevel]
  // In a process of its own: vite keeps state of the folder and mode that it was first used with.
  const code = await run(process.execPath, [inRepository('node_modules/vite/bin/vite.js'), ...args], {
    stdio: ['ignore', 2, 2],
    env: { ...process.env, NODE_ENV: 'production' },
  })
  if (code !== 0) throw new Error(`vite ended with exit code ${code}`)
  pressFiles(out)
}

/** Text travels pressed; done once here, so that no request pays for it. Small files gain nothing. */
function pressFiles(folder) {
  const brotli = { params: { [zlib.constants.BROTLI_PARAM_QUALITY]: 9 } }
  for (const name of readdirSync(folder, { recursive: true, encoding: 'utf8' })) {
    if (!/[.](js|css|svg|json)$/.test(name)) continue
    const file = path.join(folder, name)
    const bytes = readFileSync(file)
    if (bytes.length < 1024) continue
    writeFileSync(`${file}.gz`, zlib.gzipSync(bytes, { level: 9 }))
    writeFileSync(`${file}.br`, zlib.brotliCompressSync(bytes, brotli))
  }
}

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) {
  await ensureInstalled()
  await ensureBuilt({ force: true })
}
