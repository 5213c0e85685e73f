import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll } from 'vitest'
import type { Mode } from '../../src/platform/config.ts'
import { connectOnce } from '../../src/platform/db.ts'
import { type EmbeddedPostgres, startEmbeddedPostgres } from '../../src/platform/embedded-postgres.ts'
import { migrate } from '../../src/platform/migrate.ts'
import { noteGiven, readBooksOf } from './read-books.ts'

/** A PostgreSQL of a test's own, durable as in production, that may be killed and started again on the same port. When the
 * file ends, hledger adds up the books of all its databases. */
export interface OwnPostgres {
  /** A new database with every migration run; the owner's URL. */
  database(name: string, mode?: Mode): Promise<string>
  /** An empty one. */
  emptyDatabase(name: string): Promise<string>
  /** kill -9 of the postmaster; resolves when the system has noticed. Its children end by themselves. */
  kill(): Promise<void>
  /** Starts it on its data again; recovery takes what it takes. */
  start(): Promise<void>
}

const opened: { readAndStop(): Promise<void>; folder: string }[] = []

export async function openOwnPostgres(settings: Readonly<Record<string, string>> = {}): Promise<OwnPostgres> {
  const folder = mkdtempSync(path.join(tmpdir(), 'leaven-pg-'))
  const dataDir = path.join(folder, 'pg')
  const options = { dataDir, settings: { shared_buffers: '64MB', ...settings } }
  let server: EmbeddedPostgres = await startEmbeddedPostgres(options)
  const { port } = server
  let isUp = true
  const start = async () => {
    server = await startEmbeddedPostgres({ ...options, port })
    isUp = true
  }
  const readAndStop = async () => {
    if (!isUp) await start()
    await readBooksOf(server.url('postgres')).finally(() => server.stop().catch(() => {}))
  }
  opened.push({ folder, readAndStop })
  const emptyDatabase = async (name: string) => {
    const connection = await connectOnce(server.url('postgres'))
    await connection.query(`create database "${name}" template template0`)
    await connection.end()
    noteGiven(server.url(name))
    return server.url(name)
  }
  return {
    emptyDatabase,
    database: async (name, mode = 'demo') => {
      const url = await emptyDatabase(name)
      await migrate({ url, mode })
      return url
    },
    kill: async () => {
      const ended = new Promise<void>((resolve) => server.onExit(resolve))
      process.kill(server.pid, 'SIGKILL')
      await ended
      isUp = false
    },
    start,
  }
}

afterAll(async () => {
  for (const { readAndStop, folder } of opened.splice(0))
    await readAndStop().finally(() => rmSync(folder, { recursive: true, force: true }))
})
