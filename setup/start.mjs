// npm start: install if needed, build if needed, then run everything under one supervisor.
import { pathToFileURL } from 'node:url'
import { ensureBuilt } from './build.mjs'
import { ensureInstalled } from './install.mjs'
import { inRepository } from './steps.mjs'

await ensureInstalled()
await ensureBuilt()
endWithNpm()
// In this very process, so that there is nobody between the terminal's signals and the supervisor.
const { superviseUntilStopped } = await import(pathToFileURL(inRepository('dist/supervisor.js')).href)
process.exit(await superviseUntilStopped({ env: process.env, script: inRepository('dist/cli.js') }))

/**
 * Whoever kills npm means us. npm passes signals on to us because the script in package.json begins with `exec`, which
 * leaves no shell between; what nobody can pass on is kill -9, so we look whether our parent is still there.
 */
function endWithNpm() {
  if (process.env.npm_lifecycle_event !== 'start') return
  const npm = process.ppid
  const looking = setInterval(() => {
    if (process.ppid === npm) return
    clearInterval(looking)
    process.kill(process.pid, 'SIGTERM')
  }, 500)
  looking.unref()
}
