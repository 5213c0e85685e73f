// npm run check [-- --fast]: everything that a change must pass, the quick things first; stops at the first failure.
import { existsSync, readdirSync } from 'node:fs'
import { ensureInstalled } from './install.mjs'
import { inRepository, runTool, seconds } from './steps.mjs'

await ensureInstalled()

const present = (names) => names.filter((name) => existsSync(inRepository(name)))
const webProjects = existsSync(inRepository('web'))
  ? readdirSync(inRepository('web')).filter((app) => existsSync(inRepository('web', app, 'tsconfig.json')))
  : []

const steps = [
  ['format and lint', () => runTool('@biomejs/biome/bin/biome', ['check', '--error-on-warnings'])],
  ['types of the server', () => runTool('typescript/bin/tsc', ['-p', '.'])],
  ...webProjects.map((app) => [
    `types of web/${app}`,
    () => runTool('typescript/bin/tsc', ['-p', inRepository('web', app), '--noEmit']),
  ]),
  [
    'import table',
    () => runTool('dependency-cruiser/bin/dependency-cruise.mjs', present(['src', 'web', 'test', 'bench', 'setup'])),
  ],
  ['dead code', () => runTool('knip/bin/knip.js', [])],
  ...(process.argv.includes('--fast') ? [] : [['tests', () => runTool('../setup/test.mjs', [])]]),
]

for (const [name, step] of steps) {
  const started = performance.now()
  if ((await step()) !== 0) {
    console.log(`check failed: ${name}`)
    process.exit(1)
  }
  console.log(`ok: ${name} · ${seconds(started)}`)
}
console.log('check passed')
