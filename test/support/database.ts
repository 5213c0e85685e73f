import { createHash } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { afterAll, inject } from 'vitest'
import type { Mode } from '../../src/platform/config.ts'
import { connectOnce } from '../../src/platform/db.ts'
import { processMark } from '../../src/platform/embedded-postgres/holders.ts'
import { migrate } from '../../src/platform/migrate.ts'
import { databasesOf, noteGiven, readBooksOf } from './read-books.ts'

type Connection = Awaited<ReturnType<typeof connectOnce>>

/** Two test processes may want the template at the same moment; one builds it. */
const TEMPLATE_LOCK = 4_218_002
const TEMPLATES_KEPT = 4
/** Names of this process's databases begin so; the ones that a test made beside its own, too. */
const OURS = `test_${processMark().replace('-', '_')}_`
let made = 0

/**
 * A database with every migration run and nothing else in it: a clone of a template, about 50 ms.
 * Import this module at the top of the test file; when the file ends, hledger adds up what was booked in the clone, and
 * it is dropped.
 * @returns the owner's URL; the application connects with it and sets its own role
 */
export async function freshDatabase(mode: Mode = 'demo'): Promise<string> {
  return onServer(async (server) => {
    const template = await ensureTemplate(server, mode)
    return cloneOf(server, template)
  })
}

/** A database with nothing in it at all, for tests of the migrations themselves. Dropped when the file ends. */
export async function emptyDatabase(): Promise<string> {
  return onServer((server) => cloneOf(server, 'template0'))
}

afterAll(async () => {
  if (made === 0) return
  try {
    await readBooksOf(inject('testServerUrl'), OURS)
  } finally {
    const names = await databasesOf(inject('testServerUrl'), OURS)
    await onServer(async (server) => {
      for (const name of names) await server.query(`drop database if exists "${name}" with (force)`)
    })
  }
})

async function onServer<T>(work: (server: Connection) => Promise<T>): Promise<T> {
  const server = await connectOnce(inject('testServerUrl'))
  try {
    return await work(server)
  } finally {
    await server.end()
  }
}

async function cloneOf(server: Connection, template: string): Promise<string> {
  const name = `${OURS}${made++}_${Date.now() % 1_000_000}`
  // Copying files beats logging every page once the template has a hundred tables.
  await server.query(`create database "${name}" template "${template}" strategy file_copy`)
  noteGiven(urlOf(name))
  return urlOf(name)
}

/** The template is named by what is in sql/, so it is made once for each version of it and found again after that. */
async function ensureTemplate(server: Connection, mode: Mode): Promise<string> {
  const name = `template_${mode}_${sqlHash()}`
  if (await exists(server, name)) return name
  await server.query('select pg_advisory_lock($1)', [TEMPLATE_LOCK])
  try {
    if (await exists(server, name)) return name
    const unfinished = `unfinished_${name}`
    await server.query(`drop database if exists "${unfinished}" with (force)`)
    await server.query(`create database "${unfinished}" template template0`)
    await migrate({ url: urlOf(unfinished), mode })
    await server.query(`alter database "${unfinished}" rename to "${name}"`)
    await dropOldTemplates(server)
    return name
  } finally {
    await server.query('select pg_advisory_unlock($1)', [TEMPLATE_LOCK])
  }
}

async function exists(server: Connection, name: string): Promise<boolean> {
  return (await server.query('select 1 from pg_database where datname = $1', [name])).length > 0
}

async function dropOldTemplates(server: Connection): Promise<void> {
  const old = await server.query<{ name: string }>(
    `select datname as name from pg_database where datname like 'template\\_%\\_%' order by oid desc offset $1`,
    [TEMPLATES_KEPT],
  )
  for (const { name } of old) await server.query(`drop database if exists "${name}"`)
}

function sqlHash(): string {
  const folder = path.resolve(import.meta.dirname, '../../sql')
  const hash = createHash('sha256')
  for (const name of readdirSync(folder).sort()) {
    if (!/^\d{4}_.*[.]sql$/.test(name)) continue
    hash.update(name).update(readFileSync(path.join(folder, name)))
  }
  return hash.digest('hex').slice(0, 16)
}

function urlOf(database: string): string {
  const url = new URL(inject('testServerUrl'))
  url.pathname = `/${database}`
  return url.href
}
