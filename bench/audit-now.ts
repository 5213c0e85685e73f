import { spawn } from 'node:child_process'
import type { Stage } from './stage.ts'

/** The house's own checks over everything that the load left behind. */
export async function auditNow({ environment }: Stage): Promise<string> {
  const env = { ...process.env, ...environment }
  const child = spawn(process.execPath, ['dist/cli.js', 'audit', '--require-rows'], {
    env,
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  let text = ''
  child.stdout.on('data', (chunk: Buffer) => {
    text += chunk.toString()
  })
  await new Promise((resolve) => child.once('close', resolve))
  const lines = text.trim().split('\n')
  return [...lines.filter((line) => line.startsWith('✗')), lines.at(-1) ?? ''].join('\n')
}
