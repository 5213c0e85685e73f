import { type ChildProcess, spawn } from 'node:child_process'
import { type Holder, holdersFolder } from './holders.ts'

export interface Watchdog {
  /** The server has been stopped, or stays for others: the watchdog ends without doing anything. */
  dismiss(): void
}

/**
 * Ends the server when we end, however we end. A process of its own holds a pipe from us; kill -9 closes the pipe, and
 * the watchdog then shuts the server down if nobody else holds the data folder. A killed watchdog is replaced.
 */
export function startWatchdog(dataDir: string, holder: Holder): Watchdog {
  let dismissed = false
  let child: ChildProcess
  const start = () => {
    child = spawn(process.execPath, ['-e', PROGRAM, dataDir, holder.file, holdersFolder(dataDir)], {
      cwd: '/',
      detached: true,
      stdio: ['pipe', 'ignore', 'ignore'],
      env: {},
    })
    child.stdin?.on('error', () => {})
    child.once('exit', () => {
      if (!dismissed) setTimeout(() => dismissed || start(), RESTART_AFTER_MS).unref()
    })
    child.once('error', () => {})
    child.unref()
    ;(child.stdin as unknown as { unref(): void }).unref()
  }
  start()
  return {
    dismiss() {
      dismissed = true
      child.stdin?.end('dismissed')
    },
  }
}

const RESTART_AFTER_MS = 100

/**
 * Plain text because it must run from the bundle, from the sources under a test runner, and without either. It takes
 * the start lock if it can, so that a start at the same moment sees either our server or none.
 */
const PROGRAM = String.raw`
const fs = require('node:fs')
const [dataDir, holder, folder] = process.argv.slice(1)
const sleep = (ms) => new Promise((resolve) => setTimeout(resolve, ms))
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => {})

let said = ''
process.stdin.on('data', (chunk) => { said += chunk })
process.stdin.on('error', () => {})
process.stdin.on('close', () => { if (said === 'dismissed') process.exit(0); else end().finally(() => process.exit(0)) })

async function end() {
  fs.rmSync(holder, { force: true })
  const locked = await lock()
  try {
    if (!holders().some((name) => isRunning(name.split('-')[0], name.split('-')[1]))) await shutDown()
  } finally {
    if (locked) fs.rmSync(dataDir + '.lock', { force: true })
  }
}

async function lock() {
  const mine = process.pid + '-' + startOf(process.pid)
  for (let tries = 0; tries < 100; tries++) {
    try {
      fs.writeFileSync(dataDir + '.lock', mine, { flag: 'wx' })
      return true
    } catch {
      const [pid, start] = read(dataDir + '.lock').split('-')
      if (pid && !isRunning(pid, start)) fs.rmSync(dataDir + '.lock', { force: true })
      await sleep(50)
    }
  }
  return false
}

async function shutDown() {
  let pid = postmaster()
  // We may have been started a moment before the server that we watch.
  for (let waited = 0; !pid && waited < 2000; waited += 50) { await sleep(50); pid = postmaster() }
  if (!pid) return
  kill(pid, 'SIGINT')
  for (let waited = 0; postmaster() === pid; waited += 50) {
    if (waited === 30000) kill(pid, 'SIGQUIT')
    if (waited === 60000) return
    await sleep(50)
  }
}

function postmaster() {
  const pid = Number(read(dataDir + '/postmaster.pid').split('\n')[0])
  return pid > 0 && isRunning(pid, startOf(pid)) ? pid : 0
}
function holders() { try { return fs.readdirSync(folder) } catch { return [] } }
function kill(pid, signal) { try { process.kill(pid, signal) } catch {} }
function read(file) { try { return fs.readFileSync(file, 'utf8') } catch { return '' } }
function isRunning(pid, start) {
  try { process.kill(Number(pid), 0) } catch (error) { if (error.code !== 'EPERM') return false }
  return process.platform !== 'linux' || (startOf(pid) === start && start !== 'ended')
}
function startOf(pid) {
  const stat = read('/proc/' + pid + '/stat')
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
  return stat === '' || fields[0] === 'Z' || fields[0] === 'X' ? 'ended' : fields[19]
}
`
