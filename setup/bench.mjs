// npm run bench -- [starts|page|orders|sold|shed|flash|trust|month|paired|all] [--json]: measures on a cluster of its own; see docs/benchmarks.md.
import { ensureBuilt } from './build.mjs'
import { ensureInstalled } from './install.mjs'
import { runTool } from './steps.mjs'

await ensureInstalled()
await ensureBuilt()
process.exitCode = await runTool('tsx/dist/cli.mjs', ['bench/run.ts', ...process.argv.slice(2)])
