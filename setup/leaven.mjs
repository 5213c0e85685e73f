#!/usr/bin/env node
// npx leaven: the command line of this checkout, installed and built first when it must be.
import { pathToFileURL } from 'node:url'
import { ensureBuilt } from './build.mjs'
import { ensureInstalled } from './install.mjs'
import { inRepository } from './steps.mjs'

await ensureInstalled()
await ensureBuilt()
process.argv = [process.execPath, inRepository('dist/cli.js'), ...process.argv.slice(2)]
await import(pathToFileURL(process.argv[1]).href)
