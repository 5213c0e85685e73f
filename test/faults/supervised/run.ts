// The supervisor in a process of its own, so that a test can kill it; its children run the stub shop beside this file.
import path from 'node:path'
import { superviseUntilStopped } from '../../../src/supervisor.ts'

const code = await superviseUntilStopped({
  env: process.env,
  script: path.join(import.meta.dirname, 'stub-shop.mjs'),
  postgresSettings: { shared_buffers: '32MB' },
})
process.exit(code)
