// Installs the packages of package-lock.json when they are not there, and only then.
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { alone, fingerprint, inRepository, run, seconds, tell } from './steps.mjs'

const mark = inRepository('node_modules/.leaven-installed')
const TELL_EVERY_MS = 3_000

/** Takes 10 ms when nothing is to be done. Ends the process with words when the packages cannot be had. */
export async function ensureInstalled() {
  refuseOldNode()
  if (isInstalled()) return
  await alone(async () => {
    if (isInstalled()) return
    if (!holdsTheLockedPackages()) await install()
    writeFileSync(mark, wanted())
  })
}

function wanted() {
  return `${fingerprint(['package.json', 'package-lock.json'])} ${process.platform} ${process.arch}`
}

function isInstalled() {
  return existsSync(mark) && readFileSync(mark, 'utf8') === wanted()
}

/** Somebody may have run npm themselves: npm's own note of what it installed says the same as the lock file. */
function holdsTheLockedPackages() {
  const note = inRepository('node_modules/.package-lock.json')
  if (!existsSync(note)) return false
  const installed = JSON.parse(readFileSync(note, 'utf8')).packages
  return Object.entries(lockedPackages()).every(
    ([folder, { version, optional }]) => installed[folder]?.version === version || (optional && !installed[folder]),
  )
}

function lockedPackages() {
  const { packages } = JSON.parse(readFileSync(inRepository('package-lock.json'), 'utf8'))
  return Object.fromEntries(Object.entries(packages).filter(([folder]) => folder !== ''))
}

async function install() {
  const started = performance.now()
  const locked = Object.entries(lockedPackages()).flatMap(([folder, { optional }]) => (optional ? [] : [folder]))
  tell(`Installing ${locked.length} packages (once)`)
  const tellMore = () => tell(`  ${countInstalled(locked)} of ${locked.length} · ${seconds(started)}`)
  const ticking = setInterval(tellMore, TELL_EVERY_MS)
  const args = ['ci', '--no-audit', '--no-fund', '--prefer-offline', '--loglevel=error']
  const code = await run('npm', args, { stdio: ['ignore', 'ignore', 'inherit'] }).finally(() => clearInterval(ticking))
  if (code !== 0) {
    tell(`npm ci failed (exit code ${code}). Is the package registry reachable? Run "npm ci" to see more.`)
    process.exit(1)
  }
  tell(`Installed in ${seconds(started)}`)
}

/** npm makes every folder first and fills them afterwards, so only folders with their manifest count. */
function countInstalled(locked) {
  return locked.filter((folder) => existsSync(inRepository(folder, 'package.json'))).length
}

function refuseOldNode() {
  const [major, minor] = process.versions.node.split('.').map(Number)
  if (major > 20 || (major === 20 && minor >= 19)) return
  tell(`Leaven needs Node 20.19 or newer; this is ${process.versions.node}.`)
  process.exit(1)
}
