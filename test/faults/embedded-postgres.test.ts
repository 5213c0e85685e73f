import {
  chmodSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import path from 'node:path'
import { afterEach, expect, test, vi } from 'vitest'
import { connectOnce } from '../../src/platform/db.ts'
import {
  defaultPostgresSettings,
  type EmbeddedPostgres,
  type EmbeddedPostgresOptions,
  runningPostgresUrl,
  startEmbeddedPostgres,
} from '../../src/platform/embedded-postgres.ts'
import { freePort } from '../../src/platform/ports.ts'
import { testUnless, whyNotRoot } from '../support/skip.ts'
import { isAlive, killHard, newFolder, removeFolder, until } from './supervised/site.ts'

vi.setConfig({ testTimeout: 180_000, hookTimeout: 60_000 })

const gigabyte = 1024 ** 3
const small = { shared_buffers: '16MB' }
const running: EmbeddedPostgres[] = []
const folders: string[] = []

afterEach(async () => {
  for (const server of running.splice(0)) await server.stop()
  for (const folder of folders.splice(0)) removeFolder(folder)
})

function folder(): string {
  const dataDir = newFolder()
  folders.push(dataDir)
  return dataDir
}

async function start(dataDir: string, more: Partial<EmbeddedPostgresOptions> = {}): Promise<EmbeddedPostgres> {
  const server = await startEmbeddedPostgres({ dataDir, ...more, settings: { ...small, ...more.settings } })
  running.push(server)
  return server
}

async function ask(server: EmbeddedPostgres, text: string): Promise<Record<string, unknown>[]> {
  const connection = await connectOnce(server.url('postgres'))
  try {
    return await connection.query(text)
  } finally {
    await connection.end()
  }
}

test('the defaults fit the machine and never trade durability', () => {
  expect(defaultPostgresSettings(64 * gigabyte).shared_buffers).toBe('1024MB')
  expect(defaultPostgresSettings(2 * gigabyte).shared_buffers).toBe('512MB')
  expect(defaultPostgresSettings(128 * 1024 ** 2).shared_buffers).toBe('64MB')
  expect(defaultPostgresSettings()).toMatchObject({ fsync: 'on', synchronous_commit: 'on', full_page_writes: 'on' })
})

test('a cluster is durable, orders text by code point, and wants a password', async () => {
  const server = await start(folder())
  const [row] = await ask(
    server,
    `select current_setting('fsync') as fsync, current_setting('synchronous_commit') as commit,
       current_setting('data_checksums') as checksums, current_setting('max_wal_size') as wal,
       current_setting('jit') as jit, datlocprovider as provider, datlocale as locale
     from pg_database where datname = 'postgres'`,
  )
  expect(row).toEqual({
    fsync: 'on',
    commit: 'on',
    checksums: 'on',
    wal: '4GB',
    jit: 'off',
    provider: 'b',
    locale: 'C.UTF-8',
  })
  const guessed = new URL(server.url('postgres'))
  guessed.password = 'guessed'
  await expect(connectOnce(guessed.href)).rejects.toThrow(/password authentication failed/)
  expect(statSync(path.join(server.dataDir, 'leaven.password')).mode & 0o077).toBe(0)
})

test('kill -9 of the server is noticed, and the next start has what was committed', async () => {
  const dataDir = folder()
  const first = await start(dataDir)
  await ask(first, 'create table kept (n int)')
  await ask(first, 'insert into kept values (42)')
  let noticed = false
  first.onExit(() => {
    noticed = true
  })
  killHard(first.pid)
  await until(() => noticed, 2_000)
  const second = await start(dataDir, { port: first.port })
  expect(second.port).toBe(first.port)
  expect(await ask(second, 'select n from kept')).toEqual([{ n: 42 }])
})

test('a server that was left running is adopted when it was started alike, replaced when it was not', async () => {
  const dataDir = folder()
  const left = await start(dataDir, { shared: true })
  const alike = await start(dataDir, { shared: true })
  expect([left.adopted, alike.adopted, alike.pid]).toEqual([false, true, left.pid])
  await left.stop()
  expect(isAlive(left.pid)).toBe(true)
  // As if its holder had been killed together with the watchdog.
  rmSync(`${dataDir}.holders`, { recursive: true })
  const other = await start(dataDir, { settings: { shared_buffers: '17MB' } })
  expect(other.adopted).toBe(false)
  expect(isAlive(left.pid)).toBe(false)
})

test('two ways to one folder lead to one server', async () => {
  const dataDir = folder()
  const other = newFolder()
  folders.push(other)
  symlinkSync(path.dirname(dataDir), other)
  const first = await start(dataDir, { shared: true })
  const second = await start(path.join(other, 'data'), { shared: true })
  expect(second.pid).toBe(first.pid)
})

test('the last of several that share a server stops it', async () => {
  const dataDir = folder()
  const servers = await Promise.all([1, 2, 3].map(() => start(dataDir, { shared: true })))
  expect(new Set(servers.map((server) => server.pid)).size).toBe(1)
  const pid = servers[0]?.pid ?? 0
  await servers[0]?.stop()
  await servers[1]?.stop()
  expect(isAlive(pid)).toBe(true)
  await servers[2]?.stop()
  expect(isAlive(pid)).toBe(false)
})

test('commands beside a running shop find its database', async () => {
  const dataDir = folder()
  expect(runningPostgresUrl(dataDir, 'postgres')).toBeUndefined()
  const server = await start(dataDir)
  expect(runningPostgresUrl(dataDir, 'postgres')).toBe(server.url('postgres'))
  await server.stop()
  expect(runningPostgresUrl(dataDir, 'postgres')).toBeUndefined()
})

test('a folder in use is refused in words, by whoever has it for themselves', async () => {
  const dataDir = folder()
  await start(dataDir)
  await expect(start(dataDir)).rejects.toThrow(/already running on the data folder .* \(process \d+\)/)
  await expect(start(dataDir, { shared: true })).rejects.toThrow(/already running/)
})

test('a folder of another major version is refused in words and left alone', async () => {
  const dataDir = folder()
  mkdirSync(dataDir)
  writeFileSync(path.join(dataDir, 'PG_VERSION'), '17\n')
  await expect(start(dataDir)).rejects.toThrow(/made by PostgreSQL 17; this Leaven brings PostgreSQL 18/)
  expect(readdirSync(dataDir)).toEqual(['PG_VERSION'])
})

test('a folder with something else in it is refused in words and left alone', async () => {
  const dataDir = folder()
  mkdirSync(dataDir)
  writeFileSync(path.join(dataDir, 'holiday.jpg'), '')
  await expect(start(dataDir)).rejects.toThrow(/is not empty and is no PostgreSQL data folder/)
  expect(readdirSync(dataDir)).toEqual(['holiday.jpg'])
})

test('a fixed port that is taken is refused in words', async () => {
  const port = await freePort()
  await start(folder(), { port })
  await expect(start(folder(), { port })).rejects.toThrow(`port ${port} is taken`)
})

test('a setting that the server does not know is said as the server says it', async () => {
  await expect(start(folder(), { settings: { no_such_setting: '1' } })).rejects.toThrow(/no_such_setting/)
})

test('what an interrupted start left beside the folder is swept away, also its lock', async () => {
  const dataDir = folder()
  mkdirSync(`${dataDir}.init-999999`)
  writeFileSync(`${dataDir}.lock`, '999999-1')
  await start(dataDir)
  expect(readdirSync(path.dirname(dataDir)).sort()).toEqual(['data', 'data.holders', 'data.log'])
})

const testAsRoot = testUnless(whyNotRoot())

testAsRoot('root hands the server to another user', async () => {
  const server = await start(folder())
  expect(statSync(`/proc/${server.pid}`).uid).not.toBe(0)
})

testAsRoot('data of a checkout that the database cannot enter are kept outside, and found again', async () => {
  const dataDir = folder()
  chmodSync(path.dirname(dataDir), 0o700)
  const said: string[] = []
  const first = await start(dataDir, { log: (line) => said.push(line) })
  expect(said.join()).toContain(`the data are kept in ${first.dataDir}`)
  await ask(first, 'create table found (n int)')
  await first.stop()
  const second = await start(dataDir)
  expect(second.dataDir).toBe(first.dataDir)
  expect(readFileSync(`${dataDir}.elsewhere`, 'utf8')).toBe(first.dataDir)
  expect(existsSync(dataDir)).toBe(false)
  expect(await ask(second, 'select from found')).toEqual([])
  expect(runningPostgresUrl(dataDir, 'postgres')).toBe(second.url('postgres'))
  await second.stop()
  // Once its temporary folder is gone, the next start that keeps data outside sweeps it away.
  removeFolder(dataDir)
  const other = folder()
  chmodSync(path.dirname(other), 0o700)
  const third = await start(other)
  expect(existsSync(first.dataDir)).toBe(false)
  await third.stop()
  rmSync(path.dirname(third.dataDir), { recursive: true })
})

testAsRoot('data that the database can no longer reach are not replaced by an empty folder', async () => {
  const dataDir = folder()
  const server = await start(dataDir)
  await server.stop()
  chmodSync(path.dirname(dataDir), 0o700)
  await expect(start(dataDir)).rejects.toThrow(/can no longer enter/)
})
