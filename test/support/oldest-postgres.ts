import { spawnSync } from 'node:child_process'
import { chmodSync, chownSync, existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll } from 'vitest'
import { freePort } from '../../src/platform/ports.ts'
import { readBooksOf } from './read-books.ts'

const BINARIES = '/usr/lib/postgresql/15/bin'
const opened: { url: string; stop(): void }[] = []

/** Why the oldest PostgreSQL that we promise to run on cannot be tried here, or nothing. */
export const whyNoOldestPostgres = (): string | undefined =>
  existsSync(path.join(BINARIES, 'postgres')) ? undefined : 'PostgreSQL 15 is not installed (.ci/run installs it)'

/** A PostgreSQL 15 of Debian's on a folder and port of its own; read, stopped and removed when the test file ends. */
export async function startOldestPostgres(): Promise<(database: string) => string> {
  const folder = mkdtempSync(path.join(tmpdir(), 'leaven-pg15-'))
  const data = path.join(folder, 'data')
  const port = await freePort()
  const as = process.getuid?.() === 0 ? postgresUser(folder) : {}
  const run = (program: string, ...args: string[]) => {
    const result = spawnSync(path.join(BINARIES, program), args, {
      ...as,
      encoding: 'utf8',
      env: { PATH: process.env.PATH, LC_ALL: 'C.UTF-8' },
    })
    if (result.status !== 0) throw new Error(`${program}: ${result.stderr}${result.stdout}`)
  }
  run('initdb', '-D', data, '-U', 'leaven', '-A', 'trust', '-E', 'UTF8', '--locale=C.UTF-8')
  const settings = `-p ${port} -k ${folder} -c listen_addresses=127.0.0.1 -c fsync=off -c max_connections=100`
  run('pg_ctl', '-D', data, '-w', '-l', path.join(folder, 'log'), '-o', settings, 'start')
  const url = (database: string) => `postgres://leaven@127.0.0.1:${port}/${database}`
  const stop = () => {
    run('pg_ctl', '-D', data, '-m', 'immediate', 'stop')
    rmSync(folder, { recursive: true, force: true })
  }
  opened.push({ url: url('postgres'), stop })
  return url
}

afterAll(async () => {
  for (const { url, stop } of opened.splice(0)) await readBooksOf(url).finally(stop)
})

/** The server refuses to run as root; Debian's package makes the user for it. */
function postgresUser(folder: string): { uid: number; gid: number } {
  const line = readFileSync('/etc/passwd', 'utf8')
    .split('\n')
    .find((one) => one.startsWith('postgres:'))
  const [, , uid, gid] = (line ?? '').split(':').map(Number)
  if (!uid || !gid) throw new Error('there is no user named postgres')
  chownSync(folder, uid, gid)
  chmodSync(folder, 0o755)
  return { uid, gid }
}
