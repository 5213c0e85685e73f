import { existsSync } from 'node:fs'
import { type TestFunction, test } from 'vitest'

/**
 * The one way to leave a test out: say why. `why` undefined means that nothing is missing and the test runs.
 * With CI=true a skip fails the run, unless its reason starts with `data:` (material that cannot be had here).
 *
 *     const testAsRoot = testUnless(whyNotRoot())
 *     testAsRoot('another user owns the data folder', async () => { … })
 */
export function testUnless(why: string | undefined) {
  return (name: string, run: TestFunction, timeoutMs?: number): void => {
    if (why === undefined) test(name, run, timeoutMs)
    else test(name, ({ skip }) => skip(`skipped: ${why}`))
  }
}

/** Why a file or folder cannot be used, or nothing. */
export function whyNoFile(file: string): string | undefined {
  return existsSync(file) ? undefined : `${file} is not there`
}

/** Why a test that needs root cannot run, or nothing. */
export function whyNotRoot(): string | undefined {
  return process.getuid?.() === 0 ? undefined : 'needs root'
}
