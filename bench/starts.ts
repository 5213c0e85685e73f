import { spawn } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { freePort } from '../src/platform/ports.ts'

/** From the command to "Leaven is ready": the first start on an empty data folder, and the second. */
export async function measureStarts() {
  const folder = mkdtempSync(path.join(tmpdir(), 'leaven-starts-'))
  try {
    const firstSeconds = await start(folder)
    const again = [await start(folder), await start(folder), await start(folder)].sort((a, b) => a - b)
    return { firstSeconds, secondSeconds: again[1] }
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

async function start(dataDir: string): Promise<number> {
  const began = performance.now()
  const child = spawn(process.execPath, ['setup/start.mjs'], {
    env: { ...process.env, LEAVEN_DATA_DIR: dataDir, PORT: String(await freePort()), DATABASE_URL: '' },
    stdio: ['ignore', 'pipe', 'ignore'],
  })
  const ready = await new Promise<number>((resolve, reject) => {
    let text = ''
    child.stdout.on('data', (chunk: Buffer) => {
      text += chunk.toString()
      if (text.includes('Leaven is ready')) resolve((performance.now() - began) / 1000)
    })
    child.once('exit', () => reject(new Error(`the start failed: ${text.slice(-500)}`)))
  })
  child.removeAllListeners('exit')
  const gone = new Promise((resolve) => child.once('exit', resolve))
  child.kill('SIGTERM')
  await gone
  return Number(ready.toFixed(1))
}
