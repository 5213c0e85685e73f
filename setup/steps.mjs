// What every script of this folder stands on. Nothing here may need a package: it runs in a fresh clone.
import { spawn } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import path from 'node:path'

export const repository = path.resolve(import.meta.dirname, '..')
export const inRepository = (...names) => path.join(repository, ...names)

/** Progress goes to stderr, so that stdout stays what the command says. */
export const tell = (line) => process.stderr.write(`${line}\n`)

export const seconds = (since) => `${((performance.now() - since) / 1000).toFixed(1)} s`

/** Runs a program to its end and answers its exit code; a program ended by a signal counts as failed. */
export function run(command, args, options = {}) {
  const child = spawn(command, args, { cwd: repository, stdio: 'inherit', ...options })
  // Whoever ends us means the work that we do; without this it would go on alone.
  const passOn = (signal) => child.kill(signal)
  for (const signal of signals) process.on(signal, passOn)
  return new Promise((resolve, reject) => {
    child.once('error', reject)
    child.once('close', (code) => resolve(code ?? 1))
  }).finally(() => {
    for (const signal of signals) process.removeListener(signal, passOn)
  })
}

const signals = ['SIGINT', 'SIGTERM', 'SIGHUP']

/** Runs a script of an installed package; `npx` would cost half a second each time. */
export function runTool(script, args, options = {}) {
  return run(process.execPath, [inRepository('node_modules', script), ...args], options)
}

/** One fingerprint of the contents of files and folders; what does not exist counts as empty. */
export function fingerprint(names, wanted = () => true) {
  const hash = createHash('sha256')
  for (const name of names) {
    for (const file of filesOf(name)) {
      if (wanted(file))
        hash
          .update(`${file}\0`)
          .update(readFileSync(inRepository(file)))
          .update('\0')
    }
  }
  return hash.digest('hex')
}

/** Only one start installs or builds at a time; the others wait. A killed one's claim does not count. */
export async function alone(work) {
  const claim = inRepository('.cache/setup.lock')
  mkdirSync(path.dirname(claim), { recursive: true })
  for (let told = false; !take(claim); ) {
    if (!told) tell('Another start is installing or building; waiting for it')
    told = true
    await new Promise((resolve) => setTimeout(resolve, 200))
  }
  const release = () => rmSync(claim, { force: true })
  process.once('exit', release)
  try {
    return await work()
  } finally {
    process.removeListener('exit', release)
    release()
  }
}

function filesOf(name) {
  if (!existsSync(inRepository(name))) return []
  const entries = readdirSync(inRepository(path.dirname(name)), { withFileTypes: true })
  const entry = entries.find((candidate) => candidate.name === path.basename(name))
  if (!entry?.isDirectory()) return [name]
  return readdirSync(inRepository(name), { recursive: true, withFileTypes: true })
    .filter((inside) => inside.isFile())
    .map((inside) => path.relative(repository, path.join(inside.parentPath ?? inside.path, inside.name)))
    .sort()
}

function take(claim) {
  try {
    writeFileSync(claim, String(process.pid), { flag: 'wx' })
    return true
  } catch (error) {
    if (error.code !== 'EEXIST') throw error
  }
  try {
    const owner = Number(readFileSync(claim, 'utf8'))
    if (owner > 0) process.kill(owner, 0)
  } catch (error) {
    if (error.code === 'ESRCH') rmSync(claim, { force: true })
  }
  return false
}
