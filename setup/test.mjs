// npm test [-- path …]: every test, with progress by file; the last line is the count.
import { mkdirSync, readFileSync, rmSync } from 'node:fs'
import { ensureBuilt } from './build.mjs'
import { ensureInstalled } from './install.mjs'
import { inRepository, runTool, tell } from './steps.mjs'

await ensureInstalled()
await ensureBuilt()

const resultFile = inRepository(`.cache/test-result-${process.pid}.json`)
mkdirSync(inRepository('.cache'), { recursive: true })
const code = await runTool(
  'vitest/vitest.mjs',
  ['run', '--reporter=default', '--reporter=./setup/test-reporter.mjs', ...process.argv.slice(2)],
  { env: { ...process.env, LEAVEN_TEST_RESULT: resultFile } },
)
const result = readResult()
const refused = process.env.CI === 'true' ? result.skipped.filter((skip) => !/^(skipped: )?data:/.test(skip.why)) : []

for (const { name, why } of result.skipped) console.log(`skipped  ${name}  (${why || 'no reason given'})`)
if (refused.length > 0)
  console.log(`With CI=true these ${refused.length} skips count as failures; only "data:" may be missing.`)
for (const error of result.errors) console.log(`failed outside of any test: ${error}`)
// What fails when all tests have ended, such as books that nobody read, is in no result.

const failed = result.failed.length + result.errors.length + refused.length || Number(code !== 0)
const skipped = result.skipped.length - refused.length
console.log(`${result.passed} passed, ${failed} failed, ${skipped} skipped`)
process.exitCode = code !== 0 || failed > 0 ? 1 : 0

function readResult() {
  try {
    return JSON.parse(readFileSync(resultFile, 'utf8'))
  } catch {
    tell(`vitest ended with exit code ${code} before it had a result`)
    return { passed: 0, failed: [], skipped: [], errors: ['the run was cut off'] }
  } finally {
    rmSync(resultFile, { force: true })
  }
}
