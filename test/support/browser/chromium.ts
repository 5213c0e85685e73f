import { execFile } from 'node:child_process'
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync } from 'node:fs'
import path from 'node:path'
import { promisify } from 'node:util'
import { makeFontConfiguration } from './fonts.ts'

const repository = path.resolve(import.meta.dirname, '../../..')
const cache = path.join(repository, '.cache')

/** Where the browser is and what it needs in its environment. */
export interface Chromium {
  readonly executablePath: string
  readonly env: Readonly<Record<string, string>>
}

/**
 * The Chromium of the npm package, unpacked once into .cache (about 2 s), with a Chinese font. CHROMIUM_PATH names
 * another one to use instead.
 */
export async function findChromium(): Promise<Chromium> {
  const folder = await unpackedChromium()
  const env = { FONTCONFIG_FILE: makeFontConfiguration(cache, path.join(folder, 'fonts')) }
  const other = process.env.CHROMIUM_PATH
  if (other) return { executablePath: other, env }
  return {
    executablePath: path.join(folder, 'chromium'),
    // Its own copies of the NSS libraries, which small machines lack.
    env: { ...env, LD_LIBRARY_PATH: path.join(folder, 'al2023/lib') },
  }
}

/** Unpacks beside and renames: the package itself takes a half written file of a killed run for a whole one. */
async function unpackedChromium(): Promise<string> {
  const manifest = path.join(repository, 'node_modules/@sparticuz/chromium/package.json')
  const { version } = JSON.parse(readFileSync(manifest, 'utf8')) as { version: string }
  const folder = path.join(cache, `chromium-${version}`)
  if (existsSync(folder)) return folder
  const beside = `${folder}.${process.pid}`
  mkdirSync(beside, { recursive: true })
  await promisify(execFile)(
    process.execPath,
    ['--input-type=module', '-e', `import c from '@sparticuz/chromium'; await c.executablePath()`],
    // It unpacks into the temporary folder, and its libraries only if it believes to run on Amazon Linux.
    { cwd: repository, env: { ...process.env, TMPDIR: beside, AWS_LAMBDA_JS_RUNTIME: 'nodejs20.x' } },
  )
  try {
    renameSync(beside, folder)
  } catch (error) {
    // Another test process was faster; its copy is as good as ours.
    if (!existsSync(folder)) throw error
    rmSync(beside, { recursive: true, force: true })
  }
  return folder
}
