import { existsSync, readdirSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import path from 'node:path'
import { afterEach, expect, test, vi } from 'vitest'
import { connectOnce } from '../../src/platform/db.ts'
import { emptyDatabase } from '../support/database.ts'
import {
  isAlive,
  killHard,
  linesOf,
  newFolder,
  pidOf,
  removeFolder,
  type Site,
  start,
  startReady,
  until,
} from './supervised/site.ts'

vi.setConfig({ testTimeout: 180_000, hookTimeout: 60_000 })

const children = ['serve', 'work', 'sandbox', 'postgres'] as const
const sites: Site[] = []
const folders: string[] = []

afterEach(async () => {
  for (const site of sites.splice(0)) {
    site.process.kill('SIGTERM')
    await site.ended()
  }
  for (const folder of folders.splice(0)) removeFolder(folder)
})

function folder(): string {
  const dataDir = newFolder()
  folders.push(dataDir)
  return dataDir
}

async function ready(dataDir: string, env: Record<string, string> = {}): Promise<Site> {
  const site = await startReady(dataDir, env)
  sites.push(site)
  return site
}

/** Sends one number; true when the shop said that it has it. */
async function acknowledge(site: Site, n: number): Promise<boolean> {
  const answer = await fetch(`http://127.0.0.1:${site.port}/${n}`, { signal: AbortSignal.timeout(2_000) }).catch(
    () => undefined,
  )
  return answer?.status === 200
}

/** The numbers that the database of a running site holds. */
async function held(dataDir: string): Promise<Set<number>> {
  const password = linesOf(dataDir, 'pg/leaven.password')[0]
  const port = linesOf(dataDir, 'pg/postmaster.pid')[3]
  const connection = await connectOnce(`postgres://leaven:${password}@127.0.0.1:${port}/leaven`)
  const rows = await connection.query<{ n: number }>('select n from acknowledged')
  await connection.end()
  return new Set(rows.map((row) => row.n))
}

test('starts everything, says where it is, and stops in order', async () => {
  const dataDir = folder()
  const site = await ready(dataDir)
  // The demo lives with a sandbox of its own: the one that stays comes after it, never beside it.
  const calls = linesOf(dataDir, 'calls')
  expect(calls.slice(0, 2)).toEqual(['migrate', 'demo'])
  expect(calls.slice(2).sort()).toEqual(['sandbox', 'serve', 'work'])
  expect(site.said()).toContain(`http://localhost:${site.port}/curator`)
  expect(site.said()).toContain('Console: ada / open sesame  (/admin)')
  expect(site.said().trimEnd().split('\n').at(-1)).toBe(`Leaven is ready: http://localhost:${site.port}`)
  const pids = children.map((child) => pidOf(dataDir, child))
  site.process.kill('SIGINT')
  // npm repeats the terminal's Ctrl-C; the stop stays a clean one.
  site.process.kill('SIGINT')
  const took = await until(() => site.process.exitCode !== null, 5_000)
  expect(await site.ended()).toBe(0)
  expect(took).toBeLessThan(3_000)
  expect(linesOf(dataDir, 'stopped')).toEqual(['serve', 'work', 'sandbox'])
  expect(pids.filter(isAlive)).toEqual([])
  expect(existsSync(path.join(dataDir, 'pg/postmaster.pid'))).toBe(false)

  const again = await ready(dataDir)
  expect(linesOf(dataDir, 'calls').filter((call) => call === 'demo')).toHaveLength(1)
  expect(again.said()).toContain('Console: ada / open sesame  (/admin)')
})

test('kill -9 of any child: it is back within a second, and nothing acknowledged is lost', async () => {
  const dataDir = folder()
  const site = await ready(dataDir)
  const acknowledged: number[] = []
  let n = 0
  let sending = true
  const sender = (async () => {
    while (sending) {
      n++
      if (await acknowledge(site, n)) acknowledged.push(n)
      else await new Promise((resolve) => setTimeout(resolve, 10))
    }
  })()
  // Twice each, and the better time counts: this machine may have a hiccup, the supervisor may not.
  for (const child of children) {
    const times: number[] = []
    for (let round = 0; round < 2; round++) {
      const before = pidOf(dataDir, child)
      killHard(before)
      const isBack = () => pidOf(dataDir, child) !== before && isAlive(pidOf(dataDir, child))
      times.push(await until(isBack, 10_000))
      const enough = acknowledged.length + 20
      await until(() => acknowledged.length >= enough, 10_000)
    }
    expect(Math.min(...times), child).toBeLessThan(1_000)
  }
  sending = false
  await sender
  const stored = await held(dataDir)
  expect(acknowledged.filter((number) => !stored.has(number))).toEqual([])
})

test('kill -9 of the supervisor: no orphan stays, nothing acknowledged is lost, and the next start works', async () => {
  const dataDir = folder()
  const site = await startReady(dataDir)
  const acknowledged: number[] = []
  for (let n = 1; n <= 50; n++) if (await acknowledge(site, n)) acknowledged.push(n)
  const pids = children.map((child) => pidOf(dataDir, child))
  site.process.kill('SIGKILL')
  await until(() => !pids.some(isAlive), 5_000)
  const next = await ready(dataDir)
  const stored = await held(next.dataDir)
  expect(acknowledged).toHaveLength(50)
  expect(acknowledged.filter((number) => !stored.has(number))).toEqual([])
})

test('a first start that is killed inside its demo begins the demo anew', async () => {
  const dataDir = folder()
  const site = await start(dataDir, { STUB_HANGS_IN_DEMO: 'yes' })
  await until(() => linesOf(dataDir, 'calls').includes('demo'), 30_000)
  // What the ledger of the unfinished demo kept outside its books.
  writeFileSync(path.join(dataDir, 'ledger-days.txt'), `2026-11-22 ${'0'.repeat(64)}\n`)
  site.process.kill('SIGKILL')
  await until(() => !isAlive(pidOf(dataDir, 'postgres')), 10_000)
  const next = await ready(dataDir)
  expect(linesOf(dataDir, 'calls').filter((call) => call === 'demo')).toHaveLength(2)
  expect(existsSync(path.join(dataDir, 'ledger-days.txt'))).toBe(false)
  expect(await held(dataDir)).toEqual(new Set())
  expect(next.said()).toContain('ada / open sesame')
})

test('Ctrl-C while the database folder is made leaves nothing half made', async () => {
  const dataDir = folder()
  const site = await start(dataDir)
  await until(() => existsSync(dataDir) && readdirSync(dataDir).some((name) => /^pg[.]init-\d+$/.test(name)), 20_000)
  site.process.kill('SIGINT')
  expect(await site.ended()).toBe(0)
  expect(readdirSync(dataDir).filter((name) => name.startsWith('pg.init') || name === 'pg')).toEqual([])
  await ready(dataDir)
})

test('a taken port is said in words before anything starts', async () => {
  const dataDir = folder()
  const other = createServer().listen(0, '127.0.0.1')
  await new Promise((resolve) => other.once('listening', resolve))
  const { port } = other.address() as { port: number }
  const site = await start(dataDir, { PORT: String(port) })
  expect(await site.ended()).toBe(1)
  expect(site.said()).toContain(`port ${port} is taken by another program`)
  expect(existsSync(dataDir)).toBe(false)
  other.close()
})

test('of two starts at once on one folder, one runs and the other says why it does not', async () => {
  const dataDir = folder()
  const two = await Promise.all([start(dataDir), start(dataDir)])
  sites.push(...two)
  const states = () =>
    two.map((site) => (site.process.exitCode !== null ? 'ended' : site.said().includes('is ready') ? 'ready' : ''))
  await until(() => !states().includes(''), 60_000)
  expect(states().sort()).toEqual(['ended', 'ready'])
  const refused = two[states().indexOf('ended')] as Site
  expect(await refused.ended()).toBe(1)
  expect(refused.said()).toMatch(/already running on the data folder .* \(process \d+\)/)
})

test('with DATABASE_URL it runs the server and the worker only, in production mode', async () => {
  const dataDir = folder()
  const site = await ready(dataDir, { DATABASE_URL: await emptyDatabase() })
  expect(linesOf(dataDir, 'calls').sort()).toEqual(['migrate', 'serve', 'work'])
  expect(existsSync(path.join(dataDir, 'pg'))).toBe(false)
  expect(site.said()).not.toContain('/dev')
})
