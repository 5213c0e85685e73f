import { existsSync, readFileSync } from 'node:fs'

/** What tests note down of the databases that they were given and whose books were read, all files into one. */
export interface BookNote {
  readonly what: 'given' | 'read'
  readonly database: string
  readonly file: string
  readonly journals?: number
  readonly ms?: number
}

/** What a run read, in words, and the databases that were given out and not read. */
export function sumOfNotes(file: string): { words: string; unread: readonly string[] } {
  const lines = existsSync(file) ? readFileSync(file, 'utf8').trim().split('\n').filter(Boolean) : []
  const notes = lines.map((line) => JSON.parse(line) as BookNote)
  // The last look at a database is the one at the end of its file.
  const looks = new Map(notes.flatMap((note) => (note.what === 'read' ? [[note.database, note]] : [])))
  const read = [...looks.values()]
  const booked = read.filter((note) => note.journals)
  const sum = (of: 'journals' | 'ms') => booked.reduce((total, note) => total + (note[of] ?? 0), 0)
  const files = new Set(booked.map((note) => note.file)).size
  return {
    words: `${sum('journals')} journals in ${booked.length} databases of ${files} test files, in ${(sum('ms') / 1000).toFixed(1)} s; ${read.length - booked.length} more databases had none`,
    unread: notes
      .filter((note) => note.what === 'given' && !looks.has(note.database))
      .map(({ database, file }) => `${database} of ${file}`),
  }
}
