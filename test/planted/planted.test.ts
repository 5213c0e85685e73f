import { spawn } from 'node:child_process'
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'

/** A bug that breaks one rule, and the one test file that must find it. */
interface Planted {
  readonly name: string
  readonly file: string
  readonly find: string
  readonly replace: string
  readonly test: string
  readonly expect: string
}

const root = path.resolve(import.meta.dirname, '../..')
const DRAWN = Number(process.env.PLANTED ?? 20)
const RUN_LIMIT_MS = 240_000
const COPIED = ['src', 'test', 'sql', 'demo', 'web', 'setup', 'package.json', 'tsconfig.json', 'vitest.config.ts']

const all = readdirSync(import.meta.dirname)
  .filter((name) => name.endsWith('.json'))
  .map((name) => ({
    source: name,
    ...(JSON.parse(readFileSync(path.join(import.meta.dirname, name), 'utf8')) as Planted),
  }))
const drawn = draw(all, DRAWN)

let copy = ''

beforeAll(() => {
  copy = mkdtempSync(path.join(tmpdir(), 'leaven-planted-'))
  for (const name of COPIED)
    if (existsSync(path.join(root, name)))
      cpSync(path.join(root, name), path.join(copy, name), {
        recursive: true,
        filter: (from) => !from.includes('node_modules'),
      })
  for (const name of ['node_modules', '.cache', 'dist']) {
    mkdirSync(path.join(root, name), { recursive: true })
    symlinkSync(path.join(root, name), path.join(copy, name))
  }
})

afterAll(() => rmSync(copy, { recursive: true, force: true }))

test('every planted bug can be planted', () => {
  expect(all.length).toBeGreaterThanOrEqual(10)
  for (const bug of all) {
    const text = readFileSync(path.join(root, bug.file), 'utf8')
    expect(text.split(bug.find).length - 1, `${bug.source}: "find" stands exactly once in ${bug.file}`).toBe(1)
    expect(bug.replace, bug.source).not.toBe(bug.find)
    expect(existsSync(path.join(root, bug.test)), `${bug.source}: ${bug.test} exists`).toBe(true)
  }
})

describe.sequential(`${drawn.length} of ${all.length} planted bugs are found`, () => {
  test('their tests are green without them', { timeout: RUN_LIMIT_MS * 4 }, async () => {
    const result = await runTests([...new Set(drawn.map((bug) => bug.test))], [])
    expect(result, 'the tests that must find the bugs pass before').toMatchObject({ failed: 0 })
    expect(result.passed).toBeGreaterThan(0)
  })

  for (const bug of drawn)
    test(`${bug.name}: ${bug.expect}`, { timeout: RUN_LIMIT_MS }, async () => {
      const file = path.join(copy, bug.file)
      const before = readFileSync(file, 'utf8')
      writeFileSync(
        file,
        before.replace(bug.find, () => bug.replace),
      )
      try {
        // One failure is enough, and what follows it in a journey often waits in vain.
        const result = await runTests([bug.test], ['--bail=1'])
        expect(result.failed, `${bug.test} must fail with ${bug.source}`).toBeGreaterThan(0)
      } finally {
        writeFileSync(file, before)
      }
    })
})

/** Runs test files in the copy; a failure counts only as a failed test, never as a run that could not start. */
async function runTests(files: readonly string[], options: readonly string[]) {
  const output = path.join(copy, `result-${Date.now()}.json`)
  const child = spawn(
    process.execPath,
    [
      'node_modules/vitest/vitest.mjs',
      'run',
      '--reporter=json',
      `--outputFile=${output}`,
      '--maxWorkers=1',
      ...options,
      ...files,
    ],
    {
      cwd: copy,
      stdio: 'ignore',
      env: {
        ...process.env,
        VITEST: undefined,
        VITEST_POOL_ID: undefined,
        VITEST_WORKER_ID: undefined,
        NODE_ENV: 'test',
        TEST_SERVER: '.cache/pg-planted',
      },
    },
  )
  await new Promise((resolve) => child.once('exit', resolve))
  const { numPassedTests, numFailedTests } = JSON.parse(readFileSync(output, 'utf8')) as {
    numPassedTests: number
    numFailedTests: number
  }
  rmSync(output)
  return { passed: numPassedTests, failed: numFailedTests }
}

/** A different hand every run; PLANTED=1000 plays them all. */
function draw<T>(items: readonly T[], count: number): T[] {
  const left = [...items]
  const taken: T[] = []
  while (taken.length < count && left.length > 0) taken.push(...left.splice(Math.floor(Math.random() * left.length), 1))
  return taken
}
