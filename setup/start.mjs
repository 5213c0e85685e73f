// npm start: install if needed, build if needed, then run everything under one supervisor.
import { ensureBuilt } from './build.mjs'
import { ensureInstalled } from './install.mjs'
import { inRepository } from './steps.mjs'

await ensureInstalled()
await ensureBuilt()
// In this very process, so that there is nobody between the terminal's signals and the supervisor.
process.argv = [process.execPath, inRepository('dist/cli.js'), 'up', ...process.argv.slice(2)]
await import('../dist/cli.js')
