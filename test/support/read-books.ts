import { appendFileSync } from 'node:fs'
import { expect, inject } from 'vitest'
import { connectOnce } from '../../src/platform/db.ts'
import type { BookNote } from './book-notes.ts'
import { expectBooksToAgree } from './books-outside.ts'

/**
 * hledger adds up every database that a test was given, before it goes: here each of them is read, and it is written
 * down that it was (book-notes.ts), so that the end of the run can say how many there were.
 */

/** A database that a test may book in from now on. */
export const noteGiven = (url: string): void => note({ what: 'given', database: nameOf(url) })

/**
 * Reads the books of every database of a server, or of those whose name begins so.
 * @throws when the books of one of them are wrong; all have been read by then
 */
export async function readBooksOf(serverUrl: string, beginning = ''): Promise<void> {
  const wrong: unknown[] = []
  for (const name of await databasesOf(serverUrl, beginning)) {
    const url = new URL(serverUrl)
    url.pathname = `/${name}`
    await readBooks(url.href).catch((error) => wrong.push(error))
  }
  if (wrong.length === 1) throw wrong[0]
  if (wrong.length > 1) throw new AggregateError(wrong, wrong.map(String).join('\n'))
}

async function readBooks(url: string): Promise<void> {
  const startedAt = performance.now()
  let journals = 0
  try {
    journals = await expectBooksToAgree(url)
  } finally {
    note({ what: 'read', database: nameOf(url), journals, ms: Math.round(performance.now() - startedAt) })
  }
}

export async function databasesOf(serverUrl: string, beginning = ''): Promise<string[]> {
  const server = await connectOnce(serverUrl)
  try {
    const rows = await server.query<{ name: string }>(
      'select datname as name from pg_database where not datistemplate and starts_with(datname, $1) order by oid',
      [beginning],
    )
    return rows.map((row) => row.name)
  } finally {
    await server.end()
  }
}

function nameOf(url: string): string {
  const { port, pathname } = new URL(url)
  return `${port}${pathname}`
}

function note(line: Omit<BookNote, 'file'>): void {
  appendFileSync(inject('bookNotes'), `${JSON.stringify({ ...line, file: expect.getState().testPath ?? '' })}\n`)
}
