import { connectOnce } from './db.ts'

/**
 * Makes a database that is there whole or not at all: it is filled under another name and renamed when it is full, so
 * that a first start that was cut off begins anew. One caller at a time.
 * @param url any database of the server, as its owner
 * @returns true when it was made now, false when it was there
 */
export async function ensureDatabase(
  url: string,
  name: string,
  fill: (unfinishedUrl: string) => Promise<void>,
): Promise<boolean> {
  if (await hasDatabase(url, name)) return false
  const unfinished = `${name}_unfinished`
  await onServer(url, async (server) => {
    await server.query(`drop database if exists "${unfinished}" with (force)`)
    await server.query(`create database "${unfinished}"`)
  })
  await fill(databaseUrl(url, unfinished))
  await onServer(url, (server) => server.query(`alter database "${unfinished}" rename to "${name}"`))
  return true
}

export async function hasDatabase(url: string, name: string): Promise<boolean> {
  const found = await onServer(url, (server) => server.query('select from pg_database where datname = $1', [name]))
  return found.length > 0
}

export async function dropDatabase(url: string, name: string): Promise<void> {
  await onServer(url, (server) => server.query(`drop database if exists "${name}" with (force)`))
}

/** The same server and owner, another database. */
export function databaseUrl(url: string, name: string): string {
  const other = new URL(url)
  other.pathname = `/${encodeURIComponent(name)}`
  return other.href
}

type Connection = Awaited<ReturnType<typeof connectOnce>>

async function onServer<T>(url: string, work: (server: Connection) => Promise<T>): Promise<T> {
  const server = await connectOnce(databaseUrl(url, 'postgres'))
  try {
    return await work(server)
  } finally {
    await server.end()
  }
}
