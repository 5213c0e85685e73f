import { execFile } from 'node:child_process'
import { cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { promisify } from 'node:util'
import { afterAll, expect, test, vi } from 'vitest'

vi.setConfig({ testTimeout: 180_000 })

const run = promisify(execFile)
const require = createRequire(import.meta.url)
const repository = path.resolve(import.meta.dirname, '../..')
const table = require(path.join(repository, '.dependency-cruiser.cjs')) as { forbidden: { name: string }[] }
const ruleNames = table.forbidden.map((rule) => rule.name)
const rooms = ruleNames.filter((name) => name.startsWith('floor-plan:')).map((name) => name.slice('floor-plan:'.length))

interface Violation {
  rule: { name: string }
  from: string
  to: string
}
interface Cruise {
  modules: { source: string }[]
  summary: { violations: Violation[] }
}

/** One import per rule that the rule must find. A rule without a line here fails the test below. */
const planted: Record<string, { file: string; code: string }> = {
  ...Object.fromEntries(
    rooms.map((room) => [
      `floor-plan:${room}`,
      { file: `src/${room}/planted-floor.ts`, code: `import '../${upstairsOf(room)}/index.ts'` },
    ]),
  ),
  'one-door': { file: 'src/catalog/planted-door.ts', code: `import '../people/sql.ts'` },
  'wiring-uses-doors': { file: 'src/planted-wiring.ts', code: `import './people/sql.ts'` },
  'rooms-know-no-wiring': { file: 'src/catalog/planted-wiring.ts', code: `import '../server.ts'` },
  'new-room-needs-a-line': { file: 'src/attic/index.ts', code: `import '../people/index.ts'` },
  'platform-knows-no-room': { file: 'src/platform/planted.ts', code: `import '../people/index.ts'` },
  'contract-is-pure': { file: 'src/orders/contract.ts', code: `import 'node:crypto'` },
  'http-holds-no-sql': { file: 'src/people/http.ts', code: `import './sql.ts'` },
  'one-driver': { file: 'src/people/planted-driver.ts', code: `import 'pg'` },
  'web-sees-contracts-only': { file: 'web/admin/planted-server.ts', code: `import '../../src/people/index.ts'` },
  'server-knows-no-page': { file: 'src/people/planted-page.ts', code: `import '../../web/shared/tokens.ts'` },
  'storefront-renders-its-own-pages': {
    file: 'src/storefront/planted-page.ts',
    code: `import '../../web/admin/main.ts'`,
  },
  'apps-stay-apart': { file: 'web/admin/planted-app.ts', code: `import '../storefront/main.ts'` },
  'shared-runs-under-both': { file: 'web/shared/planted.ts', code: `import 'antd'` },
  'no-unresolved': { file: 'src/people/planted-nowhere.ts', code: `import './no-such-file.ts'` },
  'no-circles': { file: 'src/people/circle-a.ts', code: `import type {} from './circle-b.ts'` },
  'product-needs-no-tests': { file: 'src/people/planted-test.ts', code: `import '../../test/support/any.ts'` },
  'product-needs-no-tools': { file: 'src/people/planted-tool.ts', code: `import 'a-tool'` },
  'declared-packages-only': { file: 'src/people/planted-package.ts', code: `import 'undeclared'` },
  'setup-runs-before-install': { file: 'setup/planted.mjs', code: `import 'typebox'` },
}

/** Files of a small tree that keeps every rule; planted files are added to it. */
const clean: Record<string, string> = {
  'package.json': JSON.stringify({
    type: 'module',
    dependencies: { pg: '1', typebox: '1', antd: '1' },
    devDependencies: { 'a-tool': '1' },
  }),
  ...Object.fromEntries(
    ['pg', 'typebox', 'antd', 'a-tool', 'undeclared'].flatMap((name) => [
      [`node_modules/${name}/package.json`, JSON.stringify({ name, main: 'index.js' })],
      [`node_modules/${name}/index.js`, ''],
    ]),
  ),
  ...Object.fromEntries(rooms.map((room) => [`src/${room}/index.ts`, `import '../platform/db.ts'`])),
  'src/platform/wire.ts': `import 'typebox'`,
  'src/platform/db.ts': `import 'pg'`,
  'src/people/sql.ts': '',
  'src/people/contract.ts': `import '../platform/wire.ts'`,
  'src/catalog/contract.ts': `import '../people/contract.ts'`,
  'src/catalog/offer.ts': `import '../people/index.ts'\nimport './contract.ts'`,
  'src/rehearsal/drive.ts': `import '../orders/contract.ts'`,
  'src/orders/contract.ts': '',
  'src/server.ts': `import './people/index.ts'`,
  'src/people/circle-a.ts': '',
  'src/people/circle-b.ts': `import type {} from './circle-a.ts'`,
  'web/shared/tokens.ts': '',
  'web/storefront/main.ts': `import '../shared/tokens.ts'\nimport '../../src/people/contract.ts'`,
  'web/admin/main.ts': `import 'antd'`,
  'src/storefront/page.ts': `import '../../web/storefront/main.ts'`,
  'test/support/any.ts': `import 'a-tool'`,
  'setup/start.mjs': `import 'node:fs'`,
}

const temporary = mkdtempSync(path.join(tmpdir(), 'leaven-imports-'))
afterAll(() => rmSync(temporary, { recursive: true, force: true }))

test('every rule has an import planted against it', () => {
  expect(Object.keys(planted).sort()).toEqual([...ruleNames].sort())
})

test('a tree that keeps the table is accepted', async () => {
  const tree = plant('clean', clean)
  const found = await cruise(tree)
  expect(found.summary.violations).toEqual([])
})

test('each planted import is found by its rule', async () => {
  const tree = plant('planted', {
    ...clean,
    ...Object.fromEntries(Object.values(planted).map(({ file, code }) => [file, code])),
  })
  const found = await cruise(tree)
  const blamed = (rule: string) =>
    found.summary.violations.filter((violation) => violation.rule.name === rule).map((violation) => violation.from)
  for (const [rule, { file }] of Object.entries(planted)) {
    expect(blamed(rule), rule).toContain(file)
  }
})

test('the repository keeps the table, and as many files were read as exist', async () => {
  const found = await cruise(repository)
  const read = found.modules.map((module) => module.source).filter((source) => isOurs(source))
  expect([...new Set(read)].sort()).toEqual(sourceFiles(repository))
  expect(found.summary.violations.map(({ rule, from, to }) => `${rule.name}: ${from} → ${to}`)).toEqual([])
})

/** A room that this room may not import. */
function upstairsOf(room: string): string {
  if (room === 'insight') return 'rehearsal'
  return room === 'rehearsal' ? 'people' : 'insight'
}

function plant(name: string, files: Record<string, string>): string {
  const tree = path.join(temporary, name)
  for (const [file, code] of Object.entries(files)) {
    mkdirSync(path.dirname(path.join(tree, file)), { recursive: true })
    writeFileSync(path.join(tree, file), `${code}\n`)
  }
  for (const file of ['.dependency-cruiser.cjs', 'tsconfig.json']) {
    cpSync(path.join(repository, file), path.join(tree, file))
  }
  return tree
}

function rootsOf(tree: string): string[] {
  return ['src', 'web', 'test', 'bench', 'setup'].filter((root) => existsSync(path.join(tree, root)))
}

async function cruise(tree: string): Promise<Cruise> {
  const cli = path.join(repository, 'node_modules/dependency-cruiser/bin/dependency-cruise.mjs')
  const { stdout } = await run(
    process.execPath,
    [cli, '--config', '.dependency-cruiser.cjs', '-T', 'json', ...rootsOf(tree)],
    { cwd: tree, maxBuffer: 256 * 1024 * 1024 },
  ).catch((failure: { stdout: string; stderr: string }) => {
    // The tool exits with the number of violations; anything without a report is a real failure.
    if (!failure.stdout?.startsWith('{')) throw new Error(`dependency-cruiser said: ${failure.stderr}`)
    return failure
  })
  return JSON.parse(stdout) as Cruise
}

function isOurs(source: string): boolean {
  return /^(src|web|test|bench|setup)\//.test(source) && /[.](ts|tsx|mjs|cjs|js|jsx)$/.test(source)
}

function sourceFiles(tree: string): string[] {
  return rootsOf(tree)
    .flatMap((root) =>
      readdirSync(path.join(tree, root), { recursive: true, encoding: 'utf8' }).map((file) => `${root}/${file}`),
    )
    .filter(isOurs)
    .sort()
}
