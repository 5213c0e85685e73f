import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import type { TestProject } from 'vitest/node'
import { connectOnce } from '../../src/platform/db.ts'
import { isRunning, liveHolders } from '../../src/platform/embedded-postgres/holders.ts'
import { type EmbeddedPostgres, startEmbeddedPostgres } from '../../src/platform/embedded-postgres.ts'
import { sumOfNotes } from './book-notes.ts'
import { whyNot } from './books-outside.ts'

declare module 'vitest' {
  export interface ProvidedContext {
    /** The owner's URL of the test server's `postgres` database. */
    testServerUrl: string
    /** The file in which tests note what books were read; see book-notes.ts. */
    bookNotes: string
  }
}

/**
 * Nothing here must survive a power cut, so nothing waits for the disk. Tests about durability start servers of their
 * own with the defaults.
 */
const settings = {
  fsync: 'off',
  synchronous_commit: 'off',
  full_page_writes: 'off',
  shared_buffers: '256MB',
  max_wal_size: '1GB',
  max_connections: '300',
}

/**
 * One PostgreSQL for all test files, and for all runs that go on at the same time in this checkout. Runs with planted
 * bugs name a server of their own: a transaction that such a bug leaves open holds up every database of its server.
 */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const server = await startServer(path.join(project.config.root, process.env.TEST_SERVER ?? '.cache/pg-test'))
  await dropForgotten(server.url('postgres'))
  project.provide('testServerUrl', server.url('postgres'))
  const folder = mkdtempSync(path.join(tmpdir(), 'leaven-book-notes-'))
  const notes = path.join(folder, 'notes.jsonl')
  project.provide('bookNotes', notes)
  return async () => {
    await server.stop()
    sayWhatWasRead(notes)
    rmSync(folder, { recursive: true })
  }
}

/** The last word of a run: how many books hledger added up. One that was left out fails the run. */
function sayWhatWasRead(notes: string): void {
  const { words, unread } = sumOfNotes(notes)
  const missing = whyNot('hledger')
  console.log(missing ? `skipped: ${missing} to recompute ${words}` : `hledger recomputed ${words}`)
  if (unread.length === 0) return
  console.log(`databases whose books nobody read: ${unread.join(', ')}`)
  process.exitCode = 1
}

/** What a power cut or an older PostgreSQL left in the cache is no loss: it is thrown away and made again. */
async function startServer(dataDir: string): Promise<EmbeddedPostgres> {
  const start = () => startEmbeddedPostgres({ dataDir, settings, shared: true })
  try {
    return await start()
  } catch (error) {
    if (liveHolders(dataDir).length > 0) throw error
    for (const left of [dataDir, `${dataDir}.elsewhere`]) rmSync(left, { recursive: true, force: true })
    return start()
  }
}

/** Databases of test processes that were killed: their names carry the mark of the process that made them. */
async function dropForgotten(url: string): Promise<void> {
  const connection = await connectOnce(url)
  try {
    const rows = await connection.query<{ name: string }>(
      `select datname as name from pg_database where datname like 'test\\_%'`,
    )
    for (const { name } of rows) {
      const [, pid, start] = name.split('_')
      if (!isRunning(`${pid}-${start}`)) await connection.query(`drop database if exists "${name}" with (force)`)
    }
  } finally {
    await connection.end()
  }
}
