// A vitest reporter that writes what setup/test.mjs counts; the lines to read come from vitest's own reporter.
import { writeFileSync } from 'node:fs'

export default class ResultWriter {
  onTestRunEnd(modules, unhandledErrors) {
    const result = { passed: 0, failed: [], skipped: [], errors: unhandledErrors.map((error) => error.message) }
    for (const module of modules) {
      for (const error of module.errors()) result.errors.push(`${module.moduleId}: ${error.message}`)
      for (const suite of module.children.allSuites()) {
        for (const error of suite.errors()) result.errors.push(`${suite.fullName}: ${error.message}`)
      }
      for (const test of module.children.allTests()) {
        const { state, note } = test.result()
        const name = `${module.relativeModuleId ?? module.moduleId} › ${test.fullName}`
        if (state === 'passed') result.passed++
        else if (state === 'failed') result.failed.push(name)
        else result.skipped.push({ name, why: note ?? '' })
      }
    }
    writeFileSync(process.env.LEAVEN_TEST_RESULT, JSON.stringify(result))
  }
}
